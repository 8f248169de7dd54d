"""A picture's whole conversion: examine, decode once, pyramid, then the smaller copies from it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyvips

from museum_tracker.core.i18n import N_, Message
from museum_tracker.media.kinds.base import Converted, CutShort, Format, Limits, Made
from museum_tracker.media.kinds.image import photoshop
from museum_tracker.media.kinds.image.decode import BY_LIBVIPS, HARMLESS, by_libvips, by_openjpeg, by_pillow
from museum_tracker.media.kinds.image.header import Header, NotOpened, read_header
from museum_tracker.media.kinds.image.measure import clipping, sharpness
from museum_tracker.media.kinds.image.rare import read_rare_tiff
from museum_tracker.media.kinds.image.sniff import TIFF
from museum_tracker.media.kinds.image.wholeness import check_end, check_shown

PYRAMID = {
    "tile": True,
    "pyramid": True,
    "compression": "jpeg",
    "Q": 88,
    "bigtiff": True,
    "keep": "none",
}
LARGEST_TILE = 512
SMALL_PICTURE = 4_000_000  # pixels: held in memory, so that its copies need not be read back from the pyramid
COPIES = (
    ("web", 2048, "web.jpg", "image/jpeg"),
    ("card", 512, "card.jpg", "image/jpeg"),
    ("thumb", 160, "thumb.webp", "image/webp"),
)
EIGHT_BITS = 8
MEASURED_AT = 1024
FIRST_FRAME = N_("The file holds %(frames)s pictures in one; the first is shown.")


@dataclass(frozen=True)
class _Source:
    path: Path
    found: Format
    header: Header
    limits: Limits


def convert(path: Path, found: Format, out: Path, limits: Limits) -> Converted:
    """Measure a picture and make its access copies: for each page a tiled pyramid, a web copy and two thumbnails.

    Raises:
        Unusable: with the reason, when the picture cannot be shown in full.
    """
    check_end(path, found)
    inks = False
    if found.name == "psd" and photoshop.is_deep(path):
        inks = photoshop.stores_inks(path)
        path, found = photoshop.as_tiff(path, out / "photoshop.tif"), dataclasses.replace(TIFF, label=found.label)
    header = _header(path, found, limits)
    header.inks_turned = inks
    source = _Source(path, found, header, limits)
    result = Converted(facts=_facts(header, found))
    if header.frames > 1:
        result.notes.append(Message(FIRST_FRAME, {"frames": header.frames}))
    for number, page in enumerate(header.pages, start=1):
        made, notes = _page(source, page, number, out)
        result.made += made
        result.notes += [note for note in notes if note not in result.notes]
        if number == 1:
            result.facts |= _measured(out, blank_allowed=len(header.pages) > 1)
    return result


def _header(path: Path, found: Format, limits: Limits) -> Header:
    try:
        return read_header(path, found, limits)
    except NotOpened:
        if found.name != "tiff":
            raise
        return read_rare_tiff(path, limits)


def _facts(header: Header, found: Format) -> dict[str, Any]:
    width, height = header.upright
    return {
        "format": header.variant or found.label,
        "width": width,
        "height": height,
        "pixels": width * height,
        "mode": header.mode,
        "depth": header.depth,
        "profile": header.profile,
        "orientation": header.orientation,
        "pages": len(header.pages),
        "frames": header.frames,
        "transparent": header.transparent,
        "dpi": header.dpi,
        "exif": header.camera,
        "private": header.private,
    }


def _page(source: _Source, page: int, number: int, out: Path) -> tuple[list[Made], list[Message]]:
    """One page's copies: by libvips, and where it gives up by Pillow, which tells a rare format from damage.

    Raises:
        CutShort: a JPEG holds data that cannot be decoded; Pillow would show grey in their place.
    """
    if source.found.name in BY_LIBVIPS:
        for strict in (True, False):
            try:
                picture, notes = by_libvips(source.path, source.found, source.header, page, strict=strict)
                return _copies(picture, out, number), notes
            except pyvips.Error as error:
                (out / f"pyramid-{number}.tif").unlink(missing_ok=True)
                if source.found.name != "jpeg":
                    break
                if "Corrupt JPEG data" in str(error) and HARMLESS not in str(error):
                    raise CutShort from error
    if source.found.name == "jp2" and source.header.depth > EIGHT_BITS:
        picture, notes = by_openjpeg(source.path, source.header)
        return _copies(picture, out, number), notes
    picture, notes = by_pillow(source.path, source.found, source.header, page, source.limits)
    return _copies(picture, out, number), notes


def _copies(picture: pyvips.Image, out: Path, number: int) -> list[Made]:
    """The pyramid, written in the one pass over the original, and the smaller copies read back from it."""
    pyramid = out / f"pyramid-{number}.tif"
    small_picture = picture.width * picture.height <= SMALL_PICTURE
    if small_picture:
        picture = picture.copy_memory()
    tile = min(LARGEST_TILE, -(-max(picture.width, picture.height) // 16) * 16)
    picture.tiffsave(str(pyramid), tile_width=tile, tile_height=tile, **PYRAMID)
    made = [Made("pyramid", pyramid.name, "image/tiff", number, picture.width, picture.height)]
    for role, side, name, mime in COPIES:
        file = out / f"{number}-{name}"
        if small_picture:
            small = picture.thumbnail_image(side, height=side, size="down")
        else:
            small = pyvips.Image.thumbnail(str(pyramid), side, height=side, size="down")
        small.write_to_file(str(file), Q=85, keep="none")
        made.append(Made(role, file.name, mime, number, small.width, small.height))
    return made


def _measured(out: Path, *, blank_allowed: bool) -> dict[str, Any]:
    """Sharpness and clipping, on a grey copy of one common size so that cameras can be compared.

    Raises:
        Blank: there is nothing to be seen.
    """
    grey = pyvips.Image.thumbnail(str(out / "1-web.jpg"), MEASURED_AT, height=MEASURED_AT, size="down").colourspace(
        "b-w"
    )
    levels = np.ndarray(buffer=grey.write_to_memory(), dtype=np.uint8, shape=(grey.height, grey.width, grey.bands))
    if not blank_allowed:
        check_shown(levels, levels.size)
    whole, best = sharpness(levels[:, :, 0])
    dark, light = clipping(levels[:, :, 0])
    return {"focus": whole, "focus_best": best, "clipped_dark": dark, "clipped_light": light}

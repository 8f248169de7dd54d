"""Decode a picture fully and strictly into upright sRGB, through libvips or, where it cannot, through Pillow."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from pathlib import Path

import numpy as np
import pyvips
from PIL import Image, ImageCms, ImageOps

from museum_tracker.core.i18n import N_, Message
from museum_tracker.media.kinds.base import CutShort, Format, Limits
from museum_tracker.media.kinds.image.header import Header, opened
from museum_tracker.media.kinds.image.rare import SPREAD, spread

BY_LIBVIPS = {"jpeg", "png", "tiff", "webp", "avif", "gif"}
PROFILE_IGNORED = Message(N_("The colour profile in the file cannot be used; colours were read without it."))
WHITE = 255

pyvips.cache_set_max(0)  # else a file replaced under the same name is answered from libvips' memory
pyvips.block_untrusted_set(state=True)


def by_libvips(path: Path, found: Format, header: Header, page: int) -> tuple[pyvips.Image, list[Message]]:
    """One page as an upright 8-bit picture in sRGB or grey, on white where it was transparent.

    libvips decodes only while the picture is written out: damage shows itself then, as `pyvips.Error`.
    """
    options = {"page": page} if found.name == "tiff" else {}
    access = "sequential" if header.orientation == 1 else "random"
    picture = pyvips.Image.new_from_file(str(path), access=access, fail_on="error", **options)
    measured = spread(picture, partial(pyvips.Image.new_from_file, str(path), access="sequential", **options))
    if measured is not None:
        return measured.autorot(), [SPREAD]
    if header.orientation != 1:
        picture = picture.autorot()
    picture, notes = _to_srgb(_without_further_bands(picture))
    if picture.hasalpha():
        picture = picture.flatten(background=WHITE)
    if picture.format != "uchar":
        picture = picture.cast("uchar")
    return picture, notes


def _without_further_bands(picture: pyvips.Image) -> pyvips.Image:
    """Scans in several kinds of light hold more than three colours and one for transparency: only these are shown."""
    most = {"srgb": 4, "rgb16": 4, "cmyk": 5, "b-w": 2, "grey16": 2}.get(picture.interpretation, picture.bands)
    return picture if picture.bands <= most else picture.extract_band(0, n=most - 1)


def _to_srgb(picture: pyvips.Image) -> tuple[pyvips.Image, list[Message]]:
    notes = []
    if picture.get_typeof("icc-profile-data"):
        try:
            converted = picture.icc_transform("srgb", embedded=True, intent="relative", black_point_compensation=True)
        except pyvips.Error:
            notes = [PROFILE_IGNORED]
        else:
            return converted, []
    grey = picture.interpretation in {"b-w", "grey16"}
    return picture.colourspace("b-w" if grey else "srgb"), notes


def by_pillow(path: Path, found: Format, header: Header, page: int, limits: Limits) -> pyvips.Image:
    """The same for formats that libvips lacks (JPEG 2000, HEIC, Photoshop, 8-bit Lab, Zstandard in TIFF).

    Raises:
        CutShort: part of the picture's data is missing or damaged.
    """
    with opened(path, found, limits) as picture:
        if page:
            picture.seek(page)
        try:
            picture.load()
        except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError) as error:
            raise CutShort from error
        upright = ImageOps.exif_transpose(picture)
        plain = _flat(_pillow_to_srgb(upright, header.depth))
    array = np.asarray(plain)
    height, width = array.shape[:2]
    bands = 1 if array.ndim == 2 else array.shape[2]
    image = pyvips.Image.new_from_memory(array.tobytes(), width, height, bands, "uchar")
    return image.copy(interpretation="b-w" if bands == 1 else "srgb")


def _pillow_to_srgb(picture: Image.Image, depth: int) -> Image.Image:
    if picture.mode in {"I;16", "I;16B", "I;16L", "I"}:
        # Pillow clips 16-bit grey at 255 when it converts; the top eight bits of those in use are the picture.
        shift = max(depth, 8) - 8
        return Image.fromarray((np.asarray(picture).astype("uint32") >> shift).clip(0, WHITE).astype("uint8"))
    if picture.mode == "P":
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    if picture.mode == "LAB":
        return _by_profile(picture, ImageCms.createProfile("LAB"), "RGB") or picture.convert("RGB")
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
        except (ImageCms.PyCMSError, OSError):
            source = None
        target = "RGBA" if picture.mode == "RGBA" else "L" if picture.mode == "L" else "RGB"
        if source and picture.mode != "L" and (converted := _by_profile(picture, source, target)):
            return converted
    return picture if picture.mode in {"L", "RGB", "RGBA"} else _plain(picture)


def _plain(picture: Image.Image) -> Image.Image:
    if picture.mode == "1":
        return picture.convert("L")
    return picture.convert("RGBA" if picture.mode in {"LA", "PA", "RGBa", "La"} else "RGB")


def _by_profile(
    picture: Image.Image, source: ImageCms.ImageCmsProfile | ImageCms.core.CmsProfile, target_mode: str
) -> Image.Image | None:
    try:
        return ImageCms.profileToProfile(
            picture,
            source,
            ImageCms.createProfile("sRGB"),
            outputMode=target_mode,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, ValueError):
        return None


def _flat(picture: Image.Image) -> Image.Image:
    """The picture on white where it was transparent."""
    if picture.mode != "RGBA":
        return picture
    ground = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(ground, picture).convert("RGB")

"""Pictures that hold measured values (floating point, signed or 32-bit numbers, fine Lab), which Pillow cannot open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyvips

from museum_tracker.core.i18n import N_, Message
from museum_tracker.media.kinds.base import Limits, TooManyPixels, Unusable
from museum_tracker.media.kinds.image.header import MEGAPIXEL, MOST_PAGES, Header

BITS = {"char": 8, "uchar": 8, "short": 16, "ushort": 16, "int": 32, "uint": 32, "float": 32, "double": 64}
COLOURS = {"lab", "labs", "xyz", "yxy"}  # libvips knows which of their numbers is which colour
BRIGHTEST = 1.5  # linear light may shine beyond white; what goes further was not meant as light
WHITE = 255
SPREAD = Message(
    N_("The file holds measured values rather than colours; to be shown they were spread from black to white.")
)


def read_rare_tiff(path: Path, limits: Limits) -> Header:
    """What a TIFF says about itself that only libvips can open.

    Raises:
        Unusable: neither can it.
    """
    try:
        picture = pyvips.Image.new_from_file(str(path), fail_on="error")
    except pyvips.Error as error:
        raise Unusable from error
    if picture.width * picture.height > limits.megapixels * MEGAPIXEL:
        raise TooManyPixels(megapixels=picture.width * picture.height // MEGAPIXEL, limit=limits.megapixels)
    return Header(
        width=picture.width,
        height=picture.height,
        mode=str(picture.interpretation).upper(),
        depth=BITS.get(picture.format, 32),
        orientation=_said(picture, "orientation"),
        pages=list(range(min(_said(picture, "n-pages"), MOST_PAGES))),
    )


def _said(picture: pyvips.Image, name: str) -> int:
    return max(1, int(picture.get(name))) if picture.get_typeof(name) else 1


def spread(picture: pyvips.Image, opened_again: Callable[[], pyvips.Image]) -> pyvips.Image | None:
    """Numbers that no screen knows, between black and white; None where they are colours as they stand.

    0–1 and 0–255 are taken as they are meant, all others from least to greatest. `opened_again` opens the same picture
    a second time, to be looked through first.
    """
    if picture.format in {"uchar", "ushort"} or picture.interpretation in COLOURS:
        return None
    found = opened_again().stats()
    low, high = found(0, 0)[0], found(1, 0)[0]
    if picture.interpretation == "scrgb" and low >= 0 and high <= BRIGHTEST:
        return None
    for most in (1, WHITE):
        if picture.format in {"float", "double"} and low >= 0 and high <= most:
            low, high = 0, most
            break
    grey = picture.bands < 3
    shown = ((picture - low) * (WHITE / max(high - low, 1e-30))).cast("uchar")
    return shown.copy(interpretation="b-w" if grey else "srgb")

"""Whether a picture came whole: a copy that broke off leaves a file of its full length that ends in zeros."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from museum_tracker.core.i18n import N_
from museum_tracker.media.kinds.base import CutShort, Format, Unusable

CLUSTER = 4096  # disks and sticks make room in such pieces: what was never written begins at one
BLOCK = 1 << 20
LEAST_ZEROS = {"packed": 1024, "plain": 64 * 1024}
LEAST_SHARE = 0.05
PACKED = {"webp", "avif", "heic", "jp2"}  # decoders of these go on without a word; packed data holds no such zeros
PLAIN = {"tiff", "bmp", "pnm", "psd"}
LEAST_PIXELS = 10_000  # smaller ones may be signs of one colour
BLACK, WHITE = 0, 255


class Blank(Unusable):
    """The whole picture is black, or white: no camera or scanner makes such a picture."""

    msgid = N_(
        "The picture shows nothing: every part of it is purely black or purely white. The file was probably damaged "
        "when it was copied. Look at it on the camera or scanner and copy it again."
    )


def check_end(path: Path, found: Format) -> None:
    """Refuse a file whose end was never written.

    In plain pixels zeros may be true black: they count only when they begin where a piece of the disk does.

    Raises:
        CutShort
    """
    size, zeros = path.stat().st_size, zeros_at_end(path)
    kind = "packed" if found.name in PACKED else "plain" if found.name in PLAIN else ""
    if not kind or zeros < LEAST_ZEROS[kind] or zeros < size * LEAST_SHARE:
        return
    if kind == "packed" or (size - zeros) % CLUSTER == 0:
        raise CutShort


def zeros_at_end(path: Path) -> int:
    """How many bytes at the end of a file are zero."""
    size = path.stat().st_size
    with path.open("rb") as file:
        at = size
        while at > 0:
            step = min(BLOCK, at)
            file.seek(at - step)
            rest = file.read(step).rstrip(b"\0")
            if rest:
                return size - (at - step) - len(rest)
            at -= step
    return size


def check_shown(grey: NDArray[np.uint8], pixels: int) -> None:
    """Refuse a picture on which nothing is to be seen.

    Raises:
        Blank
    """
    darkest, lightest = int(grey.min()), int(grey.max())
    if pixels >= LEAST_PIXELS and darkest == lightest and darkest in {BLACK, WHITE}:
        raise Blank

"""Photoshop files of 16 bits, which Pillow cannot open: their merged picture, wrapped as a TIFF that libvips reads."""

from __future__ import annotations

import shutil
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from museum_tracker.core.i18n import N_
from museum_tracker.media.kinds.base import CutShort, Unusable

HEADER = struct.Struct(">4sHxxxxxxHIIHH")
PROFILE_RESOURCE = 1039
COLOURS = {1: (1, 1), 3: (3, 2), 4: (4, 5)}  # mode: channels, and the TIFF word for it
INKS = 4
PLAIN, PACKED = 0, 1
PACKBITS, UNPACKED = 32773, 1
LARGEST_SECTION = 64 << 20
SHORT, LONG, OCTETS = 3, 4, 7


class UnknownPhotoshop(Unusable):
    """A Photoshop file of a mode or packing that is not read."""

    msgid = N_(
        "This kind of Photoshop file cannot be read here. In Photoshop choose Save as, TIFF, with the colour profile "
        "embedded, and send the TIFF."
    )


@dataclass(frozen=True)
class _Merged:
    """The merged picture of a file: its measures, and where its rows begin."""

    channels: int
    height: int
    width: int
    mode: int
    profile: bytes
    packing: int
    at: int


def is_deep(path: Path) -> bool:
    """Whether a Photoshop file holds 16 bits per channel."""
    with path.open("rb") as file:
        head = file.read(HEADER.size)
    return len(head) == HEADER.size and HEADER.unpack(head)[5] > 8


def stores_inks(path: Path) -> bool:
    """Whether the colours are inks, which Photoshop stores turned round."""
    with path.open("rb") as file:
        return bool(HEADER.unpack(file.read(HEADER.size))[6] == INKS)


def as_tiff(path: Path, target: Path) -> Path:
    """Write the merged picture of a 16-bit file as a TIFF, row by row as it is packed.

    Raises:
        UnknownPhotoshop, CutShort
    """
    with path.open("rb") as file:
        merged = _read(file)
        sizes = _row_sizes(file, merged)
        there = path.stat().st_size - file.tell()
        if there < int(sizes.sum()):
            raise CutShort
        with target.open("wb") as written:
            _write_tags(written, merged, sizes)
            shutil.copyfileobj(file, written, 1 << 20)
    return target


def _read(file: BinaryIO) -> _Merged:
    try:
        _, _, channels, height, width, depth, mode = HEADER.unpack(file.read(HEADER.size))
        _section(file, keep=False)
        profile = _profile(_section(file, keep=True))
        _section(file, keep=False)
        (packing,) = struct.unpack(">H", file.read(2))
    except struct.error as error:
        raise CutShort from error
    if depth != 16 or mode not in COLOURS or packing not in {PLAIN, PACKED} or channels < COLOURS[mode][0]:
        raise UnknownPhotoshop
    return _Merged(channels, height, width, mode, profile, packing, file.tell())


def _section(file: BinaryIO, *, keep: bool) -> bytes:
    (size,) = struct.unpack(">I", file.read(4))
    if keep and size <= LARGEST_SECTION:
        return file.read(size)
    file.seek(size, 1)
    return b""


def _profile(resources: bytes) -> bytes:
    at = 0
    while at + 12 <= len(resources) and resources[at : at + 4] == b"8BIM":
        (number,) = struct.unpack_from(">H", resources, at + 4)
        at += 6 + (resources[at + 6] // 2 + 1) * 2  # a name with its length before it, even in all
        (size,) = struct.unpack_from(">I", resources, at)
        if number == PROFILE_RESOURCE:
            return resources[at + 4 : at + 4 + size]
        at += 4 + size + size % 2
    return b""


def _row_sizes(file: BinaryIO, merged: _Merged) -> np.ndarray:
    """Bytes of each row of the channels that are colours; the file stands at the first row."""
    rows = COLOURS[merged.mode][0] * merged.height
    if merged.packing == PLAIN:
        return np.full(rows, merged.width * 2, dtype=">u4")
    counts = file.read(2 * merged.channels * merged.height)
    if len(counts) < 2 * merged.channels * merged.height:
        raise CutShort
    return np.frombuffer(counts, ">u2")[:rows].astype(">u4")


def _write_tags(written: BinaryIO, merged: _Merged, sizes: np.ndarray) -> None:
    """The head of a TIFF whose rows follow it."""
    colours, word = COLOURS[merged.mode]
    values: dict[int, tuple[int, bytes]] = {
        256: (LONG, struct.pack(">I", merged.width)),
        257: (LONG, struct.pack(">I", merged.height)),
        258: (SHORT, struct.pack(">H", 16) * colours),
        259: (SHORT, struct.pack(">H", PACKBITS if merged.packing == PACKED else UNPACKED)),
        262: (SHORT, struct.pack(">H", word)),
        273: (LONG, bytes(sizes.nbytes)),
        277: (SHORT, struct.pack(">H", colours)),
        278: (LONG, struct.pack(">I", 1)),
        279: (LONG, sizes.tobytes()),
        284: (SHORT, struct.pack(">H", 2)),
    }
    if merged.profile:
        values[34675] = (OCTETS, merged.profile)
    begin = 8 + 2 + 12 * len(values) + 4
    far = {tag: value for tag, (_, value) in values.items() if len(value) > 4}
    start = begin + sum(len(value) + len(value) % 2 for value in far.values())
    offsets = (start + np.concatenate(([0], np.cumsum(sizes.astype("u8"))[:-1]))).astype(">u4")
    values[273] = (LONG, offsets.tobytes())
    entries, body = b"", b""
    for tag, (kind, value) in values.items():
        count = len(value) // {SHORT: 2, LONG: 4, OCTETS: 1}[kind]
        place = value.ljust(4, b"\0")
        if len(value) > 4:
            place = struct.pack(">I", begin + len(body))
            body += value + b"\0" * (len(value) % 2)
        entries += struct.pack(">HHI", tag, kind, count) + place
    written.write(b"MM\0*" + struct.pack(">IH", 8, len(values)) + entries + bytes(4) + body)

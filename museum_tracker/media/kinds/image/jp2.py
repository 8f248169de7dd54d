"""What a JPEG 2000 file says about its colours that Pillow leaves unread: the depth and the profile."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

SIGNATURE = b"\0\0\0\x0cjP  \r\n\x87\n"
SIZE_SEGMENT = b"\xff\x51"  # 40 bytes on stands the depth of the first channel, less one
LARGEST_HEADER = 4 << 20
RESTRICTED, ANY = 2, 3  # ways of naming colours by a profile


def depth_of(path: Path) -> int:
    """Bits per channel, from the codestream."""
    with path.open("rb") as file:
        head = file.read(64 * 1024)
    at = head.find(SIZE_SEGMENT)
    return (head[at + 40] & 0x7F) + 1 if 0 <= at < len(head) - 40 else 8


def profile_of(path: Path) -> bytes | None:
    """The colour profile in the header boxes; None for a bare codestream or colours named by number."""
    with path.open("rb") as file:
        if file.read(len(SIGNATURE)) != SIGNATURE:
            return None
        file.seek(0)
        header = next(
            (file.read(size) for name, size in _boxes(file) if name == b"jp2h" and size < LARGEST_HEADER), b""
        )
    at = 0
    while at + 8 <= len(header):
        size, name = struct.unpack_from(">I4s", header, at)
        body = header[at + 8 : at + size]
        if name == b"colr" and body[:1] and body[0] in {RESTRICTED, ANY}:
            return body[3:]
        at += max(size, 8)
    return None


def _boxes(file: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """Name and length of the content of each box in turn; the file stands at the content."""
    while len(head := file.read(8)) == 8:
        size, name = struct.unpack(">I4s", head)
        start, taken = file.tell(), 8
        if size == 1:
            size, start, taken = struct.unpack(">Q", file.read(8).ljust(8, b"\0"))[0], start + 8, 16
        if size < taken:  # the last box, which reaches to the end of the file
            return
        yield name, size - taken
        file.seek(start + size - taken)

"""How long the list of contents of a zip file is, told without reading that list: each entry of it costs memory."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

_END, _END_SIZE, _LONGEST_COMMENT = b"PK\5\6", 22, 65_535
_FAR_LOCATOR, _FAR_LOCATOR_SIZE, _FAR_END, _FAR_END_SIZE = b"PK\6\7", 20, b"PK\6\6", 56
MOST_OCTETS = 8 * 1024 * 1024  # some 100,000 entries; archives of models and workbooks have a few dozen


def has_bearable_list(path: Path) -> bool:
    """Whether a zip file's list of contents may be read whole; a file that is no zip has none to read."""
    return _list_size(path) <= MOST_OCTETS


def _list_size(path: Path) -> int:
    """The size in bytes that the end of the file claims for the list; the largest where several ends claim one."""
    size = path.stat().st_size
    reach = min(size, _END_SIZE + _LONGEST_COMMENT + _FAR_LOCATOR_SIZE)
    with path.open("rb") as file:
        file.seek(size - reach)
        tail = file.read(reach)
        end = _end_of(tail)
        if end < 0 or len(tail) - end < _END_SIZE:
            return 0
        claims = [int(struct.unpack_from("<I", tail, end + 12)[0])]
        locator = tail[max(end - _FAR_LOCATOR_SIZE, 0) : end]
        if len(locator) == _FAR_LOCATOR_SIZE and locator.startswith(_FAR_LOCATOR):
            # Readers look right before the locator or where it points; archives beyond 4 GB leave the near end at -1.
            before = size - reach + end - _FAR_LOCATOR_SIZE - _FAR_END_SIZE
            far = [_far_size(file, place) for place in (before, struct.unpack_from("<Q", locator, 8)[0])]
            claims = far if any(far) else claims
    return max(claims)


def _end_of(tail: bytes) -> int:
    """Where the end record begins: at the very end, else before a comment."""
    last = len(tail) - _END_SIZE
    if last >= 0 and tail.startswith(_END, last) and tail.endswith(b"\0\0"):
        return last
    return tail.rfind(_END)


def _far_size(file: BinaryIO, place: int) -> int:
    if not 0 <= place < 2**62:
        return 0
    file.seek(place)
    record = file.read(_FAR_END_SIZE)
    if len(record) < _FAR_END_SIZE or not record.startswith(_FAR_END):
        return 0
    return int(struct.unpack_from("<Q", record, 40)[0])

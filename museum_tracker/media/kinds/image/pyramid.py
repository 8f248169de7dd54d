"""Read tiles out of a pyramid without decoding them: the compressed tile is copied, its shared tables put before it."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image

WIDTH, HEIGHT, TILE_WIDTH, TILE_HEIGHT, OFFSETS, COUNTS, TABLES = 256, 257, 322, 323, 324, 325, 347
SIZES = {1: ("B", 1), 2: ("c", 1), 3: ("H", 2), 4: ("I", 4), 7: ("c", 1), 16: ("Q", 8)}
QUALITY = 88


class NotAPyramid(Exception):
    """The file is not a tiled TIFF of ours."""


@dataclass(frozen=True)
class Level:
    """One size of the picture: pixels, tile side, and where each compressed tile lies."""

    width: int
    height: int
    tile: int
    offsets: tuple[int, ...]
    counts: tuple[int, ...]
    tables: bytes

    @property
    def columns(self) -> int:
        """Tiles in a row."""
        return -(-self.width // self.tile)

    @property
    def rows(self) -> int:
        """Rows of tiles."""
        return -(-self.height // self.tile)


def levels_of(path: Path) -> tuple[Level, ...]:
    """The sizes a pyramid holds, the smallest first."""
    return _levels(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _levels(path: Path, changed: int) -> tuple[Level, ...]:
    del changed  # part of the key: a file made anew is read anew
    with path.open("rb") as file:
        data = file.read(16)
        if data[:4] not in {b"II+\0", b"MM\0+"}:
            raise NotAPyramid(path.name)
        order = "<" if data[:2] == b"II" else ">"
        (at,) = struct.unpack(f"{order}Q", data[8:16])
        found: list[Level] = []
        while at and len(found) < 32:
            entries, at = _directory(file, at, order)
            found.append(_level(entries))
    return tuple(sorted(found, key=lambda level: level.width * level.height))


def _directory(file: io.BufferedReader, at: int, order: str) -> tuple[dict[int, bytes | tuple[int, ...]], int]:
    """The tags of one picture in the file, and where the next one begins."""
    file.seek(at)
    (count,) = struct.unpack(f"{order}Q", file.read(8))
    raw = file.read(count * 20)
    (following,) = struct.unpack(f"{order}Q", file.read(8))
    entries: dict[int, bytes | tuple[int, ...]] = {}
    for number in range(count):
        tag, kind, amount = struct.unpack_from(f"{order}HHQ", raw, number * 20)
        if tag not in {WIDTH, HEIGHT, TILE_WIDTH, TILE_HEIGHT, OFFSETS, COUNTS, TABLES} or kind not in SIZES:
            continue
        letter, size = SIZES[kind]
        value = raw[number * 20 + 12 : number * 20 + 20]
        if amount * size > 8:
            (place,) = struct.unpack(f"{order}Q", value)
            file.seek(place)
            value = file.read(amount * size)
        entries[tag] = (
            value[:amount] if letter == "c" else struct.unpack(f"{order}{amount}{letter}", value[: amount * size])
        )
    return entries, following


def _level(entries: dict[int, bytes | tuple[int, ...]]) -> Level:
    try:
        tables = entries.get(TABLES, b"")
        return Level(
            width=int(entries[WIDTH][0]),
            height=int(entries[HEIGHT][0]),
            tile=int(entries[TILE_WIDTH][0]),
            offsets=tuple(int(one) for one in entries[OFFSETS]),
            counts=tuple(int(one) for one in entries[COUNTS]),
            tables=tables if isinstance(tables, bytes) else bytes(tables),
        )
    except KeyError as error:
        raise NotAPyramid(str(error)) from error


def read_tile(path: Path, level: Level, column: int, row: int) -> bytes | None:
    """One tile as JPEG; None outside the picture. Inner tiles are copied as they are, edge tiles cropped."""
    if not (0 <= column < level.columns and 0 <= row < level.rows):
        return None
    number = row * level.columns + column
    with path.open("rb") as file:
        file.seek(level.offsets[number])
        packed = file.read(level.counts[number])
    jpeg = level.tables[:-2] + packed[2:] if level.tables else packed
    width = min(level.tile, level.width - column * level.tile)
    height = min(level.tile, level.height - row * level.tile)
    return jpeg if (width, height) == (level.tile, level.tile) else _crop(jpeg, width, height)


def _crop(jpeg: bytes, width: int, height: int) -> bytes:
    with Image.open(io.BytesIO(jpeg)) as picture:
        part = picture.crop((0, 0, width, height))
    written = io.BytesIO()
    part.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()

"""Lists of object ids as they are frozen: sorted, as differences, compressed, each under its own SHA-256."""

from __future__ import annotations

import hashlib
import json
import sys
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from typing import Any

WIDE = "Q"
LEVEL = 6


@dataclass(frozen=True)
class Packed:
    """A frozen list: the SHA-256 of its plain bytes, how many ids it holds, and the bytes as they are kept."""

    sha256: str
    count: int
    data: bytes


class Damaged(Exception):
    """The kept bytes are not what was frozen."""


def pack(ids: Iterable[int]) -> Packed:
    """Freeze a list of object ids; the same objects give the same SHA-256 whatever their order.

    Raises:
        ValueError: an id occurs twice.
    """
    ordered = sorted(ids)
    if any(one == two for one, two in pairwise(ordered)):
        raise ValueError("an object occurs twice in a list")
    return pack_numbers(two - one for one, two in pairwise(chain((0,), ordered)))


def pack_numbers(numbers: Iterable[int]) -> Packed:
    """Freeze whole numbers as they come."""
    plain = array(WIDE, numbers)
    if sys.byteorder == "big":
        plain.byteswap()
    data = plain.tobytes()
    return Packed(hashlib.sha256(data).hexdigest(), len(plain), zlib.compress(data, LEVEL))


def unpack(data: bytes, sha256: str) -> list[int]:
    """The ids of a frozen list, ascending.

    Raises:
        Damaged: the bytes do not give the SHA-256 they were frozen under.
    """
    return list(accumulate(unpack_numbers(data, sha256)))


def unpack_numbers(data: bytes, sha256: str) -> list[int]:
    """Frozen whole numbers as they came.

    Raises:
        Damaged: the bytes do not give the SHA-256 they were frozen under.
    """
    try:
        plain = zlib.decompress(data)
    except zlib.error as error:
        raise Damaged(sha256) from error
    if hashlib.sha256(plain).hexdigest() != sha256 or len(plain) % 8:
        raise Damaged(sha256)
    numbers = array(WIDE, plain)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tolist()


def pieces_to_numbers(pieces: Mapping[int, int]) -> list[int]:
    """Objects of more than one piece as numbers to freeze: id and pieces in turn, by id."""
    return list(chain.from_iterable(sorted(pieces.items())))


def numbers_to_pieces(numbers: Sequence[int]) -> dict[int, int]:
    """Pieces by object, from frozen numbers."""
    return dict(zip(numbers[::2], numbers[1::2], strict=True))


def canonical(content: Mapping[str, Any]) -> str:
    """Content as the one text that is hashed: sorted names, no spaces, letters as they are."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def hash_of(text: str) -> str:
    """The SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()

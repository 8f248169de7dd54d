"""Object numbers: when two of them are the same number, and how one is found in any spacing."""

from __future__ import annotations

import re
from functools import lru_cache

from museum_tracker.core.text import exact_key, fold

_SEPARATORS = re.compile(r"[\s\-‐‑‒–—―−_/\\.,:;·•|()\[\]]+")
_LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
_LOOSE_DASH = re.compile(r"-(?![0-9])|(?<![0-9])-")
_PIECES = re.compile(r"[0-9]+|[^0-9]+")


@lru_cache(maxsize=32_768)  # an import asks for the same number again and again
def number_key(number: str) -> str:
    """What is compared to tell whether two numbers are one: 'BTBG 0098/Gm 7' gives 'btbg-98-gm-7'.

    Diacritics count (Đ 12 is not D 12); capitals, spacing, separators and leading zeros do not.
    """
    joined = _SEPARATORS.sub("-", exact_key(number)).strip("-")
    return _LEADING_ZEROS.sub("", joined) if "0" in joined else joined


def number_search_key(number: str) -> str:
    """What is searched when a number is typed in any spacing, with or without accents: 'BTBG-0098' gives 'btbg98'.

    A dash stays only where two digits would run together: 'T2026.11' gives 't2026-11'.
    """
    return closed_up(number_key(number))


def closed_up(key: str) -> str:
    """The search key of a number whose comparing key is known."""
    folded = fold(key)
    if folded.isascii():
        return _LOOSE_DASH.sub("", folded)
    joined = ""
    for piece in [piece for part in folded.split("-") for piece in _PIECES.findall(part)]:
        joined += f"-{piece}" if joined[-1:].isdigit() and piece[0].isdigit() else piece
    return joined

"""Object numbers: when two of them are the same number, and how one is found in any spacing."""

from __future__ import annotations

import re
from functools import lru_cache

from museum_tracker.core.text import exact_key, fold

_SEPARATORS = re.compile(r"[\s\-‐‑‒–—―−_/\\.,:;·•|()\[\]]+")
_LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
_LOOSE_DASH = re.compile(r"-(?![0-9])|(?<![0-9])-")
_PIECES = re.compile(r"[0-9]+|[^0-9]+")


# What books write before a number to say which number it is: "SĐK 123", "ĐK: 123", "Số KK 123" are 123.
_LABEL = re.compile(
    r"(?:(?:số|so|s)[\s.]*(?:(?:đ|d)\.?\s?k\.?|(?:đăng|dang)\s+k[ýíyi]|k\.?k\.?|kiểm\s+kê|p\.?l\.?|phân\s+loại|hiệu)"
    r"|số|đ\.?\s?k\.?(?=[\s:])|(?:k\.?k|p\.?l|mã số|mã|no|n[oº°])\.?(?=\s*:))[\s:.–-]*(?=.*\d)",
    re.IGNORECASE,
)
_LABELS = frozenset("sSđĐdDkKpPmMnN")
_TWO_FIGURES = re.compile(r"\d\D+\d")
_PIECE = re.compile(r"(?:(?<=\d)|(?<=\d)[\s_\-.]+)[a-zđ]$|[\s_\-]*\(\s*\d{1,3}\s*\)$", re.IGNORECASE)
_RANGE = re.compile(
    r"(?P<prefix>.*?\D)??(?P<first>\d{1,9})\s*(?:[-–—~÷]|->|đến|tới|to)\s*(?:(?P=prefix))?\s*(?P<last>\d{1,9})",
    re.IGNORECASE,
)
_LIST = re.compile(r".*\d\s*(?:[,;&+]|và\b|and\b)\s*(?:\D*\s)?\d+", re.IGNORECASE)


def without_label(number: str) -> str:
    """A number without the words that only say which number it is: 'SĐK 123' and 'ĐK: 123' are '123'."""
    found = _LABEL.match(number) if number[:1] in _LABELS else None
    return number[found.end() :].strip() if found else number


def without_piece(number: str) -> str:
    """A number without the letter or count in brackets that tells pieces or pictures apart: 'BTBG 156-a', '156 (2)'."""
    return _PIECE.sub("", number)


def names_several(number: str) -> bool:
    """Whether a text names several numbers: 'BTBG 12-15', '12 đến 15', '12, 13'; 'BTBG 2015-12' is one."""
    if not _TWO_FIGURES.search(number):
        return False
    if found := _RANGE.fullmatch(number.strip()):
        return int(found["first"]) < int(found["last"]) and len(found["last"]) - len(found["first"]) <= 1
    return bool(_LIST.fullmatch(number.strip()))


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

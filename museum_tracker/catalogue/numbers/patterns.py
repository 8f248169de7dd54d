"""How a series writes its numbers, and which place of the series a number stands at."""

from __future__ import annotations

import re
from functools import lru_cache

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.core.numbers import number_key
from museum_tracker.core.text import clean

MOST_DIGITS = 9
_PLACE = re.compile(r"\{seq(?::0?([1-9]))?\}")  # {seq:04} writes 12 as 0012
_TRAILING = re.compile(r"([0-9]+)\s*$")


class PatternWrong(Refusal):
    """A pattern that cannot write one number after another."""

    msgid = N_("“%(pattern)s” cannot write numbers: it needs {seq} once, and of braces only {prefix} and {seq}.")


def check_pattern(pattern: str, prefix: str) -> None:
    """Refuse a pattern that cannot count, or a prefix that would be read as a pattern.

    Raises:
        PatternWrong: no place for the figure, or two, or a word in braces that nobody knows.
    """
    if set("{}") & set(prefix):
        raise PatternWrong(field="prefix", pattern=prefix)
    rest = _PLACE.sub("", pattern).replace("{prefix}", "")
    if len(_PLACE.findall(pattern)) != 1 or set("{}") & set(rest):
        raise PatternWrong(field="pattern", pattern=pattern)


def digits_of(pattern: str) -> int:
    """How many digits the figure is filled up to."""
    found = _PLACE.search(pattern)
    return int(found[1] or 1) if found else 1


def with_digits(pattern: str, digits: int) -> str:
    """The pattern with its figure filled up to a number of digits."""
    return _PLACE.sub("{seq}" if digits <= 1 else f"{{seq:0{digits}}}", pattern)


def write(pattern: str, prefix: str, seq: int) -> str:
    """The number that stands at a place of a series."""
    padded = _PLACE.sub(lambda found: str(seq).zfill(int(found[1] or 1)), pattern.replace("{prefix}", prefix))
    return clean(padded)


def seq_of(pattern: str, prefix: str, text: str) -> int:
    """The place of a number in a series; 0 if the pattern does not write it so."""
    head = key_head(pattern, prefix)
    if head is not None and not number_key(text).startswith(head):
        return 0
    found = _TRAILING.search(text)
    seq = int(found.group(1)) if found and len(found.group(1)) <= MOST_DIGITS else 0
    return seq if seq and _key_at(pattern, prefix, seq) == number_key(text) else 0


def _key_at(pattern: str, prefix: str, seq: int) -> str:
    """The key of the number at a place of a series."""
    head = key_head(pattern, prefix)
    return number_key(write(pattern, prefix, seq)) if head is None else f"{head}{seq}"


@lru_cache(maxsize=1000)
def key_head(pattern: str, prefix: str) -> str | None:
    """What the keys of a series have before the counted figure, if that figure ends them; else None."""
    first, second = (number_key(write(pattern, prefix, seq)) for seq in (1, 2))
    head = first[:-1]
    return head if second == f"{head}2" and first.endswith("1") and not head[-1:].isdigit() else None

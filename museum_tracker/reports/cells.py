"""Values as each reader sees them: text for paper, plain numbers for machines."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from museum_tracker.core import formats
from museum_tracker.reports.model import Kind, Told, Value

SIGNED = frozenset({Kind.DIFFERENCE, Kind.CHANGE})
SHARES = frozenset({Kind.PERCENT, Kind.CHANGE})
WHOLE = frozenset({Kind.COUNT, Kind.DIFFERENCE, Kind.YEAR})
RIGHT = SHARES | WHOLE | {Kind.NUMBER}


def shown(value: Value, kind: Kind, locale: str) -> str:
    """A value as text in the report's language; nothing at all is an en dash."""
    if value is None or isinstance(value, str | Told | dt.date):
        return _words(value, locale)
    if kind is Kind.YEAR:
        return str(value)
    sign = "+" if kind in SIGNED and value > 0 else ""
    if kind in SHARES:
        return sign + formats.percent(float(value), locale)
    if kind in WHOLE:
        return sign + formats.number(round(value), locale, decimals=0)
    return formats.number(_plain(value), locale)


def _words(value: str | Told | dt.date | None, locale: str) -> str:
    """What is no number, as text."""
    if isinstance(value, Told):
        return value.text
    if isinstance(value, dt.date):
        return formats.date(value, locale)
    return "–" if value is None else value


def plain(value: Value, kind: Kind) -> str | int | float | dt.date | None:
    """A value as machines read it: a share stays a fraction of one, a date a date, a told number the number."""
    if isinstance(value, Told):
        return _whole(round(float(value.number), 6))
    if value is None or isinstance(value, str | dt.date):
        return value
    if kind in WHOLE:
        return round(value)
    return round(float(_plain(value)), 6)


def _whole(number: float) -> int | float:
    return int(number) if number.is_integer() else number


def _plain(value: float | Decimal | Fraction) -> float | Decimal:
    return float(value) if isinstance(value, Fraction) else value


def right_aligned(kind: Kind) -> bool:
    """Whether a column's values line up on the right."""
    return kind in RIGHT

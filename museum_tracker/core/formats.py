"""Numbers, dates and sizes as Vietnamese and English readers write them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

UNITS = ("B", "kB", "MB", "GB", "TB")


def number(value: float | Decimal, locale: str, *, decimals: int | None = None) -> str:
    """A number grouped by thousands: 1.234.567,5 in Vietnamese, 1,234,567.5 in English.

    `decimals` fixes the places after the mark; without it as many as the value needs, at most 4.
    """
    text = f"{value:,.{4 if decimals is None else decimals}f}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if locale == "vi" else text


def percent(share: float, locale: str, *, decimals: int = 1) -> str:
    """A share (0.224) as a percentage: 22,4%."""
    return f"{number(share * 100, locale, decimals=decimals)}%"


def instant(value: dt.datetime) -> str:
    """An instant as the `datetime` of HTML's <time> takes it: seconds at the finest, with its offset."""
    return value.isoformat(timespec="seconds")


def date(value: dt.date, locale: str) -> str:
    """A day as dd/MM/yyyy in both languages, as Vietnamese offices write it."""
    del locale
    return f"{value.day:02}/{value.month:02}/{value.year:04}"


def datetime(value: dt.datetime, locale: str) -> str:
    """An instant as dd/MM/yyyy HH:MM, in the zone it carries."""
    return f"{date(value, locale)} {value:%H:%M}"


def size(octets: int, locale: str) -> str:
    """A file size in the largest unit that keeps it above one: 3,4 MB."""
    value = float(octets)
    for unit in UNITS:
        if value < 1000 or unit == UNITS[-1]:
            return f"{number(value, locale, decimals=0 if unit == 'B' or value >= 100 else 1)} {unit}"
        value /= 1000
    raise AssertionError("unreachable")


def show(value: object, locale: str) -> str:
    """Any value as the reader's language writes it; text stays as it is."""
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int | float | Decimal):
        return number(value, locale)
    if isinstance(value, dt.datetime):
        return datetime(value, locale)
    if isinstance(value, dt.date):
        return date(value, locale)
    return str(value)

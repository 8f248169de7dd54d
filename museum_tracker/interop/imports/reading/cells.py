"""What a workbook's cell says, as text: numbers without false decimals, dates as Vietnamese offices write them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta | None


class NumberText(str):
    """A number that the file holds as a number, not as text: its dot is a decimal mark, never a thousands mark."""

    __slots__ = ()


def cell_text(value: Value) -> str:
    """The text of a cell: 1901.0 reads "1901", a date "12/10/1997", a date with time "12/10/1997 08:30"."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return NumberText(_number(value))
    return _time(value)


def _number(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    text = format(value, ".15g")  # Excel keeps 15 digits: the rest is noise of binary fractions
    return format(Decimal(text), "f") if "e" in text else text


def _time(value: dt.time | dt.date | dt.datetime | dt.timedelta) -> str:
    if isinstance(value, dt.datetime):
        if value.time() == dt.time():
            return _date(value)
        return f"{_date(value)} {value:%H:%M}"
    if isinstance(value, dt.date):
        return _date(value)
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return str(value)


def _date(value: dt.date) -> str:
    return f"{value.day:02}/{value.month:02}/{value.year:04}"

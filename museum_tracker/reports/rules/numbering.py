"""Numbers, letters and dates as an official Vietnamese paper writes them (Decree 30/2020)."""

from __future__ import annotations

import datetime as dt

from museum_tracker.core.formats import date as show_date

# Points of a list run through the Vietnamese alphabet: after đ comes e, then g; there is no f, j, w or z.
LETTERS = "abcdđeghiklmnopqrstuvxy"
ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
FIRST_PLAIN_MONTH = 3
TEN = 10
BLANK = "\u00a0" * 5
EN_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def roman(number: int) -> str:
    """1 as I, 4 as IV, 12 as XII."""
    text = ""
    for value, letters in ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text


def letter(place: int) -> str:
    """The letter of a point, from 1: a, b, c, d, đ, e, g, h …; after y they are doubled."""
    round_, rest = divmod(place - 1, len(LETTERS))
    return LETTERS[rest] * (round_ + 1)


def document_number(number: str, code: str, kind: str = "BC") -> str:
    """The number and code of a paper: report 5 gives 05/BC-BTBG; without a number room is left for the clerk."""
    number = number.strip()
    if number.isdecimal() and int(number) < TEN:
        number = f"0{int(number)}"
    return f"{number or BLANK}/{kind}-{code}"


def dated(place: str, day: dt.date | None, year: int, locale: str) -> str:
    """Place and date: days under ten and the months 1 and 2 take a nought, the other months do not."""
    if locale != "vi":
        return f"{place}, {day.day} {EN_MONTHS[day.month - 1]} {day.year}" if day else f"{place}, {BLANK}{BLANK} {year}"
    if day is None:
        return f"{place}, ngày {BLANK} tháng {BLANK} năm {year}"
    return f"{place}, ngày {day.day:02} tháng {_month(day)} năm {day.year}"


def paper_day(day: dt.date, locale: str) -> str:
    """The day of a paper as other papers cite it: 11/4/2023, with noughts as in place and date."""
    return f"{day.day:02}/{_month(day)}/{day.year}" if locale == "vi" else show_date(day, locale)


def written_day(day: dt.date, locale: str) -> str:
    """The day of a paper as it is cited in full: 11 tháng 4 năm 2023."""
    if locale != "vi":
        return f"{day.day} {EN_MONTHS[day.month - 1]} {day.year}"
    return f"{day.day:02} tháng {_month(day)} năm {day.year}"


def _month(day: dt.date) -> str:
    return f"{day.month:02}" if day.month < FIRST_PLAIN_MONTH else str(day.month)

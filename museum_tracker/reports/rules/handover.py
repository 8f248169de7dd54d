"""Of what is written about a handover, the number and date of its paper: all that an official copy may name."""

from __future__ import annotations

import re

from museum_tracker.core.i18n import N_, Message

# A number ("12") after the name of a paper, or one with its code ("05/BB-BTBG"): a house, a price or an age is none.
_NAMED = re.compile(
    r"(?:biên bản(?: giao nhận| bàn giao| tiếp nhận| họp| hội đồng)*|\bBB\w{0,6}|quyết định|\bQĐ|minutes|decision)"
    r"\s*(?:số|no\.?)?\s*:?\s*(\d{1,6}[a-z]?)(?![\w/.\-]*\d)",
    re.IGNORECASE,
)
_CODED = re.compile(r"(?<![\w/])\d{1,6}[a-z]?(?:/\d{4})?/[A-ZĐƯ][A-ZĐƯ&.\-]{0,19}(?![\w/])")
_DATE = re.compile(r"\b(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})\b")
_WORDS = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)


def paper_of(text: str) -> Message | None:
    """The number and date of the handover's paper; nothing where neither can be told from what is written."""
    text = " ".join(text.split())
    number, date = _number(text), _date(text)
    if number and date:
        return Message(N_("minutes No. %(number)s of %(date)s"), {"number": number, "date": date})
    if number:
        return Message(N_("minutes No. %(number)s"), {"number": number})
    return Message(N_("minutes of %(date)s"), {"date": date}) if date else None


def _number(text: str) -> str:
    coded = _CODED.search(text)
    if coded:
        return coded.group().rstrip(".-")
    named = _NAMED.search(text)
    return named.group(1) if named else ""


def _date(text: str) -> str:
    found = _DATE.search(text) or _WORDS.search(text)
    if found is None:
        return ""
    day, month, year = (int(part) for part in found.groups())
    return f"{day:02}/{month:02}/{year}" if 1 <= day <= 31 and 1 <= month <= 12 else ""

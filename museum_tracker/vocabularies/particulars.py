"""What is told of a word beside its names: a place's days and what it became, a period's years, its objects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from museum_tracker.core.formats import date
from museum_tracker.core.i18n import N_, translate
from museum_tracker.vocabularies.models import Term

RANKS = {
    "province": N_("province"),
    "district": N_("district"),
    "site": N_("site"),
}
# The condition of a list of objects by vocabulary; what records keep as text is asked for by name.
BY_ID = {
    "material": "chat_lieu",
    "object_type": "loai_hinh",
    "period": "thoi_ky",
    "place": "dia_danh",
    "acquisition_method": "phuong_thuc",
    "condition": "tinh_trang",
}
BY_NAME = {"technique": "ky_thuat", "ethnic_group": "dan_toc", "count_unit": "don_vi"}


def particulars(terms: Sequence[Term], locale: str) -> dict[int, str]:
    """For each word that has some, its particulars in the reader's language."""
    names = {term.code: term.label(locale) for term in terms}
    found = {term.id: "; ".join(part for part in _of(term, names, locale) if part) for term in terms}
    return {term_id: text for term_id, text in found.items() if text}


def _of(term: Term, names: dict[str, str], locale: str) -> tuple[str, ...]:
    data = term.data
    first, last = data.get("from"), data.get("until")
    years = f"{first} – {data['to']}" if isinstance(first, int) and isinstance(data.get("to"), int) else ""
    now = names.get(str(data.get("now", "")), "")
    return (
        translate(RANKS[data["rank"]], locale) if data.get("rank") in RANKS else "",
        years,
        translate(N_("since %(day)s"), locale, day=_day(first, locale)) if isinstance(first, str) else "",
        translate(N_("until %(day)s"), locale, day=_day(last, locale)) if isinstance(last, str) else "",
        translate(N_("now %(place)s"), locale, place=now) if now else "",
    )


def _day(text: str, locale: str) -> str:
    try:
        return date(dt.date.fromisoformat(text), locale)
    except ValueError:
        return text


def objects_with(term: Term) -> dict[str, str]:
    """The condition under which a list shows the objects of a word."""
    scheme = term.scheme.code
    if scheme in BY_ID:
        return {BY_ID[scheme]: str(term.id)}
    return {BY_NAME[scheme]: term.name_vi} if scheme in BY_NAME else {}

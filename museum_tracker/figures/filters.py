"""The condition by which the catalogue lists the objects behind any figure."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.registry import Filter, Select, add_filter
from museum_tracker.core import clock
from museum_tracker.core.db import table_of
from museum_tracker.core.errors import Refusal
from museum_tracker.core.formats import date
from museum_tracker.core.i18n import N_, translate
from museum_tracker.figures.as_of import Shift, looked_back
from museum_tracker.figures.links import FILTER
from museum_tracker.figures.members import members
from museum_tracker.figures.queries import find_population
from museum_tracker.figures.rules.asks import Ask, read_ask
from museum_tracker.figures.rules.measures import MEASURE_LABELS
from museum_tracker.history.remembered import until_next_deed


class Opened(NamedTuple):
    """A figure to be listed, and by what it differed when it was known less."""

    ask: Ask
    shift: Shift | None = None


def register() -> None:
    """Offer the condition to every list of objects."""
    add_filter(Filter(name=FILTER, label=N_("Figures"), apply=apply, describe=describe, prepare=prepare))


def prepare(session: Session, value: str) -> Opened | None:
    """The question behind a word of an address; for a figure as known on a day, with what has changed since."""
    try:
        return opened(session, read_ask(value))
    except ValueError:
        return None


def opened(session: Session, ask: Ask) -> Opened:
    """A figure ready to be listed: one as known on a day with what has changed since."""
    if ask.known is None:
        return Opened(ask)
    now, day = replace(ask, known=None), ask.known
    return until_next_deed(session, ("as known", ask.text()), lambda: Opened(now, _shift(session, now, day)))


def behind(session: Session, ask: Ask) -> sa.Select[Any]:
    """The ids of the objects behind a figure, as known on the ask's day if it names one (records not void)."""
    table = table_of(Artifact)
    return apply(sa.select(table.c.id).where(table.c.voided_at.is_(None)), opened(session, ask))


def _shift(session: Session, ask: Ask, day: dt.date) -> Shift:
    try:
        return looked_back(session, ask, known=clock.end_of(day))
    except Refusal:  # a population nobody knows has no objects, then as now
        return Shift([], [])


def apply(select: Select, found: Opened | None) -> Select:
    """Only the objects behind the figure; a word that is no figure lists none."""
    if found is None:
        return select.where(sa.false())
    key = table_of(Artifact).c.id
    among: sa.ColumnElement[bool] = key.in_(members(found.ask))
    if found.shift:
        among = sa.and_(among, sa.not_(_one_of(key, found.shift.left)))
        among = sa.or_(among, _one_of(key, found.shift.joined))
    return select.where(among)


def _one_of(key: sa.ColumnElement[int], ids: list[int]) -> sa.ColumnElement[bool]:
    """One of these numbers, written into the statement: neither engine takes so many as parameters."""
    return key.in_(sa.bindparam(None, ids, expanding=True, literal_execute=True)) if ids else sa.false()


def describe(session: Session, value: str, locale: str) -> str:
    """The figure in words: what is counted, in which population, over which days."""
    try:
        ask = read_ask(value)
    except ValueError:
        return value
    found = find_population(session, ask.population, ask.until)
    parts: list[str] = [
        translate(MEASURE_LABELS[ask.measure], locale),
        found.label(locale) if found else ask.population,
        *_days(ask, locale),
    ]
    return " · ".join(parts)


def _days(ask: Ask, locale: str) -> list[str]:
    if ask.no_year is not None:
        return [translate(N_("in no year"), locale)]
    said: list[str] = []
    values: dict[str, Any] = {"start": ask.start, "end": ask.end, "day": ask.as_of, "known": ask.known}
    if ask.start and ask.end:
        said.append(f"{date(ask.start, locale)} – {date(ask.end, locale)}")
    elif ask.start:
        said.append(translate(N_("from %(start)s"), locale, **values))
    elif ask.end:
        said.append(translate(N_("until %(end)s"), locale, **values))
    if ask.as_of:
        said.append(translate(N_("as of %(day)s"), locale, **values))
    if ask.known:
        said.append(translate(N_("as known on %(known)s"), locale, **values))
    return said

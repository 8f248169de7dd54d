"""The condition by which the catalogue lists the objects behind any figure."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.registry import Filter, Select, add_filter
from museum_tracker.core.db import table_of
from museum_tracker.core.formats import date
from museum_tracker.core.i18n import N_, translate
from museum_tracker.figures.links import FILTER
from museum_tracker.figures.members import members
from museum_tracker.figures.queries import find_population
from museum_tracker.figures.rules.asks import Ask, read_ask
from museum_tracker.figures.rules.measures import MEASURE_LABELS


def register() -> None:
    """Offer the condition to every list of objects."""
    add_filter(Filter(name=FILTER, label=N_("Figure"), apply=apply, describe=describe))


def apply(select: Select, value: str) -> Select:
    """Only the objects behind the figure; a word that is no figure lists none."""
    try:
        ask = read_ask(value)
    except ValueError:
        return select.where(sa.false())
    return select.where(table_of(Artifact).c.id.in_(members(ask)))


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
    if ask.undated is not None:
        return [translate(N_("day not known to a period"), locale)]
    said: list[str] = []
    values: dict[str, Any] = {"start": ask.start, "end": ask.end, "day": ask.as_of}
    if ask.start and ask.end:
        said.append(f"{date(ask.start, locale)} – {date(ask.end, locale)}")
    elif ask.start:
        said.append(translate(N_("from %(start)s"), locale, **values))
    elif ask.end:
        said.append(translate(N_("until %(end)s"), locale, **values))
    if ask.as_of:
        said.append(translate(N_("as of %(day)s"), locale, **values))
    return said

"""Finding populations: the version in force on a day, and what each asks of an object."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.registry import FILTERS
from museum_tracker.core import clock
from museum_tracker.core.db import table_of
from museum_tracker.core.errors import NotFound, Refusal
from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.models import FigureRule, Population
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.counting import Steps
from museum_tracker.figures.rules.measures import DEFAULT_INVENTORIED, Evidence, Measure
from museum_tracker.figures.rules.populations import PopulationState, Query, Scope, scope, unpin
from museum_tracker.figures.rules.versions import spells, version_on

INVENTORIED = "inventoried"
POPULATIONS = "populations"
KEPT = "population_versions"


class PopulationNotReady(Refusal):
    """A population is still being counted for the first time."""

    msgid = N_("%(population)s: being counted, its figures will be there soon.")
    status = 409


class Part(NamedTuple):
    """Days that one version of a population counts."""

    population: Population
    start: dt.date
    end: dt.date


def find_population(session: Session, code: str, on: dt.date | None = None) -> Population | None:
    """The version of a population that counts a day (today if none is given), if there is such a population.

    `code` may pin a version ("base_store@2"). One that nobody has finished counting is given only where there is no
    other.
    """
    versions = list_versions(session, code)
    return _chosen(versions, on or clock.today())


def get_population(session: Session, code: str, on: dt.date | None = None) -> Population:
    """The version of a population that counts a day (today if none is given).

    Before its first version that one counts, after an end the last one; `covers(day)` tells.

    Raises:
        NotFound: there is no such population.
    """
    found = find_population(session, code, on)
    if found is None:
        raise NotFound(what=Message(N_("population %(code)s"), {"code": code}))
    return found


def counted_population(session: Session, ask: Ask) -> Population:
    """The version that counts an ask: the one in force on its last day.

    Raises:
        NotFound: there is no such population.
        PopulationNotReady: it has not been counted yet.
    """
    found = get_population(session, ask.population, ask.until)
    if not found.ready:
        raise PopulationNotReady(population=found.title)
    return found


def counted_bit(session: Session, ask: Ask) -> int:
    """The bit of the version that counts an ask.

    Raises:
        NotFound: there is no such population.
        PopulationNotReady: it has not been counted yet.
    """
    found = counted_population(session, ask)
    if found.bit is None:  # a counted version has one
        raise PopulationNotReady(population=found.title)
    return found.bit


def counted_parts(session: Session, code: str, start: dt.date, end: dt.date) -> list[Part]:
    """A span of days, cut where another version of the population comes into force.

    Raises:
        NotFound: there is no such population.
        PopulationNotReady: it has not been counted yet.
    """
    counted_population(session, Ask(Measure.PRESENT, code, as_of=end))
    ready = [version for version in list_versions(session, code) if version.ready]
    return [Part(*found) for found in spells(ready, start, end)]


def list_populations(session: Session, on: dt.date | None = None) -> list[Population]:
    """The counted populations in force on a day (today if none is given), in the order in which they are shown."""
    day = on or clock.today()
    return [found for found in counted_versions(session, day) if found.covers(day)]


def counted_versions(session: Session, day: dt.date) -> list[Population]:
    """Of each counted population the version that counts a day, those that have ended too."""
    chosen = [_chosen(versions, day) for versions in _all_versions(session).values()]
    return [version for version in chosen if version is not None and version.ready]


def forget_versions(session: Session) -> None:
    """Read the populations anew when they are asked for next: somebody has just made one."""
    session.info.pop(KEPT, None)


def _all_versions(session: Session) -> dict[str, list[Population]]:
    """All versions by code, read once in a transaction: a page asks for them for every figure."""
    kept = session.info.get(KEPT)
    if kept is None or kept[0] != _moment(session):
        found: dict[str, list[Population]] = {}
        for version in session.scalars(sa.select(Population).order_by(Population.id)):
            found.setdefault(version.code, []).append(version)
        kept = session.info[KEPT] = (_moment(session), found)
    versions: dict[str, list[Population]] = kept[1]
    return versions


def _moment(session: Session) -> tuple[object, object]:
    return session.get_transaction(), session.get_nested_transaction()


def list_waiting(session: Session) -> list[Population]:
    """Versions that are still being counted."""
    query = sa.select(Population).where(Population.state == PopulationState.FILLING)
    return list(session.scalars(query.order_by(Population.id)))


def list_versions(session: Session, code: str) -> list[Population]:
    """All versions of a population, or the one that is pinned, the oldest first."""
    code, number = unpin(code)
    versions = sorted(_all_versions(session).get(code, ()), key=lambda version: version.version)
    return [version for version in versions if number is None or version.version == number]


def bit_on(code: str, day: dt.date) -> sa.ScalarSelect[Any]:
    """The bit of the version that counts a day, as a part of a statement; none for what is not counted."""
    code, version = unpin(code)
    one = sa.literal(1, sa.BigInteger)
    begun = Population.valid_from.is_(None) | (Population.valid_from <= day)
    nearest = sa.case((begun, -Population.version), else_=Population.version)
    query = sa.select(one.bitwise_lshift(Population.bit)).where(
        Population.code == code, Population.state == PopulationState.READY
    )
    if version is not None:
        query = query.where(Population.version == version)
    return query.order_by(nearest).limit(1).scalar_subquery()


def _chosen(versions: Sequence[Population], day: dt.date) -> Population | None:
    counted = [version for version in versions if version.state is not PopulationState.DROPPED]
    return version_on([version for version in counted if version.ready] or counted, day)


def list_scopes(session: Session) -> list[Scope]:
    """Every version that standings keep a bit for, as the rules read them: old ones and those being counted too."""
    kept = sa.select(Population.code, Population.bit, Population.filter).order_by(Population.bit)
    kept = kept.where(Population.bit.is_not(None), Population.state != PopulationState.DROPPED)
    return [scope(code, bit, chosen) for code, bit, chosen in session.execute(kept) if bit is not None]


def inventoried_steps(session: Session, *, share: bool = False) -> Steps:
    """The evidence that the 100% goal asks of an object, by the museum's own choice.

    `share` keeps the rules of counting as they are until the transaction ends.
    """
    query = sa.select(FigureRule.name, FigureRule.value)
    chosen = dict(session.execute(query.with_for_update(read=True) if share else query).all())
    return tuple(Evidence(word) for word in chosen[INVENTORIED]) if INVENTORIED in chosen else DEFAULT_INVENTORIED


def matches_of(session: Session, ids: Sequence[int], scopes: Sequence[Scope]) -> dict[int, int]:
    """Which of some objects meet the conditions of which populations, as bits; only objects that meet any."""
    found: dict[int, int] = {}
    table = table_of(Artifact)
    for each in scopes:
        if each.query:
            some = sa.select(table.c.id).where(table.c.id.in_(ids))
            for artifact_id in session.scalars(narrowed(some, each.query)):
                found[artifact_id] = found.get(artifact_id, 0) | 1 << each.bit
    return found


def narrowed(select: sa.Select[Any], query: Query) -> sa.Select[Any]:
    """A select over objects under the conditions of a population; a condition nobody knows any more holds for none."""
    for name, values in query:
        chosen = FILTERS.get(name)
        if chosen is None:
            return select.where(sa.false())
        select = chosen.apply(select, values if chosen.multiple else values[-1])
    return select

"""Making, revising and ending populations: each version keeps its days, its document and its conditions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.registry import FILTERS
from museum_tracker.catalogue.rules import Holding
from museum_tracker.core.errors import Conflict, Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.figures.models import FigureRule, Population
from museum_tracker.figures.populations import POPULATIONS, forget_versions, get_population, list_versions
from museum_tracker.figures.rules.naming import HOLDING, NameTaken, NoCondition, code_of, filter_of, free_bit, same_name
from museum_tracker.figures.rules.populations import SHIPPED, PopulationState
from museum_tracker.figures.rules.versions import check_days, check_follows, check_possible
from museum_tracker.figures.uses import uses_of
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.jobs.queue import enqueue

ENTITY = "population"
FILL = "figures.fill_population"
DROP = "figures.drop_population"
ASK_AGAIN = "figures.ask_again"
SHIPPED_CODES = frozenset(code for code, _, _ in SHIPPED)
Conditions = Mapping[str, Iterable[str]]


class StillCounting(Conflict):
    """The last version is not counted yet."""

    msgid = N_("“%(name)s” is still being counted: wait until it is done, then revise it.")


class Cited(Refusal):
    """Something counts by the population."""

    msgid = N_("“%(name)s” cannot be dropped: %(use)s counts by it.")


class ShippedStays(Refusal):
    """The shipped populations belong to the software."""

    msgid = N_("“%(name)s” is needed everywhere: it can be revised, not ended or dropped.")


class AlreadyEnded(Conflict):
    """It has ended."""

    msgid = N_("“%(name)s” has ended on %(date)s already.")


def conditions_of(chosen: Conditions) -> dict[str, Any]:
    """The filter of a population from the conditions of a list of objects.

    Raises:
        NoCondition, NotOfTheRecord: it cannot be made of these.
    """
    known = {name: None if found.of_record else found.label for name, found in FILTERS.items()}
    chosen = {name: tuple(values) for name, values in chosen.items()}
    if HOLDING in chosen:
        chosen[HOLDING] = tuple(word for word in chosen[HOLDING] if word in set(Holding))
        if not chosen[HOLDING]:
            raise NoCondition
    return filter_of(chosen, known)


def make_population(
    session: Session,
    *,
    name: str,
    name_en: str = "",
    conditions: Conditions,
    document: str = "",
    note: str = "",
    valid_from: dt.date,
    deed: ChangeSet,
) -> Population:
    """A new population from the conditions of a list; a job asks every object, until then it is "đang tính".

    Raises:
        NoCondition, NotOfTheRecord, NameTaken, MaskFull: it cannot be so.
    """
    check_possible(valid_from, "valid_from")
    chosen = conditions_of(conditions)
    _take_alone(session)
    _check_name(session, name, name_en, but_not="")
    codes = set(session.scalars(sa.select(Population.code)))
    made = Population(
        code=code_of(name_en or name, codes),
        name=name.strip(),
        name_en=name_en.strip(),
        filter=chosen,
        document=document.strip(),
        note=note.strip(),
        valid_from=valid_from,
    )
    return _add(session, made, deed)


def revise_population(
    session: Session,
    code: str,
    *,
    valid_from: dt.date,
    conditions: Conditions | None = None,
    name: str = "",
    name_en: str = "",
    document: str = "",
    note: str = "",
    deed: ChangeSet,
) -> Population:
    """A new version of a population from a day on; the one before keeps its days. Without conditions they stay.

    Raises:
        NotFound, StillCounting, Overlaps, NoCondition, NotOfTheRecord, NameTaken, MaskFull: it cannot be so.
    """
    check_possible(valid_from, "valid_from")
    chosen = None if conditions is None else conditions_of(conditions)
    _take_alone(session)
    last = _last(session, code)
    check_follows(last, valid_from)
    _check_name(session, name, name_en, but_not=last.code)
    eve = valid_from - dt.timedelta(days=1)
    if last.valid_to is None or last.valid_to > eve:
        before = values_of(last)
        last.valid_to = eve
        record(session, deed, entity=ENTITY, entity_id=last.id, before=before, after=values_of(last))
    made = Population(
        code=last.code,
        name=name.strip() or last.name,
        name_en=name_en.strip() or last.name_en,
        filter=dict(last.filter) if chosen is None else chosen,
        document=document.strip(),
        note=note.strip(),
        valid_from=valid_from,
        version=last.version + 1,
    )
    return _add(session, made, deed)


def end_population(session: Session, code: str, *, last_day: dt.date, deed: ChangeSet) -> Population:
    """End a population: after its last day it is no longer offered; figures of days before stay.

    Raises:
        NotFound, ShippedStays, StillCounting, AlreadyEnded, EndsBeforeItBegins: it cannot be so.
    """
    last = _last(session, code)
    if last.code in SHIPPED_CODES:
        raise ShippedStays(name=last.title)
    if last.valid_to is not None:
        raise AlreadyEnded(name=last.title, date=last.valid_to)
    check_possible(last_day, "last_day")
    check_days(last.valid_from, last_day)
    before = values_of(last)
    last.valid_to = last_day
    session.flush()
    record(session, deed, entity=ENTITY, entity_id=last.id, before=before, after=values_of(last))
    return last


def drop_version(session: Session, version: Population, *, deed: ChangeSet) -> None:
    """Stop counting a version that nothing cites: its place in the masks becomes free for another.

    Raises:
        ShippedStays, StillCounting, Cited: it cannot be so.
    """
    _take_alone(session)
    if version.code in SHIPPED_CODES and version.version == 1:
        raise ShippedStays(name=version.title)
    if version.state is PopulationState.FILLING:
        raise StillCounting(name=version.title)
    uses = uses_of(session, version.code)
    if uses:
        raise Cited(name=version.title, use=uses[0].label)
    if version.state is PopulationState.DROPPED:
        return
    before = values_of(version)
    version.state = PopulationState.DROPPED
    session.flush()
    record(session, deed, entity=ENTITY, entity_id=version.id, before=before, after=values_of(version))
    enqueue(session, DROP, population_id=version.id, dedupe_key=f"{DROP}:{version.id}")


def values_of(population: Population) -> dict[str, Any]:
    """A version's values as history keeps them."""
    days = {"valid_from": population.valid_from, "valid_to": population.valid_to}
    return {
        "name": population.name,
        "name_en": population.name_en,
        "version": population.version,
        "filter": population.filter,
        "document": population.document,
        "note": population.note,
        "state": population.state.value,
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }


def _add(session: Session, made: Population, deed: ChangeSet) -> Population:
    taken = set(session.scalars(sa.select(Population.bit).where(Population.bit.is_not(None))))
    made.bit = free_bit({bit for bit in taken if bit is not None})
    made.state = PopulationState.FILLING
    session.add(made)
    session.flush()
    forget_versions(session)
    record(session, deed, entity=ENTITY, entity_id=made.id, after=values_of(made))
    enqueue(session, FILL, population_id=made.id, dedupe_key=f"{FILL}:{made.id}")
    return made


def _take_alone(session: Session) -> None:
    """Wait for everybody who counts by the old rules, and let nobody begin before the new ones are committed."""
    session.execute(sa.select(FigureRule.name).where(FigureRule.name == POPULATIONS).with_for_update())
    forget_versions(session)


def _last(session: Session, code: str) -> Population:
    kept = [found for found in list_versions(session, code) if found.state is not PopulationState.DROPPED]
    last = kept[-1] if kept else get_population(session, code)
    if last.state is PopulationState.FILLING:
        raise StillCounting(name=last.title)
    return last


def _check_name(session: Session, name: str, name_en: str, *, but_not: str) -> None:
    newest: dict[str, Population] = {}
    for found in session.scalars(sa.select(Population).order_by(Population.version)):
        if found.state is not PopulationState.DROPPED:
            newest[found.code] = found
    for found in newest.values():
        names = {found.label("vi"), found.label("en")}
        for given, field in ((name, "name"), (name_en, "name_en")):
            if found.code != but_not and any(same_name(given, each) for each in names):
                raise NameTaken(field=field, name=given.strip())

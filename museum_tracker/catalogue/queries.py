"""Lists of objects: composed selects, exact counts, pages by key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.numbers.bearers import find_bearers, surest
from museum_tracker.catalogue.paging import Page, Segment, Shown, neighbours_in, page_in
from museum_tracker.catalogue.params import Params, Sort
from museum_tracker.catalogue.registry import FILTERS, Column, Select
from museum_tracker.catalogue.search.match import Hits, Matches, answering
from museum_tracker.core.db import Base, is_sqlite
from museum_tracker.history.remembered import until_next_deed

T = Base.metadata.tables[Artifact.__tablename__]
COUNT_CAP = 10_000
MOST_BEARERS = 200
SHORT = 3_000  # as many objects are sorted while nobody notices
# What every row of a list needs to be drawn, whatever columns are chosen.
ROW = ("id", "number", "classification_number", "name_vi", "name_en", "cover", "digitization_level", "inventory_state")


# Both values of `flat` are named because the index of states begins with it: the few voided records are found there.
VOIDED = sa.select(T.c.id).where(T.c.flat.in_([False, True]), T.c.voided_at.is_not(None))
# Without a condition SQLite counts a million records in no time; with one it takes a tenth of a second.
_EVERYTHING = sa.select(
    sa.select(sa.func.count()).select_from(T).scalar_subquery()
    - sa.select(sa.func.count()).select_from(VOIDED.subquery()).scalar_subquery()
)


@dataclass(frozen=True)
class Count:
    """How many objects a list holds; `capped` means that many and more, for free text only."""

    value: int
    capped: bool = False


@cache
def live() -> Select:
    """The ids of all objects that count: those not voided."""
    return sa.select(T.c.id).where(T.c.voided_at.is_(None))


def artifacts(session: Session, params: Params) -> Select:
    """The ids of all objects of a list, unordered: the select that every figure, count and export starts from."""
    return _searched(session, _filtered(session, live(), params), params)


def _filtered(session: Session, select: Select, params: Params, *, but_not: str = "") -> Select:
    for name, values in params.filters.items():
        if name == but_not or name not in FILTERS:
            continue
        chosen = FILTERS[name]
        value = values if chosen.multiple else values[-1]
        select = chosen.apply(select, chosen.prepare(session, value) if chosen.prepare else value)
    return select


def _searched(session: Session, select: Select, params: Params) -> Select:
    if not params.searching:
        return select
    matches = Matches(session, params.q, guarded=params.all_words)
    if not matches:
        return select.where(sa.false())
    return _joined(select, matches.all())


def without_filter(session: Session, params: Params, name: str) -> Select:
    """The ids of the list as if one condition were not set: what a facet counts its own values in."""
    return _searched(session, _filtered(session, live(), params, but_not=name), params)


def count(session: Session, params: Params) -> Count:
    """How many objects the list holds: exact, except that free text stops at ten thousand."""
    if params.everything:
        return until_next_deed(session, "artifacts", lambda: Count(session.scalar(_EVERYTHING) or 0))
    if not params.searching:
        return Count(_count(session, artifacts(session, params)))
    value = _count_hits(session, params)
    return Count(min(value, COUNT_CAP), capped=value > COUNT_CAP)


def _count_hits(session: Session, params: Params) -> int:
    """How many objects answer a search, and no more than one beyond the cap."""
    return _count_up_to(session, params, COUNT_CAP + 1)


def holds_more(session: Session, params: Params, number: int) -> bool:
    """Whether the list holds more objects than a number, without counting on."""
    return _count_up_to(session, params, number + 1) > number


def _count_up_to(session: Session, params: Params, most: int) -> int:
    if params.filters or not params.searching:
        return _count(session, artifacts(session, params).limit(most))
    matches = Matches(session, params.q, guarded=params.all_words)
    if not matches:
        return 0
    asked = {"words": matches.words, "most": most}
    return (session.scalar(_hits_alone(is_sqlite(session)), asked) or 0) + len(matches.beside)


@cache
def _hits_alone(sqlite: bool) -> Select:  # noqa: FBT001 - the key of the cache
    """Counts what the index finds, without looking up each record: only the few voided ones are left out.

    Built once: putting the statement together takes longer than the database needs to answer it.
    """
    hits = answering(sa.bindparam("words", type_=sa.Text), sqlite=sqlite).subquery("hits")
    most = sa.bindparam("most", type_=sa.Integer)
    found = sa.select(hits.c.artifact_id).where(hits.c.artifact_id.not_in(VOIDED)).limit(most)
    return sa.select(sa.func.count()).select_from(found.subquery())


def _count(session: Session, found: Select) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0


def page(
    session: Session,
    params: Params,
    columns: Sequence[Column] = (),
    *,
    locale: str = "vi",
    total: Count | None = None,
) -> Page:
    """One page of the list: rows with the columns of `ROW` and those asked for, and the places before and after it.

    Who has counted the list gives its `total`: the tiers of a short one are read together.
    """
    shown = [column.expression(locale).label(f"column_{column.name}") for column in columns]
    drawn = Shown([T.c[name] for name in ROW] + shown, (locale, *(column.name for column in columns)))
    short = total is not None and not total.capped and total.value <= SHORT
    return page_in(session, segments(session, params, together=short), drawn, params)


def neighbours(session: Session, params: Params, artifact_id: int) -> tuple[int | None, int | None]:
    """The objects before and after one in the list; None at its ends or when the object is not in it."""
    return neighbours_in(session, segments(session, params), artifact_id)


def segments(session: Session, params: Params, *, together: bool = False) -> list[Segment]:
    """The list in its order: one segment, or while searching by match one for each tier, in stored order inside.

    `together` puts the tiers into one segment, which is one question instead of several but sorts all that is found.
    """
    if params.order is not Sort.MATCH:
        name = (params.order, params.descending) if params.everything else None
        return [Segment(artifacts(session, params), _order(params), name=name)]
    matches = Matches(session, params.q, guarded=params.all_words)
    if not matches:
        return []
    given, free = matches.given, not params.filters
    found = []
    for hits in [matches.together()] if together else matches.tiers():
        newest = (hits.rows.c.artifact_id, True)
        order = ((hits.rows.c.rank, True), newest) if together else (newest,)
        select = _live_hits(hits) if free else _joined(_filtered(session, live(), params), hits)
        found.append(Segment(select, order, given, name=hits if free else None))
    return found


@cache
def _live_hits(hits: Hits) -> Select:
    return _joined(live(), hits)


def _joined(select: Select, hits: Hits) -> Select:
    return select.join_from(T, hits.rows, T.c.id == hits.key)


def _order(params: Params) -> tuple[tuple[sa.ColumnElement[Any], bool], ...]:
    """The columns of an order and whether each descends; the id makes it total."""
    down = params.descending
    column = {
        Sort.NUMBER: T.c.number_sort,
        Sort.NAME: T.c.name_sort,
        Sort.DATE: T.c.date_sort_desc if down else T.c.date_sort,
        Sort.UPDATED: T.c.updated_at,
    }[params.order]
    return ((column, down), (T.c.id, down))


def ids_in_order(session: Session, params: Params) -> list[int]:
    """Every id of the list in its order, for export and bulk work."""
    found: list[int] = []
    for segment in segments(session, params):
        found += session.scalars(segment.ordered(), segment.given).all()
    return found


def find_artifact(session: Session, artifact_id: int) -> Artifact | None:
    """The object with its numbers, measures and terms loaded; None if there is none or it was voided."""
    loaded = (
        selectinload(Artifact.numbers),
        selectinload(Artifact.dimensions),
        selectinload(Artifact.material_links),
    )
    found = sa.select(Artifact).where(Artifact.id == artifact_id, Artifact.voided_at.is_(None)).options(*loaded)
    return session.scalar(found)


def find_by_number(session: Session, text: str) -> list[Artifact]:
    """The objects that a written number means, registered ones first; exact matches alone where there are any."""
    ids = [bearer.artifact_id for bearer in surest(find_bearers(session, text))][:MOST_BEARERS]
    found = {artifact.id: artifact for artifact in session.scalars(sa.select(Artifact).where(Artifact.id.in_(ids)))}
    return [found[artifact_id] for artifact_id in ids]

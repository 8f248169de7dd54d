"""The objects behind a figure, read one after another as an appendix prints them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.restriction import restricted_ids
from museum_tracker.core.db import table_of
from museum_tracker.core.formats import date as show_date
from museum_tracker.core.i18n import N_, Message, translate
from museum_tracker.figures.filters import behind
from museum_tracker.figures.members import came_on
from museum_tracker.figures.models import Standing, StandingEntry
from museum_tracker.figures.queries import figure
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.days import date_of
from museum_tracker.figures.rules.measures import DATED_BY, DIGITIZED, Measure
from museum_tracker.locations.queries import path_labels
from museum_tracker.reports.rules.handover import paper_of
from museum_tracker.reports.summary import ObjectLine, ObjectList
from museum_tracker.sources.models import Source
from museum_tracker.years.frozen import FrozenObjects

Span = tuple[int | None, int | None]

BATCH = 2_000
IN_ONE_QUESTION = 10_000
FROM_SOMEBODY = {Measure.COLLECTED, Measure.AWAITING_COUNCIL, Measure.COLLECTED_UNREGISTERED}
SHOWN = (
    Artifact.id, Artifact.number, Artifact.name_vi, Artifact.name_en, Artifact.kind, Artifact.material_text,
    Artifact.dating_text, Artifact.period_text, Artifact.quantity, Artifact.handover_record,
    Artifact.digitization_level,
)  # fmt: skip


def object_list(
    session: Session,
    ask: Ask,
    locale: str,
    *,
    key: str,
    title: Message,
    internal: bool = False,
    ids: Sequence[int] | None = None,
    frozen: FrozenObjects | None = None,
) -> ObjectList:
    """The objects behind a figure, by number; `ids` are those known on a day, `frozen` what a close has kept of them.

    No location, price or contact is among what is read, and a donor's name only with consent; an `internal` copy
    holds every donor's name and the place of each object. Of an object whose use is restricted any other copy has
    number and name only, with what the figure counts: the list stays that of the figure.
    """
    known = len(ids) if ids is not None else None
    count = frozen.count if frozen else figure(session, ask).objects if known is None else known
    donors = ask.measure in FROM_SOMEBODY
    return ObjectList(
        key=key,
        title=title,
        figure=ask,
        count=count,
        read=partial(_read, session, ask, locale, ids=ids, frozen=frozen, internal=internal),
        donors=donors,
        locations=internal,
    )


def _read(
    session: Session,
    ask: Ask,
    locale: str,
    most: int | None,
    *,
    ids: Sequence[int] | None,
    frozen: FrozenObjects | None,
    internal: bool,
) -> Iterator[ObjectLine]:
    select = _select(ask, internal=internal).order_by(Artifact.number_sort, Artifact.id)
    kept = frozen.ids if frozen else ids
    if kept is None:
        rows = session.execute(
            select.where(Artifact.id.in_(behind(session, ask))).limit(most), execution_options={"yield_per": BATCH}
        )
        batches: Iterator[Sequence[Any]] = rows.partitions()
    else:
        batches = _listed(session, select, kept, most)
    for batch in batches:
        places = _places(session, {row.location_id for row in batch}) if internal else {}
        days = _days(session, ask, batch)
        for row in batch:
            line = _line(row, days.get(row.id, (row.first, row.last)), ask.measure, locale, places, internal=internal)
            yield line if frozen is None else _as_frozen(line, frozen, ask.measure, locale)


def _as_frozen(line: ObjectLine, frozen: FrozenObjects, measure: Measure, locale: str) -> ObjectLine:
    """A line with the pieces, the level and the day that the close has kept, whatever they are today."""
    kept: dict[str, Any] = {"quantity": frozen.pieces.get(line.artifact_id, 1)}
    if measure in DIGITIZED:
        kept["basis"] = _level(frozen.levels.get(line.artifact_id, 0), locale)
    if frozen.days is not None:
        first, last = frozen.days.get(line.artifact_id, (None, None))
        kept["on"], kept["on_text"] = _day(first, last, locale)
    return replace(line, **kept)


def _level(level: int, locale: str) -> str:
    return translate(N_("level %(level)s"), locale, level=level)


def _listed(session: Session, select: sa.Select[Any], ids: Sequence[int], most: int | None) -> Iterator[Sequence[Any]]:
    """The objects of a list of ids in the order of their numbers, few at a time."""
    keys: list[tuple[str, int]] = []
    for start in range(0, len(ids), IN_ONE_QUESTION):
        chosen = Artifact.id.in_(ids[start : start + IN_ONE_QUESTION])
        keys += [
            (row.number_sort, row.id)
            for row in session.execute(sa.select(Artifact.number_sort, Artifact.id).where(chosen))
        ]
    ordered = [id_ for _, id_ in sorted(keys)][:most]
    for start in range(0, len(ordered), BATCH):
        yield session.execute(select.where(Artifact.id.in_(ordered[start : start + BATCH]))).all()


def _select(ask: Ask, *, internal: bool) -> sa.Select[Any]:
    name = DATED_BY.get(ask.measure)
    columns = table_of(Standing).c
    days = (
        (columns[f"{name}_first"].label("first"), columns[f"{name}_last"].label("last"))
        if name
        else (sa.null().label("first"), sa.null().label("last"))
    )
    donor = Source.name if internal else sa.case((Source.may_be_named, Source.name), else_="")
    extra = (Artifact.location_id, Artifact.source_text) if internal else ()
    found: Any = sa.select(
        *SHOWN, *days, Artifact.id.in_(restricted_ids()).label("restricted"), donor.label("donor"), *extra
    )
    joined: sa.Select[Any] = found.outerjoin(Standing, Standing.artifact_id == Artifact.id).outerjoin(
        Source, Source.id == Artifact.source_id
    )
    return joined


def _places(session: Session, ids: Collection[int | None]) -> dict[int, str]:
    return path_labels(session, [id_ for id_ in ids if id_ is not None])


def _days(session: Session, ask: Ask, batch: Sequence[Any]) -> dict[int, Span]:
    """The days of objects that came and went, or changed title: their standing itself has none."""
    ids = [row.id for row in batch if row.last is None] if ask.measure in DATED_BY else []
    if not ids:
        return {}
    rows = session.execute(came_on(ask).where(StandingEntry.artifact_id.in_(ids)))
    return {artifact_id: (first, last) for artifact_id, first, last in rows}


def _line(row: Any, span: Span, measure: Measure, locale: str, places: dict[int, str], *, internal: bool) -> ObjectLine:
    on, text = _day(*span, locale)
    basis = _paper(row.handover_record, locale, internal=internal) if measure in FROM_SOMEBODY else ""
    if measure in DIGITIZED:
        basis = _level(row.digitization_level, locale)
    closed = row.restricted and not internal
    return ObjectLine(
        artifact_id=row.id,
        number=row.number,
        name=(row.name_en if locale == "en" else "") or row.name_vi,
        kind=row.kind,
        material=translate(N_("Use restricted"), locale) if closed else row.material_text,
        dating="" if closed else row.dating_text or row.period_text,
        quantity=row.quantity,
        on=on,
        on_text=text,
        basis=basis,
        donor=(row.donor or (row.source_text if internal else "")) or "",
        location=places.get(row.location_id, "") if internal else "",
    )


def _paper(text: str, locale: str, *, internal: bool) -> str:
    """What is written about the handover in an internal copy; elsewhere the number and date of its paper only."""
    if internal:
        return text
    paper = paper_of(text)
    return paper.text(locale) if paper else ""


def _day(first: int | None, last: int | None, locale: str) -> tuple[dt.date | None, str]:
    """A day, or both ends of a stretch in words where only that is known."""
    ends = [date_of(day) for day in (first, last) if day]
    known = [day for day in ends if day is not None]
    if not known:
        return None, ""
    if known[0] == known[-1]:
        return known[0], ""
    return None, f"{show_date(known[0], locale)} – {show_date(known[-1], locale)}"

"""Visits by day or month: entered, corrected, taken back, read from a sheet, and summed for the target."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from museum_tracker.core import clock
from museum_tracker.core.errors import Conflict, NotFound, Refusal
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import MuseumProfile
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.targets.models import VisitorCount
from museum_tracker.targets.rules.visits import Line, Span, Visits

DAYS = ("first", "last")
FIELDS = (*DAYS, "visitors", "source", "note")


class VisitsAhead(Refusal):
    """Visits of days that have not come."""

    msgid = N_("The date %(on)s lies in the future.")


class VisitsCrossYears(Refusal):
    """A span that lies in two reporting years."""

    msgid = N_("%(span)s lies in two reporting years: enter the days up to %(end)s and those after it apart.")


class VisitsOverlap(Refusal):
    """Days for which visits were entered already."""

    msgid = N_("Visits of %(span)s were entered already (%(visitors)s): correct that entry instead.")


class VisitsChanged(Conflict):
    """Somebody corrected the same entry in the meantime."""

    msgid = N_(
        "Somebody else corrected this entry in the meantime: %(visitors)s in %(span)s. Look at it and enter it again."
    )


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What became of a sheet: lines that were new, that corrected an entry, that said the same; and those refused."""

    created: int
    corrected: int
    unchanged: int
    refused: tuple[Line, ...]

    @property
    def read(self) -> int:
        """All lines that were read."""
        return self.created + self.corrected + self.unchanged + len(self.refused)


def enter_visits(
    session: Session, profile: MuseumProfile, visits: Visits, *, deed: ChangeSet, today: dt.date
) -> VisitorCount:
    """Note how many people came on a day, in a month or between two days.

    Raises:
        Refusal: the days lie ahead, in two reporting years, or were entered already.
    """
    _judge(session, profile, visits, today)
    count = VisitorCount(user_id=deed.by.id, recorded_at=clock.now(), **_columns(visits))
    session.add(count)
    session.flush()
    record(session, deed, entity="visitor_count", entity_id=count.id, after=visits_state(count))
    return count


def correct_visits(
    session: Session,
    profile: MuseumProfile,
    count: VisitorCount,
    visits: Visits,
    *,
    version: int,
    deed: ChangeSet,
    today: dt.date,
) -> None:
    """Correct an entry; its history keeps what stood before.

    Raises:
        VisitsChanged: somebody corrected it since `version` was read.
        Refusal: as for `enter_visits`.
    """
    if count.version != version:
        raise VisitsChanged(visitors=count.visitors, span=Span(count.first, count.last).message)
    _judge(session, profile, visits, today, but=count.id)
    restore_visits(session, count, {**_columns(visits)}, deed=deed)


def restore_visits(session: Session, count: VisitorCount, values: Mapping[str, Any], *, deed: ChangeSet) -> None:
    """Give an entry other values, or those that history kept.

    Raises:
        VisitsOverlap: meanwhile the same days were entered again.
    """
    before = visits_state(count) if count.voided_at is None else None
    days = {"first": count.first, "last": count.last} | {name: values[name] for name in DAYS if name in values}
    read = {name: dt.date.fromisoformat(day) if isinstance(day, str) else day for name, day in days.items()}
    _require_free(session, Span(**read), but=count.id)
    for name, value in {**values, **read}.items():
        setattr(count, name, value)
    count.voided_at, count.version = None, count.version + 1
    session.flush()
    record(session, deed, entity="visitor_count", entity_id=count.id, before=before, after=visits_state(count))


def void_visits(session: Session, count: VisitorCount, *, deed: ChangeSet) -> None:
    """Take an entry back: it no longer counts, its row and history stay."""
    count.voided_at, count.version = clock.now(), count.version + 1
    session.flush()
    record(session, deed, entity="visitor_count", entity_id=count.id, before=visits_state(count), after=None)


def take_sheet(
    session: Session, profile: MuseumProfile, lines: Sequence[Line], *, source: str, deed: ChangeSet, today: dt.date
) -> Taken:
    """Enter the lines of a sheet: new days are added, the same days corrected, wrong lines refused with a reason."""
    created = corrected = unchanged = 0
    refused = []
    for line in lines:
        visits = line.visits
        if visits is None:
            refused.append(line)
            continue
        known = _same_days(session, visits.span)
        try:
            if known is None:
                enter_visits(session, profile, _sourced(visits, source), deed=deed, today=today)
                created += 1
            elif known.visitors == visits.visitors:
                unchanged += 1
            else:
                sourced, version = _sourced(visits, source), known.version
                correct_visits(session, profile, known, sourced, version=version, deed=deed, today=today)
                corrected += 1
        except Refusal as refusal:
            refused.append(Line(number=line.number, visits=visits, problem=refusal.message))
    return Taken(created=created, corrected=corrected, unchanged=unchanged, refused=tuple(refused))


def get_visits(session: Session, count_id: int) -> VisitorCount:
    """An entry by its id.

    Raises:
        NotFound: there is none, or it was taken back.
    """
    found = session.get(VisitorCount, count_id)
    if found is None or found.voided_at is not None:
        raise NotFound(what=Message(N_("visits %(id)s"), {"id": str(count_id)}))
    return found


def list_visits(session: Session, start: dt.date, end: dt.date) -> Sequence[VisitorCount]:
    """The entries of a period, newest days first."""
    query = _standing().options(joinedload(VisitorCount.by))
    query = query.where(VisitorCount.first >= start, VisitorCount.last <= end)
    return session.scalars(query.order_by(VisitorCount.first.desc())).all()


def sum_visitors(session: Session, start: dt.date, end: dt.date) -> int | None:
    """How many people came in a period; None when nothing was entered for it."""
    query = sa.select(sa.func.sum(VisitorCount.visitors))
    query = query.where(VisitorCount.voided_at.is_(None), VisitorCount.first >= start, VisitorCount.last <= end)
    found = session.scalar(query)
    return None if found is None else int(found)


def visits_state(count: VisitorCount) -> dict[str, Any]:
    """An entry as history keeps it."""
    days = {"first": count.first.isoformat(), "last": count.last.isoformat()}
    return {name: getattr(count, name) for name in FIELDS} | days


def _columns(visits: Visits) -> dict[str, Any]:
    span = visits.span
    said = {"visitors": visits.visitors, "source": visits.source.strip(), "note": visits.note.strip()}
    return {"first": span.first, "last": span.last, **said}


def _sourced(visits: Visits, source: str) -> Visits:
    return Visits(span=visits.span, visitors=visits.visitors, source=visits.source or source, note=visits.note)


def _judge(session: Session, profile: MuseumProfile, visits: Visits, today: dt.date, *, but: int | None = None) -> None:
    span = visits.span
    if span.last > today:
        raise VisitsAhead(field="span", on=span.last)
    year = profile.year_on(span.first)
    if profile.year_on(span.last) != year:
        raise VisitsCrossYears(field="span", span=span.message, end=profile.year_span(year)[1])
    _require_free(session, span, but=but)


def _require_free(session: Session, span: Span, *, but: int | None) -> None:
    query = _standing().where(VisitorCount.first <= span.last, VisitorCount.last >= span.first)
    other = session.scalar(query.where(VisitorCount.id != (but or 0)).limit(1))
    if other is not None:
        raise VisitsOverlap(field="span", span=Span(other.first, other.last).message, visitors=other.visitors)


def _same_days(session: Session, span: Span) -> VisitorCount | None:
    return session.scalar(_standing().where(VisitorCount.first == span.first, VisitorCount.last == span.last))


def _standing() -> sa.Select[VisitorCount]:
    return sa.select(VisitorCount).where(VisitorCount.voided_at.is_(None))

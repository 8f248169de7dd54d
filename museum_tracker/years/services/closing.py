"""The steps of a reporting year: planned, run, being closed, closed for good, restated beside what was closed."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core import clock
from museum_tracker.core.errors import Conflict, Refusal
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import get_profile
from museum_tracker.figures.checking import count_wrong_figures, last_check, recount_now
from museum_tracker.figures.models import Standing
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.years.models import ReportingYear, YearClose, YearStep
from museum_tracker.years.queries import get_year, require_sensible
from museum_tracker.years.rules.states import (
    ENUM_LABELS,
    YearState,
    may_begin_closing,
    may_close,
    may_follow,
    state_by_calendar,
)
from museum_tracker.years.services.freezing import freeze, write
from museum_tracker.years.unsettled import list_points

RECOUNT_AT_ONCE = 5_000


class WrongState(Conflict):
    """The year does not stand where this step begins."""

    msgid = N_("The year %(year)s is “%(state)s”: this step is not possible.")


class AlreadyClosed(Conflict):
    """Somebody closed the year meanwhile, or long ago."""

    msgid = N_("The year %(year)s is closed already. Closed figures are not reopened; they can be restated.")


class NotYet(Refusal):
    """The period has not come to its end."""

    msgid = N_("The year %(year)s ends on %(end)s: it can be closed from that day on.")
    status = 409


class TooEarly(Refusal):
    """The list before a close is opened a month before the end at the earliest."""

    msgid = N_("The year %(year)s ends on %(end)s: closing begins a month before at the earliest.")
    status = 409


class NotBegun(Refusal):
    """The year lies ahead."""

    msgid = N_("The year %(year)s begins on %(start)s.")
    status = 409


class EarlierOpen(Refusal):
    """An earlier year is still being closed."""

    msgid = N_("The year %(earlier)s is not closed yet; years are closed in their order.")
    status = 409


class LaterClosed(Refusal):
    """A later year has been closed: the chain goes on from there."""

    msgid = N_("The year %(later)s is closed already; an earlier year can no longer be closed.")
    status = 409


class ReasonNeeded(Refusal):
    """A step back, a restatement or a close with open points wants a reason."""

    msgid = N_("A reason is needed: it is kept with the year.")


class RecountNeeded(Refusal):
    """The figures have not been recounted since closing began."""

    msgid = N_("The figures have to be recounted from their facts before the year can be closed.")
    status = 409


class FiguresDiffer(Refusal):
    """The recount named differences."""

    msgid = N_("The recount found %(count)s differences: a year is closed with true figures only.")
    status = 409


class PointsBlock(Refusal):
    """A point of the list refuses the close."""

    msgid = N_("The year cannot be closed: %(point)s")
    status = 409


def plan_year(session: Session, year: int, *, deed: ChangeSet) -> ReportingYear:
    """Take up a year that lies ahead: from now on it keeps its own first and last day.

    Raises:
        WrongState: it has been taken up already.
    """
    found = _locked(session, year, today=_day_of(deed))
    if found.steps:
        raise _wrong(found)
    _step(session, found, found.state, deed)
    return found


def run_year(session: Session, year: int, *, deed: ChangeSet) -> ReportingYear:
    """Let a planned year run.

    Raises:
        NotBegun: its first day has not come.
        WrongState: it is not being planned.
    """
    found = _locked(session, year, today=_day_of(deed))
    if _day_of(deed) < found.start:
        raise NotBegun(year=str(year), start=found.start)
    if found.steps:
        _go(session, found, YearState.RUNNING, deed)
    else:
        _step(session, found, YearState.RUNNING, deed)
    return found


def begin_closing(session: Session, year: int, *, deed: ChangeSet) -> ReportingYear:
    """Open the list of what is unsettled.

    Raises:
        TooEarly: the year's end is more than a month away.
        WrongState: the year is not running.
    """
    found = _locked(session, year, today=_day_of(deed))
    if not may_begin_closing(found.end, _day_of(deed)):
        raise TooEarly(year=str(year), end=found.end)
    _go(session, found, YearState.CLOSING, deed)
    return found


def stop_closing(session: Session, year: int, *, deed: ChangeSet) -> ReportingYear:
    """Go back to a running year, for a reason.

    Raises:
        ReasonNeeded: none was given.
        WrongState: the year is not being closed.
    """
    if not deed.reason.strip():
        raise ReasonNeeded(field="reason")
    found = _locked(session, year, today=_day_of(deed))
    _go(session, found, YearState.RUNNING, deed)
    return found


def close_year(session: Session, year: int, *, deed: ChangeSet) -> YearClose:
    """Freeze the figures of a year for good, with their objects, chained to what was frozen before.

    The deed's reason is kept as the reason for closing with open points.

    Raises:
        AlreadyClosed, WrongState, NotYet, EarlierOpen, LaterClosed: it is not this year's turn.
        ReasonNeeded: points are open and no reason was given.
        RecountNeeded, FiguresDiffer, PointsBlock, FiguresDisagree, BalanceDoesNotAddUp: the figures are not true.
    """
    found = _locked(session, year, today=_day_of(deed))
    _may_be_closed(session, found, _day_of(deed))
    _require_recount(session, found)
    seen = get_year(session, year)
    points = [point for point in list_points(session, seen, _day_of(deed), count_anew=False) if not point.settled]
    blocking = next((point for point in points if point.blocking), None)
    if blocking is not None:
        raise PointsBlock(point=blocking.message)
    if points and not deed.reason.strip():
        raise ReasonNeeded(field="reason")
    frozen = freeze(session, seen.period, open_points=[point.kept() for point in points])
    snapshot = write(session, frozen, number=0, deed=deed)
    _go(session, found, YearState.CLOSED, deed, hash_=snapshot.hash)
    return snapshot


def follow_rule(session: Session, *, deed: ChangeSet) -> None:
    """Give planned years the days of the museum's present rule: only a year that has begun keeps its own."""
    years = get_profile(session).reporting_years
    for year, found in lock_years(session).items():
        before, span = (found.start, found.end), years.span(year)
        if found.state is not YearState.PLANNING or before == span:
            continue
        found.start, found.end = span
        was, now = ({"start": start.isoformat(), "end": end.isoformat()} for start, end in (before, span))
        record(session, deed, entity="reporting_year", entity_id=year, before=was, after=now)
    session.flush()


def recounted_at_once(session: Session) -> bool:
    """Whether the museum is small enough to be recounted while somebody waits for a page."""
    objects = session.scalar(sa.select(sa.func.count()).select_from(Standing)) or 0
    return objects <= RECOUNT_AT_ONCE


def lock_years(session: Session) -> dict[int, ReportingYear]:
    """Every year that was taken up, held until this transaction ends: closes and restatements go one by one."""
    query = sa.select(ReportingYear).order_by(ReportingYear.year).with_for_update()
    return {row.year: row for row in session.scalars(query.execution_options(populate_existing=True))}


def _may_be_closed(session: Session, found: ReportingYear, on: dt.date) -> None:
    if found.state is YearState.CLOSED:
        raise AlreadyClosed(year=str(found.year))
    if on < found.start or not may_close(found.end, on):
        raise NotYet(year=str(found.year), end=found.end)
    if not may_follow(found.state, YearState.CLOSED):
        raise _wrong(found)
    for other in lock_years(session).values():
        if other.year < found.year and other.state is not YearState.CLOSED:
            raise EarlierOpen(earlier=str(other.year))
        if other.year > found.year and other.state is YearState.CLOSED:
            raise LaterClosed(later=str(other.year))


def _require_recount(session: Session, found: ReportingYear) -> None:
    """A small museum is recounted on the spot; a large one has had it done since closing began."""
    check, began = last_check(session), found.steps[-1].at
    if recounted_at_once(session):
        check = recount_now(session)
    elif check is None or check.started_at < began:
        raise RecountNeeded
    wrong = count_wrong_figures(check)
    if wrong:
        raise FiguresDiffer(count=wrong)


def _locked(session: Session, year: int, *, today: dt.date) -> ReportingYear:
    """The row of a year, made at its first step with the days that the museum's rule gives it, and held."""
    require_sensible(year)
    found = lock_years(session).get(year)
    if found is not None:
        return found
    start, end = get_profile(session).year_span(year)
    found = ReportingYear(year=year, start=start, end=end, state=state_by_calendar(start, today))
    session.add(found)
    session.flush()
    return found


def _go(session: Session, found: ReportingYear, wanted: YearState, deed: ChangeSet, *, hash_: str = "") -> None:
    if found.state is YearState.CLOSED:
        raise AlreadyClosed(year=str(found.year))
    if not may_follow(found.state, wanted):
        raise _wrong(found)
    _step(session, found, wanted, deed, hash_=hash_)


def _step(session: Session, found: ReportingYear, wanted: YearState, deed: ChangeSet, *, hash_: str = "") -> None:
    before = {"state": found.state.value} if found.steps else None
    found.state = wanted
    step = YearStep(state=wanted, at=deed.at, by=deed.by, change_set_id=deed.id, reason=deed.reason)
    found.steps.append(step)
    after = {"state": wanted.value, "start": found.start.isoformat(), "end": found.end.isoformat()}
    if hash_:
        after["hash"] = hash_
    kept = {"start": after["start"], "end": after["end"]} if before else {}
    record(
        session,
        deed,
        entity="reporting_year",
        entity_id=found.year,
        before=None if before is None else {**before, **kept},
        after=after,
    )
    session.flush()


def _wrong(found: ReportingYear) -> WrongState:
    return WrongState(year=str(found.year), state=Message(ENUM_LABELS[found.state]))


def _day_of(deed: ChangeSet) -> dt.date:
    return clock.local(deed.at).date()

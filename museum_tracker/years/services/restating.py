"""Restating a closed year: a new snapshot beside the old one, which stays as it is."""

from __future__ import annotations

from sqlalchemy.orm import Session

from museum_tracker.core.errors import Conflict
from museum_tracker.core.i18n import N_
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.years.adjustments import drift_of
from museum_tracker.years.models import YearClose
from museum_tracker.years.queries import get_year, list_closes
from museum_tracker.years.services.closing import ReasonNeeded, lock_years
from museum_tracker.years.services.freezing import freeze, write


class NotClosed(Conflict):
    """Only a closed year can be restated."""

    msgid = N_("The year %(year)s is not closed: there is nothing to restate.")


class NothingToRestate(Conflict):
    """Nothing has changed since the last close or restatement."""

    msgid = N_("Every figure of the year %(year)s is as it was frozen: there is nothing to restate.")


def restate_year(session: Session, year: int, *, document: str, deed: ChangeSet) -> YearClose:
    """Freeze the figures of a closed year as they are known now, beside what was closed.

    Raises:
        NotClosed: the year is open.
        ReasonNeeded: the deed gives no reason.
        NothingToRestate: no figure differs.
    """
    lock_years(session)
    earlier = list_closes(session, year)
    if not earlier:
        raise NotClosed(year=str(year))
    if not deed.reason.strip():
        raise ReasonNeeded(field="reason")
    drift = drift_of(session, year)
    if drift is None or not drift.any:
        raise NothingToRestate(year=str(year))
    number = max(close.number for close in earlier) + 1
    frozen = freeze(session, get_year(session, year).period)
    snapshot = write(session, frozen, number=number, deed=deed, document=document)
    record(
        session,
        deed,
        entity="reporting_year",
        entity_id=year,
        before={"restatement": number - 1, "hash": earlier[-1].hash},
        after={"restatement": number, "hash": snapshot.hash},
    )
    return snapshot

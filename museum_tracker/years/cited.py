"""Deeds that a close cites: they are corrected by a new deed, never undone."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.models import Fact
from museum_tracker.history.entities import CorrectInstead, owner_of
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.years.causes import DECIDING
from museum_tracker.years.models import ReportingYear, YearClose

CITED = N_(
    "The closed year %(year)s counts this. Correct it with a new deed (withdraw the approval, strike the line through, "
    "remove the object): the correction then shows as an adjustment of that year."
)
RESTATE = N_("See the adjustments of the year")


def cited_by_close(session: Session, change_set: ChangeSet) -> Callable[[ChangeItem], Message | None] | None:
    """For a deed that a close rests on: why each of its items must stand; None where no close knows the deed."""
    years = _closed_after(session, change_set)
    if not years:
        return None
    year, end = years
    fact = sa.func.coalesce(Fact.effective_latest, Fact.effective_on)
    counted = set(
        session.scalars(
            sa.select(Fact.artifact_id).where(Fact.change_set_id == change_set.id, sa.or_(fact.is_(None), fact <= end))
        )
    )
    said = CorrectInstead(CITED, {"year": str(year)}, url=f"/nam/{year}/dieu-chinh", action=RESTATE)

    def must_stand(item: ChangeItem) -> Message | None:
        if item.entity == "artifact":
            values = item.after or item.before or {}
            deciding = item.before is None or item.after is None or DECIDING & values.keys()
            return said if item.entity_id in counted or deciding else None
        kind, key = owner_of(session, item)
        return said if key in counted or (counted and kind != "artifact") else None

    return must_stand


def _closed_after(session: Session, change_set: ChangeSet) -> tuple[int, object] | None:
    """The latest year that was frozen after a deed, with its last day."""
    query = (
        sa.select(ReportingYear.year, ReportingYear.end)
        .join(YearClose, YearClose.year == ReportingYear.year)
        .where(YearClose.change_set_id > change_set.id)
        .order_by(ReportingYear.year.desc())
        .limit(1)
    )
    row = session.execute(query).first()
    return None if row is None else (row.year, row.end)

"""Targets of a closed year that would be judged otherwise today: a corrected value, other figures, another verdict."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from museum_tracker.core.periods import Period
from museum_tracker.targets.rules.plan_words import Scope
from museum_tracker.years.contents import target_rows
from museum_tracker.years.queries import ClosedYear
from museum_tracker.years.shapes import FrozenTarget, read_target


@dataclass(frozen=True)
class TargetChange:
    """A target as it was frozen and as it would be judged today; `now` is None once it left the plan."""

    frozen: FrozenTarget
    now: FrozenTarget | None


def list_target_changes(session: Session, frozen: ClosedYear) -> list[TargetChange]:
    """The museum's own targets whose result or verdict would be another today, in the plan's order."""
    period = Period(frozen.year, frozen.start, frozen.end)
    now = {row["code"]: read_target(row) for row in target_rows(session, period)}
    found = []
    for then in frozen.targets:
        today = now.get(then.code)
        same = today is not None and (today.achieved, today.verdict) == (then.achieved, then.verdict)
        if then.scope == Scope.MUSEUM and not same:
            found.append(TargetChange(then, today))
    return found

"""The targets and scenarios that count by a population."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core import clock
from museum_tracker.core.i18n import Message, Named
from museum_tracker.figures.uses import Use
from museum_tracker.targets.models import Target
from museum_tracker.targets.scenarios import list_scenarios


def targets_of_population(session: Session, code: str) -> list[Use]:
    """Each target in force that counts by a population, and each scenario kept for it, with their pages."""
    query = sa.select(Target).where(
        Target.population == code,
        Target.voided_at.is_(None),
        sa.or_(Target.valid_to.is_(None), Target.valid_to >= clock.today()),
    )
    found = [target for target in session.scalars(query.order_by(Target.position, Target.id)) if target.is_computed]
    kept = [one for one in list_scenarios(session) if one.population == code]
    return [
        *(Use(_name(target), f"/chi-tieu/{target.id}") for target in found),
        *(Use(Named(one.name, name_en=one.name), f"/phuong-an?phuong-an={one.id}") for one in kept),
    ]


def _name(target: Target) -> Message:
    return Named(target.name_vi, name_en=target.name_en)

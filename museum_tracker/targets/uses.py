"""The targets that count by a population."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core import clock
from museum_tracker.core.i18n import Message, Named
from museum_tracker.figures.uses import Use
from museum_tracker.targets.models import Target


def targets_of_population(session: Session, code: str) -> list[Use]:
    """Each target in force that counts by a population, with its place on the board."""
    query = sa.select(Target).where(
        Target.population == code, sa.or_(Target.valid_to.is_(None), Target.valid_to >= clock.today())
    )
    found = [target for target in session.scalars(query.order_by(Target.position, Target.id)) if target.is_computed]
    return [Use(_name(target), f"/chi-tieu/{target.id}") for target in found]


def _name(target: Target) -> Message:
    return Named(target.name_vi, name_en=target.name_en)

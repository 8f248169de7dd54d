"""Reading plans, targets in force on a day, and the values entered for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import MuseumProfile
from museum_tracker.figures.rules.periods import Period
from museum_tracker.targets.models import IndicatorValue, Plan, Target


def period_named(profile: MuseumProfile, year: int) -> Period:
    """The museum's reporting period of a year."""
    return Period(year, *profile.year_span(year))


def period_on(profile: MuseumProfile, on: dt.date) -> Period:
    """The museum's reporting period that a day belongs to."""
    return period_named(profile, profile.year_on(on))


def due_day(profile: MuseumProfile, due: int) -> dt.date:
    """The last day of the reporting year by which something is due."""
    return profile.year_span(due)[1]


def valid(on: dt.date) -> sa.Select[Target]:
    """The versions of targets valid on a day, in the plan's order."""
    return (
        sa.select(Target)
        .options(joinedload(Target.plan))
        .where(
            sa.or_(Target.valid_from.is_(None), Target.valid_from <= on),
            sa.or_(Target.valid_to.is_(None), Target.valid_to >= on, Target.ended_reason != ""),
        )
        .order_by(Target.plan_id, Target.position)
    )


def list_targets(session: Session, on: dt.date) -> Sequence[Target]:
    """All targets valid on a day."""
    return session.scalars(valid(on)).all()


def list_computed(session: Session, on: dt.date) -> Sequence[Target]:
    """The targets that the catalogue computes and that are in force on a day."""
    return [target for target in list_targets(session, on) if target.is_computed and in_force(target, on)]


def in_force(target: Target, on: dt.date) -> bool:
    """Whether a target still binds: until its year is over, or beyond it where it is carried on."""
    if target.ended_reason:
        return False
    return target.carried_on or on.year <= target.due


def get_target(session: Session, target_id: int) -> Target:
    """A version of a target by its id.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Target, target_id, options=[joinedload(Target.plan)])
    if found is None:
        raise NotFound(what=Message(N_("target %(id)s"), {"id": str(target_id)}))
    return found


def get_target_of(session: Session, code: str) -> Target:
    """The newest version of a target under its code.

    Raises:
        NotFound: there is none.
    """
    query = sa.select(Target).options(joinedload(Target.plan)).where(Target.code == code)
    found = session.scalar(query.order_by(Target.version.desc(), Target.id.desc()).limit(1))
    if found is None:
        raise NotFound(what=Message(N_("target %(id)s"), {"id": code}))
    return found


def latest_plan(session: Session) -> Plan | None:
    """The plan issued last, if any."""
    return session.scalar(sa.select(Plan).order_by(Plan.issued.desc(), Plan.id.desc()).limit(1))


def get_value(session: Session, value_id: int) -> IndicatorValue:
    """A value entered by hand, by its id.

    Raises:
        NotFound: there is none, or it was taken back.
    """
    found = session.get(IndicatorValue, value_id)
    if found is None or found.voided_at is not None:
        raise NotFound(what=Message(N_("value %(id)s"), {"id": str(value_id)}))
    return found


def values_of(session: Session, code: str) -> Sequence[IndicatorValue]:
    """The values entered for a target, newest first; values taken back are left out."""
    query = sa.select(IndicatorValue).where(IndicatorValue.target_code == code, IndicatorValue.voided_at.is_(None))
    return session.scalars(query.order_by(IndicatorValue.on.desc(), IndicatorValue.id.desc())).all()


def all_values(session: Session) -> dict[str, list[IndicatorValue]]:
    """Every value that counts, by target code, oldest first."""
    query = sa.select(IndicatorValue).where(IndicatorValue.voided_at.is_(None))
    found: dict[str, list[IndicatorValue]] = {}
    for value in session.scalars(query.order_by(IndicatorValue.on, IndicatorValue.id)):
        found.setdefault(value.target_code, []).append(value)
    return found

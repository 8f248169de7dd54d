"""Reading plans, targets in force on a day, and the values entered for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import MuseumProfile
from museum_tracker.core.periods import Period
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
    """The versions of targets valid on a day, of plans that no other has replaced, in the plans' order."""
    return (
        sa.select(Target)
        .join(Target.plan)
        .options(contains_eager(Target.plan))
        .where(
            Target.voided_at.is_(None),
            sa.or_(Plan.ended_on.is_(None), Plan.ended_on > on),
            sa.or_(Target.valid_from.is_(None), Target.valid_from <= on),
            sa.or_(Target.valid_to.is_(None), Target.valid_to >= on, Target.ended_reason != ""),
        )
        .order_by(Plan.issued, Plan.id, Target.position, Target.version)
    )


def list_targets(session: Session, on: dt.date) -> Sequence[Target]:
    """All targets valid on a day, each in its newest version that applies."""
    newest = {(target.plan_id, target.code): target for target in session.scalars(valid(on))}
    return list(newest.values())


def list_computed(session: Session, on: dt.date, year: int) -> Sequence[Target]:
    """The targets that the catalogue computes and that are in force in a reporting year, as they stood on a day."""
    return [target for target in list_targets(session, on) if target.is_computed and in_force(target, year)]


def in_force(target: Target, year: int) -> bool:
    """Whether a target still binds in a reporting year: until its own is over, or beyond it where it is carried on."""
    if target.ended_reason:
        return False
    return target.carried_on or year <= target.due


def versions_of(session: Session, target: Target) -> Sequence[Target]:
    """Every version of a target, newest first; versions taken back are left out."""
    query = sa.select(Target).options(joinedload(Target.plan))
    query = query.where(Target.plan_id == target.plan_id, Target.code == target.code, Target.voided_at.is_(None))
    return session.scalars(query.order_by(Target.version.desc())).all()


def list_plans(session: Session) -> Sequence[Plan]:
    """Every plan that was loaded, the one issued last first."""
    return session.scalars(sa.select(Plan).order_by(Plan.issued.desc(), Plan.id.desc())).all()


def find_plan(session: Session, code: str) -> Plan | None:
    """A plan by its code, if it was loaded."""
    return session.scalar(sa.select(Plan).where(Plan.code == code))


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
    query = sa.select(Target).join(Target.plan).options(contains_eager(Target.plan))
    query = query.where(Target.code == code, Target.voided_at.is_(None))
    newest = (Plan.ended_on.is_(None).desc(), Target.version.desc(), Target.id.desc())
    found = session.scalar(query.order_by(*newest).limit(1))
    if found is None:
        raise NotFound(what=Message(N_("target %(id)s"), {"id": code}))
    return found


def latest_plan(session: Session) -> Plan | None:
    """The plan issued last that no other has replaced, if any."""
    query = sa.select(Plan).where(Plan.ended_on.is_(None))
    return session.scalar(query.order_by(Plan.issued.desc(), Plan.id.desc()).limit(1))


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
    query = _standing().options(joinedload(IndicatorValue.by)).where(IndicatorValue.target_code == code)
    return session.scalars(query.order_by(IndicatorValue.on.desc(), IndicatorValue.id.desc())).all()


def all_values(session: Session) -> dict[str, list[IndicatorValue]]:
    """Every value that counts, by target code, oldest first; figures reported for earlier years are not among them."""
    found: dict[str, list[IndicatorValue]] = {}
    for value in _oldest_first(session, reported=False):
        found.setdefault(value.target_code, []).append(value)
    return found


def reported_values(session: Session) -> dict[tuple[str, int], IndicatorValue]:
    """Figures of computed targets reported for years before the museum counted here: `{(target code, year): value}`.

    They are compared and drawn, and never added to what was counted.
    """
    return {(value.target_code, value.year): value for value in _oldest_first(session, reported=True)}


def _standing() -> sa.Select[IndicatorValue]:
    return sa.select(IndicatorValue).where(IndicatorValue.voided_at.is_(None))


def _oldest_first(session: Session, *, reported: bool) -> sa.ScalarResult[IndicatorValue]:
    query = _standing().where(IndicatorValue.reported.is_(reported))
    return session.scalars(query.order_by(IndicatorValue.on, IndicatorValue.id))

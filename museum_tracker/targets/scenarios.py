"""What-ifs that were named and kept: saved, listed, taken away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from museum_tracker.core import clock
from museum_tracker.core.errors import NotFound, Refusal
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import MuseumProfile
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.targets.models import Scenario, Target
from museum_tracker.targets.queries import list_computed
from museum_tracker.targets.rules.bands import YEARLY
from museum_tracker.targets.rules.whatif import LEVELS, WhatIf

LONGEST_NAME = 200
MOST_DRAWN = 3  # lines beside the present pace, the band and the pace needed


class NameMissing(Refusal):
    """A scenario without a name."""

    msgid = N_("Give the scenario a name.")


class NameTaken(Refusal):
    """A second scenario of the same name."""

    msgid = N_("A scenario is called “%(name)s” already: choose another name.")


def save_scenario(
    session: Session, name: str, what: WhatIf, *, base: tuple[dt.date, int, int], deed: ChangeSet, note: str = ""
) -> Scenario:
    """Keep a what-if under a name; `base` is the day, the population and what was done when it was made.

    Raises:
        Refusal: the name is missing or taken.
    """
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise NameMissing(field="name")
    if any(one.name.casefold() == name.casefold() for one in list_scenarios(session)):
        raise NameTaken(field="name", name=name)
    scenario = Scenario(
        name=name,
        population=what.population,
        measure=what.measure.value,
        share=float(what.share),
        due=what.due,
        pace=what.pace,
        growth=what.growth,
        note=note,
        base_on=base[0],
        base_population=base[1],
        base_done=base[2],
        user_id=deed.by.id,
        created_at=clock.now(),
    )
    session.add(scenario)
    session.flush()
    record(session, deed, entity="scenario", entity_id=scenario.id, after=scenario_state(scenario))
    return scenario


def void_scenario(session: Session, scenario: Scenario, *, deed: ChangeSet) -> None:
    """Take a scenario away; history can bring it back."""
    scenario.voided_at = clock.now()
    session.flush()
    record(session, deed, entity="scenario", entity_id=scenario.id, before=scenario_state(scenario), after=None)


def revive_scenario(session: Session, scenario: Scenario, *, deed: ChangeSet) -> None:
    """Bring back a scenario that was taken away."""
    scenario.voided_at = None
    session.flush()
    record(session, deed, entity="scenario", entity_id=scenario.id, after=scenario_state(scenario))


def get_scenario(session: Session, scenario_id: int) -> Scenario:
    """A scenario by its id.

    Raises:
        NotFound: there is none, or it was taken away.
    """
    found = session.get(Scenario, scenario_id, options=[joinedload(Scenario.by)])
    if found is None or found.voided_at is not None:
        raise NotFound(what=Message(N_("scenario %(id)s"), {"id": str(scenario_id)}))
    return found


def list_scenarios(session: Session) -> Sequence[Scenario]:
    """Every scenario that is kept, newest first."""
    query = sa.select(Scenario).options(joinedload(Scenario.by)).where(Scenario.voided_at.is_(None))
    return session.scalars(query.order_by(Scenario.id.desc())).all()


def drawable(session: Session, target: Target) -> list[Scenario]:
    """The scenarios of a target's population and level: those that its road can show, newest first."""
    return [
        one for one in list_scenarios(session) if (one.population, one.measure) == (target.population, target.measure)
    ]


def on_the_road(session: Session, profile: MuseumProfile, on: dt.date) -> list[Scenario]:
    """The scenarios that fit the museum's own goal of digitization, whose road overview and reports draw."""
    goals = [target for target in list_computed(session, on, profile.year_on(on)) if target.kind not in YEARLY]
    goal = next((target for target in goals if target.measure in LEVELS), None)
    return drawable(session, goal) if goal else []


def chosen_among(scenarios: Sequence[Scenario], ids: Sequence[int]) -> list[Scenario]:
    """The scenarios asked for, in the order in which they are listed; no more than a chart has room for."""
    return [one for one in scenarios if one.id in set(ids)][:MOST_DRAWN]


def scenario_state(scenario: Scenario) -> dict[str, Any]:
    """A scenario as history keeps it."""
    names = ("name", "population", "measure", "share", "pace", "growth", "note")
    return {name: getattr(scenario, name) for name in names} | {"due": scenario.due.isoformat()}

"""From the closing of a year to the opening of the next: every difference has its cause and its objects."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core import clock
from museum_tracker.figures.balances import Balance, list_balances
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.figures.rules.results import Figure
from museum_tracker.figures.services import touch
from museum_tracker.history.services import record
from museum_tracker.years.balances import balance_lines
from museum_tracker.years.bridges import bridge_objects, bridges_of, bridges_to
from museum_tracker.years.queries import closed_year, get_year
from museum_tracker.years.services.restating import restate_year
from museum_tracker.years.shapes import Bridge
from museum_tracker.years.verify import verify
from tests.factories.figures import make_facts, make_objects
from tests.factories.years import AFTER, IN_YEAR, LATER, YEAR, close, make_director, make_register, signed

NEXT = YEAR + 1
END_OF_NEXT = AFTER.replace(year=NEXT)
PLACE = "all_holdings", Measure.REGISTERED


@pytest.fixture
def director(session: Session) -> User:
    """A director."""
    return make_director(session)


@pytest.fixture
def closed(session: Session, director: User) -> Iterator[list[int]]:
    """Six objects of a year that was closed; the clock stands in the March after it."""
    clock.freeze(AFTER)
    ids = make_register(session, signed(session, director))
    close(session, director)
    clock.freeze(LATER)
    yield ids
    clock.freeze(None)


def register_late(session: Session, director: User) -> int:
    """An object registered with a day of the closed year, after its close."""
    [late] = make_objects(session, 1, holding="base", quantity=3)
    fact = {"artifact_id": late, "kind": FactKind.REGISTERED, "effective_on": IN_YEAR}
    make_facts(session, signed(session, director), fact)
    return late


def balance_of(session: Session, stock: Measure = Measure.REGISTERED) -> Balance:
    """A balance of the year after the closed one."""
    year = get_year(session, NEXT)
    return list_balances(session, ["all_holdings"], (stock,), start=year.start, end=year.end)[0]


def bridge_of(session: Session, stock: Measure = Measure.REGISTERED) -> Bridge:
    """The bridge to a balance of the year after the closed one; it explains the whole difference."""
    balance = balance_of(session, stock)
    bridge = bridges_to(session, [balance])["all_holdings", stock]
    total = bridge.closing
    for part in bridge.parts:
        total = total.plus(part.figure)
    assert total[:2] == balance.opening[:2]
    return bridge


def test_a_year_that_opens_as_the_one_before_was_closed_needs_no_bridge(session: Session, closed: list[int]) -> None:
    assert closed
    assert bridges_to(session, [balance_of(session)]) == {}


def test_what_was_registered_after_the_close_leads_to_the_next_opening(
    session: Session, closed: list[int], director: User
) -> None:
    late = register_late(session, director)
    bridge = bridge_of(session)
    [part] = bridge.parts
    assert (bridge.closing.objects, part.figure[:2], part.ids) == (len(closed), (1, 3), (late,))
    assert part.label.text("vi") == "Đăng ký bổ sung sau khi chốt"
    lines = balance_lines(balance_of(session), None, bridge)
    assert [(line.label.text("vi"), line.figure.objects) for line in lines[:3]] == [
        ("Số cuối năm 2025 theo số liệu đã chốt", 6),
        ("Đăng ký bổ sung sau khi chốt", 1),
        ("Đầu kỳ, 15/12/2025", 7),
    ]


def test_removed_edited_and_withdrawn_objects_are_parts_of_their_own(
    session: Session, closed: list[int], director: User
) -> None:
    register_late(session, director)
    gone = {"artifact_id": closed[0], "kind": FactKind.LEFT, "effective_on": IN_YEAR}
    make_facts(session, signed(session, director), gone)
    editing = signed(session, director)
    session.execute(sa.update(Artifact).where(Artifact.id == closed[1]).values(quantity=5))
    record(session, editing, entity="artifact", entity_id=closed[1], before={"quantity": 1}, after={"quantity": 5})
    touch(session, [closed[1]], deed=editing)
    parts = {part.code: (part.figure[:2], part.ids) for part in bridge_of(session).parts}
    assert parts["left-left"] == ((-1, -1), (closed[0],))
    assert parts["pieces"] == ((0, 4), (closed[1],))
    lost = {"artifact_id": closed[2], "kind": FactKind.LOST_LEVEL, "level": 1, "effective_on": IN_YEAR}
    make_facts(session, signed(session, director), lost)
    levels = {part.code: part.ids for part in bridge_of(session, Measure.LEVEL_1).parts}
    assert (levels["left-lost_level"], levels["left-left"]) == ((closed[2],), (closed[0],))


def test_a_restatement_takes_the_bridge_over(session: Session, closed: list[int], director: User) -> None:
    assert closed
    register_late(session, director)
    restate_year(session, YEAR, document="", deed=signed(session, director, "Đăng ký bổ sung"))
    assert bridges_to(session, [balance_of(session)]) == {}


def test_the_bridge_is_frozen_with_the_year_that_it_opens(session: Session, closed: list[int], director: User) -> None:
    late = register_late(session, director)
    clock.freeze(END_OF_NEXT)
    close(session, director, NEXT)
    gone = {"artifact_id": late, "kind": FactKind.LEFT, "effective_on": IN_YEAR}
    make_facts(session, signed(session, director), gone)
    frozen = closed_year(session, NEXT)
    assert frozen is not None
    bridge = bridges_of(session, frozen)[PLACE]
    assert [(part.code, part.figure.objects) for part in bridge.parts] == [("joined-registered", 1)]
    found = bridge_objects(session, get_year(session, NEXT), PLACE, "joined-registered", frozen)
    assert found is not None
    assert found.ids == (late,)
    assert verify(session) == []
    assert len(closed) == bridge.closing.objects


def test_of_a_year_frozen_before_causes_were_kept_the_bare_difference_is_told(
    session: Session, closed: list[int], director: User
) -> None:
    assert closed
    register_late(session, director)
    clock.freeze(END_OF_NEXT)
    close(session, director, NEXT)
    frozen = closed_year(session, NEXT)
    assert frozen is not None
    del frozen.content["bridges"]
    [part] = bridges_of(session, frozen)[PLACE].parts
    assert (part.code, part.figure[:2], part.ids) == ("not_kept", (1, 3), ())
    assert Figure(*part.figure).objects == 1

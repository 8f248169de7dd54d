"""What changes after a close: adjustments with their cause, restatements beside what was closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core import clock
from museum_tracker.figures.balances import Line, digitized_balance
from museum_tracker.figures.line_lists import LineAsk, line_members
from museum_tracker.figures.models import Fact
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.figures.services import touch, void_fact
from museum_tracker.history.services import record
from museum_tracker.years.adjustments import Adjustment, Change, drift_of, list_adjustments, shifts
from museum_tracker.years.queries import closed_year, get_year, list_closes
from museum_tracker.years.services.closing import ReasonNeeded
from museum_tracker.years.services.restating import NotClosed, NothingToRestate, restate_year
from museum_tracker.years.verify import verify
from tests.factories.figures import make_facts, make_objects
from tests.factories.years import AFTER, IN_YEAR, LATER, YEAR, close, make_director, make_register, signed


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


def found(session: Session, measure: Measure, population: str = "all_holdings") -> list[Adjustment]:
    """The adjustments of one figure."""
    return [one for one in list_adjustments(session, YEAR, population=population) if one.measure is measure]


def test_a_year_as_it_was_closed_has_no_adjustments(session: Session, closed: list[int]):
    assert closed
    assert list_adjustments(session, YEAR) == []
    assert list_adjustments(session, YEAR - 1) == []


def test_what_happens_in_the_next_year_is_no_adjustment(session: Session, closed: list[int], director: User):
    gone = {"artifact_id": closed[0], "kind": FactKind.LEFT, "effective_on": LATER.date()}
    make_facts(session, signed(session, director), gone)
    assert list_adjustments(session, YEAR) == []


def test_a_withdrawn_approval_shows_which_object_left_why_who_and_when(
    session: Session, closed: list[int], director: User
):
    deed = signed(session, director, "Ảnh chụp nhầm hiện vật")
    lost = {"artifact_id": closed[2], "kind": FactKind.LOST_LEVEL, "level": 1, "effective_on": IN_YEAR}
    make_facts(session, deed, lost)
    [left] = found(session, Measure.LEVEL_1)
    assert (left.artifact_id, left.change, left.joined) == (closed[2], Change.LEFT, False)
    assert left.why.text("en") == "Digitization level lost"
    assert left.by is not None
    assert (left.by.name, left.when, left.reason, left.deed_id) == (
        "Lê Thị Lan",
        LATER,
        "Ảnh chụp nhầm hiện vật",
        deed.id,
    )
    assert [one.artifact_id for one in found(session, Measure.FIRST_LEVEL_1)] == [closed[2]]
    assert found(session, Measure.REGISTERED) == []


def test_a_late_registration_joins_the_figures_of_the_closed_year(session: Session, closed: list[int], director: User):
    [late] = make_objects(session, 1, holding="base")
    deed = signed(session, director)
    make_facts(session, deed, {"artifact_id": late, "kind": FactKind.REGISTERED, "effective_on": IN_YEAR})
    [joined] = found(session, Measure.REGISTERED)
    assert (joined.artifact_id, joined.joined, joined.name) == (late, True, "Hiện vật 0")
    assert joined.deed_id == deed.id
    assert late not in closed


def test_a_voided_fact_a_changed_record_and_new_pieces_name_their_deeds(
    session: Session, closed: list[int], director: User
):
    fact = session.scalars(sa.select(Fact).where(Fact.artifact_id == closed[0], Fact.kind == FactKind.CLASSIFIED)).one()
    voiding = signed(session, director)
    void_fact(session, fact, deed=voiding)
    touch(session, [closed[0]], deed=voiding)
    editing = signed(session, director)
    session.execute(sa.update(Artifact).where(Artifact.id == closed[1]).values(kind="document", quantity=4))
    was, now = {"kind": "object", "quantity": 1}, {"kind": "document", "quantity": 4}
    record(session, editing, entity="artifact", entity_id=closed[1], before=was, after=now)
    touch(session, [closed[1]], deed=editing)
    assert [(one.artifact_id, one.deed_id) for one in found(session, Measure.CLASSIFIED) if not one.joined] == [
        (closed[0], voiding.id),
        (closed[1], editing.id),
    ]
    [moved] = found(session, Measure.REGISTERED, "objects_proper")
    assert (moved.change, moved.deed_id, moved.why.text("en")) == (Change.LEFT, editing.id, "The record was changed")
    [pieces] = found(session, Measure.REGISTERED)
    assert (pieces.change, pieces.artifact_id) == (Change.PIECES, closed[1])


def test_the_figures_that_differ_show_what_was_frozen_and_what_would_be_said_today(
    session: Session, closed: list[int], director: User
):
    lost = {"artifact_id": closed[2], "kind": FactKind.LOST_LEVEL, "level": 1, "effective_on": IN_YEAR}
    make_facts(session, signed(session, director), lost)
    drift = drift_of(session, YEAR)
    assert drift is not None
    shift = next(
        one for one in shifts(session, drift) if (one.population, one.measure) == ("all_holdings", Measure.LEVEL_1)
    )
    assert (shift.frozen.objects, shift.now.objects, shift.joined, shift.left) == (6, 5, 0, 1)


def test_the_frozen_figures_never_change(session: Session, closed: list[int], director: User):
    before = closed_year(session, YEAR)
    assert before is not None
    make_facts(
        session,
        signed(session, director),
        *({"artifact_id": one, "kind": FactKind.LEFT, "effective_on": IN_YEAR} for one in closed),
    )
    after = closed_year(session, YEAR)
    assert after is not None
    assert after.figures == before.figures
    assert after.ids(session, "all_holdings", Measure.REGISTERED) == closed
    assert after.hash == before.hash


def test_a_restatement_stands_beside_the_close_with_its_reason_and_document(
    session: Session, closed: list[int], director: User
):
    with pytest.raises(NothingToRestate):
        restate_year(session, YEAR, document="", deed=signed(session, director, "Thử"))
    lost = {"artifact_id": closed[2], "kind": FactKind.LOST_LEVEL, "level": 1, "effective_on": IN_YEAR}
    make_facts(session, signed(session, director), lost)
    with pytest.raises(ReasonNeeded):
        restate_year(session, YEAR, document="12/BC-BT", deed=signed(session, director))
    restate_year(session, YEAR, document="12/BC-BT", deed=signed(session, director, "Rút nghiệm thu một ảnh"))
    first, second = list_closes(session, YEAR)
    assert (first.number, second.number, second.document) == (0, 1, "12/BC-BT")
    assert second.previous_hash == first.hash
    close_, restated = closed_year(session, YEAR, 0), closed_year(session, YEAR)
    assert close_ is not None
    assert restated is not None
    assert close_.figures["all_holdings", Measure.LEVEL_1].objects == 6
    assert restated.figures["all_holdings", Measure.LEVEL_1].objects == 5
    assert list_adjustments(session, YEAR) == []
    assert verify(session) == []


def test_only_a_closed_year_is_restated(session: Session, director: User):
    with pytest.raises(NotClosed):
        restate_year(session, YEAR, document="", deed=signed(session, director, "Thử"))


def test_the_causes_of_a_limited_number_of_objects_are_named(session: Session, closed: list[int], director: User):
    make_facts(
        session,
        signed(session, director),
        *({"artifact_id": one, "kind": FactKind.LEFT, "effective_on": IN_YEAR} for one in closed),
    )
    limited = list_adjustments(session, YEAR, population="all_holdings", limit=2)
    assert {one.artifact_id for one in limited} == set(closed[:2])


def test_what_a_restated_balance_says_was_first_attained_is_what_the_figure_and_the_target_count(
    session: Session, closed: list[int], director: User
):
    # The approval of May is withdrawn in the year after: it stood when the year ended, and counts in no target.
    lost = {"artifact_id": closed[2], "kind": FactKind.LOST_LEVEL, "level": 1, "effective_on": LATER.date()}
    make_facts(session, signed(session, director), lost)
    restate_year(session, YEAR, document="", deed=signed(session, director, "Rút nghiệm thu một ảnh"))
    restated = closed_year(session, YEAR)
    assert restated is not None
    balance = restated.balance(Measure.LEVEL_1, "all_holdings")
    assert balance is not None
    figure = restated.figures["all_holdings", Measure.FIRST_LEVEL_1]
    assert (balance.of(Line.FIRST).objects, balance.of(Line.REVISED).objects, figure.objects) == (5, 1, 5)
    assert (balance.besides.objects, balance.closing.objects) == (0, 6)
    assert balance.adds_up
    ask = LineAsk(Measure.LEVEL_1, "all_holdings", restated.start, restated.end, Line.REVISED)
    assert session.scalars(line_members(session, ask)).all() == [closed[2]]


def test_what_was_digitized_before_it_was_registered_is_named_under_the_first_attained(
    session: Session, director: User
):
    clock.freeze(AFTER)
    [early] = make_objects(session, 1, holding="base")
    make_facts(
        session,
        signed(session, director),
        {"artifact_id": early, "kind": FactKind.LEVEL, "level": 1, "effective_on": IN_YEAR},
        {"artifact_id": early, "kind": FactKind.REGISTERED, "effective_on": IN_YEAR + dt.timedelta(days=9)},
    )
    year = get_year(session, YEAR)
    balance = digitized_balance(session, "all_holdings", start=year.start, end=year.end)
    assert (balance.of(Line.FIRST).objects, balance.of(Line.JOINED).objects) == (0, 1)
    assert (balance.attained.objects, balance.besides.objects) == (1, 1)
    ask = LineAsk(Measure.LEVEL_1, "all_holdings", year.start, year.end, Line.BESIDES)
    assert session.scalars(line_members(session, ask)).all() == [early]
    clock.freeze(None)

"""Closing a year: who may when, what is frozen, what refuses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.core import clock
from museum_tracker.core.museum import get_profile, put_profile
from museum_tracker.figures.checking import kept_differences, last_check
from museum_tracker.figures.models import Standing, Tally, TallyDelta
from museum_tracker.figures.queries import flows, stocks
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.figures.rules.results import Figure
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.history.undo import CannotUndo, undo
from museum_tracker.years.models import FrozenList, YearClose, YearStep
from museum_tracker.years.queries import closed_year, get_year
from museum_tracker.years.rules.states import YearState
from museum_tracker.years.services.closing import (
    AlreadyClosed,
    EarlierOpen,
    FiguresDiffer,
    LaterClosed,
    NotBegun,
    NotYet,
    ReasonNeeded,
    TooEarly,
    WrongState,
    begin_closing,
    close_year,
    plan_year,
    run_year,
    stop_closing,
)
from museum_tracker.years.services.freezing import FiguresDisagree, freeze
from museum_tracker.years.signals import Immutable
from museum_tracker.years.verify import count_proved, verify
from tests.factories.figures import make_facts, make_objects
from tests.factories.years import AFTER, IN_YEAR, YEAR, close, make_director, make_register, signed


@pytest.fixture
def after() -> Iterator[None]:
    """The clock on the first day after the year 2025."""
    clock.freeze(AFTER)
    yield
    clock.freeze(None)


@pytest.fixture
def director(session: Session) -> User:
    """A director."""
    return make_director(session)


def test_a_year_nobody_touched_stands_where_the_calendar_puts_it(session: Session):
    seen = get_year(session, 2026, on=dt.date(2026, 1, 1))
    assert (seen.state, seen.start, seen.end) == (YearState.RUNNING, dt.date(2025, 12, 15), dt.date(2026, 12, 14))
    assert get_year(session, 2027, on=dt.date(2026, 1, 1)).state is YearState.PLANNING


@pytest.mark.usefixtures("after")
def test_a_close_freezes_every_figure_with_its_objects(session: Session, deed: ChangeSet, director: User):
    ids = make_register(session, deed)
    [piece] = make_objects(session, 1, holding="base", quantity=5)
    make_facts(session, deed, {"artifact_id": piece, "kind": FactKind.REGISTERED, "effective_on": IN_YEAR})
    snapshot = close(session, director)
    frozen = closed_year(session, YEAR)
    assert frozen is not None
    assert frozen.number == 0
    assert frozen.by.name == "Lê Thị Lan"
    assert frozen.hash == snapshot.hash
    assert frozen.figures["all_holdings", Measure.REGISTERED] == Figure(7, 11)
    assert frozen.ids(session, "all_holdings", Measure.REGISTERED) == [*ids, piece]
    assert frozen.ids(session, "all_holdings", Measure.FIRST_LEVEL_1) == ids
    assert frozen.ids(session, "deposits", Measure.REGISTERED) == []
    assert frozen.pieces(session) == {piece: 5}
    days = dt.date(2024, 12, 15), dt.date(2025, 12, 14)
    live = {**stocks(session, days[1]), **flows(session, *days)}
    assert frozen.figures == live
    for place, figure in frozen.figures.items():
        assert len(frozen.ids(session, *place)) == figure.objects
    assert {found.code for found in frozen.populations} >= {"all_holdings", "base_store", "objects_proper"}
    assert frozen.targets
    assert all(target.name("vi") and target.plan_text("en") for target in frozen.targets)
    assert verify(session) == []


@pytest.mark.usefixtures("after")
def test_both_balances_are_frozen_line_by_line_and_add_up(session: Session, deed: ChangeSet, director: User):
    make_register(session, deed)
    close(session, director)
    frozen = closed_year(session, YEAR)
    assert frozen is not None
    stock = frozen.balance(Measure.REGISTERED, "all_holdings")
    digitized = frozen.balance(Measure.LEVEL_1, "objects_proper")
    assert stock is not None
    assert digitized is not None
    assert stock.closing.objects == digitized.closing.objects == 6
    assert all(balance.adds_up for balance in frozen.balances)


@pytest.mark.usefixtures("after")
def test_a_year_with_open_points_is_closed_only_for_a_reason_that_is_kept(
    session: Session, deed: ChangeSet, director: User
):
    make_register(session, deed)
    begin_closing(session, YEAR, deed=signed(session, director))
    with pytest.raises(ReasonNeeded):
        close_year(session, YEAR, deed=signed(session, director))
    close_year(session, YEAR, deed=signed(session, director, "Mẫu kiểm tra làm sau"))
    frozen = closed_year(session, YEAR)
    assert frozen is not None
    assert frozen.reason == "Mẫu kiểm tra làm sau"
    assert "sample" in {point.code for point in frozen.open_points}


def test_a_year_is_not_closed_before_its_last_day(session: Session, director: User):
    clock.freeze(dt.datetime(2025, 12, 13, 3, 0, tzinfo=dt.UTC))
    try:
        begin_closing(session, YEAR, deed=signed(session, director))
        with pytest.raises(NotYet):
            close_year(session, YEAR, deed=signed(session, director, "Sớm"))
        clock.freeze(dt.datetime(2025, 12, 14, 3, 0, tzinfo=dt.UTC))
        close_year(session, YEAR, deed=signed(session, director, "Ngày cuối"))
    finally:
        clock.freeze(None)
    assert get_year(session, YEAR).state is YearState.CLOSED


def test_closing_begins_a_month_before_the_end_at_the_earliest(session: Session, director: User):
    clock.freeze(dt.datetime(2025, 10, 1, 3, 0, tzinfo=dt.UTC))
    try:
        with pytest.raises(TooEarly):
            begin_closing(session, YEAR, deed=signed(session, director))
    finally:
        clock.freeze(None)


@pytest.mark.usefixtures("after")
def test_each_step_has_its_actor_and_a_step_back_its_reason(session: Session, director: User):
    with pytest.raises(NotBegun):
        run_year(session, 2028, deed=signed(session, director))
    plan_year(session, 2027, deed=signed(session, director))
    with pytest.raises(WrongState):
        plan_year(session, 2027, deed=signed(session, director))
    run_year(session, YEAR, deed=signed(session, director))
    begin_closing(session, YEAR, deed=signed(session, director))
    with pytest.raises(ReasonNeeded):
        stop_closing(session, YEAR, deed=signed(session, director))
    stop_closing(session, YEAR, deed=signed(session, director, "Còn thiếu biên bản"))
    with pytest.raises(WrongState):
        close_year(session, YEAR, deed=signed(session, director, "Vội"))
    steps = get_year(session, YEAR).steps
    assert [step.state for step in steps] == [YearState.RUNNING, YearState.CLOSING, YearState.RUNNING]
    assert steps[-1].reason == "Còn thiếu biên bản"
    assert steps[-1].by is director


@pytest.mark.usefixtures("after")
def test_a_change_of_the_reporting_period_leaves_a_year_that_was_taken_up(session: Session, director: User):
    plan_year(session, 2026, deed=signed(session, director))
    profile = get_profile(session)
    put_profile(session, profile.with_reporting_period("calendar", dt.date(2024, 6, 1)))
    assert get_year(session, 2026).end == dt.date(2026, 12, 14)
    assert get_year(session, 2027).end == dt.date(2027, 12, 31)


@pytest.mark.usefixtures("after")
def test_a_second_director_gets_a_sentence_and_nothing_is_half_closed(
    session: Session, deed: ChangeSet, director: User
):
    make_register(session, deed)
    close(session, director)
    with pytest.raises(AlreadyClosed) as refused:
        close_year(session, YEAR, deed=signed(session, make_director(session), "Tôi cũng chốt"))
    assert "2025" in refused.value.message.text("vi")
    assert session.scalar(sa.select(sa.func.count()).select_from(YearClose)) == 1


@pytest.mark.usefixtures("after")
def test_years_are_closed_in_their_order(session: Session, director: User):
    begin_closing(session, 2024, deed=signed(session, director))
    begin_closing(session, 2025, deed=signed(session, director))
    with pytest.raises(EarlierOpen):
        close_year(session, 2025, deed=signed(session, director, "Trước"))
    close_year(session, 2024, deed=signed(session, director, "Một"))
    close_year(session, 2025, deed=signed(session, director, "Hai"))
    begin_closing(session, 2023, deed=signed(session, director))
    with pytest.raises(LaterClosed):
        close_year(session, 2023, deed=signed(session, director, "Muộn"))
    first, second = session.scalars(sa.select(YearClose).order_by(YearClose.id))
    assert (first.previous_hash, second.previous_hash) == ("", first.hash)
    assert verify(session) == []


@pytest.mark.usefixtures("after")
def test_a_difference_between_sums_and_facts_refuses_the_close(session: Session, deed: ChangeSet, director: User):
    ids = make_register(session, deed)
    begin_closing(session, YEAR, deed=signed(session, director))
    session.execute(sa.update(Standing).where(Standing.artifact_id == ids[0]).values(level_1_first=None))
    with pytest.raises(FiguresDiffer):
        close_year(session, YEAR, deed=signed(session, director, "Vội"))
    check = last_check(session)
    assert check is not None
    assert check.count
    assert kept_differences(check)[0].artifact_id == ids[0]
    assert closed_year(session, YEAR) is None


@pytest.mark.usefixtures("after")
def test_a_sum_that_is_not_what_its_objects_count_cannot_be_frozen(session: Session, deed: ChangeSet):
    make_register(session, deed)
    session.execute(sa.delete(TallyDelta))
    session.execute(sa.delete(Tally))
    with pytest.raises(FiguresDisagree):
        freeze(session, get_year(session, YEAR).period)


@pytest.mark.usefixtures("after")
def test_frozen_rows_can_be_neither_changed_nor_deleted(session: Session, deed: ChangeSet, director: User):
    make_register(session, deed)
    snapshot = close(session, director)
    session.commit()
    for model in (YearClose, FrozenList, YearStep):
        with pytest.raises(Immutable):
            session.execute(sa.delete(model))
    with pytest.raises(Immutable):
        session.execute(sa.update(YearClose).values(reason="Khác"))
    snapshot.reason = "Khác"
    with pytest.raises(Immutable):
        session.flush()
    session.rollback()
    session.delete(session.get_one(YearClose, snapshot.id))
    with pytest.raises(Immutable):
        session.flush()
    session.rollback()
    assert verify(session) == []


@pytest.mark.usefixtures("after")
@pytest.mark.parametrize(
    ("table", "values", "said"),
    [
        (YearClose, {"content": "{}"}, "content"),
        (YearClose, {"previous_hash": "0" * 64}, "chain"),
        (FrozenList, {"data": b"x"}, "list"),
    ],
)
def test_the_proof_finds_what_was_changed_behind_the_program(
    session: Session, deed: ChangeSet, director: User, table: type, values: dict[str, object], said: str
):
    make_register(session, deed)
    close(session, director)
    assert count_proved(session)[0] == 1
    session.connection().execute(sa.update(table.__table__).values(**values))
    session.expire_all()
    assert any(said in fault.text("en") for fault in verify(session))


@pytest.mark.usefixtures("after")
def test_the_proof_misses_a_close_that_was_taken_out(session: Session, deed: ChangeSet, director: User):
    make_register(session, deed)
    close(session, director)
    session.connection().execute(sa.delete(YearClose.__table__))
    session.expire_all()
    assert [fault.text("en") for fault in verify(session)] == ["The year 2025 is closed, but what was frozen is gone."]


@pytest.mark.usefixtures("after")
def test_a_deed_that_a_close_cites_is_not_undone(session: Session, deed: ChangeSet, director: User):
    ids = make_register(session, deed)
    session.add(
        ChangeItem(change_set_id=deed.id, entity="artifact", entity_id=ids[0], before=None, after={"name_vi": "x"})
    )
    close(session, director)
    with pytest.raises(CannotUndo) as refused:
        undo(session, deed, by=director)
    assert "2025" in refused.value.message.text("vi")


@pytest.mark.usefixtures("after")
def test_an_empty_museum_can_close_its_year(session: Session, director: User):
    close(session, director)
    frozen = closed_year(session, YEAR)
    assert frozen is not None
    assert frozen.figures["all_holdings", Measure.REGISTERED] == Figure()
    assert verify(session) == []

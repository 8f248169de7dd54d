"""Packed lists, the chain's text, the sample's draw and its rate."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from museum_tracker.figures.models import FigureCheck
from museum_tracker.years.queries import Year
from museum_tracker.years.rules.packing import (
    Damaged,
    canonical,
    hash_of,
    numbers_to_pieces,
    pack,
    pack_numbers,
    pieces_to_numbers,
    unpack,
    unpack_numbers,
)
from museum_tracker.years.rules.sampling import Direction, draw, draw_place, rate_of
from museum_tracker.years.rules.states import YearState, may_begin_closing, may_close, may_follow, state_by_calendar
from museum_tracker.years.unsettled import recount_point

IDS = st.lists(st.integers(1, 2**40), unique=True, max_size=200)


@given(ids=IDS)
def test_a_packed_list_gives_back_its_ids_in_order_and_one_hash_for_any_order(ids: list[int]) -> None:
    packed = pack(ids)
    assert unpack(packed.data, packed.sha256) == sorted(ids)
    assert packed.count == len(ids)
    assert pack(reversed(ids)) == packed


@given(pieces=st.dictionaries(st.integers(1, 10**9), st.integers(2, 10**6), max_size=50))
def test_pieces_are_kept_by_object(pieces: dict[int, int]) -> None:
    packed = pack_numbers(pieces_to_numbers(pieces))
    assert numbers_to_pieces(unpack_numbers(packed.data, packed.sha256)) == pieces


def test_a_list_names_an_object_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        pack([3, 1, 3])


@pytest.mark.parametrize("data", [b"", b"x", pack([1, 2]).data])
def test_bytes_that_are_not_what_was_frozen_are_damaged(data: bytes) -> None:
    with pytest.raises(Damaged):
        unpack(data, pack([1, 2, 3]).sha256)


def test_a_hundred_thousand_ids_take_little_room() -> None:
    assert len(pack(range(1, 100_001)).data) < 2_000


def test_the_same_content_gives_the_same_text_and_another_gives_another_hash() -> None:
    one, two = canonical({"b": 1, "a": "Bắc"}), canonical({"a": "Bắc", "b": 1})
    assert one == two == '{"a":"Bắc","b":1}'
    assert hash_of(one) != hash_of(canonical({"a": "Bắc", "b": 2}))


def test_the_same_seed_draws_the_same_lines_whatever_the_order_of_the_register() -> None:
    frame = list(range(1, 500))
    first = draw(frame, 30, 74, Direction.BOOK_TO_OBJECT)
    assert first == draw(frame[::-1], 30, 74, Direction.BOOK_TO_OBJECT)
    assert len(set(first)) == 30
    assert first != draw(frame, 30, 75, Direction.BOOK_TO_OBJECT)
    assert first != draw(frame, 30, 74, Direction.OBJECT_TO_BOOK)
    assert sorted(draw([1, 2], 30, 74, Direction.BOOK_TO_OBJECT)) == [1, 2]


def test_the_place_on_a_shelf_is_drawn_within_it() -> None:
    assert {draw_place(7, position, 3) for position in range(100)} == {1, 2, 3}
    assert draw_place(7, 1, 0) == 1


def test_the_rate_comes_with_wilsons_interval() -> None:
    rate = rate_of(58, 60)
    assert rate.share == pytest.approx(0.9667, abs=1e-4)
    assert (rate.low, rate.high) == pytest.approx((0.8864, 0.9908), abs=1e-3)
    assert rate_of(60, 60).high == 1
    assert rate_of(60, 60).low == pytest.approx(0.9398, abs=1e-3)
    assert rate_of(0, 10).low == 0
    assert rate_of(0, 0).share is None


@given(checked=st.integers(1, 500), data=st.data())
def test_the_rate_lies_within_its_interval(checked: int, data: st.DataObject) -> None:
    agree = data.draw(st.integers(0, checked))
    rate = rate_of(agree, checked)
    assert 0 <= rate.low <= agree / checked <= rate.high <= 1


def test_a_closed_year_goes_nowhere_and_only_a_year_being_closed_is_closed() -> None:
    assert not any(may_follow(YearState.CLOSED, wanted) for wanted in YearState)
    assert [state for state in YearState if may_follow(state, YearState.CLOSED)] == [YearState.CLOSING]


def test_a_year_is_closed_from_its_last_day_on() -> None:
    end = dt.date(2026, 12, 14)
    assert not may_close(end, dt.date(2026, 12, 13))
    assert may_close(end, end)
    assert not may_begin_closing(end, dt.date(2026, 11, 1))
    assert may_begin_closing(end, dt.date(2026, 11, 22))
    assert state_by_calendar(dt.date(2025, 12, 15), dt.date(2025, 12, 14)) is YearState.PLANNING


def test_a_recount_made_before_the_year_ended_settles_nothing() -> None:
    year = Year(2026, dt.date(2025, 12, 15), dt.date(2026, 12, 14), YearState.CLOSING)
    early = FigureCheck(
        started_at=dt.datetime(2026, 12, 14, 16, 59, tzinfo=dt.UTC), differences=[]
    )  # 23:59 of the last day
    fresh = FigureCheck(
        started_at=dt.datetime(2026, 12, 14, 17, 1, tzinfo=dt.UTC), differences=[]
    )  # the next day begins here
    assert [recount_point(check, year).count for check in (None, early, fresh)] == [1, 1, 0]

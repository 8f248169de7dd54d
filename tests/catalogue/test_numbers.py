"""Numbers: one holder in each series, repeats of old books side by side, the next one taken once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue import series as series_of
from museum_tracker.catalogue.errors import NumberEmpty, NumberTaken
from museum_tracker.catalogue.models import NumberSeries
from museum_tracker.catalogue.queries import find_by_number
from museum_tracker.catalogue.rules import NumberKind, NumberState, kind_of_number
from museum_tracker.catalogue.services import add_number, create_artifact, remove_number, set_number
from museum_tracker.core.db import begin_write
from museum_tracker.history.models import ChangeSet
from tests.factories.catalogue import make_artifact


@pytest.mark.parametrize("same", ["BTBG 1024", "btbg-1024", "BTBG  01024", "BTBG/1024"])
def test_a_number_has_one_holder_whatever_its_spacing(session: Session, deed: ChangeSet, same: str) -> None:
    make_artifact(session, deed, number="BTBG 1024")
    with pytest.raises(NumberTaken) as refused:
        make_artifact(session, deed, number=same)
    assert "BTBG 1024 · Bình gốm" in refused.value.message.text("vi")


def test_diacritics_make_another_number(session: Session, deed: ChangeSet) -> None:
    stone = create_artifact(session, {"numbers": [{"kind": "classification", "text": "Đ 12"}]}, deed=deed)
    leather = create_artifact(session, {"numbers": [{"kind": "classification", "text": "D 12"}]}, deed=deed)
    assert (stone.classification_number, leather.classification_number) == ("Đ 12", "D 12")
    assert [found.id for found in find_by_number(session, "đ12")] == [stone.id]


def test_a_repeat_in_an_old_book_stands_beside_the_first(session: Session, deed: ChangeSet) -> None:
    first = make_artifact(session, deed, number="12")
    values = {"name_vi": "Rìu", "numbers": [{"kind": "registration", "text": "12"}]}
    second = create_artifact(session, values, deed=deed, keep_repeats=True)
    assert [number.state for number in (*first.numbers, *second.numbers)] == [
        NumberState.CURRENT,
        NumberState.DUPLICATE,
    ]
    assert second.number == "12"
    assert {found.id for found in find_by_number(session, "12")} == {first.id, second.id}


def test_books_that_each_begin_at_one_are_series_of_their_own(session: Session, deed: ChangeSet) -> None:
    for book in ("old:ha-bac", "old:bac-giang"):
        number = {"kind": "registration", "text": "1", "series": book}
        created = create_artifact(session, {"numbers": [number]}, deed=deed)
        assert created.numbers[0].state is NumberState.CURRENT


def test_a_new_number_makes_the_old_one_a_former_number(session: Session, deed: ChangeSet) -> None:
    vase = make_artifact(session, deed, number="BTBG 1")
    set_number(session, vase, "BTBG 2", deed=deed)
    assert [(number.text, number.state) for number in vase.numbers] == [("BTBG 1", "former"), ("BTBG 2", "current")]
    assert vase.number == "BTBG 2"
    assert [found.id for found in find_by_number(session, "BTBG 1")] == [vase.id]


def test_the_same_number_in_another_spelling_stays_one_number(session: Session, deed: ChangeSet) -> None:
    vase = make_artifact(session, deed, number="btbg 1")
    set_number(session, vase, "BTBG-0001", deed=deed)
    assert [(number.text, number.state) for number in vase.numbers] == [("BTBG-0001", "current")]


def test_numbers_of_all_kinds_are_found(session: Session, deed: ChangeSet) -> None:
    vase = make_artifact(session, deed, number="BTBG 1")
    add_number(session, vase, "BTHB 0098/Gm 7", kind=NumberKind.OLD, deed=deed)
    assert [found.id for found in find_by_number(session, "bthb98 gm7")] == [vase.id]
    remove_number(session, vase, vase.numbers[-1], deed=deed)
    assert vase.numbers[-1].state is NumberState.FORMER
    assert vase.number == "BTBG 1"


def test_a_number_without_letters_or_figures_is_refused(session: Session, deed: ChangeSet) -> None:
    with pytest.raises(NumberEmpty):
        make_artifact(session, deed, number=" - / ")


def test_a_temporary_number_is_not_a_registration(session: Session, deed: ChangeSet) -> None:
    assert kind_of_number("T2026.11") is NumberKind.ENTRY
    assert kind_of_number("BTBG 2026") is NumberKind.REGISTRATION
    series = series_of.open_book(session, series_of.entry_book(2026))
    assert series_of.reserve_next_number(session, series) == "T2026.1"


@pytest.mark.parametrize("written", ["T2026.4", "t2026.4", "BTBG T2026.4"])
def test_an_entry_number_written_by_hand_stands_in_the_book_that_the_door_counts_on(
    session: Session, deed: ChangeSet, written: str
) -> None:
    create_artifact(session, {"numbers": [{"kind": "entry", "text": written}]}, deed=deed)
    assert list(session.scalars(sa.select(NumberSeries.code))) == ["entry:2026"]


def test_the_door_goes_on_after_an_entry_number_written_by_hand(session: Session, deed: ChangeSet) -> None:
    create_artifact(session, {"numbers": [{"kind": "entry", "text": "T2026.1"}]}, deed=deed)
    book = series_of.open_book(session, series_of.entry_book(2026))
    assert series_of.reserve_next_number(session, book) == "T2026.2"


def test_an_entry_number_without_a_year_has_a_book_of_its_own(session: Session, deed: ChangeSet) -> None:
    create_artifact(session, {"numbers": [{"kind": "entry", "text": "TN-12"}]}, deed=deed)
    assert list(session.scalars(sa.select(NumberSeries.code))) == ["entry:tn"]


def test_the_series_goes_on_after_the_highest_number_written(session: Session, deed: ChangeSet) -> None:
    create_artifact(session, {"numbers": [{"kind": "classification", "text": "Gm 312"}]}, deed=deed)
    series = series_of.open_book(session, series_of.classification_book("Gm"))
    assert series_of.next_number(session, series) == "Gm 313"
    assert series_of.reserve_next_number(session, series) == "Gm 313"
    assert series_of.reserve_next_number(session, series) == "Gm 314"


def test_a_number_once_given_is_not_given_again(session: Session, deed: ChangeSet) -> None:
    series = series_of.open_book(session, series_of.classification_book("KL"))
    vase = create_artifact(session, {"numbers": [{"kind": "classification", "text": "KL 1"}]}, deed=deed)
    set_number(session, vase, "", kind=NumberKind.CLASSIFICATION, deed=deed)
    assert vase.classification_number == ""
    assert series_of.reserve_next_number(session, series) == "KL 2"


def test_two_people_at_once_get_two_numbers(engine: sa.Engine) -> None:
    with Session(engine) as session:
        begin_write(session)
        series_of.registration_series(session).prefix = "BTBG"
        session.commit()

    def take(_: int) -> str:
        with Session(engine) as session:
            begin_write(session)
            number = series_of.reserve_next_number(session, series_of.registration_series(session))
            session.commit()
            return number

    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(take, range(24)))
    assert sorted(numbers, key=lambda number: int(number.split()[1])) == [f"BTBG {place}" for place in range(1, 25)]


def test_a_pattern_may_fill_up_with_noughts_and_goes_on_after_numbers_written_so(session: Session, deed: ChangeSet):
    series = series_of.registration_series(session)
    series.prefix, series.pattern = "BTBG", "{prefix} {seq:04}"
    make_artifact(session, deed, number="BTBG 0099")
    assert series_of.reserve_next_number(session, series) == "BTBG 0100"
    series.last = 12_344
    assert series_of.reserve_next_number(session, series) == "BTBG 12345"


def test_looking_at_a_form_opens_no_book(session: Session):
    assert series_of.shown_number(session, series_of.entry_book(2031)) == "T2031.1"
    assert series_of.find_series(session, "entry:2031") is None

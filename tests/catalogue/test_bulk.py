"""Bulk creation writes the same as one by one, only faster."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.catalogue.errors import ArtifactVoided, NumberTaken
from museum_tracker.catalogue.fields import parse_values
from museum_tracker.catalogue.lookups import TermLookup
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.params import Params
from museum_tracker.catalogue.queries import page
from museum_tracker.catalogue.records import snapshot
from museum_tracker.catalogue.search.checker import check_index
from museum_tracker.catalogue.series import classification_book, shown_number
from museum_tracker.catalogue.services import create_artifact, edit_artifact, void_artifact
from museum_tracker.catalogue.signals import artifacts_changed
from museum_tracker.catalogue.writing.change import Edit, change_artifacts
from museum_tracker.catalogue.writing.create import create_artifacts
from museum_tracker.catalogue.writing.void import void_artifacts
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.history.services import begin_deed, undo
from tests.catalogue.test_fields import DRUM
from tests.factories.catalogue import make_artifact


@pytest.fixture
def drum(session: Session) -> dict[str, Any]:
    values, findings = parse_values({**DRUM, "type": "nhạc cụ", "find_place": "Hiệp Hòa"}, TermLookup(session))
    assert findings == []
    return values


def _history(session: Session, artifact_id: int) -> dict[str, Any] | None:
    return session.scalar(sa.select(ChangeItem.after).where(ChangeItem.entity_id == artifact_id))


def test_a_bulk_record_equals_one_made_by_hand(session: Session, deed: ChangeSet, drum: dict[str, Any]) -> None:
    one = create_artifact(session, drum, deed=deed, keep_repeats=True)
    other = {**drum, "numbers": [{**number, "text": number["text"] + "x"} for number in drum["numbers"]]}
    (second,) = create_artifacts(session, [other], deed=deed)
    many = session.get_one(Artifact, second)
    same = {name: value for name, value in snapshot(many).items() if name != "numbers"}
    assert same == {name: value for name, value in snapshot(one).items() if name != "numbers"}
    for column in ("name_sort", "date_sort", "date_sort_desc", "collected_year", "version"):
        assert getattr(many, column) == getattr(one, column)
    by_hand, by_bulk = _history(session, one.id), _history(session, second)
    assert by_hand is not None
    assert by_bulk is not None
    assert by_bulk | {"numbers": 0} == by_hand | {"numbers": 0}
    assert check_index(session).agrees


def test_bulk_records_are_found_told_and_undone_as_one_deed(session: Session, deed: ChangeSet, person: User) -> None:
    heard: list[list[int]] = []

    def hear(session: Session, *, ids: list[int], deed: ChangeSet) -> None:
        heard.append(ids)

    rows = [{"name_vi": f"Mộc bản {n}", "numbers": [{"kind": "registration", "text": f"MB {n}"}]} for n in range(30)]
    with artifacts_changed.connected_to(hear):
        ids = create_artifacts(session, rows, deed=deed)
    assert heard == [ids]
    assert [session.get_one(Artifact, key).name_vi for key in ids] == [row["name_vi"] for row in rows]
    assert next(iter(page(session, Params(q="MB 17")).rows)).id == ids[17]
    undo(session, deed, by=person)
    assert page(session, Params()).rows == []
    again = begin_deed(session, by=person, action="Again")
    create_artifacts(session, rows, deed=again)
    assert len(page(session, Params()).rows) == 30


def test_repeats_inside_and_outside_the_batch_are_kept_side_by_side(session: Session, deed: ChangeSet) -> None:
    make_artifact(session, deed, number="BTBG 1")
    rows = [{"name_vi": "a", "numbers": [{"kind": "registration", "text": text}]} for text in ("BTBG-01", "2", "02")]
    ids = create_artifacts(session, rows, deed=deed, keep_repeats=True)
    assert [session.get_one(Artifact, key).numbers[0].state for key in ids] == ["duplicate", "current", "duplicate"]
    with pytest.raises(NumberTaken):
        create_artifacts(session, rows, deed=deed)


def test_series_go_on_after_the_numbers_of_a_batch(session: Session, deed: ChangeSet) -> None:
    rows = [{"numbers": [{"kind": "classification", "text": f"Gm {n}"}]} for n in (3, 17, 5)]
    create_artifacts(session, rows, deed=deed)
    assert shown_number(session, classification_book("Gm")) == "Gm 18"


def test_a_name_that_no_record_has_is_an_error_of_the_programme(session: Session, deed: ChangeSet) -> None:
    with pytest.raises(ValueError, match="colour"):
        create_artifacts(session, [{"name_vi": "x", "colour": "red"}], deed=deed)


def _changes() -> dict[str, Any]:
    return {
        "name_vi": "Trống đồng Yên Tập",
        "materials": [],
        "dimensions": [{"kind": "height", "qualifier": "", "min_cm": 12.0, "max_cm": 12.0, "text": "12 cm"}],
        "legal_class": "relic",
        "collected_earliest": "2001-02-03",
        "collected_latest": "2001-02-03",
        "date_earliest": -300,
        "numbers": [{"kind": "old", "text": "K 77"}],
        "raw": {"Ghi thêm": "kho cũ"},
    }


def test_a_bulk_change_equals_one_made_by_hand(
    session: Session, deed: ChangeSet, person: User, drum: dict[str, Any]
) -> None:
    first = create_artifact(session, drum, deed=deed)
    other = {**drum, "numbers": [{**number, "text": number["text"] + "x"} for number in drum["numbers"]]}
    second = create_artifact(session, other, deed=deed)
    editing = begin_deed(session, by=person, action="Edit")
    edit_artifact(session, first, _changes(), version=first.version, deed=editing)
    assert change_artifacts(session, {second.id: Edit.of(_changes())}, deed=editing) == [second.id]
    one, many = ({**snapshot(found), "numbers": 0} for found in (first, second))
    assert many == one
    for column in ("name_sort", "date_sort", "date_sort_desc", "collected_year", "version", "updated_at"):
        assert getattr(second, column) == getattr(first, column)
    items = session.scalars(sa.select(ChangeItem).where(ChangeItem.change_set_id == editing.id)).all()
    by_hand, by_bulk = ([item.before | {"numbers": 0}, item.after | {"numbers": 0}] for item in items)  # type: ignore[operator]
    assert by_bulk == by_hand
    assert check_index(session).agrees
    assert next(iter(page(session, Params(q="K 77 Yên Tập")).rows)).id in {first.id, second.id}


def test_a_bulk_change_is_told_once_undone_as_one_deed_and_leaves_equal_records_alone(
    session: Session, deed: ChangeSet, person: User
) -> None:
    heard: list[list[int]] = []

    def hear(session: Session, *, ids: list[int], deed: ChangeSet) -> None:
        heard.append(ids)

    ids = create_artifacts(session, [{"name_vi": f"Mộc bản {n}"} for n in range(5)], deed=deed)
    editing = begin_deed(session, by=person, action="Edit")
    wanted = {key: Edit({"name_vi": f"Mộc bản {n % 4}"}) for n, key in enumerate(ids)}
    with artifacts_changed.connected_to(hear):
        assert change_artifacts(session, wanted, deed=editing) == ids[4:]
    assert heard == [ids[4:]]
    undo(session, editing, by=person)
    assert session.get_one(Artifact, ids[4]).name_vi == "Mộc bản 4"
    assert check_index(session).agrees


def test_a_number_that_another_object_bears_is_kept_beside_it(session: Session, deed: ChangeSet) -> None:
    make_artifact(session, deed, number="BTBG 1")
    (other,) = create_artifacts(session, [{"name_vi": "Rìu"}], deed=deed)
    number = Edit.of({"numbers": [{"kind": "registration", "text": "BTBG 01"}]})
    change_artifacts(session, {other: number}, deed=deed, keep_repeats=True)
    changed = session.get_one(Artifact, other)
    assert [(number.text, number.state) for number in changed.numbers] == [("BTBG 01", "duplicate")]
    assert changed.number == "BTBG 01"


def test_a_record_that_no_longer_counts_is_not_changed(session: Session, deed: ChangeSet) -> None:
    gone = make_artifact(session, deed, number="BTBG 1")
    void_artifact(session, gone, deed=deed)
    with pytest.raises(ArtifactVoided):
        change_artifacts(session, {gone.id: Edit({"name_vi": "x"})}, deed=deed)


def test_many_records_are_voided_as_one_is_and_come_back_as_one_does(
    session: Session, deed: ChangeSet, person: User, drum: dict[str, Any]
) -> None:
    plain = {**drum, "numbers": []}
    one, other, third = create_artifacts(session, [plain, drum, {**plain, "numbers": []}], deed=deed)
    taking = begin_deed(session, by=person, action="A test")
    void_artifact(session, session.get_one(Artifact, one), deed=taking)
    assert void_artifacts(session, [other, one, third], deed=taking) == [other, third]
    items = session.scalars(sa.select(ChangeItem).where(ChangeItem.change_set_id == taking.id)).all()
    before = {item.entity_id: item.before for item in items}
    assert [item.after for item in items] == [None] * 3
    assert before[one] == before[third]
    voided = session.get_one(Artifact, other)
    assert (voided.version, voided.voided_at, voided.updated_at) == (2, taking.at, taking.at)
    assert all(number.shelved for number in voided.numbers)
    assert check_index(session).agrees
    undo(session, taking, by=person)
    session.refresh(voided)
    assert voided.voided_at is None
    assert snapshot(voided)["numbers"] == (before[other] or {})["numbers"]

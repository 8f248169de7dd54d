"""One way to write a record: many are written as one is, and every rule of a record holds at each door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.catalogue.errors import (
    ArtifactNotFound,
    DatesReversed,
    NothingToName,
    NumberEmpty,
    NumberTaken,
    PartCycle,
)
from museum_tracker.catalogue.fields import parse_values
from museum_tracker.catalogue.lookups import TermLookup
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import NumberKind
from museum_tracker.catalogue.search.checker import check_index
from museum_tracker.catalogue.services import (
    add_number,
    create_artifact,
    edit_artifact,
    remove_number,
    restore_artifact,
    set_number,
    set_parent,
    void_artifact,
)
from museum_tracker.catalogue.writing.change import Edit, change_artifacts
from museum_tracker.catalogue.writing.create import create_artifacts
from museum_tracker.catalogue.writing.void import restore_artifacts, void_artifacts
from museum_tracker.core.errors import Refusal
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed, undo
from tests.factories.catalogue import make_artifact
from tests.factories.random_records import records
from tests.factories.states import counted, written
from tests.factories.vocabularies import term

FEW = settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
Values = Mapping[str, Any]


def _values(session: Session, texts: Values) -> dict[str, Any]:
    return parse_values(texts, TermLookup(session))[0]


def _outcome(session: Session, write: Callable[[], list[int]]) -> Any:
    """Everything written by a way of writing, which is then taken back; or the refusal."""
    savepoint = session.begin_nested()
    try:
        ids = write()
        return written(session, ids), counted(session), check_index(session).agrees
    except Refusal as refusal:
        return type(refusal)
    finally:
        savepoint.rollback()
        session.expire_all()


@FEW
@given(told=st.lists(records(), min_size=1, max_size=4), keep=st.booleans())
def test_many_new_records_are_what_one_after_another_would_be(
    session: Session, deed: ChangeSet, *, told: list[Values], keep: bool
) -> None:
    rows = [_values(session, texts) for texts in told]
    together = _outcome(session, lambda: create_artifacts(session, rows, deed=deed, keep_repeats=keep))
    single = _outcome(session, lambda: [create_artifact(session, row, deed=deed, keep_repeats=keep).id for row in rows])
    assert together == single
    assert together is NumberTaken or together[2]


@FEW
@given(
    told=st.lists(st.tuples(records(), records()), min_size=1, max_size=3), keep=st.booleans(), number=st.text("BĐ 1-")
)
def test_many_records_are_changed_voided_and_restored_as_one_after_another(
    session: Session, deed: ChangeSet, person: User, *, told: list[tuple[Values, Values]], keep: bool, number: str
) -> None:
    begun = [_values(session, before) for before, _ in told]
    wanted = [_values(session, {**after, "name_en": number}) for _, after in told]

    later = begin_deed(session, by=person, action="Edit")

    def write(change: Callable[[dict[int, Edit]], object], *, together: bool) -> list[int]:
        ids = create_artifacts(session, begun, deed=deed, keep_repeats=True)
        change({key: Edit.of(said) for key, said in zip(ids, wanted, strict=True)})
        if together:
            void_artifacts(session, ids, deed=later)
            restore_artifacts(session, ids, deed=later)
        else:
            for key in ids:
                void_artifact(session, session.get_one(Artifact, key), deed=later)
            for key in ids:
                restore_artifact(session, session.get_one(Artifact, key), deed=later)
        return ids

    def at_once(edits: dict[int, Edit]) -> None:
        change_artifacts(session, edits, deed=later, keep_repeats=keep)

    def in_turn(edits: dict[int, Edit]) -> None:
        for key, edit in edits.items():
            change_artifacts(session, {key: edit}, deed=later, keep_repeats=keep)

    assert _outcome(session, lambda: write(at_once, together=True)) == _outcome(
        session, lambda: write(in_turn, together=False)
    )


@FEW
@given(before=records(), after=records())
def test_a_change_that_is_undone_leaves_the_record_as_it_was_and_undone_again_as_it_became(
    session: Session, deed: ChangeSet, person: User, before: Values, after: Values
) -> None:
    savepoint = session.begin_nested()
    one = create_artifact(session, _values(session, before), deed=deed)
    stood = [_plain(session, one.id)]
    later = begin_deed(session, by=person, action="Edit")
    edit_artifact(session, one, {**_values(session, after), "date_earliest": -7}, version=1, deed=later)
    stood.append(_plain(session, one.id))
    undone = undo(session, later, by=person)
    assert _plain(session, one.id) == stood[0]
    undo(session, undone, by=person)
    assert _plain(session, one.id) == stood[1]
    assert check_index(session).agrees
    savepoint.rollback()
    session.expire_all()


def _plain(session: Session, artifact_id: int) -> dict[str, Any]:
    """The record with its numbers, sizes, materials and search words, whatever way it came there."""
    found = written(session, [artifact_id], without=frozenset({"version", "updated_at", "created_at"}))
    numbers = sorted(found["artifact_numbers"], key=lambda row: (row["kind"], row["key"]))
    names = ("artifacts", "artifact_materials", "dimensions")
    words = [(set(row["exact"].split()), set(row["folded"].split())) for row in found["artifact_search"]]
    return {name: found[name] for name in names} | {"numbers": numbers, "words": words}


Write = Callable[[Session, Values, ChangeSet], object]


def _form(session: Session, values: Values, deed: ChangeSet) -> object:
    return create_artifact(session, values, deed=deed)


def _table(session: Session, values: Values, deed: ChangeSet) -> object:
    return create_artifacts(session, [{"name_vi": "Rìu"}, values], deed=deed, keep_repeats=True)


def _edited(session: Session, values: Values, deed: ChangeSet) -> object:
    one = make_artifact(session, deed)
    return edit_artifact(session, one, {"name_vi": "", **values}, version=1, deed=deed)


def _edited_together(session: Session, values: Values, deed: ChangeSet) -> object:
    edits = {make_artifact(session, deed).id: Edit.of({"name_vi": "", **values})}
    return change_artifacts(session, edits, deed=deed, keep_repeats=True)


@pytest.mark.parametrize("write", [_form, _table, _edited, _edited_together])
@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"notes": "không tên"}, NothingToName),
        ({"name_vi": "x", "numbers": [{"kind": "registration", "text": " - / "}]}, NumberEmpty),
        ({"name_vi": "x", "date_earliest": 1900, "date_latest": 1800}, DatesReversed),
        ({"name_vi": "x", "collected_earliest": "2002-01-01", "collected_latest": "2001-12-31"}, DatesReversed),
        ({"name_vi": "x", "registered_earliest": "2002-01-01", "registered_latest": "2001-12-31"}, DatesReversed),
    ],
)
def test_what_no_record_may_say_is_refused_at_every_door(
    session: Session, deed: ChangeSet, write: Write, values: Values, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        write(session, values, deed)


def test_who_bears_a_number_is_named_when_many_are_written(session: Session, deed: ChangeSet) -> None:
    make_artifact(session, deed, number="BTBG 1")
    with pytest.raises(NumberTaken) as refused:
        create_artifacts(session, [{"numbers": [{"kind": "registration", "text": "BTBG-01"}]}], deed=deed)
    assert "BTBG 1 · Bình gốm" in refused.value.message.text("vi")


def test_a_record_that_does_not_exist_is_not_called_voided(session: Session, deed: ChangeSet) -> None:
    with pytest.raises(ArtifactNotFound):
        change_artifacts(session, {999_999: Edit({"name_vi": "x"})}, deed=deed)


def test_the_one_number_of_a_kind_leaves_no_other_in_force(session: Session, deed: ChangeSet) -> None:
    two = [{"kind": "registration", "text": text} for text in ("BTBG 1", "BTBG 2")]
    vase = create_artifact(session, {"numbers": two}, deed=deed)
    set_number(session, vase, "BTBG 1", deed=deed)
    assert [(number.text, number.state) for number in vase.numbers] == [("BTBG 1", "current"), ("BTBG 2", "former")]


def test_a_number_struck_out_is_free_for_its_own_object_only(session: Session, deed: ChangeSet, person: User) -> None:
    vase, other = make_artifact(session, deed, number="BTBG 1"), make_artifact(session, deed)
    striking = begin_deed(session, by=person, action="Strike")
    remove_number(session, vase, vase.numbers[0], deed=striking)
    set_number(session, other, "BTBG 1", deed=deed)
    with pytest.raises(NumberTaken):
        undo(session, striking, by=person)


def test_a_number_struck_out_and_given_again_is_struck_out_and_put_back_alone(
    session: Session, deed: ChangeSet, person: User
) -> None:
    vase = make_artifact(session, deed)
    for _ in range(2):
        add_number(session, vase, "K 77", kind=NumberKind.OLD, deed=deed)
        striking = begin_deed(session, by=person, action="Strike")
        remove_number(session, vase, vase.numbers[-1], deed=striking)
    undo(session, striking, by=person)
    assert [(number.text, number.state) for number in vase.numbers] == [("K 77", "former"), ("K 77", "current")]
    assert check_index(session).agrees


def test_materials_said_twice_change_nothing(session: Session, deed: ChangeSet) -> None:
    wood = term(session, "material", "wood").id
    box = make_artifact(session, deed, materials=[wood, wood])
    assert change_artifacts(session, {box.id: Edit({"materials": [wood, wood]})}, deed=deed) == []
    assert edit_artifact(session, box, {"materials": [wood, wood]}, version=1, deed=deed).version == 1


def test_no_door_makes_a_whole_a_part_of_its_own_part(session: Session, deed: ChangeSet, person: User) -> None:
    lid, box, chest = (make_artifact(session, deed) for _ in range(3))
    set_parent(session, lid, box, deed=deed)
    with pytest.raises(PartCycle):
        edit_artifact(session, box, {"parent_id": lid.id}, version=box.version, deed=deed)
    with pytest.raises(PartCycle):
        change_artifacts(
            session, {box.id: Edit({"parent_id": chest.id}), chest.id: Edit({"parent_id": lid.id})}, deed=deed
        )
    parting = begin_deed(session, by=person, action="Apart")
    set_parent(session, lid, None, deed=parting)
    set_parent(session, box, lid, deed=deed)
    with pytest.raises(PartCycle):
        undo(session, parting, by=person)

"""Creating, editing, voiding: each with its history, its search words and its signal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.catalogue.errors import (
    ArtifactVoided,
    DatesReversed,
    NothingToName,
    NumberTaken,
    PartCycle,
    RecordConflict,
)
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.protection import add_protection
from museum_tracker.catalogue.services import (
    create_artifact,
    edit_artifact,
    restore_artifact,
    set_number,
    set_parent,
    void_artifact,
)
from museum_tracker.catalogue.signals import artifacts_changed
from museum_tracker.core.i18n import Message
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.history.services import begin_deed, plan_undo, undo
from tests.factories.catalogue import make_artifact


@pytest.fixture
def told() -> Iterator[list[list[int]]]:
    heard: list[list[int]] = []

    def hear(session: Session, *, ids: list[int], deed: ChangeSet) -> None:
        heard.append(ids)

    with artifacts_changed.connected_to(hear):
        yield heard


def _items(session: Session, artifact: Artifact) -> list[ChangeItem]:
    found = sa.select(ChangeItem).where(ChangeItem.entity == "artifact", ChangeItem.entity_id == artifact.id)
    return list(session.scalars(found.order_by(ChangeItem.id)))


def test_a_record_needs_a_name_or_a_number(session: Session, deed: ChangeSet) -> None:
    with pytest.raises(NothingToName):
        create_artifact(session, {"description_vi": "không tên"}, deed=deed)
    assert create_artifact(session, {"numbers": [{"kind": "registration", "text": "9"}]}, deed=deed).number == "9"


def test_creation_is_written_to_history_and_told(session: Session, deed: ChangeSet, told: list[list[int]]) -> None:
    vase = make_artifact(session, deed, number="BTBG 7", quantity=3)
    (item,) = _items(session, vase)
    assert item.before is None
    assert item.after is not None
    assert item.after["quantity"] == 3
    assert item.after["numbers"][0]["text"] == "BTBG 7"
    assert "inscription" not in item.after
    assert told == [[vase.id]]


def test_an_edit_keeps_only_what_changed_and_raises_the_version(
    session: Session, deed: ChangeSet, told: list[list[int]]
) -> None:
    vase = make_artifact(session, deed)
    edit_artifact(session, vase, {"name_vi": "Bình hoa lam", "maker": ""}, version=1, deed=deed)
    item = _items(session, vase)[-1]
    assert (item.before, item.after) == ({"name_vi": "Bình gốm"}, {"name_vi": "Bình hoa lam"})
    assert vase.version == 2
    assert told == [[vase.id], [vase.id]]


def test_an_edit_that_changes_nothing_writes_nothing(session: Session, deed: ChangeSet, told: list[list[int]]) -> None:
    vase = make_artifact(session, deed)
    edit_artifact(session, vase, {"name_vi": "Bình gốm"}, version=1, deed=deed)
    assert vase.version == 1
    assert len(_items(session, vase)) == 1
    assert told == [[vase.id]]


def test_two_people_on_one_field_see_mine_theirs_and_before(session: Session, deed: ChangeSet) -> None:
    vase = make_artifact(session, deed, maker="không rõ")
    edit_artifact(session, vase, {"name_vi": "Bình hoa lam", "maker": "Lò Thổ Hà"}, version=1, deed=deed)
    edit_artifact(session, vase, {"notes": "xem lại"}, version=2, deed=deed)
    with pytest.raises(RecordConflict) as refused:
        edit_artifact(session, vase, {"name_vi": "Bình vôi", "maker": "Lò Thổ Hà"}, version=1, deed=deed)
    assert refused.value.mine == {"name_vi": "Bình vôi"}
    assert refused.value.theirs == {"name_vi": "Bình hoa lam"}
    assert refused.value.before == {"name_vi": "Bình gốm"}
    assert "Tên hiện vật" in refused.value.message.text("vi")
    assert vase.name_vi == "Bình hoa lam"


def test_an_older_form_goes_through_where_nobody_touched_its_fields(session: Session, deed: ChangeSet) -> None:
    vase = make_artifact(session, deed)
    edit_artifact(session, vase, {"maker": "Lò Thổ Hà"}, version=1, deed=deed)
    edit_artifact(session, vase, {"name_vi": "Bình vôi"}, version=1, deed=deed)
    assert (vase.maker, vase.name_vi, vase.version) == ("Lò Thổ Hà", "Bình vôi", 3)


def test_the_first_year_cannot_come_after_the_last(session: Session, deed: ChangeSet) -> None:
    with pytest.raises(DatesReversed):
        make_artifact(session, deed, date_earliest=1900, date_latest=1800)


def test_undo_puts_values_numbers_materials_and_measures_back(session: Session, deed: ChangeSet, person: User) -> None:
    measure = {"kind": "height", "qualifier": "", "min_cm": 12.0, "max_cm": 12.0, "text": "C: 12 cm"}
    vase = make_artifact(session, deed, number="BTBG 1", dimensions_text="C: 12 cm", dimensions=[measure])
    later = begin_deed(session, by=person, action="Edit")
    edit_artifact(session, vase, {"name_vi": "Ấm", "dimensions": [], "dimensions_text": ""}, version=1, deed=later)
    set_number(session, vase, "BTBG 2", deed=later)
    undo(session, later, by=person)
    assert (vase.name_vi, vase.number, vase.dimensions_text) == ("Bình gốm", "BTBG 1", "C: 12 cm")
    assert [measure.min_cm for measure in vase.dimensions] == [12.0]
    assert [number.text for number in vase.numbers] == ["BTBG 1"]


def test_undoing_a_creation_voids_it_and_frees_its_number(session: Session, deed: ChangeSet, person: User) -> None:
    vase = make_artifact(session, deed, number="BTBG 1")
    undone = undo(session, deed, by=person)
    assert vase.voided_at is not None
    other = make_artifact(session, begin_deed(session, by=person, action="Again"), number="BTBG 1")
    assert other.number == "BTBG 1"
    with pytest.raises(NumberTaken):
        undo(session, undone, by=person)


def test_a_voided_record_comes_back_with_its_number(session: Session, deed: ChangeSet, person: User) -> None:
    vase = make_artifact(session, deed, number="BTBG 1")
    void_artifact(session, vase, deed=deed)
    with pytest.raises(ArtifactVoided):
        edit_artifact(session, vase, {"name_vi": "Ấm"}, version=2, deed=deed)
    restore_artifact(session, vase, deed=deed)
    assert vase.voided_at is None
    with pytest.raises(NumberTaken):
        make_artifact(session, deed, number="BTBG 1")


def test_a_creation_that_is_cited_cannot_be_undone(session: Session, deed: ChangeSet, person: User) -> None:
    vase = make_artifact(session, deed, number="BTBG 1")
    cited: list[int] = [vase.id]

    def protect(session: Session, ids: Sequence[int]) -> dict[int, Message]:
        return {artifact_id: Message("Cited by a register") for artifact_id in ids if artifact_id in cited}

    add_protection(protect)
    (thing,) = plan_undo(session, deed)
    assert thing.refusal
    assert str(thing.why) == "Cited by a register"
    cited.clear()


def test_a_part_cannot_become_the_whole_of_its_own_whole(session: Session, deed: ChangeSet) -> None:
    box = make_artifact(session, deed, name="Hộp")
    lid = make_artifact(session, deed, name="Nắp")
    knob = make_artifact(session, deed, name="Núm")
    set_parent(session, lid, box, deed=deed)
    set_parent(session, knob, lid, deed=deed)
    for whole in (knob, lid, box):
        with pytest.raises(PartCycle):
            set_parent(session, box, whole, deed=deed)
    session.refresh(box, ["parts"])
    assert [part.id for part in box.parts] == [lid.id]
    set_parent(session, lid, None, deed=deed)
    assert lid.parent_id is None

"""A classification is proposed, then confirmed or sent back, and counts only while it is confirmed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import ClassificationState
from museum_tracker.classification.checks import check_states
from museum_tracker.classification.queries import count_waiting, list_groups, neighbours
from museum_tracker.classification.rules import STEPS, Stage, may_step
from museum_tracker.classification.services import (
    AlreadyClassified,
    CuratorConfirms,
    NoSuchStep,
    ReasonMissing,
    confirm,
    contest,
    propose,
    send_back,
)
from museum_tracker.figures.checker import check
from museum_tracker.figures.queries import Measure, measure
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.second_person import OwnWork, latest_uses
from museum_tracker.history.services import CannotUndo, undo
from museum_tracker.vocabularies.models import Term
from tests.factories.catalogue import make_artifact
from tests.factories.figures import make_facts
from tests.factories.people import allow_small, deed_of


@pytest.fixture(autouse=True)
def proved(session: Session) -> Iterator[None]:
    """Whatever a test does, the state shown on each object is the one that is proved."""
    yield
    session.flush()
    assert list(check_states(session)) == []


def group(session: Session, code: str = "Gm") -> Term:
    return next(term for term in list_groups(session) if term.code == code)


def counted(session: Session) -> int:
    return measure(session, Measure.CLASSIFIED).objects


def test_a_proposal_reserves_the_next_number_and_does_not_count(session: Session, deed: ChangeSet) -> None:
    vase, bowl = make_artifact(session, deed), make_artifact(session, deed, name="Bát")
    first = propose(session, vase, group(session), deed=deed)
    second = propose(session, bowl, group(session), deed=deed)
    assert [first.number, second.number] == ["Gm 1", "Gm 2"]
    assert (vase.classification_state, vase.classification_number) == (ClassificationState.PROPOSED, "Gm 1")
    assert counted(session) == 0
    assert count_waiting(session) == 2
    assert neighbours(session, first.id) == (None, second.id, 2)


def test_each_material_group_has_its_own_series_and_codes_keep_their_diacritics(
    session: Session, deed: ChangeSet
) -> None:
    numbers = [
        propose(session, make_artifact(session, deed, name=code), group(session, code), deed=deed).number
        for code in ("Đ", "D", "ĐM")
    ]
    assert numbers == ["Đ 1", "D 1", "ĐM 1"]


def test_a_confirmed_classification_counts_and_its_number_stands(session: Session, deed: ChangeSet) -> None:
    vase = make_artifact(session, deed)
    made = propose(session, vase, group(session), deed=deed)
    confirm(session, made, deed=deed_of(session, Role.CURATOR))
    assert vase.classification_state is ClassificationState.CONFIRMED
    assert made.decided_by is not None
    assert counted(session) == 1
    assert check(session) == []


def test_a_returned_proposal_keeps_its_number_when_the_group_stays(session: Session, deed: ChangeSet) -> None:
    vase = make_artifact(session, deed)
    made = propose(session, vase, group(session), deed=deed)
    send_back(session, made, "Kiểm tra lại men", deed=deed_of(session, Role.CURATOR))
    assert vase.classification_state is ClassificationState.SENT_BACK
    again = propose(session, vase, group(session), deed=deed)
    assert again.number == made.number
    assert made.stage is Stage.WITHDRAWN
    other = propose(session, make_artifact(session, deed, name="Chum"), group(session), deed=deed)
    assert other.number == "Gm 2"


def test_sending_back_needs_a_reason(session: Session, deed: ChangeSet) -> None:
    made = propose(session, make_artifact(session, deed), group(session), deed=deed)
    with pytest.raises(ReasonMissing):
        send_back(session, made, "  ", deed=deed)
    assert made.stage is Stage.PROPOSED


def test_a_second_decision_is_refused(session: Session, deed: ChangeSet) -> None:
    made = propose(session, make_artifact(session, deed), group(session), deed=deed)
    deciding = deed_of(session, Role.CURATOR)
    confirm(session, made, deed=deciding)
    with pytest.raises(NoSuchStep):
        confirm(session, made, deed=deciding)


def test_an_object_is_not_proposed_twice(session: Session, deed: ChangeSet) -> None:
    vase = make_artifact(session, deed)
    propose(session, vase, group(session), deed=deed)
    with pytest.raises(AlreadyClassified):
        propose(session, vase, group(session, "KL"), deed=deed)


def test_a_classification_waits_since_the_step_that_made_it_wait(session: Session, deed: ChangeSet) -> None:
    made = propose(session, make_artifact(session, deed), group(session), deed=deed)
    assert made.waiting_since == deed.at
    confirm(session, made, deed=deed_of(session, Role.CURATOR))
    contested = deed_of(session, Role.CURATOR)
    contested.at += dt.timedelta(days=9)
    contest(session, made, "Có ý kiến khác", deed=contested)
    assert made.waiting_since == contested.at


def test_a_contested_classification_counts_again_once_it_is_confirmed_anew(session: Session, deed: ChangeSet) -> None:
    made = propose(session, make_artifact(session, deed), group(session), deed=deed)
    confirm(session, made, deed=deed_of(session, Role.CURATOR))
    contest(session, made, "Có ý kiến khác", deed=deed)
    assert counted(session) == 0
    confirm(session, made, deed=deed_of(session, Role.CURATOR))
    assert counted(session) == 1


def test_nobody_confirms_their_own_proposal_but_in_a_museum_with_few_people(session: Session) -> None:
    proposing, directing = deed_of(session, Role.CURATOR), deed_of(session, Role.DIRECTOR)
    made = propose(session, make_artifact(session, proposing), group(session), deed=proposing)
    with pytest.raises(OwnWork):
        confirm(session, made, deed=proposing, reason="Chỉ có một người")
    with pytest.raises(CuratorConfirms):
        confirm(session, made, deed=directing)
    allow_small(session)
    with pytest.raises(OwnWork):
        confirm(session, made, deed=proposing)
    confirm(session, made, deed=proposing, witness="Ông Nguyễn Văn An, Bảo tàng Bắc Ninh")
    (use,) = latest_uses(session)
    assert use.after == {
        "duty": "classification",
        "thing": f"{made.number} · {made.artifact.label}",
        "reason": "",
        "witness": "Ông Nguyễn Văn An, Bảo tàng Bắc Ninh",
        "decision": "3/QĐ-BT",
    }
    other = propose(session, make_artifact(session, proposing, name="Ấm"), group(session), deed=proposing)
    confirm(session, other, deed=directing)
    assert len(latest_uses(session)) == 1


def test_undoing_a_confirmation_lets_the_proposal_wait_again(session: Session, deed: ChangeSet) -> None:
    vase = make_artifact(session, deed)
    made = propose(session, vase, group(session), deed=deed)
    confirming = deed_of(session, Role.CURATOR)
    confirm(session, made, deed=confirming)
    undo(session, confirming, by=confirming.by)
    assert made.stage is Stage.PROPOSED
    assert vase.classification_state is ClassificationState.PROPOSED
    assert counted(session) == 0
    assert check(session) == []


def test_undoing_a_proposal_withdraws_it_and_its_number(session: Session, deed: ChangeSet) -> None:
    vase = make_artifact(session, deed)
    proposing = deed_of(session, Role.CATALOGUER)
    made = propose(session, vase, group(session), deed=proposing)
    undo(session, proposing, by=proposing.by)
    assert made.stage is Stage.WITHDRAWN
    assert (vase.classification_state, vase.classification_number) == (ClassificationState.NONE, "")


def test_a_proposal_confirmed_since_cannot_be_undone(session: Session, deed: ChangeSet) -> None:
    proposing = deed_of(session, Role.CATALOGUER)
    made = propose(session, make_artifact(session, deed), group(session), deed=proposing)
    confirm(session, made, deed=deed)
    with pytest.raises(CannotUndo):
        undo(session, proposing, by=proposing.by)


def test_an_object_classified_by_the_old_books_shows_as_confirmed(session: Session, deed: ChangeSet) -> None:
    vase = make_artifact(session, deed)
    make_facts(session, deed, {"artifact_id": vase.id, "kind": FactKind.CLASSIFIED, "opening": True})
    session.refresh(vase)
    assert vase.classification_state is ClassificationState.CONFIRMED
    assert measure(session, Measure.CLASSIFIED).opening_objects == 1
    with pytest.raises(AlreadyClassified):
        propose(session, vase, group(session), deed=deed)


def test_every_step_is_either_allowed_or_refused_by_the_table() -> None:
    assert {(now, to) for now in Stage for to in Stage if may_step(now, to)} == {
        (now, to) for now, all_ in STEPS.items() for to in all_
    }


def test_the_object_stays_in_the_list_of_its_state(session: Session, deed: ChangeSet) -> None:
    vase = make_artifact(session, deed)
    propose(session, vase, group(session), deed=deed)
    assert session.get_one(Artifact, vase.id).classification_state is ClassificationState.PROPOSED


def test_a_state_that_nothing_proves_is_named_by_the_checker(session: Session, deed: ChangeSet) -> None:
    artifact = make_artifact(session, deed)
    make_facts(session, deed, {"artifact_id": artifact.id, "kind": FactKind.REGISTERED})
    artifact.classification_state = ClassificationState.CONFIRMED
    session.flush()
    (found,) = check_states(session)
    assert (found.stored, found.counted, found.artifact_id) == ("confirmed", "none", artifact.id)
    artifact.classification_state = ClassificationState.NONE

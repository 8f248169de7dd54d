"""The inventory: evidence step by step, the state it adds up to, corrections instead of erasures."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.acquisitions.queries import Tab, count_waiting, list_objects
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import Custody, Holding, InventoryState
from museum_tracker.catalogue.services import edit_artifact, set_number
from museum_tracker.figures.balances import stock_balance
from museum_tracker.figures.checker import check
from museum_tracker.figures.queries import Measure, measure
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.rules.measures import BIT
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import CannotUndo, undo
from museum_tracker.inventory.queries import Work, count_work, dossier_of, evidence_rows, has, list_work
from museum_tracker.inventory.rules import DossierCheck, Step, dossier_checks, state_of
from museum_tracker.inventory.services import (
    AlreadyRegistered,
    DossierIncomplete,
    NothingToCorrect,
    NotInHand,
    NotRegistered,
    ReasonMissing,
    complete_dossier,
    mark,
    take_back,
)
from museum_tracker.vocabularies.queries import find_term
from tests.factories.catalogue import make_artifact
from tests.factories.figures import make_facts
from tests.factories.inventory import accept, register
from tests.factories.people import deed_of

MAY = dt.date(2026, 5, 4)


def make_full(session: Session, deed: ChangeSet) -> Artifact:
    """An object whose record holds all that a dossier asks for, but no number."""
    gift = find_term(session, "acquisition_method", "gift")
    return make_artifact(
        session,
        deed,
        material_text="Gốm",
        dating_text="không rõ",
        dimensions_text="không đo được",
        find_place="Thổ Hà",
        description_vi="Bình tròn",
        condition_text="Nguyên vẹn",
        acquisition_method_id=gift.id if gift else None,
        source_text="Gia đình ông Ba",
        provenance="Dùng trong lễ hội",
    )


def test_a_registered_object_gets_the_next_number_and_its_line(session: Session, deed: ChangeSet) -> None:
    first = register(session, make_artifact(session, deed), on=MAY, deed=deed, book="1", page="7", line="3")
    second = register(session, make_artifact(session, deed, name="Bát"), on=MAY, deed=deed)
    assert first.number != second.number
    assert (first.register_book, first.register_page, first.register_line) == ("1", "7", "3")
    assert first.inventory_state is InventoryState.REGISTERED
    assert measure(session, Measure.NEWLY_REGISTERED, start=MAY, end=MAY).objects == 2
    row = evidence_rows(session, first.id)[0]
    assert (row.step, row.met, row.on, row.author) == (Step.REGISTERED, True, MAY, deed.by)
    assert check(session) == []


def test_a_number_typed_from_the_book_is_kept(session: Session, deed: ChangeSet) -> None:
    vase = make_artifact(session, deed, number="BTBG 1024")
    assert register(session, vase, on=MAY, deed=deed).number == "BTBG 1024"


def test_registering_gives_a_title_to_what_no_council_has_heard(session: Session, deed: ChangeSet) -> None:
    undecided = register(session, make_artifact(session, deed), on=MAY, deed=deed)
    reference = register(session, make_artifact(session, deed), on=MAY, deed=deed, holding=Holding.REFERENCE)
    deposit = register(session, make_artifact(session, deed, holding=Holding.DEPOSIT), on=MAY, deed=deed)
    kept = [artifact.holding for artifact in (undecided, reference, deposit)]
    assert kept == [Holding.BASE, Holding.REFERENCE, Holding.DEPOSIT]
    for population in ("all_holdings", "base_store", "objects_proper", "reference_store", "deposits"):
        assert measure(session, Measure.REGISTERED, population).objects == 1
        assert measure(session, Measure.NEWLY_REGISTERED, population, start=MAY, end=MAY).objects == 1
        book = stock_balance(session, population, start=MAY, end=MAY)
        assert book.adds_up
    assert check(session) == []


def test_an_object_is_registered_once(session: Session, deed: ChangeSet) -> None:
    vase = register(session, make_artifact(session, deed), on=MAY, deed=deed)
    with pytest.raises(AlreadyRegistered):
        register(session, vase, on=MAY, deed=deed)


def test_what_waits_for_the_council_is_not_registered(session: Session, deed: ChangeSet) -> None:
    vase = make_artifact(session, deed)
    vase.custody = Custody.UNDER_REVIEW
    with pytest.raises(NotInHand):
        register(session, vase, on=MAY, deed=deed)


def test_marking_many_leaves_those_without_a_register_line_and_says_which(session: Session, deed: ChangeSet) -> None:
    done = register(session, make_artifact(session, deed), on=MAY, deed=deed)
    bare = make_artifact(session, deed, name="Bát")
    marked = mark(session, [done, bare], on=MAY, deed=deed, seen_by="Thủ kho Nam")
    assert marked.done == 1
    assert [artifact.id for artifact, _ in marked.left] == [bare.id]
    assert done.inventory_state is InventoryState.MARKED
    assert measure(session, Measure.INITIAL_INVENTORY).objects == 1
    assert evidence_rows(session, done.id)[1].seen_by == "Thủ kho Nam"


def test_scientific_inventory_needs_classification_and_dossier_too(session: Session, deed: ChangeSet) -> None:
    vase = register(session, make_full(session, deed), on=MAY, deed=deed)
    mark(session, [vase], on=MAY, deed=deed)
    complete_dossier(session, vase, on=MAY, deed=deed)
    assert vase.inventory_state is InventoryState.MARKED
    assert measure(session, Measure.SCIENTIFIC_INVENTORY).objects == 0
    make_facts(session, deed, {"artifact_id": vase.id, "kind": FactKind.CLASSIFIED, "effective_on": MAY})
    session.refresh(vase)
    assert vase.inventory_state is InventoryState.COMPLETE
    assert measure(session, Measure.SCIENTIFIC_INVENTORY).objects == 1
    assert measure(session, Measure.INVENTORIED).objects == 1


def test_an_incomplete_dossier_is_refused_and_what_is_missing_named(session: Session, deed: ChangeSet) -> None:
    vase = register(session, make_artifact(session, deed), on=MAY, deed=deed)
    with pytest.raises(DossierIncomplete) as refused:
        complete_dossier(session, vase, on=MAY, deed=deed)
    assert "Description" in refused.value.message.text("en")
    with pytest.raises(NotRegistered):
        complete_dossier(session, make_artifact(session, deed, name="Bát"), on=MAY, deed=deed)


def test_a_dossier_reopens_by_itself_when_the_record_loses_something(session: Session, deed: ChangeSet) -> None:
    vase = register(session, make_full(session, deed), on=MAY, deed=deed)
    complete_dossier(session, vase, on=MAY, deed=deed)
    assert measure(session, Measure.DOSSIER).objects == 1
    edit_artifact(session, vase, {"description_vi": ""}, version=vase.version, deed=deed)
    assert measure(session, Measure.DOSSIER).objects == 0


def test_a_struck_register_line_stays_readable_and_its_number_is_never_given_again(
    session: Session, deed: ChangeSet
) -> None:
    vase = register(session, make_artifact(session, deed), on=MAY, deed=deed)
    number = vase.number
    take_back(session, vase, Step.REGISTERED, "Ghi trùng", deed=deed)
    assert vase.number == ""
    assert measure(session, Measure.REGISTERED).objects == 0
    assert vase.inventory_state is InventoryState.NONE
    other = register(session, make_artifact(session, deed, name="Bát"), on=MAY, deed=deed)
    assert other.number != number
    assert check(session) == []


def test_a_correction_needs_a_reason_and_something_to_correct(session: Session, deed: ChangeSet) -> None:
    vase = make_artifact(session, deed)
    with pytest.raises(ReasonMissing):
        take_back(session, vase, Step.MARKED, " ", deed=deed)
    with pytest.raises(NothingToCorrect):
        take_back(session, vase, Step.MARKED, "Nhầm", deed=deed)


def test_undoing_a_marking_unmakes_it_and_undoing_a_register_line_is_refused(session: Session, deed: ChangeSet) -> None:
    registering, marking = deed_of(session, Role.CATALOGUER), deed_of(session, Role.CATALOGUER)
    vase = register(session, make_artifact(session, deed), on=MAY, deed=registering)
    mark(session, [vase], on=MAY, deed=marking)
    undo(session, marking, by=marking.by)
    assert vase.inventory_state is InventoryState.REGISTERED
    assert measure(session, Measure.MARKED).objects == 0
    with pytest.raises(CannotUndo, match="strike the line"):
        undo(session, registering, by=registering.by)


def test_a_registered_record_can_no_longer_be_unmade(session: Session, deed: ChangeSet) -> None:
    creating = deed_of(session, Role.CATALOGUER)
    vase = make_artifact(session, creating)
    register(session, vase, on=MAY, deed=deed)
    with pytest.raises(CannotUndo):
        undo(session, creating, by=creating.by)


def test_work_lists_hold_what_waits_for_each_step(session: Session, deed: ChangeSet) -> None:
    bare, registered = make_artifact(session, deed, name="Bát"), make_artifact(session, deed)
    register(session, registered, on=MAY, deed=deed)
    assert (list_work(session, Work.REGISTER), list_objects(session, Tab.REVIEW)[0][0]) == ([], bare)
    accept(session, bare, deed=deed)
    assert [artifact.id for artifact in list_work(session, Work.REGISTER)] == [bare.id]
    assert (count_waiting(session), count_work(session, Work.REGISTER)) == (0, 1)
    assert [artifact.id for artifact in list_work(session, Work.MARK)] == [registered.id]
    assert list_work(session, Work.MARK, after=registered.id) == []
    assert count_work(session, Work.DOSSIER) == 0


def test_old_books_show_as_evidence_without_a_person(session: Session, deed: ChangeSet) -> None:
    vase = make_artifact(session, deed)
    make_facts(session, deed, {"artifact_id": vase.id, "kind": FactKind.REGISTERED, "opening": True})
    row = evidence_rows(session, vase.id)[0]
    assert (row.met, row.opening, row.on) == (True, True, None)


@pytest.mark.parametrize(
    ("measures", "state"),
    [
        ((), InventoryState.NONE),
        ((Measure.REGISTERED,), InventoryState.REGISTERED),
        ((Measure.REGISTERED, Measure.CLASSIFIED), InventoryState.REGISTERED),
        ((Measure.MARKED, Measure.CLASSIFIED), InventoryState.NONE),
        ((Measure.REGISTERED, Measure.MARKED, Measure.CLASSIFIED), InventoryState.CLASSIFIED),
        ((Measure.REGISTERED, Measure.MARKED, Measure.CLASSIFIED, Measure.DOSSIER), InventoryState.COMPLETE),
    ],
)
def test_the_state_is_the_highest_step_without_a_gap(measures: tuple[Measure, ...], state: InventoryState) -> None:
    assert state_of(sum(BIT[measure] for measure in measures)) is state


def test_not_known_is_an_answer_and_blank_is_not() -> None:
    def dating(checks: list[DossierCheck]) -> bool:
        return next(check.met for check in checks if check.text.startswith("Dating"))

    assert dating(dossier_checks({"dating_text": "không rõ"}))
    assert not dating(dossier_checks({"dating_text": "  "}))


def test_a_full_record_lacks_only_its_number(session: Session, deed: ChangeSet) -> None:
    lacks = [check.text for check in dossier_of(make_full(session, deed)) if not check.met]
    assert lacks == ["Registration number"]


def test_a_number_or_a_date_that_a_register_line_rests_on_is_not_undone_from_under_it(
    session: Session, deed: ChangeSet
) -> None:
    vase = make_artifact(session, deed)
    numbering, dating, naming, registering = (deed_of(session, Role.CATALOGUER) for _ in range(4))
    set_number(session, vase, "BT 77", deed=numbering)
    edit_artifact(session, vase, {"holding": Holding.REFERENCE}, version=vase.version, deed=dating)
    edit_artifact(session, vase, {"name_en": "Vase"}, version=vase.version, deed=naming)
    register(session, vase, on=MAY, deed=registering)
    for change in (numbering, dating, registering):
        with pytest.raises(CannotUndo, match="strike the line"):
            undo(session, change, by=change.by)
    undo(session, naming, by=naming.by)
    assert (vase.number, vase.holding, vase.name_en) == ("BT 77", Holding.REFERENCE, "")
    assert has(session, vase.id, Step.REGISTERED)
    assert check(session) == []

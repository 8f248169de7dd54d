"""Objects come in, go before the council, are accepted or returned, and leave by decision: each a dated fact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.acquisitions.checks import check_custody
from museum_tracker.acquisitions.errors import (
    BatchDecided,
    DecisionMissing,
    DecisionNumberMissing,
    MinutesMissing,
    NothingToDecide,
    ReasonMissing,
    WrongCustody,
)
from museum_tracker.acquisitions.models import CouncilBatch
from museum_tracker.acquisitions.queries import (
    Tab,
    candidates,
    count_objects,
    count_removals,
    count_waiting,
    list_objects,
)
from museum_tracker.acquisitions.removals import (
    decide_removal,
    drop_removal,
    propose_removal,
    put_back_on_register,
)
from museum_tracker.acquisitions.rules import STEPS, Decision, may_step
from museum_tracker.acquisitions.services import decide, open_batch, put_before, receive, take_off
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import Custody, Holding
from museum_tracker.catalogue.services import edit_artifact
from museum_tracker.figures.balances import Line, stock_balance
from museum_tracker.figures.checker import check
from museum_tracker.figures.queries import Measure, measure
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import CannotUndo, undo
from museum_tracker.vocabularies.queries import find_term
from tests.factories.catalogue import make_artifact
from tests.factories.figures import make_facts
from tests.factories.inventory import register
from tests.factories.people import deed_of

MARCH, MAY, JUNE = dt.date(2026, 3, 2), dt.date(2026, 5, 4), dt.date(2026, 6, 1)
YEAR = {"start": dt.date(2025, 12, 15), "end": dt.date(2026, 12, 14)}


@pytest.fixture(autouse=True)
def proved(session: Session) -> Iterator[None]:
    """Whatever a test does, the custody shown on each object is the one that its facts prove."""
    yield
    session.flush()
    assert list(check_custody(session)) == []


def received(session: Session, deed: ChangeSet, method: str = "gift", **values: Any) -> Artifact:
    term = find_term(session, "acquisition_method", method)
    given = {"name_vi": "Trống đồng", "acquisition_method_id": term.id if term else None, **values}
    return receive(session, given, received_on=MAY, deed=deed, handover_record="05/BBGN", handover_on=MARCH)


def heard(session: Session, deed: ChangeSet, *artifacts: Artifact) -> CouncilBatch:
    batch = open_batch(session, deed=deed, title="Họp quý II")
    put_before(session, batch, artifacts, deed=deed)
    return batch


def decided(session: Session, batch: CouncilBatch, deed: ChangeSet, *answers: tuple[Decision, str]) -> CouncilBatch:
    given = {item.id: answer for item, answer in zip(batch.items, answers, strict=True)}
    return decide(session, batch, given, minutes_number="12/BB", met_on=JUNE, deed=deed)


def test_what_comes_in_gets_an_entry_number_and_waits_beside_the_figure(session: Session, deed: ChangeSet) -> None:
    drum, other = received(session, deed), received(session, deed, name_vi="Bát")
    assert [drum.number, other.number] == ["T2026.1", "T2026.2"]
    assert drum.custody is Custody.RECEIVED
    assert measure(session, Measure.COLLECTED, **YEAR).objects == 0
    assert measure(session, Measure.AWAITING_COUNCIL, **YEAR).objects == 2
    assert measure(session, Measure.UNREGISTERED).objects == 2
    assert [artifact.id for artifact, _ in list_objects(session, Tab.RECEIVED)] == [other.id, drum.id]


def test_an_accepted_object_counts_as_collected_on_the_day_of_the_handover_record(
    session: Session, deed: ChangeSet
) -> None:
    drum = received(session, deed)
    decided(session, heard(session, deed, drum), deed, (Decision.BASE, ""))
    assert (drum.custody, drum.holding) == (Custody.ACCESSIONED, Holding.BASE)
    assert measure(session, Measure.COLLECTED, "base_store", start=MARCH, end=MARCH).objects == 1
    assert measure(session, Measure.AWAITING_COUNCIL, **YEAR).objects == 0
    assert measure(session, Measure.PRESENT, "base_store", as_of=MAY).objects == 0
    assert measure(session, Measure.PRESENT, "base_store", as_of=JUNE).objects == 1
    assert check(session) == []


def test_one_meeting_accepts_returns_and_postpones(session: Session, deed: ChangeSet) -> None:
    ids = [received(session, deed, name_vi=name) for name in ("Trống", "Bát", "Chum", "Ấm")]
    answers = (
        (Decision.BASE, ""),
        (Decision.REFERENCE, ""),
        (Decision.RETURN, "Không rõ nguồn gốc"),
        (Decision.LATER, ""),
    )
    decided(session, heard(session, deed, *ids), deed, *answers)
    assert [artifact.custody for artifact in ids] == [
        *(Custody.ACCESSIONED, Custody.ACCESSIONED),
        *(Custody.RETURNED, Custody.RECEIVED),
    ]
    assert measure(session, Measure.COLLECTED, **YEAR).objects == 1
    assert measure(session, Measure.COLLECTED, "reference_store", **YEAR).objects == 1
    assert measure(session, Measure.RETURNED, **YEAR).objects == 1
    assert measure(session, Measure.AWAITING_COUNCIL, **YEAR).objects == 1
    assert [artifact.id for artifact in candidates(session)] == [ids[3].id]
    assert check(session) == []


@pytest.mark.parametrize(
    ("answers", "minutes", "day", "refusal"),
    [
        ([(Decision.BASE, "")], "", JUNE, MinutesMissing),
        ([(Decision.BASE, "")], "12/BB", None, MinutesMissing),
        ([(None, "")], "12/BB", JUNE, DecisionMissing),
        ([(Decision.RETURN, " ")], "12/BB", JUNE, ReasonMissing),
    ],
)
def test_an_unfinished_decision_is_refused(
    session: Session, deed: ChangeSet, answers: list[Any], minutes: str, day: dt.date | None, refusal: type[Exception]
) -> None:
    batch = heard(session, deed, received(session, deed))
    given = {item.id: answer for item, answer in zip(batch.items, answers, strict=True)}
    with pytest.raises(refusal):
        decide(session, batch, given, minutes_number=minutes, met_on=day, deed=deed)


def test_signed_minutes_stand(session: Session, deed: ChangeSet) -> None:
    drum = received(session, deed)
    deciding = deed_of(session, Role.CURATOR)
    batch = decided(session, heard(session, deed, drum), deciding, (Decision.BASE, ""))
    with pytest.raises(BatchDecided):
        put_before(session, batch, [], deed=deed)
    with pytest.raises(CannotUndo, match="12/BB"):
        undo(session, deciding, by=deciding.by)


def test_an_empty_meeting_decides_nothing(session: Session, deed: ChangeSet) -> None:
    with pytest.raises(NothingToDecide):
        decide(session, open_batch(session, deed=deed), {}, minutes_number="1", met_on=JUNE, deed=deed)


def test_an_object_is_before_one_meeting_at_a_time_and_may_be_taken_off(session: Session, deed: ChangeSet) -> None:
    drum = received(session, deed)
    batch = heard(session, deed, drum)
    assert count_waiting(session) == 1
    with pytest.raises(WrongCustody):
        put_before(session, open_batch(session, deed=deed), [drum], deed=deed)
    take_off(session, batch.items[0], deed=deed)
    assert (drum.custody, count_waiting(session), batch.items) == (Custody.RECEIVED, 1, [])


def test_undoing_the_list_takes_the_object_off_again(session: Session, deed: ChangeSet) -> None:
    drum, listing = received(session, deed), deed_of(session, Role.CATALOGUER)
    batch = heard(session, listing, drum)
    undo(session, listing, by=listing.by)
    assert drum.custody is Custody.RECEIVED
    session.refresh(batch)
    assert batch.items == []


def test_undoing_an_entry_voids_the_record_and_its_figures(session: Session, deed: ChangeSet) -> None:
    entering = deed_of(session, Role.CATALOGUER)
    received(session, entering)
    undo(session, entering, by=entering.by)
    assert measure(session, Measure.AWAITING_COUNCIL, **YEAR).objects == 0
    assert count_objects(session, Tab.RECEIVED) == 0
    assert check(session) == []


def test_deposits_and_old_stock_are_not_collected(session: Session, deed: ChangeSet) -> None:
    deposit, old = received(session, deed, "deposit"), received(session, deed, "original_stock")
    assert (deposit.holding, old.holding) == (Holding.DEPOSIT, Holding.UNDECIDED)
    assert measure(session, Measure.AWAITING_COUNCIL, **YEAR).objects == 0
    assert measure(session, Measure.PRESENT, "deposits").objects == 1
    assert measure(session, Measure.PRESENT).objects == 1


def test_a_removed_object_leaves_by_decision_and_keeps_record_and_number(session: Session, deed: ChangeSet) -> None:
    drum = register(session, make_artifact(session, deed, holding=Holding.BASE), on=MAY, deed=deed)
    assert drum.custody is Custody.ACCESSIONED
    removal = propose_removal(session, drum, "Hư hỏng hoàn toàn", deed=deed)
    assert count_removals(session) == 1
    assert measure(session, Measure.REGISTERED).objects == 1
    with pytest.raises(DecisionNumberMissing):
        decide_removal(session, removal, decision_number="", decided_on=JUNE, deed=deed)
    deciding = deed_of(session, Role.DIRECTOR)
    decide_removal(session, removal, decision_number="77/QĐ", decided_on=JUNE, deed=deciding)
    assert drum.custody is Custody.DEACCESSIONED
    assert drum.number
    assert measure(session, Measure.REGISTERED).objects == 0
    assert measure(session, Measure.REMOVED, **YEAR).objects == 1
    with pytest.raises(CannotUndo):
        undo(session, deciding, by=make_director(session))
    put_back_on_register(session, drum, decision_number="80/QĐ", on=dt.date(2026, 7, 1), deed=deed)
    assert (drum.custody, measure(session, Measure.REGISTERED).objects) == (Custody.ACCESSIONED, 1)
    balance = stock_balance(session, "base_store", **YEAR)
    lines = {row.line: row.figure.objects for row in balance.lines}
    assert balance.adds_up
    assert (lines[Line.FIRST], lines[Line.REMOVED], lines[Line.REGAINED]) == (1, -1, 1)
    assert check(session) == []


def make_director(session: Session) -> Any:
    return deed_of(session, Role.CURATOR).by


def test_a_dropped_removal_leaves_the_object_where_it_was(session: Session, deed: ChangeSet) -> None:
    drum = register(session, make_artifact(session, deed), on=MAY, deed=deed)
    removal = propose_removal(session, drum, "Trùng lặp", deed=deed)
    with pytest.raises(ReasonMissing):
        drop_removal(session, removal, "", deed=deed)
    drop_removal(session, removal, "Vẫn có giá trị", deed=deed)
    assert drum.custody is Custody.ACCESSIONED
    with pytest.raises(WrongCustody):
        decide_removal(session, removal, decision_number="1", decided_on=JUNE, deed=deed)


def test_undoing_a_proposed_removal_drops_it(session: Session, deed: ChangeSet) -> None:
    drum = register(session, make_artifact(session, deed), on=MAY, deed=deed)
    proposing = deed_of(session, Role.CATALOGUER)
    propose_removal(session, drum, "Trùng lặp", deed=proposing)
    undo(session, proposing, by=proposing.by)
    assert (drum.custody, count_removals(session)) == (Custody.ACCESSIONED, 0)


def test_old_books_say_that_an_object_is_in_or_gone(session: Session, deed: ChangeSet) -> None:
    kept, gone = make_artifact(session, deed), make_artifact(session, deed, name="Bát")
    rows = [{"artifact_id": each.id, "kind": FactKind.REGISTERED, "opening": True} for each in (kept, gone)]
    left = {"artifact_id": gone.id, "kind": FactKind.LEFT, "effective_on": MARCH, "opening": True}
    make_facts(session, deed, *rows, left)
    session.refresh(kept)
    session.refresh(gone)
    assert (kept.custody, gone.custody) == (Custody.ACCESSIONED, Custody.DEACCESSIONED)


def test_editing_the_holding_is_a_move_and_undoing_it_voids_the_move(session: Session, deed: ChangeSet) -> None:
    drum = register(session, make_artifact(session, deed, holding=Holding.BASE), on=MAY, deed=deed)
    editing = deed_of(session, Role.CATALOGUER)
    edit_artifact(session, drum, {"holding": Holding.REFERENCE}, version=drum.version, deed=editing)
    assert measure(session, Measure.REGISTERED, "base_store").objects == 0
    assert measure(session, Measure.REGISTERED, "base_store", as_of=JUNE).objects == 1
    undo(session, editing, by=editing.by)
    assert measure(session, Measure.REGISTERED, "base_store").objects == 1
    balance = stock_balance(session, "base_store", start=YEAR["start"], end=dt.date(2030, 1, 1))
    assert {row.figure.objects for row in balance.lines if row.line in {Line.MOVED_IN, Line.MOVED_OUT}} == {0}
    assert check(session) == []


def test_every_step_of_custody_is_in_the_table() -> None:
    assert {(now, to) for now in Custody for to in Custody if may_step(now, to)} == {
        (now, to) for now, all_ in STEPS.items() for to in all_
    }


def test_a_custody_that_the_facts_deny_is_named_by_the_checker(session: Session, deed: ChangeSet) -> None:
    drum = register(session, make_artifact(session, deed, holding=Holding.BASE), on=MAY, deed=deed)
    drum.custody = Custody.UNDER_REVIEW
    session.flush()
    (found,) = check_custody(session)
    assert (found.stored, found.counted, found.artifact_id) == ("under_review", "accessioned", drum.id)
    drum.custody = Custody.ACCESSIONED

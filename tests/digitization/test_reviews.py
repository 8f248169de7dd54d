"""Approvals: a second person looks, the level follows, facts remember."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.services import edit_artifact
from museum_tracker.digitization.models import Decision, Review, Scope
from museum_tracker.digitization.queries.waiting import contact_sheet, count_waiting, list_waiting, neighbours
from museum_tracker.digitization.rules.tasks import ReasonMissing, TaskState
from museum_tracker.digitization.services.reviews import (
    AlreadyJudged,
    GateReasonMissing,
    NothingToWithdraw,
    NotReady,
    OwnWork,
    WithdrawnBefore,
    approve,
    approve_many,
    send_back,
    withdraw,
)
from museum_tracker.digitization.services.tasks import AlreadyPlanned, find_open_task, plan, state_pages, step
from museum_tracker.figures.balances import Line, digitized_balance
from museum_tracker.figures.checker import check
from museum_tracker.figures.models import Fact
from museum_tracker.figures.queries import Measure, measure
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.history.models import ChangeSet
from museum_tracker.media.rules import AssetKind, VersionState
from tests.factories.digitization import deed_by, make_file, make_person, make_recorded
from tests.factories.inventory import register
from tests.factories.people import allow_small


@pytest.fixture
def curator(session: Session) -> User:
    return make_person(session, Role.CURATOR)


@pytest.fixture
def vase(session: Session, deed: ChangeSet) -> Artifact:
    return make_recorded(session, deed, number="BTBG 1")


def level(session: Session, artifact: Artifact) -> int:
    return session.scalar(sa.select(Artifact.digitization_level).where(Artifact.id == artifact.id)) or 0


def facts(session: Session, artifact: Artifact) -> list[tuple[FactKind, int | None]]:
    kinds = {FactKind.LEVEL, FactKind.LOST_LEVEL, FactKind.FULL_LEVEL, FactKind.LOST_FULL_LEVEL}
    query = (
        sa.select(Fact.kind, Fact.level).where(Fact.artifact_id == artifact.id, Fact.kind.in_(kinds)).order_by(Fact.id)
    )
    return [(kind, number) for kind, number in session.execute(query)]


def test_an_approved_picture_lifts_a_recorded_object_to_level_1(session, vase, person, curator):
    version = make_file(session, vase, by=person)
    approve(session, version, scope=Scope.IDENTIFICATION, deed=deed_by(session, curator))
    assert level(session, vase) == 1
    assert facts(session, vase) == [(FactKind.LEVEL, 1)]


def test_nobody_approves_their_own_picture(session, vase, curator):
    version = make_file(session, vase, by=curator)
    with pytest.raises(OwnWork):
        approve(session, version, scope=Scope.STANDARD, deed=deed_by(session, curator))
    assert not session.scalar(sa.select(sa.func.count()).select_from(Review))


def test_the_operator_of_the_task_is_no_second_person(session, vase, person, curator, deed):
    plan(session, [vase], deed=deed, operator=curator)
    version = make_file(session, vase, by=person)
    with pytest.raises(OwnWork):
        approve(session, version, scope=Scope.STANDARD, deed=deed_by(session, curator))


def test_a_museum_with_one_curator_judges_its_own_work_with_a_reason(session, vase, curator):
    allow_small(session)
    version = make_file(session, vase, by=curator)
    with pytest.raises(OwnWork):
        approve(session, version, scope=Scope.STANDARD, deed=deed_by(session, curator))
    review = approve(
        session, version, scope=Scope.STANDARD, deed=deed_by(session, curator), exception="Một người phụ trách"
    )
    assert (review.exception, review.reason) == (True, "Một người phụ trách")


def test_a_witness_from_outside_is_the_second_person_of_a_museum_with_few_people(session, vase, curator):
    allow_small(session)
    version, witness = make_file(session, vase, by=curator), "Bà Lê Mai, Sở Văn hoá"
    review = approve(session, version, scope=Scope.STANDARD, deed=deed_by(session, curator), witness=witness)
    assert (review.exception, review.reason) == (True, witness)


def test_four_sides_and_a_model_reach_the_full_level_once(session, vase, person, curator, deed):
    plan(session, [vase], deed=deed, operator=person)
    for view in ("front", "back", "left", "right"):
        version = make_file(session, vase, by=person, view=view)
        approve(session, version, scope=Scope.STANDARD, deed=deed_by(session, curator))
    assert level(session, vase) == 2
    model = make_file(session, vase, by=person, kind=AssetKind.MODEL3D)
    approve(session, model, scope=Scope.STANDARD, deed=deed_by(session, curator))
    assert facts(session, vase) == [
        (FactKind.LEVEL, 1),
        (FactKind.LEVEL, 2),
        (FactKind.LEVEL, 3),
        (FactKind.FULL_LEVEL, 3),
    ]
    assert find_open_task(session, vase.id) is None


def test_withdrawing_an_approval_lowers_the_level_and_says_why(session, vase, person, curator):
    version = make_file(session, vase, by=person)
    approve(session, version, scope=Scope.STANDARD, deed=deed_by(session, curator))
    withdraw(session, version, reason="Nhầm hiện vật", deed=deed_by(session, curator))
    assert level(session, vase) == 0
    lost = session.scalars(sa.select(Fact).where(Fact.kind == FactKind.LOST_LEVEL)).one()
    assert lost.values["cause"] == "withdrawn"
    with pytest.raises(NothingToWithdraw):
        withdraw(session, version, reason="Lần nữa", deed=deed_by(session, curator))


def test_emptying_the_record_takes_the_level_away(session, vase, person, curator, deed):
    approve(session, make_file(session, vase, by=person), scope=Scope.IDENTIFICATION, deed=deed_by(session, curator))
    edit_artifact(session, vase, {"condition_text": ""}, version=vase.version, deed=deed)
    assert level(session, vase) == 0


def test_sending_back_needs_a_reason_and_tells_the_operator(session, vase, person, curator, deed):
    (task,) = plan(session, [vase], deed=deed, operator=person)
    version = make_file(session, vase, by=person)
    with pytest.raises(ReasonMissing):
        send_back(session, version, reason=" ", deed=deed_by(session, curator))
    send_back(session, version, reason="Thiếu thước tỷ lệ", deed=deed_by(session, curator))
    assert (task.state, task.reason) == (TaskState.REWORK, "Thiếu thước tỷ lệ")


def test_two_reviewers_do_not_overwrite_each_other(session, vase, person, curator):
    version = make_file(session, vase, by=person)
    approve(session, version, scope=Scope.STANDARD, deed=deed_by(session, curator))
    other = make_person(session, Role.CURATOR, "Phạm Hoa")
    with pytest.raises(AlreadyJudged) as refusal:
        send_back(session, version, reason="Mờ", deed=deed_by(session, other))
    assert refusal.value.values["who"] == "Nguyễn Lan"


def test_a_file_held_back_cannot_be_approved(session, vase, person, curator):
    version = make_file(session, vase, by=person, state=VersionState.QUARANTINED)
    with pytest.raises(NotReady):
        approve(session, version, scope=Scope.STANDARD, deed=deed_by(session, curator))


def test_a_picture_known_by_the_contact_sheet_may_later_be_judged_for_the_standard(session, vase, person, curator):
    version = make_file(session, vase, by=person, view="front")
    approve_many(session, [version], deed=deed_by(session, curator))
    review = approve(session, version, scope=Scope.STANDARD, deed=deed_by(session, curator))
    assert (review.decision, review.scope, review.standing) == (Decision.APPROVED, Scope.STANDARD, True)


def test_the_contact_sheet_shows_one_picture_of_each_unknown_object(session, vase, person, curator, deed):
    other = make_recorded(session, deed, number="BTBG 2")
    first = make_file(session, vase, by=person)
    make_file(session, vase, by=person)
    second = make_file(session, other, by=person)
    make_file(session, other, by=person, kind=AssetKind.MODEL3D)
    assert [version.id for version in contact_sheet(session, not_by=curator.id)] == [first.id, second.id]
    approve_many(session, [first], deed=deed_by(session, curator))
    assert [version.id for version in contact_sheet(session, not_by=curator.id)] == [second.id]


def test_old_pictures_approved_as_opening_balance_are_opening_facts(session, vase, person, curator):
    version = make_file(session, vase, by=person)
    approve_many(session, [version], deed=deed_by(session, curator), opening_on=dt.date(2025, 12, 14))
    fact = session.scalars(sa.select(Fact).where(Fact.artifact_id == vase.id, Fact.kind == FactKind.LEVEL)).one()
    assert (fact.opening, fact.effective_on, fact.effective_latest) == (True, None, dt.date(2025, 12, 14))


def test_an_opening_balance_of_pictures_counts_in_stock_and_in_no_year(session, vase, person, curator, deed):
    register(session, vase, on=dt.date(2012, 3, 1), deed=deed)
    cut_off = dt.date(2026, 6, 30)
    approve_many(session, [make_file(session, vase, by=person)], deed=deed_by(session, curator), opening_on=cut_off)
    assert measure(session, Measure.LEVEL_1, as_of=cut_off).objects == 1
    year = {"start": dt.date(2025, 12, 15), "end": dt.date(2026, 12, 14)}
    assert measure(session, Measure.FIRST_LEVEL_1, **year).objects == 0


def test_the_queue_leaves_out_the_reviewers_own_files(session, vase, person, curator):
    own = make_file(session, vase, by=curator)
    other = make_file(session, vase, by=person)
    assert count_waiting(session) == 2
    assert count_waiting(session, not_by=curator.id) == 1
    assert neighbours(session, other.id) == (own.id, None)
    (waiting,) = list_waiting(session)
    assert (waiting.artifact_id, waiting.files) == (vase.id, 2)


def test_a_document_is_full_when_its_stated_pages_are_approved(session, person, curator, deed):
    paper = make_recorded(session, deed, number="BTBG 3", flat=True)
    for page in (1, 2):
        version = make_file(session, paper, by=person, view="page", page=page)
        approve(session, version, scope=Scope.STANDARD, deed=deed_by(session, curator))
    assert level(session, paper) == 1
    state_pages(session, paper, 2, deed=deed)
    assert (level(session, paper), paper.full_level_reached) == (2, True)


def test_an_object_has_one_open_task(session, vase, deed):
    (task,) = plan(session, [vase], deed=deed)
    with pytest.raises(AlreadyPlanned):
        plan(session, [vase], deed=deed)
    step(session, task, TaskState.CANCELLED, deed=deed, reason="Hiện vật đang cho mượn")
    assert plan(session, [vase], deed=deed)


def test_an_emptied_record_lowers_the_stock_on_its_own_line_and_leaves_the_year_its_approval(
    session: Session, vase: Artifact, person: User, curator: User, frozen: dt.datetime
):
    day = frozen.date()
    register(session, vase, on=day, deed=deed_by(session, curator))
    approve(session, make_file(session, vase, by=person), scope=Scope.IDENTIFICATION, deed=deed_by(session, curator))
    whole = vase.description_vi

    def lines() -> dict[Line, int]:
        balance = digitized_balance(session, "all_holdings", start=day, end=day)
        assert balance.adds_up
        return {row.line: row.figure.objects for row in balance.lines if row.figure.objects}

    edit_artifact(session, vase, {"description_vi": ""}, version=vase.version, deed=deed_by(session, person))
    assert level(session, vase) == 0
    assert lines() == {Line.FIRST: 1, Line.LOST: -1}
    assert measure(session, Measure.FIRST_LEVEL_1, start=day, end=day).objects == 1
    session.refresh(vase)
    edit_artifact(session, vase, {"description_vi": whole}, version=vase.version, deed=deed_by(session, person))
    assert lines() == {Line.FIRST: 1, Line.LOST: -1, Line.REGAINED: 1}
    assert measure(session, Measure.FIRST_LEVEL_1, start=day, end=day).objects == 1
    assert not check(session)


def test_a_withdrawn_picture_goes_back_to_its_operator_and_waits_for_nobody(session, vase, person, curator):
    version = make_file(session, vase, by=person)
    approve(session, version, scope=Scope.STANDARD, deed=deed_by(session, curator))
    withdraw(session, version, reason="Nhầm hiện vật", deed=deed_by(session, curator))
    task = find_open_task(session, vase.id)
    assert task is not None
    assert (task.state, task.operator_id, task.reason) == (TaskState.REWORK, person.id, "Nhầm hiện vật")
    assert count_waiting(session) == 0
    assert contact_sheet(session, not_by=None) == []


def test_a_withdrawal_reopens_the_task_that_made_the_picture(session, vase, person, curator, deed):
    (task,) = plan(session, [vase], deed=deed, operator=person)
    for view in ("front", "back", "left", "right"):
        shown = make_file(session, vase, by=person, view=view)
        approve(session, shown, scope=Scope.STANDARD, deed=deed_by(session, curator))
    model = make_file(session, vase, by=person, kind=AssetKind.MODEL3D)
    approve(session, model, scope=Scope.STANDARD, deed=deed_by(session, curator))
    assert task.state is TaskState.APPROVED
    withdraw(session, model, reason="Thiếu đáy", deed=deed_by(session, curator))
    assert (task.state, task.reason) == (TaskState.REWORK, "Thiếu đáy")


def test_a_withdrawn_approval_is_given_again_only_with_a_reason_and_never_by_the_sheet(session, vase, person, curator):
    version = make_file(session, vase, by=person)
    approve(session, version, scope=Scope.IDENTIFICATION, deed=deed_by(session, curator))
    withdraw(session, version, reason="Nhầm", deed=deed_by(session, curator))
    with pytest.raises(WithdrawnBefore):
        approve(session, version, scope=Scope.IDENTIFICATION, deed=deed_by(session, curator))
    with pytest.raises(WithdrawnBefore):
        approve_many(session, [version], deed=deed_by(session, curator))
    why = "Đã đối chiếu lại: đúng hiện vật"
    review = approve(session, version, scope=Scope.IDENTIFICATION, deed=deed_by(session, curator), exception=why)
    assert (review.reason, review.exception) == (why, False)


def test_approving_to_standard_above_a_failed_criterion_needs_a_reason(session, vase, person, curator):
    version = make_file(session, vase, by=person, width=900, height=700)
    with pytest.raises(GateReasonMissing, match="900 pixels"):
        approve(session, version, scope=Scope.STANDARD, deed=deed_by(session, curator))
    approve(session, version, scope=Scope.IDENTIFICATION, deed=deed_by(session, curator))
    why = "Ảnh duy nhất trước khi hiện vật mất"
    review = approve(session, version, scope=Scope.STANDARD, deed=deed_by(session, curator), exception=why)
    assert review.reason == why


def test_a_file_sent_back_is_work_of_its_uploader_even_without_a_task(session, vase, person, curator):
    send_back(session, make_file(session, vase, by=person), reason="Mờ", deed=deed_by(session, curator))
    task = find_open_task(session, vase.id)
    assert task is not None
    assert (task.state, task.operator_id) == (TaskState.REWORK, person.id)

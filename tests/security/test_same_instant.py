"""Two people at the same instant: the first is heard, the second learns whose word stands; nothing is said twice."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.acquisitions import services as acquisitions
from museum_tracker.acquisitions.errors import BatchDecided
from museum_tracker.acquisitions.models import CouncilBatch
from museum_tracker.acquisitions.rules import Decision
from museum_tracker.catalogue.models import Artifact
from museum_tracker.classification import services as classification
from museum_tracker.classification.models import Classification
from museum_tracker.core.db import session_scope
from museum_tracker.core.errors import Refusal
from museum_tracker.digitization.models import Review, Scope
from museum_tracker.digitization.services import reviews
from museum_tracker.figures.models import Fact
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed
from museum_tracker.inventory import services as inventory
from museum_tracker.media.models import AssetVersion
from museum_tracker.vocabularies.queries import find_term
from tests.factories.digitization import make_file, make_person, make_recorded
from tests.factories.inventory import TRANSFER

DAY = dt.date(2026, 5, 4)
Act = Callable[[Session, ChangeSet], object]


@pytest.fixture
def two(session: Session) -> list[int]:
    people = [make_person(session, Role.CURATOR), make_person(session, Role.CURATOR)]
    people[0].name = "Nguyễn Thị Lan"
    session.flush()
    return [person.id for person in people]


@pytest.fixture
def vase(session: Session, deed: ChangeSet) -> Artifact:
    return make_recorded(session, deed, number="BTBG 1")


@pytest.fixture
def at_once(engine: sa.Engine, two: list[int]) -> Callable[[Act], Refusal | None]:
    """Have both do the same deed: the second begins while the first has not finished; answers the second's refusal."""

    def second(act: Act, begun: threading.Event) -> Refusal | None:
        begun.set()
        with session_scope(engine, write=True) as own:
            try:
                act(own, begin_deed(own, by=own.get_one(User, two[1]), action="Second"))
            except Refusal as refusal:
                return refusal
            own.commit()
        return None

    def run(act: Act) -> Refusal | None:
        begun = threading.Event()
        with ThreadPoolExecutor(1) as pool, session_scope(engine, write=True) as own:
            act(own, begin_deed(own, by=own.get_one(User, two[0]), action="First"))
            other = pool.submit(second, act, begun)
            begun.wait(10)
            threading.Event().wait(0.3)  # long enough to run into the first's lock
            assert not other.done()
            own.commit()
            return other.result(20)

    return run


def test_the_second_reviewer_learns_who_judged_first(
    session: Session, vase: Artifact, person: User, at_once: Callable[[Act], Refusal | None]
) -> None:
    version_id = make_file(session, vase, by=person).id
    session.commit()

    def approve(own: Session, deed: ChangeSet) -> None:
        reviews.approve(own, own.get_one(AssetVersion, version_id), scope=Scope.IDENTIFICATION, deed=deed)

    refusal = at_once(approve)
    assert isinstance(refusal, reviews.AlreadyJudged)
    assert refusal.values["who"] == "Nguyễn Thị Lan"
    assert session.scalar(sa.select(sa.func.count(Review.id))) == 1


def test_an_approval_is_withdrawn_once(
    session: Session, vase: Artifact, person: User, two: list[int], at_once: Callable[[Act], Refusal | None]
) -> None:
    version = make_file(session, vase, by=person)
    approval = begin_deed(session, by=session.get_one(User, two[0]), action="Approved")
    reviews.approve(session, version, scope=Scope.IDENTIFICATION, deed=approval)
    session.commit()
    version_id = version.id

    def withdraw(own: Session, deed: ChangeSet) -> None:
        reviews.withdraw(own, own.get_one(AssetVersion, version_id), reason="mờ", deed=deed)

    assert isinstance(at_once(withdraw), reviews.NothingToWithdraw)


def test_a_classification_is_confirmed_once_and_names_who_did(
    session: Session, vase: Artifact, deed: ChangeSet, at_once: Callable[[Act], Refusal | None]
) -> None:
    material = find_term(session, "material", "Đ")
    assert material is not None
    proposal = classification.propose(session, vase, material, deed=deed).id
    session.commit()

    def confirm(own: Session, deed: ChangeSet) -> None:
        classification.confirm(own, own.get_one(Classification, proposal), deed=deed)

    refusal = at_once(confirm)
    assert isinstance(refusal, classification.NoSuchStep)
    assert refusal.values["who"] == "Nguyễn Thị Lan"


def test_an_object_is_proposed_for_one_book_only(
    session: Session, vase: Artifact, at_once: Callable[[Act], Refusal | None]
) -> None:
    material = find_term(session, "material", "Đ")
    assert material is not None
    ids = (vase.id, material.id)
    session.commit()

    def propose(own: Session, deed: ChangeSet) -> None:
        group = own.get_one(type(material), ids[1])
        classification.propose(own, own.get_one(Artifact, ids[0]), group, deed=deed)

    assert isinstance(at_once(propose), classification.AlreadyClassified)
    assert session.scalar(sa.select(sa.func.count(Classification.id))) == 1


def test_the_councils_minutes_are_recorded_once(
    session: Session, deed: ChangeSet, at_once: Callable[[Act], Refusal | None]
) -> None:
    artifact = acquisitions.receive(session, {"name_vi": "Bình"}, received_on=DAY, handover_on=DAY, deed=deed)
    batch = acquisitions.open_batch(session, deed=deed, title="Họp")
    acquisitions.put_before(session, batch, [artifact], deed=deed)
    item, batch_id = batch.items[0].id, batch.id
    session.commit()

    def decide(own: Session, deed: ChangeSet) -> None:
        meeting = own.get_one(CouncilBatch, batch_id)
        answers = {item: (Decision.BASE, "")}
        acquisitions.decide(own, meeting, answers, minutes_number="01/BB", met_on=DAY, deed=deed)

    assert isinstance(at_once(decide), BatchDecided)


def test_an_object_is_registered_once_and_marked_once(
    session: Session, vase: Artifact, at_once: Callable[[Act], Refusal | None]
) -> None:
    artifact_id = vase.id
    session.commit()

    def register(own: Session, deed: ChangeSet) -> None:
        inventory.register(own, own.get_one(Artifact, artifact_id), on=DAY, deed=deed, basis=TRANSFER)

    def mark(own: Session, deed: ChangeSet) -> None:
        inventory.mark(own, [own.get_one(Artifact, artifact_id)], on=DAY, deed=deed)

    assert isinstance(at_once(register), inventory.AlreadyRegistered)
    assert at_once(mark) is None
    marks = sa.select(sa.func.count(Fact.id)).where(Fact.kind == FactKind.MARKED)
    assert session.scalar(marks) == 1

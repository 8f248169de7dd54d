"""What a word means is drafted by a curator and put in force by the director, who first sees the figures that move."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Permission, Role, allows
from museum_tracker.acquisitions.services import receive
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import ArtifactKind
from museum_tracker.catalogue.services import create_artifact
from museum_tracker.core import clock
from museum_tracker.figures.checking import find_differences
from museum_tracker.figures.queries import Measure, measure
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed
from museum_tracker.history.undo import CannotUndo, undo
from museum_tracker.vocabularies import deciding, services
from museum_tracker.vocabularies.meanings import COLLECTED, read_meanings
from museum_tracker.vocabularies.models import MeaningState, Term, TermMeaning
from museum_tracker.vocabularies.rules import MeaningWouldMove
from tests.factories.inventory import register
from tests.factories.vocabularies import make_term, term

SignIn = Callable[[Role], FlaskClient]
MARCH, JULY, TODAY = dt.date(2026, 3, 2), dt.date(2026, 7, 1), dt.date(2026, 11, 22)
YEAR = {"start": dt.date(2025, 12, 15), "end": dt.date(2026, 12, 14)}
pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def way(session: Session, deed: ChangeSet) -> Term:
    """A way of acquisition that the museum added."""
    return make_term(session, deed, "acquisition_method", "Trao đổi bạn đọc")


def came(session: Session, deed: ChangeSet, way: Term, day: dt.date, number: int) -> Artifact:
    """An object received and registered on a day."""
    values = {"name_vi": f"Bình {number}", "acquisition_method_id": way.id}
    artifact = receive(session, values, received_on=day, handover_on=day, deed=deed)
    return register(session, artifact, on=day, number=f"BTBG {number}", deed=deed)


def collected(session: Session) -> int:
    return measure(session, Measure.COLLECTED, **YEAR).objects


def decide(session: Session, deed: ChangeSet, word: Term, said: dict[str, str], day: dt.date, *, restate: bool = False):
    draft = deciding.draft_meaning(session, word, said, deed=deed)
    return deciding.put_in_force(session, draft, valid_from=day, restate=restate, deed=deed)


def test_from_its_day_on_a_way_no_longer_counts_and_earlier_facts_stay(
    session: Session, deed: ChangeSet, way: Term
) -> None:
    came(session, deed, way, MARCH, 1)
    came(session, deed, way, JULY, 2)
    moved = decide(session, deed, way, {"collected": "no"}, JULY)
    assert collected(session) == 1
    assert [
        (one.label.text("en"), one.before, one.after) for one in moved if "All holdings" in one.scope.text("en")
    ] == [("Collected in the period", 2, 1)]
    assert "2026" in moved[0].scope.text("en")
    came(session, deed, way, TODAY, 3)  # received after the decision
    came(session, deed, way, MARCH, 4)  # entered late, by its day
    assert collected(session) == 2
    assert not find_differences(session)


@pytest.mark.parametrize(("said", "then"), [("no", (0, 0)), ("merger", (0, 2)), ("decision", (2, 0))])
def test_a_restatement_takes_earlier_facts_along(
    session: Session, deed: ChangeSet, way: Term, said: str, then: tuple[int, int]
) -> None:
    came(session, deed, way, MARCH, 1)
    came(session, deed, way, JULY, 2)
    decide(session, deed, way, {"collected": said}, TODAY, restate=True)
    assert (collected(session), measure(session, Measure.MERGED, **YEAR).objects) == then
    assert not find_differences(session)


def test_old_stock_may_come_to_count_with_its_days(session: Session, deed: ChangeSet) -> None:
    stock = term(session, "acquisition_method", "original_stock")
    came(session, deed, stock, MARCH, 1)
    assert collected(session) == 0
    decide(session, deed, stock, {"collected": "yes"}, TODAY, restate=True)
    assert collected(session) == 1
    assert not find_differences(session)


def test_types_come_to_count_as_documents_for_new_records_and_restated_for_all(
    session: Session, deed: ChangeSet
) -> None:
    letters = make_term(session, deed, "object_type", "Thư từ")
    below = make_term(session, deed, "object_type", "Thư chiến trường", parent_id=letters.id)
    old = create_artifact(session, {"name_vi": "Thư", "type_id": below.id}, deed=deed)
    own = create_artifact(session, {"name_vi": "Ảnh", "type_id": below.id, "kind": "photograph"}, deed=deed)
    tomorrow = TODAY + dt.timedelta(days=1)
    assert not decide(session, deed, letters, {"kind": "document", "flat": "yes"}, tomorrow)
    assert old.kind is ArtifactKind.OBJECT
    decide(session, deed, letters, {"kind": "document"}, TODAY, restate=True)
    session.expire_all()
    assert [(one.kind, one.flat) for one in (old, own)] == [
        (ArtifactKind.DOCUMENT, False),
        (ArtifactKind.PHOTOGRAPH, False),
    ]


def test_a_draft_changes_nothing_and_says_something_new(session: Session, deed: ChangeSet, way: Term) -> None:
    with pytest.raises(deciding.NothingDrafted):
        deciding.draft_meaning(session, way, {}, deed=deed)
    draft = deciding.draft_meaning(session, way, {"collected": "no", "kind": "document"}, deed=deed)
    assert draft.said == {"collected": "no"}
    assert read_meanings(session).collected(way.id)
    with pytest.raises(deciding.RestatedAhead):
        deciding.put_in_force(session, draft, valid_from=dt.date(2026, 12, 1), restate=True, deed=deed)


def test_a_future_day_counts_from_that_day(session: Session, deed: ChangeSet, way: Term) -> None:
    decide(session, deed, way, {"collected": "no"}, dt.date(2026, 12, 1))
    meanings = read_meanings(session)
    assert [meanings.of(COLLECTED, way.id, day) for day in (TODAY, dt.date(2026, 12, 1))] == ["yes", "no"]
    assert deciding.said_of(session, way) == {}


def test_a_later_decision_holds_from_its_day_also_after_a_restated_one(
    session: Session, deed: ChangeSet, way: Term
) -> None:
    came(session, deed, way, MARCH, 1)
    came(session, deed, way, JULY, 2)
    decide(session, deed, way, {"collected": "no"}, TODAY, restate=True)
    decide(session, deed, way, {"collected": "yes"}, JULY)
    assert [read_meanings(session).of(COLLECTED, way.id, day) for day in (MARCH, JULY, TODAY)] == ["no", "yes", "yes"]
    assert collected(session) == 1
    assert not find_differences(session)


def test_drafts_are_undone_and_decisions_corrected_by_another(session: Session, deed: ChangeSet, way: Term) -> None:
    curator = User(username="truong-phong", name="Lê Lan", role=Role.CURATOR)
    session.add(curator)
    session.flush()
    drafting = begin_deed(session, by=curator, action="Drafted")
    draft = deciding.draft_meaning(session, way, {"collected": "no"}, deed=drafting)
    undo(session, drafting, by=curator, reason="nhầm")
    assert draft.state is MeaningState.DROPPED
    again = deciding.draft_meaning(session, way, {"collected": "no"}, deed=drafting)
    deciding_deed = begin_deed(session, by=curator, action="Decided")
    deciding.put_in_force(session, again, valid_from=JULY, restate=False, deed=deciding_deed)
    with pytest.raises(CannotUndo):
        undo(session, deciding_deed, by=curator, reason="nhầm")
    with pytest.raises(deciding.NotADraft):
        deciding.drop_draft(session, again, deed=deed)


def test_a_word_in_use_is_not_moved_to_where_it_means_something_else(session: Session, deed: ChangeSet) -> None:
    documents, house = (term(session, "object_type", code) for code in ("document", "household"))
    genealogy = make_term(session, deed, "object_type", "Gia phả", parent_id=documents.id)
    services.edit_term(session, genealogy, {"parent_id": None}, deed=deed)  # nobody uses it yet
    services.edit_term(session, genealogy, {"parent_id": documents.id}, deed=deed)
    create_artifact(session, {"name_vi": "Gia phả", "type_id": genealogy.id}, deed=deed)
    with pytest.raises(MeaningWouldMove):
        services.edit_term(session, genealogy, {"parent_id": house.id}, deed=deed)
    decide(session, deed, genealogy, {"kind": "document", "flat": "yes"}, TODAY)
    services.edit_term(session, genealogy, {"parent_id": house.id}, deed=deed)


def test_a_curator_drafts_and_the_director_sees_the_figures_before_deciding(
    session: Session, deed: ChangeSet, way: Term, sign_in: SignIn, engine: sa.Engine
) -> None:
    came(session, deed, way, MARCH, 1)
    session.commit()
    way_id = way.id
    assert {role for role in Role if allows(role, Permission.DECIDE_MEANINGS)} == {Role.DIRECTOR}
    curator, director = sign_in(Role.CURATOR), sign_in(Role.DIRECTOR)
    page = f"/tu-vung/acquisition_method/{way_id}/y-nghia"
    assert "theo từ cấp trên: Có" in curator.get(page).text
    unchanged = curator.post(page, data={"collected": "", "holding": ""})
    assert unchanged.status_code == 422
    assert curator.post(page, data={"collected": "no", "holding": "", "note": "12/BC"}).status_code == 303
    assert 'value="12/BC"' in curator.get(page).text
    with Session(engine) as reading:
        draft = reading.scalars(sa.select(TermMeaning)).one().id
    assert curator.get(f"/tu-vung/y-nghia/{draft}").status_code == 403
    assert "Trao đổi bạn đọc" in director.get("/tu-vung/y-nghia").text
    decision = f"/tu-vung/y-nghia/{draft}"
    assert "12/BC" in director.get(decision).text
    choice = {"valid_from": "22/11/2026", "restate": "y"}
    preview = director.post(decision, data=choice)
    assert "Sưu tầm trong kỳ" in preview.text
    with Session(engine) as reading:
        assert collected(reading) == 1  # looking changes nothing
    seen = re.search(r'name="seen"[^>]*value="([0-9a-f]{16})"', preview.text)
    assert seen is not None
    assert (
        director.post(decision, data={"valid_from": "22/11/2026", "seen": seen[1]}).status_code == 200
    )  # not the same
    assert director.post(decision, data=choice | {"seen": seen[1]}).status_code == 303
    with Session(engine) as reading:
        assert collected(reading) == 0
    assert "Chỉ khi quyết định" in sign_in(Role.VIEWER).get("/tu-vung/y-nghia").text
    assert curator.post(f"/tu-vung/y-nghia/{draft}/bo").status_code == 409
    assert clock.today() == TODAY

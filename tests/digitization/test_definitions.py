"""Revising the definition: seen first, decided by a deed, worked out by a job, never rewriting what was attained."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core import clock
from museum_tracker.core.i18n import Message
from museum_tracker.digitization.models import DefinitionState, DigitizationDefinition, Scope
from museum_tracker.digitization.queries.definitions import definition_on, effects, list_effects, rulers
from museum_tracker.digitization.rules.definition import SOLID, Demands, Rules
from museum_tracker.digitization.services import definitions
from museum_tracker.digitization.services.definitions import (
    APPLY,
    CountsNothing,
    DecidedBackwards,
    DocumentMissing,
    DraftExists,
    NotADraft,
    NotPreviewed,
)
from museum_tracker.digitization.services.levels import recompute
from museum_tracker.digitization.services.reviews import approve, withdraw
from museum_tracker.figures.balances import Line, digitized_balance
from museum_tracker.figures.checker import check
from museum_tracker.figures.models import Fact
from museum_tracker.figures.queries import Measure, measure
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.rules.versions import Overlaps
from museum_tracker.history.models import ChangeSet
from museum_tracker.jobs.queue import enqueue
from museum_tracker.jobs.worker import run_all
from tests.factories.digitization import deed_by, make_file, make_person, make_recorded
from tests.factories.inventory import register

NAME = Message("Three-dimensional objects")
STRICT = replace(SOLID, standard_only=True)
LAX = replace(SOLID, full=1)
DOCUMENT = "12/QĐ-BT"


@pytest.fixture
def curator(session: Session) -> User:
    return make_person(session, Role.CURATOR)


def identified(session: Session, deed: ChangeSet, by: User, curator: User, count: int = 3) -> list[int]:
    """Registered objects known by an approved picture: level 1."""
    ids = []
    for place in range(count):
        vase = make_recorded(session, deed, number=f"BTBG {place + 1}")
        register(session, vase, on=clock.today(), number=vase.number, deed=deed)
        approve(session, make_file(session, vase, by=by), scope=Scope.IDENTIFICATION, deed=deed_by(session, curator))
        ids.append(vase.id)
    return ids


def draft_of(session: Session, deed: ChangeSet, demands: Demands) -> DigitizationDefinition:
    draft = definitions.make_draft(session, deed=deed)
    definitions.set_demands(session, draft, "solid", demands, name=NAME, deed=deed)
    return draft


def put_in_force(session: Session, draft: DigitizationDefinition, deed: ChangeSet, day: dt.date | None = None) -> None:
    definitions.preview(session, draft)
    definitions.decide(session, draft, valid_from=day or clock.today(), document=DOCUMENT, deed=deed)
    session.commit()


def test_a_museum_starts_with_the_shipped_definition_as_its_own_way(session: Session) -> None:
    shipped = definition_on(session, dt.date(1990, 1, 1))
    assert (shipped.version, shipped.valid_from, shipped.document) == (1, None, "")
    assert shipped.basis.text("vi") == "theo cách tính của bảo tàng"


def test_a_draft_shows_first_how_many_objects_would_fall(session, deed, person, curator):
    ids = identified(session, deed, person, curator)
    draft = draft_of(session, deed, STRICT)
    vase = session.get_one(Artifact, ids[0])
    approve(
        session, make_file(session, vase, by=person, view="front"), scope=Scope.STANDARD, deed=deed_by(session, curator)
    )
    assert definitions.preview(session, draft)
    assert draft.preview["fall"] == draft.preview["down_1"] == 2
    assert (draft.preview["now_1"], draft.preview["then_1"], draft.preview["rise"]) == (3, 1, 0)
    found = list_effects(session, effects(draft.id, rises=False, level=1), after=0, limit=10)
    assert [row.artifact_id for row in found] == ids[1:]


def test_a_draft_changed_after_the_preview_has_to_be_looked_at_again(session, deed, person, curator):
    identified(session, deed, person, curator)
    draft = draft_of(session, deed, LAX)
    definitions.preview(session, draft)
    definitions.set_demands(session, draft, "flat", replace(SOLID, every_page=True, full=2), name=NAME, deed=deed)
    with pytest.raises(NotPreviewed):
        definitions.decide(session, draft, valid_from=clock.today(), document=DOCUMENT, deed=deed)


def test_a_definition_that_counts_nothing_is_refused(session, deed, person, curator):
    identified(session, deed, person, curator)
    draft = draft_of(session, deed, STRICT)
    definitions.preview(session, draft)
    with pytest.raises(CountsNothing):
        definitions.decide(session, draft, valid_from=clock.today(), document=DOCUMENT, deed=deed)


def test_a_definition_needs_a_document_and_a_day_that_is_not_past(session, deed):
    draft = draft_of(session, deed, LAX)
    definitions.preview(session, draft)
    with pytest.raises(DocumentMissing):
        definitions.decide(session, draft, valid_from=clock.today(), document=" ", deed=deed)
    yesterday = clock.today() - dt.timedelta(days=1)
    with pytest.raises(DecidedBackwards):
        definitions.decide(session, draft, valid_from=yesterday, document=DOCUMENT, deed=deed)
    with pytest.raises(DraftExists):
        definitions.make_draft(session, deed=deed)


def test_what_was_decided_is_no_draft_and_the_next_begins_later(session, deed):
    draft = draft_of(session, deed, LAX)
    put_in_force(session, draft, deed)
    with pytest.raises(NotADraft):
        definitions.throw_away(session, draft, deed=deed)
    second = draft_of(session, deed, STRICT)
    definitions.preview(session, second)
    with pytest.raises(Overlaps):
        definitions.decide(session, second, valid_from=clock.today(), document=DOCUMENT, deed=deed)


def test_a_lower_demand_lifts_objects_as_change_of_definition_and_not_as_work(
    session: Session, settings: Settings, deed: ChangeSet, person: User, curator: User
) -> None:
    ids = identified(session, deed, person, curator)
    put_in_force(session, draft_of(session, deed, LAX), deed)
    run_all(session.get_bind(), settings)
    session.expire_all()
    today = clock.today()
    now = definition_on(session, today)
    assert (now.version, now.state, now.basis.text("vi")) == (
        2,
        DefinitionState.IN_FORCE,
        f"theo văn bản số {DOCUMENT}",
    )
    assert measure(session, Measure.FULL_LEVEL, "objects_proper").objects == 3
    assert measure(session, Measure.FIRST_FULL_LEVEL, "objects_proper", start=today, end=today).objects == 0
    balance = digitized_balance(session, "objects_proper", Measure.FULL_LEVEL, start=today, end=today)
    assert {row.line: row.figure.objects for row in balance.lines if row.figure.objects} == {Line.DEFINITION: 3}
    assert balance.adds_up
    cited = sa.select(Fact.definition_id).where(Fact.artifact_id.in_(ids), Fact.kind == FactKind.FULL_LEVEL)
    assert set(session.scalars(cited)) == {now.id}
    assert check(session) == []


def test_a_stricter_definition_takes_the_level_but_not_the_year_in_which_it_was_attained(
    session: Session, settings: Settings, deed: ChangeSet, person: User, curator: User
) -> None:
    ids = identified(session, deed, person, curator)
    vase = session.get_one(Artifact, ids[0])
    approve(
        session, make_file(session, vase, by=person, view="front"), scope=Scope.STANDARD, deed=deed_by(session, curator)
    )
    put_in_force(session, draft_of(session, deed, STRICT), deed)
    run_all(session.get_bind(), settings)
    today = clock.today()
    assert measure(session, Measure.LEVEL_1).objects == 1
    assert measure(session, Measure.FIRST_LEVEL_1, start=today, end=today).objects == 3
    balance = digitized_balance(session, "objects_proper", start=today, end=today)
    assert {row.line: row.figure.objects for row in balance.lines if row.figure.objects} == {
        Line.FIRST: 3, Line.DEFINITION: -2,
    }  # fmt: skip
    assert check(session) == []


def test_a_definition_waits_for_its_day(frozen, session, settings, deed, person, curator):
    identified(session, deed, person, curator)
    tomorrow = clock.today() + dt.timedelta(days=1)
    put_in_force(session, draft_of(session, deed, LAX), deed, tomorrow)
    run_all(session.get_bind(), settings)
    session.expire_all()
    assert definition_on(session, clock.today()).version == 1
    assert measure(session, Measure.FULL_LEVEL).objects == 0
    clock.freeze(frozen + dt.timedelta(days=1))
    enqueue(session, APPLY, dedupe_key=APPLY)
    session.commit()
    run_all(session.get_bind(), settings)
    session.expire_all()
    assert definition_on(session, clock.today()).version == 2
    assert measure(session, Measure.FULL_LEVEL).objects == 3


def test_an_approval_withdrawn_while_levels_are_worked_out_is_told_apart_from_the_definition(
    session: Session, deed: ChangeSet, person: User, curator: User
) -> None:
    [artifact_id] = identified(session, deed, person, curator, count=1)
    vase = session.get_one(Artifact, artifact_id)
    shown = make_file(session, vase, by=person, view="front")
    approve(session, shown, scope=Scope.STANDARD, deed=deed_by(session, curator))
    draft = draft_of(session, deed, replace(STRICT, full=1))
    put_in_force(session, draft, deed)
    draft.state = DefinitionState.APPLYING  # the job has begun and has not come to this object
    session.flush()
    assert rulers(session).before is not None
    withdraw(session, shown, reason="Mờ", deed=deed_by(session, curator))
    causes = [
        (fact.kind, fact.values.get("cause"), fact.definition_id == draft.id)
        for fact in session.scalars(sa.select(Fact).where(Fact.artifact_id == artifact_id).order_by(Fact.id))
        if fact.kind in {FactKind.LOST_LEVEL, FactKind.LOST_FULL_LEVEL}
    ]
    assert causes == [(FactKind.LOST_LEVEL, "definition", True)]
    draft.applied_to = artifact_id
    session.flush()
    assert recompute(session, [artifact_id], deed=deed) == []
    assert check(session) == []


def test_rules_are_kept_as_they_were_decided(session, deed):
    draft = draft_of(session, deed, LAX)
    definitions.set_demands(session, draft, "12", STRICT, name=NAME, deed=deed)
    assert Rules.from_json(draft.rules).types == {12: STRICT}
    definitions.set_demands(session, draft, "12", None, name=NAME, deed=deed)
    assert Rules.from_json(draft.rules) == Rules(solid=LAX)

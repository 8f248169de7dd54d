"""Targets revised with their deciding document: the version before keeps its days, and history can take it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.core.errors import Refusal
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.history.services import begin_deed, undo
from museum_tracker.targets.models import Target
from museum_tracker.targets.planning import (
    DocumentMissing,
    NothingRevised,
    RevisionEarly,
    TargetRevised,
    revise_target,
    target_data,
)
from museum_tracker.targets.queries import list_targets, versions_of
from museum_tracker.targets.rules.plan_data import TargetData
from museum_tracker.targets.rules.plan_file import PlanRefused
from tests.factories.people import make_colleague

TODAY = dt.date(2026, 11, 22)
COLLECTED = "mus25_collected_yearly"


def target_of(session: Session, code: str = COLLECTED) -> Target:
    return versions_of(session, session.scalars(sa.select(Target).where(Target.code == code).limit(1)).one())[0]


def revised(target: Target, **changes: object) -> TargetData:
    asked = {"least": 90.0, "document": "12/KH-UBND", "valid_from": dt.date(2026, 6, 1), **changes}
    return replace(target_data(target), **asked)


def test_a_revised_target_keeps_the_version_before_with_its_days(session: Session, deed: ChangeSet) -> None:
    old = target_of(session)
    new = revise_target(session, old, revised(old), deed=deed)
    assert (new.version, new.least, new.document) == (2, 90, "12/KH-UBND")
    assert old.valid_to == dt.date(2026, 5, 31)
    now = {target.code: target.least for target in list_targets(session, TODAY)}
    then = {target.code: target.least for target in list_targets(session, dt.date(2026, 5, 31))}
    assert (now[COLLECTED], then[COLLECTED]) == (90, 80)
    assert len(list_targets(session, TODAY)) == 50


def test_a_revision_is_undone_whole(session: Session, deed: ChangeSet) -> None:
    old = target_of(session)
    revision = begin_deed(session, by=make_colleague(session, Role.DIRECTOR), action="Revised")
    revise_target(session, old, revised(old), deed=revision)
    undo(session, revision, by=make_colleague(session, Role.DIRECTOR), reason="nhầm")
    assert old.valid_to is None
    assert {target.code: target.least for target in list_targets(session, TODAY)}[COLLECTED] == 80


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"document": " "}, DocumentMissing),
        ({"valid_from": None}, RevisionEarly),
        ({"valid_from": dt.date(2020, 1, 1)}, RevisionEarly),
        ({"least": 80.0}, NothingRevised),
        ({"least": 500.0}, PlanRefused),
        ({"population": "moon"}, PlanRefused),
    ],
)
def test_an_impossible_revision_is_refused_and_leaves_no_trace(
    session: Session, deed: ChangeSet, changes: dict[str, object], refusal: type[Refusal]
) -> None:
    old = target_of(session)
    with pytest.raises(refusal):
        revise_target(session, old, revised(old, **changes), deed=deed)
    assert len(versions_of(session, old)) == 1
    assert session.scalar(sa.select(ChangeItem).where(ChangeItem.entity == "target")) is None


def test_a_target_revised_meanwhile_is_not_revised_from_its_old_version(session: Session, deed: ChangeSet) -> None:
    old = target_of(session)
    revise_target(session, old, revised(old), deed=deed)
    with pytest.raises(TargetRevised):
        revise_target(session, old, revised(old, least=95.0, valid_from=dt.date(2026, 7, 1)), deed=deed)


@pytest.fixture
def director(sign_in: Callable[[Role], FlaskClient], session: Session, frozen: dt.datetime) -> FlaskClient:
    session.rollback()
    return sign_in(Role.DIRECTOR)


def test_a_target_is_revised_on_its_page_which_shows_what_changed(director: FlaskClient, session: Session) -> None:
    target_id = target_of(session).id
    session.rollback()
    page = director.get(f"/chi-tieu/{target_id}/sua-doi").get_data(as_text=True)
    assert 'value="80"' in page
    form = {
        "document": "12/KH-UBND", "valid_from": "01/06/2026", "name_vi": "Số hiện vật sưu tầm", "kind": "yearly_band",
        "due": "2030", "least": "90", "most": "120", "unit_vi": "hiện vật", "computed": "catalogue",
        "measure": "collected", "population": "all_holdings", "carried_on": "y",
    }  # fmt: skip
    refused = director.post(f"/chi-tieu/{target_id}/sua-doi", data=form | {"most": "10"})
    assert refused.status_code == 422
    assert "lớn hơn mức tối đa" in refused.get_data(as_text=True)
    answer = director.post(f"/chi-tieu/{target_id}/sua-doi", data=form)
    assert answer.status_code == 303
    page = director.get(answer.headers["Location"]).get_data(as_text=True)
    assert "12/KH-UBND" in page
    assert "<del>80</del>" in page
    assert "<ins>90</ins>" in page
    assert "Đây là bản 1" in director.get(f"/chi-tieu/{target_id}").get_data(as_text=True)


@pytest.mark.parametrize(
    "changes",
    [{"least": "nhiều"}, {"due": "năm sau"}, {"valid_from": "hôm qua"}, {"document": ""}, {"measure": "moon"}],
)
def test_a_revision_that_cannot_be_read_says_so(
    director: FlaskClient, session: Session, changes: dict[str, str]
) -> None:
    target_id = target_of(session).id
    session.rollback()
    form = {
        "document": "12", "valid_from": "01/06/2026", "name_vi": "Tên giữ lại", "kind": "yearly_floor", "due": "2030",
        "least": "9", "computed": "manual",
    }  # fmt: skip
    answer = director.post(f"/chi-tieu/{target_id}/sua-doi", data=form | changes)
    assert answer.status_code == 422
    assert "Tên giữ lại" in answer.get_data(as_text=True)

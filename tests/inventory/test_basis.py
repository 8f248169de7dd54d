"""A register line names its basis, in a series of its own, and not from before the object came: at every door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.acquisitions.basis import (
    Basis,
    BasisMissing,
    CouncilDecides,
    EarlyRegistration,
    NotAccepted,
    written,
)
from museum_tracker.acquisitions.rules import basis_named, before_collected
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import Holding, RegisterBasis
from museum_tracker.core.museum import MuseumProfile, put_profile
from museum_tracker.figures.checker import check
from museum_tracker.figures.models import Fact
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.history.models import ChangeSet
from museum_tracker.inventory.queries import Work, count_work, early_reasons, list_work
from museum_tracker.inventory.services import write_basis
from museum_tracker.years.queries import get_year
from museum_tracker.years.unsettled import Point, list_points
from tests.factories.catalogue import make_artifact
from tests.factories.inventory import TRANSFER, accept, register

MAY = dt.date(2026, 5, 4)
BY_DIRECTOR = Basis(kind=RegisterBasis.DIRECTOR, document=written("7/QĐ-BT", MAY))


def last_line(session: Session, artifact: Artifact) -> Fact:
    found = session.scalars(sa.select(Fact).where(Fact.artifact_id == artifact.id, Fact.kind == FactKind.REGISTERED))
    return found.all()[-1]


def test_the_minutes_that_accept_an_object_are_its_basis(session: Session, deed: ChangeSet) -> None:
    vase = make_artifact(session, deed)
    batch = accept(session, vase, deed=deed)
    vase = register(session, vase, on=MAY, deed=deed, basis=None)
    assert (vase.register_basis, vase.register_basis_text) == (RegisterBasis.COUNCIL, "số 12/BB ngày 04/05/2026")
    assert last_line(session, vase).values["batch_id"] == batch.id


def test_nobody_registers_what_nobody_accepted(session: Session, deed: ChangeSet) -> None:
    vase = make_artifact(session, deed)
    with pytest.raises(BasisMissing):
        register(session, vase, on=MAY, deed=deed, basis=None)
    with pytest.raises(NotAccepted):
        register(session, vase, on=MAY, deed=deed, basis=Basis(kind=RegisterBasis.COUNCIL, document="số 1"))
    with pytest.raises(BasisMissing):
        register(session, vase, on=MAY, deed=deed, basis=Basis(kind=RegisterBasis.SUPERIOR, document=" "))
    with pytest.raises(CouncilDecides):
        register(session, vase, on=MAY, deed=deed, basis=BY_DIRECTOR)
    put_profile(session, MuseumProfile(without_council=True))
    assert register(session, vase, on=MAY, deed=deed, basis=BY_DIRECTOR).register_basis is RegisterBasis.DIRECTOR


def test_lines_from_before_stay_valid_wait_for_their_basis_and_move_no_figure(
    session: Session, deed: ChangeSet
) -> None:
    vase = register(session, make_artifact(session, deed), on=MAY, deed=deed)
    vase.register_basis = RegisterBasis.NONE
    session.flush()
    assert [one.id for one in list_work(session, Work.BASIS)] == [vase.id]
    facts = session.scalar(sa.select(sa.func.count(Fact.id)))
    assert write_basis(session, [vase], TRANSFER, deed=deed) == 1
    assert (list_work(session, Work.BASIS), count_work(session, Work.BASIS)) == ([], 0)
    assert session.scalar(sa.select(sa.func.count(Fact.id))) == facts
    assert check(session) == []


@pytest.mark.parametrize(
    ("registered", "collected", "early"),
    [
        (dt.date(2026, 5, 3), MAY, True),
        (MAY, MAY, False),
        (dt.date(2026, 5, 5), MAY, False),
        (None, MAY, False),
        (MAY, None, False),
    ],
)
def test_a_line_is_early_from_the_day_before_the_collecting(
    registered: dt.date | None, collected: dt.date | None, *, early: bool
) -> None:
    assert before_collected(registered, collected) is early


def test_a_line_from_before_the_object_came_needs_a_reason_which_is_kept(session: Session, deed: ChangeSet) -> None:
    days = {"collected_text": "06/05/2026", "collected_earliest": dt.date(2026, 5, 6)}
    vase = make_artifact(session, deed, **days, collected_latest=dt.date(2026, 5, 6))
    with pytest.raises(EarlyRegistration, match="05"):
        register(session, vase, on=MAY, deed=deed)
    register(session, vase, on=MAY, deed=deed, early_reason="Vào sổ theo danh sách bàn giao")
    assert last_line(session, vase).values["early_reason"] == "Vào sổ theo danh sách bàn giao"
    assert [one.id for one in list_work(session, Work.EARLY)] == [vase.id]
    assert early_reasons(session, [vase.id]) == {vase.id: "Vào sổ theo danh sách bàn giao"}
    in_year, the_year_before = (list_early(session, year) for year in (2026, 2025))
    assert (in_year.count, the_year_before.count, in_year.path) == (1, 0, "/kiem-ke/viec/truoc-suu-tam")


def list_early(session: Session, year: int) -> Point:
    points = list_points(session, get_year(session, year), dt.date(2027, 1, 2), count_anew=False)
    return next(point for point in points if point.code == "registered_early")


@pytest.mark.parametrize(
    ("holding", "number"),
    [
        (Holding.BASE, "2"),
        (Holding.REFERENCE, "TK 1"),
        (Holding.DEPOSIT, "KG 1"),
        (Holding.COPY, "BS 1"),
        (Holding.LOAN_IN, "M 1"),
    ],
)
def test_each_holding_numbers_in_a_series_of_its_own(
    session: Session, deed: ChangeSet, holding: Holding, number: str
) -> None:
    register(session, make_artifact(session, deed, name="Bát"), on=MAY, deed=deed)
    vase = register(session, make_artifact(session, deed, holding=holding), on=MAY, deed=deed)
    assert vase.number == number


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Biên bản họp Hội đồng khoa học số 12/BB-HĐKH ngày 04/05/2026", RegisterBasis.COUNCIL),
        ("Quyết định 15/QĐ-SVHTTDL điều chuyển hiện vật", RegisterBasis.SUPERIOR),
        ("QĐ sáp nhập bảo tàng số 3/QĐ-UBND", RegisterBasis.SUPERIOR),
        ("Quyết định của Giám đốc số 7/QĐ-BT", RegisterBasis.DIRECTOR),
        ("Biên bản kiểm kê kho 2026", RegisterBasis.STOCKTAKE),
        ("sổ cũ", RegisterBasis.NONE),
    ],
)
def test_a_document_of_a_table_says_what_kind_of_basis_it_is(text: str, kind: RegisterBasis) -> None:
    assert basis_named(text) is kind


def test_the_page_for_new_records_asks_the_same(app: Flask, sign_in: Callable[[Role], FlaskClient]) -> None:
    browser = sign_in(Role.CATALOGUER)
    line = {"name_vi": "Bát", "number": "BT 9", "registered": "04/05/2026"}
    for lacking in ({}, {"register_basis": "council", "register_basis_text": "số 1"}, {"register_basis": "director"}):
        assert browser.post("/hien-vat/moi", data=line | lacking).status_code == 422
    named = {"register_basis": "superior", "register_basis_text": "số 15/QĐ-SVHTTDL ngày 04/05/2026"}
    early = browser.post("/hien-vat/moi", data=line | named | {"collected": "06/05/2026"})
    assert early.status_code == 422
    assert "06/05/2026" in early.text
    assert browser.post("/hien-vat/moi", data={"name_vi": "Bát", "number": "9", "on_register": "1"}).status_code == 422
    assert browser.post("/hien-vat/moi", data=line | named).status_code == 303
    with Session(app.extensions["engine"]) as session:
        assert session.scalars(sa.select(Artifact)).one().register_basis is RegisterBasis.SUPERIOR


def test_the_basis_of_old_lines_is_written_for_many_at_once(
    app: Flask, session: Session, deed: ChangeSet, sign_in: Callable[[Role], FlaskClient]
) -> None:
    lines = [register(session, make_artifact(session, deed, name=name), on=MAY, deed=deed) for name in ("A", "B")]
    session.execute(sa.update(Artifact).values(register_basis=RegisterBasis.NONE, register_basis_text=""))
    session.commit()
    browser = sign_in(Role.CATALOGUER)
    assert "Ghi căn cứ" in browser.get("/kiem-ke/viec/can-cu").text
    assert "chưa ghi căn cứ" in browser.get(f"/hien-vat/{lines[0].id}").text
    ticked = {"ma": [line.id for line in lines]}
    assert browser.get("/kiem-ke/can-cu", query_string=ticked).status_code == 200
    assert browser.post("/kiem-ke/can-cu", data={**ticked, "basis": "superior"}).status_code == 422
    named = {"basis": "superior", "basis_number": "15/QĐ", "basis_on": "04/05/2026"}
    assert browser.post("/kiem-ke/can-cu", data={**ticked, **named}).status_code == 303
    with Session(app.extensions["engine"]) as reading:
        assert set(reading.scalars(sa.select(Artifact.register_basis_text))) == {"số 15/QĐ ngày 04/05/2026"}

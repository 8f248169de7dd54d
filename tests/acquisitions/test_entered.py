"""Objects entered by hand: what was typed once is what counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import Custody, Holding
from museum_tracker.figures.checker import check
from museum_tracker.figures.models import Fact
from museum_tracker.figures.queries import Measure, measure

TRANSFER = {"register_basis": "superior", "register_basis_text": "số 15/QĐ-SVHTTDL ngày 04/05/2024"}
Enter = Callable[..., tuple[Artifact, dict[str, Fact]]]


@pytest.fixture
def enter(app: Flask, sign_in: Callable[[Role], FlaskClient]) -> Enter:
    """Enter an object on the page for new records; gives it back with its facts by kind."""

    def type_in(**fields: str) -> tuple[Artifact, dict[str, Fact]]:
        if "registered" in fields and "on_register" not in fields:
            fields = TRANSFER | fields
        answer = sign_in(Role.CATALOGUER).post("/hien-vat/moi", data={"name_vi": "Bát hoa lam", **fields})
        assert answer.status_code == 303
        with Session(app.extensions["engine"], expire_on_commit=False) as session:
            assert not check(session)
            artifact = session.scalars(sa.select(Artifact)).one()
            facts = session.scalars(sa.select(Fact).where(Fact.artifact_id == artifact.id))
            return artifact, {fact.kind.value: fact for fact in facts}

    return type_in


def test_handover_and_register_dates_typed_by_hand_count(enter: Enter):
    artifact, facts = enter(number="BTBG 12", collected="05/04/2024", registered="20/05/2024")
    assert {kind: str(fact.effective_on) for kind, fact in facts.items()} == {
        "received": "2024-04-05",
        "collected": "2024-04-05",
        "holding": "2024-05-20",
        "registered": "2024-05-20",
    }
    assert (artifact.custody, artifact.holding) == (Custody.ACCESSIONED, Holding.BASE)


def test_a_line_from_before_the_collecting_is_kept_with_the_reason_typed_beside_it(enter: Enter):
    days = {"number": "BTBG 12", "collected": "20/05/2024", "registered": "05/04/2024"}
    _, facts = enter(**days, early_reason="Vào sổ theo danh sách bàn giao")
    assert facts["registered"].values["early_reason"] == "Vào sổ theo danh sách bàn giao"


def test_a_year_alone_is_collected_in_that_year_at_most(enter: Enter):
    _, facts = enter(number="BTBG 12", collected="2001")
    assert [str(day) for day in (facts["collected"].effective_on, facts["collected"].effective_latest)] == [
        "2001-01-01",
        "2001-12-31",
    ]
    assert "registered" not in facts


def test_a_deposit_is_received_but_not_collected(enter: Enter):
    _, facts = enter(number="BTBG 12", collected="05/04/2024", acquisition_method="deposit")
    assert set(facts) == {"received"}


def test_a_record_without_dates_waits_to_be_registered(enter: Enter):
    artifact, facts = enter(number="BTBG 12")
    assert not facts
    assert artifact.custody is Custody.RECEIVED


def test_what_stands_in_an_old_register_counts_without_a_day_and_in_no_year(enter: Enter, app: Flask):
    artifact, facts = enter(number="BTBG 12", on_register="1", register_book="2", register_page="7")
    fact = facts["registered"]
    assert (fact.opening, fact.effective_on, fact.values["book"]) == (True, None, "2")
    assert (artifact.custody, artifact.holding) == (Custody.ACCESSIONED, Holding.BASE)
    with Session(app.extensions["engine"]) as session:
        year = {"start": dt.date(2026, 1, 1), "end": dt.date(2026, 12, 31)}
        assert measure(session, Measure.NEWLY_REGISTERED, **year).objects == 0
        assert measure(session, Measure.REGISTERED, "base_store").objects == 1


def test_an_old_line_with_its_day_counts_in_that_year(enter: Enter, app: Flask):
    enter(number="BTBG 12", on_register="1", register_book="1", registered="20/05/1987")
    with Session(app.extensions["engine"]) as session:
        year = {"start": dt.date(1987, 1, 1), "end": dt.date(1987, 12, 31)}
        assert measure(session, Measure.NEWLY_REGISTERED, **year).objects == 1


def test_what_stands_on_the_register_needs_its_number(sign_in: Callable[[Role], FlaskClient]):
    form = {"name_vi": "Bát", "on_register": "1"}
    answer = sign_in(Role.CATALOGUER).post("/hien-vat/moi", data=form)
    assert answer.status_code == 422
    assert "phải có số" in answer.text


def test_a_deposit_on_the_register_stays_a_deposit(enter: Enter):
    artifact, _ = enter(number="BTBG 12", on_register="1", register_book="1", holding="deposit")
    assert artifact.holding is Holding.DEPOSIT


def test_a_bare_record_says_what_keeps_it_out_of_the_figures_and_the_deeds_mend_it(
    enter: Enter, app: Flask, sign_in: Callable[[Role], FlaskClient]
):
    artifact, facts = enter(number="BTBG 12")
    browser, place = sign_in(Role.CATALOGUER), f"/hien-vat/{artifact.id}"
    page = browser.get(place).text
    assert not facts
    assert "Chưa được tính" in page
    assert f'href="{place}/nhan"' in page
    assert "Chưa được tính" not in sign_in(Role.VIEWER).get(place).text
    form = {"received_on": "2026-05-04", "handover_on": "2026-05-02", "handover_record": "12/BBBG"}
    assert browser.get(f"{place}/nhan").status_code == 200
    assert browser.post(f"{place}/nhan", data={}).status_code == 422
    assert browser.post(f"{place}/nhan", data=form).status_code == 303
    assert browser.post(f"{place}/nhan", data=form).status_code == 422
    assert "chờ Hội đồng" in browser.get(place).text
    browser.post(
        f"{place}/dang-ky",
        data={"on": "2026-05-20", "basis": "superior", "basis_number": "15/QĐ", "basis_on": "2026-05-04"},
    )
    assert "Chưa được tính" not in browser.get(place).text
    with Session(app.extensions["engine"]) as session:
        assert not check(session)
        may = {"start": dt.date(2026, 5, 1), "end": dt.date(2026, 5, 31)}
        assert measure(session, Measure.COLLECTED, "base_store", **may).objects == 1
        assert measure(session, Measure.NEWLY_REGISTERED, "base_store", **may).objects == 1

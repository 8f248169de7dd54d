"""Objects entered by hand: what was typed once is what counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import Custody
from museum_tracker.figures.checker import check
from museum_tracker.figures.models import Fact

Enter = Callable[..., tuple[Artifact, dict[str, Fact]]]


@pytest.fixture
def enter(app: Flask, sign_in: Callable[[Role], FlaskClient]) -> Enter:
    """Enter an object on the page for new records; gives it back with its facts by kind."""

    def type_in(**fields: str) -> tuple[Artifact, dict[str, Fact]]:
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
        "registered": "2024-05-20",
    }
    assert artifact.custody is Custody.ACCESSIONED


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

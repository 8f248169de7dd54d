"""An error page is whole even when the database has just refused something, and nothing is half saved."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.history.models import ChangeSet
from tests.factories.catalogue import make_artifact

SignIn = Callable[[Role], FlaskClient]


def test_a_character_that_no_database_keeps_is_told_in_words(sign_in: SignIn, session: Session, deed: ChangeSet):
    artifact = make_artifact(session, deed)
    session.commit()
    before = session.scalar(sa.select(sa.func.count(ChangeSet.id)))
    session.commit()
    answer = sign_in(Role.CURATOR).post(f"/hien-vat/{artifact.id}/huy", data={"reason": "a\x00b"})
    assert answer.status_code in {303, 400}  # SQLite keeps it, PostgreSQL does not
    if answer.status_code == 400:
        assert "không thể lưu được" in answer.text
        assert session.scalar(sa.select(sa.func.count(ChangeSet.id))) == before


def test_a_number_that_no_database_holds_finds_nothing(sign_in: SignIn):
    for number in ("99999999999999999999", "2147483648"):
        assert sign_in(Role.VIEWER).get(f"/hien-vat/{number}").status_code == 404

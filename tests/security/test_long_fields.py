"""A text longer than a field takes is refused at that field, in the reader's words, and stays in the form."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.history.models import ChangeSet
from tests.factories.catalogue import make_artifact

SignIn = Callable[[Role], FlaskClient]
LONG = "đ" * 20_000


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/nguon/moi", "name"),
        ("/kho/moi", "name"),
        ("/suu-tam/nhan", "name_vi"),
        ("/suu-tam/hoi-dong/moi", "title"),
        ("/hien-vat/{0}/xuat-khoi-so", "reason"),
        ("/hien-vat/{0}/dang-ky", "number"),
        ("/tu-vung/material/moi", "name_vi"),
    ],
)
def test_a_text_longer_than_its_field_is_refused_in_words(
    sign_in: SignIn, session: Session, deed: ChangeSet, address: str, field: str
):
    artifact = make_artifact(session, deed)
    session.commit()
    answer = sign_in(Role.CURATOR).post(address.format(artifact.id), data={field: LONG})
    assert answer.status_code == 422
    assert "Không được dài quá" in answer.text
    assert LONG in answer.text


def test_a_record_refuses_what_its_fields_cannot_hold_and_keeps_what_was_typed(
    sign_in: SignIn, session: Session, deed: ChangeSet
):
    artifact = make_artifact(session, deed, name="Bình gốm")
    session.commit()
    data = {"name_vi": LONG, "version": "1"}
    answer = sign_in(Role.CURATOR).post(f"/hien-vat/{artifact.id}/sua/identity", data=data)
    assert answer.status_code == 422
    assert LONG in answer.text
    session.expire_all()
    assert artifact.name_vi == "Bình gốm"

"""Files that people sent come back under their own names, and no name can add a header or a page of its own."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

import config
from museum_tracker.accounts.permissions import Role
from museum_tracker.history.models import ChangeSet
from tests.factories.catalogue import make_artifact
from tests.factories.media import attach_bytes, jpeg, open_storage

pytestmark = pytest.mark.one_engine

SignIn = Callable[[Role], FlaskClient]
NAMES = [
    "Trống đồng mặt trước.jpg",
    'a";filename="evil.html',
    "x\r\nSet-Cookie: a=1.jpg",
    "\u202egpj.exe",
    "𠀋" * 200 + ".jpg",
    "<script>alert(1)</script>.html",
]


@pytest.mark.parametrize("name", NAMES)
def test_an_original_is_a_download_whatever_its_name(
    sign_in: SignIn, session: Session, deed: ChangeSet, settings: config.Settings, name: str
):
    artifact = make_artifact(session, deed)
    asset = attach_bytes(session, open_storage(session, settings), artifact, deed, jpeg(), name)
    session.commit()
    address = f"/tep/{asset.current.sha256}/goc"
    answer = sign_in(Role.CATALOGUER).get(address, buffered=True)
    assert (answer.status_code, answer.data) == (200, jpeg())
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "Set-Cookie" not in answer.headers or "a=1" not in answer.headers["Set-Cookie"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    page = sign_in(Role.VIEWER).get(f"/hien-vat/{artifact.id}")
    assert "<script>alert(1)" not in page.text
    assert sign_in(Role.VIEWER).get(address).status_code == 403


@pytest.mark.parametrize("name", [*(name for name in NAMES if "\r" not in name), "\x00.csv", "..", "/etc/passwd"])
def test_a_table_is_given_back_whatever_its_name(sign_in: SignIn, name: str):
    browser = sign_in(Role.CATALOGUER)
    table = io.BytesIO("Số đăng ký,Tên\nBT 1,=1+1\n".encode())
    answer = browser.post("/nhap-du-lieu", data={"file": (table, name)})
    assert answer.status_code == 303
    batch = answer.headers["Location"].rsplit("/", 2)[-2]
    back = browser.get(f"/nhap-du-lieu/{batch}/tep", buffered=True)
    assert (back.status_code, back.headers["Content-Disposition"][:10]) == (200, "attachment")
    assert browser.get(f"/nhap-du-lieu/{batch}/cot").status_code == 200

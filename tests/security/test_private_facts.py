"""Who gave an object, and what old tables say of them, is for few; and every look at it is noted."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

import museum_tracker
from museum_tracker.accounts.demo_accounts import SHOWN_PASSWORD, create_demo_accounts
from museum_tracker.accounts.permissions import Permission, Role, allows
from museum_tracker.catalogue.lookups import TermLookup
from museum_tracker.catalogue.queries import live
from museum_tracker.history.models import ChangeSet
from museum_tracker.interop.exports.rows import export_columns, export_rows
from museum_tracker.sources.models import SourceReading
from museum_tracker.sources.services import add_source
from tests.factories.catalogue import make_artifact

SignIn = Callable[[Role], FlaskClient]
SECRET, PHONE = "Nguyễn Thị Kín", "0901 234 567"
BLIND = [role for role in Role if not allows(role, Permission.VIEW_SOURCES)]


@pytest.fixture
def given(session: Session, deed: ChangeSet) -> int:
    """An object of whose donor the record, its source and a column of an old table tell."""
    source = add_source(session, deed=deed, name=SECRET, phone=PHONE)
    raw = {"Điện thoại người hiến": PHONE}
    artifact = make_artifact(
        session, deed, name="Bình gốm", number="BT 1", source_text=SECRET, source_id=source.id, raw=raw
    )
    session.commit()
    return artifact.id


@pytest.mark.parametrize("role", BLIND)
@pytest.mark.parametrize(
    "address",
    [
        *("/hien-vat/{0}", "/hien-vat?q=Kín", "/hien-vat?q=0901", "/hien-vat/goi-y?q=Kín", "/hien-vat/bo-loc?q=Kín"),
        *("/lich-su", "/lich-su/1", "/lich-su/1?sau=0", "/nguon", "/nguon/1", "/hien-vat/{0}/nguon", "/suu-tam"),
        *("/hien-vat/so/BT 1", "/tong-quan", "/viec-cua-toi", "/kiem-ke", "/hien-vat/{0}/tep", "/hien-vat/{0}/vi-tri"),
    ],
)
def test_no_page_tells_who_gave_an_object_to_those_who_may_not_know(
    sign_in: SignIn, given: int, role: Role, address: str
):
    text = sign_in(role).get(address.format(given), follow_redirects=True).text
    shown = text.replace("q=Kín", "").replace('value="Kín"', "").replace("“Kín”", "")
    assert SECRET not in shown
    assert PHONE not in shown


@pytest.mark.parametrize(("role", "sources"), [(Role.ADMINISTRATOR, False), (Role.CURATOR, True)])
def test_an_export_takes_columns_of_old_tables_along_only_for_those_who_may_see_donors(
    session: Session, given: int, role: Role, *, sources: bool
):
    can = partial(allows, role)
    rows = list(export_rows(session, live(), can, TermLookup(session), "vi"))
    assert len(rows[0]) == len(export_columns(can, "vi"))
    assert told(rows) is sources


def told(rows: Sequence[Sequence[str]]) -> bool:
    return any(SECRET in cell or PHONE in cell for row in rows for cell in row)


def test_a_refused_change_of_a_source_is_a_reading_too(sign_in: SignIn, session: Session, given: int):
    browser = sign_in(Role.CATALOGUER)
    answer = browser.post("/nguon/1/sua", data={"name": ""})
    assert answer.status_code == 422
    assert PHONE in answer.text
    session.expire_all()
    assert session.scalar(sa.select(sa.func.count(SourceReading.id))) == 1


def test_the_demonstrations_passwords_are_shown_to_this_machine_only(client: FlaskClient, app: Flask, session: Session):
    settings = app.config["SETTINGS"].with_(demo=True)
    app.config["SETTINGS"] = settings
    create_demo_accounts(session, settings)
    session.commit()
    assert SHOWN_PASSWORD in client.get("/dang-nhap").text
    assert SHOWN_PASSWORD not in client.get("/dang-nhap", environ_base={"REMOTE_ADDR": "192.0.2.7"}).text
    assert SHOWN_PASSWORD not in client.get("/dang-nhap", headers={"X-Forwarded-For": "127.0.0.1"}).text


def test_pages_name_authors_only_by_the_helper_that_knows_who_reads():
    templates = Path(museum_tracker.__file__).parent.rglob("*.html")
    assert [path.name for path in templates if re.search(r"by\.name\b", path.read_text(encoding="utf-8"))] == []

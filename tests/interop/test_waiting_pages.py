"""Rows that wait, as people answer them on the page of an import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

import config
from museum_tracker.accounts.permissions import Role
from museum_tracker.interop.models import ImportRow
from tests.factories.interop import import_file
from tests.interop.browsing import batch_of, mapped, row_ids, send, work
from tests.interop.tables import write_text


@pytest.fixture
def browser(sign_in: Callable[[Role], FlaskClient]) -> FlaskClient:
    """A cataloguer at the screen."""
    return sign_in(Role.CATALOGUER)


def test_questions_are_answered_row_by_row_and_asked_no_more(
    app: Flask, browser: FlaskClient, settings: config.Settings, tmp_path: Path
) -> None:
    engine = app.extensions["engine"]
    import_file(engine, settings, write_text(tmp_path / "a.csv", "Số đăng ký;Tên hiện vật\nBTBG 1;Bát\nBTBG 2;Đĩa\n"))
    send(browser, "Số đăng ký;Tên hiện vật\nBTBG 1;Trống\nBTBG 2;Chuông\n".encode())
    mapped(browser, app, 2)
    browser.post("/nhap-du-lieu/2/chay-thu")
    work(app)
    assert batch_of(app, 2).waiting == 2
    assert 'name="all_same_number"' in browser.get("/nhap-du-lieu/2").get_data(as_text=True)
    with Session(engine) as session:
        first = session.scalars(sa.select(ImportRow.id).where(ImportRow.batch_id == 2).order_by(ImportRow.row)).first()
    browser.post("/nhap-du-lieu/2/quyet-dinh", data={f"row_{first}": "same_object", "all_same_number": "other_object"})
    work(app)
    assert batch_of(app, 2).waiting == 0
    assert browser.post("/nhap-du-lieu/2/nhap").status_code == 303
    work(app)
    entered = batch_of(app, 2)
    assert (entered.updated, entered.created) == (1, 1)


def test_rows_that_wait_are_answered_on_the_page_of_the_entered_import_and_asked_again(
    app: Flask, browser: FlaskClient
) -> None:
    send(browser, "Số đăng ký;Tên hiện vật;Ghi chú\nBTBG 1;Ấm;\n;- nắp;sứt\nII;ĐỒ ĐÁ;\nGm;Lọ;x\n".encode())
    mapped(browser, app, 1)
    browser.post("/nhap-du-lieu/1/chay-thu")
    work(app)
    browser.post("/nhap-du-lieu/1/nhap")
    work(app)
    page = browser.get("/nhap-du-lieu/1").get_data(as_text=True)
    assert 'name="all_perhaps_part"' in page
    assert "- nắp" in page
    assert (batch_of(app).created, batch_of(app).waiting) == (1, 3)
    rows = row_ids(app)
    answers = {f"row_{rows[5]}": "object", "all_perhaps_part": "part", "all_perhaps_heading": ""}
    assert browser.post("/nhap-du-lieu/1/quyet-dinh", data=answers).status_code == 303
    work(app)
    assert (batch_of(app).created, batch_of(app).updated, batch_of(app).waiting) == (2, 1, 1)
    assert 'formaction="/nhap-du-lieu/1/hoi-lai"' in browser.get("/nhap-du-lieu/1?ket-qua=created").get_data(
        as_text=True
    )
    assert browser.post("/nhap-du-lieu/1/hoi-lai", data={"row": str(row_ids(app)[5])}).status_code == 303
    assert (batch_of(app).created, batch_of(app).waiting) == (1, 2)

"""The pages of imports and exports as people meet them, the worker between."""

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
from museum_tracker.catalogue.models import Artifact
from museum_tracker.interop.models import BatchState, ExportFile, ImportBatch, ImportProfile
from tests.factories.interop import import_file, stage_file
from tests.interop.browsing import batch_of, fetch, mapped, send, work
from tests.interop.tables import cells_of, rows_of, write_text, write_xlsx

Browser = Callable[[Role], FlaskClient]
REGISTER = "Số đăng ký;Tên hiện vật;Chất liệu;Kệ lạ\nBTBG 1;Trống đồng;Đồng;K1\nBTBG 2;Rìu;nt;\n;;;\nBTBG 3;Bôn;Đá;\n"


@pytest.fixture
def browser(sign_in: Browser) -> FlaskClient:
    """A cataloguer at the screen."""
    return sign_in(Role.CATALOGUER)


def test_a_table_goes_from_upload_to_objects(app: Flask, browser: FlaskClient) -> None:
    assert send(browser, REGISTER.encode()).endswith("/nhap-du-lieu/1/cot")
    page = browser.get("/nhap-du-lieu/1/cot").get_data(as_text=True)
    assert "Kệ lạ" in page
    assert mapped(browser, app, 1, profile="Sổ kho") == 303
    assert "Trống đồng" in browser.get("/nhap-du-lieu/1/xem-truoc").get_data(as_text=True)
    assert browser.post("/nhap-du-lieu/1/chay-thu").status_code == 303
    assert browser.get("/nhap-du-lieu/1").status_code == 200
    work(app)
    tried = batch_of(app)
    assert (tried.state, tried.rows_read, tried.created) == (BatchState.CHECKED, 3, 3)
    assert browser.get("/nhap-du-lieu/1").status_code == 200
    assert browser.post("/nhap-du-lieu/1/nhap").status_code == 303
    work(app)
    assert batch_of(app).state is BatchState.APPLIED
    assert browser.get("/nhap-du-lieu/1").status_code == 200
    assert "Trống đồng" in browser.get("/hien-vat?lo_nhap=1").get_data(as_text=True)
    assert fetch(browser, "/nhap-du-lieu/1/tep") == REGISTER.encode()
    with Session(app.extensions["engine"]) as session:
        assert session.scalars(sa.select(ImportProfile.name)).all() == ["Sổ kho"]
        assert session.scalars(sa.select(Artifact.material_text).order_by(Artifact.number_sort)).all() == [
            "Đồng", "Đồng", "Đá",
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.csv"),
        (b"%PDF-1.7", "a.xlsx"),
        (b"PK\x03\x04 broken", "a.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 900, "a.xls"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(browser: FlaskClient, content: bytes, name: str) -> None:
    assert send(browser, content, name).endswith("/nhap-du-lieu")
    assert batch_count(browser) == 0


def batch_count(browser: FlaskClient) -> int:
    """How many imports there are."""
    with Session(browser.application.extensions["engine"]) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(ImportBatch)) or 0


def test_a_form_without_a_file_asks_for_one(browser: FlaskClient) -> None:
    assert browser.post("/nhap-du-lieu", data={}).status_code == 303


def test_an_opening_balance_without_day_and_document_is_not_kept(app: Flask, browser: FlaskClient) -> None:
    send(browser, REGISTER.encode())
    assert mapped(browser, app, 1, cutoff="") == 422
    assert mapped(browser, app, 1, document="") == 422
    assert mapped(browser, app, 1, cutoff="1/1/2999") == 422
    assert mapped(browser, app, 1, s0_c0_target="", s0_c1_target="") == 422


def test_old_encodings_are_shown_before_and_after_and_converted_by_choice(app: Flask, browser: FlaskClient) -> None:
    text = (
        "Sè ®¨ng ký;Tªn hiÖn vËt;ChÊt liÖu\nBTBG 1;Trèng ®ång §«ng S¬n;§ång\nBTBG 2;B×nh gèm;Gèm sø\nBTBG 3;R×u ®¸;§¸\n"
    )
    send(browser, text.encode("cp1252"))
    page = browser.get("/nhap-du-lieu/1/bang-ma?trang=0&cot=1").get_data(as_text=True)
    assert "Trống đồng" in page
    answer = browser.post("/nhap-du-lieu/1/bang-ma", data={"trang": 0, "cot": 1, "code": "tcvn3", "which": "alike"})
    assert answer.status_code == 303
    with Session(app.extensions["engine"]) as session:
        sheet = session.get_one(ImportBatch, 1).plan["sheets"][0]
        columns = sheet["columns"]
        assert (sheet["legacy"], {column["legacy"] for column in columns}) == ("tcvn3", {""})
        assert [column["target"] for column in columns] == ["number", "name_vi", "material"]
    mapped(browser, app, 1)
    browser.post("/nhap-du-lieu/1/chay-thu")
    work(app)
    browser.post("/nhap-du-lieu/1/nhap")
    work(app)
    with Session(app.extensions["engine"]) as session:
        assert (
            session.scalars(sa.select(Artifact.name_vi).order_by(Artifact.number_sort)).first() == "Trống đồng Đông Sơn"
        )


@pytest.mark.one_engine
def test_the_unit_in_a_heading_is_offered_and_stays_as_the_page_sends_it(app: Flask, browser: FlaskClient) -> None:
    send(browser, "Số đăng ký;Tên;Trọng lượng (gr);Cao (in)\n1;Bát;350;3,5\n".encode())
    page = browser.get("/nhap-du-lieu/1/cot").get_data(as_text=True)
    assert '<option value="g" selected>' in page
    assert '<option value="inch" selected>' in page
    mapped(browser, app, 1, s0_c2_unit="kg")
    assert [column["unit"] for column in batch_of(app).plan["sheets"][0]["columns"]] == ["", "", "kg", "inch"]


@pytest.mark.one_engine
@pytest.mark.parametrize("act", ["legacy 0 1", "reread"])
def test_what_was_typed_stays_while_the_file_is_looked_at_again(app: Flask, browser: FlaskClient, act: str) -> None:
    send(browser, "Số đăng ký;Tªn hiÖn vËt\n1;Trèng ®ång\n2;B×nh gèm\n3;Méc b¶n\n".encode())
    assert "TCVN3" in browser.get("/nhap-du-lieu/1/cot").get_data(as_text=True)
    assert mapped(browser, app, 1, act=act, document="Sổ 1978, quyển 2") == 303
    assert batch_of(app).plan["document"] == "Sổ 1978, quyển 2"
    page = browser.get("/nhap-du-lieu/1/bang-ma?trang=0&cot=1").get_data(as_text=True)
    assert '<option value="tcvn3" selected>' in page


@pytest.mark.one_engine
def test_an_object_shows_its_rows_and_what_no_field_took_up(app: Flask, browser: FlaskClient, sign_in: Browser) -> None:
    send(browser, REGISTER.encode())
    mapped(browser, app, 1)
    browser.post("/nhap-du-lieu/1/chay-thu")
    work(app)
    browser.post("/nhap-du-lieu/1/nhap")
    work(app)
    page = browser.get("/hien-vat/1").get_data(as_text=True)
    assert "Kệ lạ" in page
    assert "so.csv</a> · trang so, dòng 2" in page
    assert "Kệ lạ" not in sign_in(Role.VIEWER).get("/hien-vat/1").get_data(as_text=True)


def test_rows_to_mend_come_back_as_a_workbook_and_touch_only_themselves(app: Flask, browser: FlaskClient) -> None:
    send(browser, "Số đăng ký;Tên hiện vật;Số lượng\nBTBG 1;Bát;vài\nBTBG 2;Đĩa;3\n;;5\n".encode())
    mapped(browser, app, 1)
    browser.post("/nhap-du-lieu/1/chay-thu")
    work(app)
    browser.post("/nhap-du-lieu/1/nhap")
    work(app)
    content = fetch(browser, "/nhap-du-lieu/1/can-sua")
    folder = Path(app.config["SETTINGS"].home)
    (folder / "mend.xlsx").write_bytes(content)
    cells = cells_of(folder / "mend.xlsx")
    assert [row[1:4] for row in cells] == [
        ["Số đăng ký", "Tên hiện vật", "Số lượng"],
        ["BTBG 1", "Bát", "vài"],
        ["", "", "5"],
    ]
    cells[1][3], cells[2][2] = "2", "Ấm"
    write_xlsx(folder / "mended.xlsx", cells)
    send(browser, (folder / "mended.xlsx").read_bytes(), "mended.xlsx")
    mapped(browser, app, 2)
    browser.post("/nhap-du-lieu/2/chay-thu")
    work(app)
    browser.post("/nhap-du-lieu/2/nhap")
    work(app)
    mended = batch_of(app, 2)
    assert (mended.rows_read, mended.updated, mended.created) == (2, 1, 1)


def test_the_current_list_is_exported_and_reads_back_without_change(
    app: Flask, browser: FlaskClient, settings: config.Settings, samples: Path
) -> None:
    engine = app.extensions["engine"]
    import_file(engine, settings, samples / "demo_artifacts.csv")
    for name in ("xlsx", "csv"):
        assert browser.get("/xuat-du-lieu?q=đồng").status_code == 200
        where = browser.post("/xuat-du-lieu", data={"format": name}).headers["Location"]
        assert browser.get(where).status_code == 200
        work(app)
        assert browser.get(where).status_code == 200
        path = settings.home / f"list.{name}"
        path.write_bytes(fetch(browser, f"{where}/tep"))
        assert len(rows_of(path)) == 41
        again = import_file(engine, settings, path)
        assert (again.rows_read, again.unchanged) == (40, 40)


def test_only_rows_that_were_asked_for_are_exported(
    app: Flask, browser: FlaskClient, settings: config.Settings, tmp_path: Path
) -> None:
    import_file(
        app.extensions["engine"], settings, write_text(tmp_path / "a.csv", "Số đăng ký;Tên\nBTBG 1;Bát\nBTBG 2;Đĩa\n")
    )
    where = browser.post("/xuat-du-lieu?ma=2", data={"format": "csv"}).headers["Location"]
    work(app)
    assert b"BTBG 2" in fetch(browser, f"{where}/tep")
    assert b"BTBG 1" not in fetch(browser, f"{where}/tep")


def test_nobody_fetches_the_export_of_somebody_else(app: Flask, browser: FlaskClient, sign_in: Browser) -> None:
    where = browser.post("/xuat-du-lieu", data={"format": "csv"}).headers["Location"]
    work(app)
    assert fetch(browser, f"{where}/tep")
    assert sign_in(Role.CURATOR).get(f"{where}/tep").status_code == 404


def test_donors_are_left_out_of_the_export_of_those_who_may_not_see_them(
    app: Flask, sign_in: Browser, settings: config.Settings, tmp_path: Path
) -> None:
    path = write_text(tmp_path / "a.csv", "Số đăng ký;Tên;Nguồn gốc\nBTBG 1;Bát;Bà Nguyễn Thị Kín\n")
    import_file(app.extensions["engine"], settings, path)
    for role, seen in ((Role.ADMINISTRATOR, False), (Role.CURATOR, True)):
        person = sign_in(role)
        where = person.post("/xuat-du-lieu", data={"format": "csv"}).headers["Location"]
        work(app)
        assert ("Bà Nguyễn Thị Kín".encode() in fetch(person, f"{where}/tep")) is seen


def test_an_unknown_format_and_an_unknown_import_are_refused(app: Flask, browser: FlaskClient) -> None:
    assert browser.post("/xuat-du-lieu", data={"format": "exe"}).status_code == 422
    with Session(app.extensions["engine"]) as session:
        assert session.scalars(sa.select(ExportFile)).all() == []
    assert browser.get("/nhap-du-lieu/77").status_code == 404
    assert browser.post("/nhap-du-lieu/77/nhap").status_code == 404


@pytest.mark.one_engine
def test_a_workbook_of_many_sheets_gives_pages_that_stay_small(
    app: Flask, browser: FlaskClient, tmp_path: Path
) -> None:
    heads = ["Số đăng ký", "Tên hiện vật", "Chất liệu", "Niên đại", "Kích thước", "Ghi chú"]
    sheets = {
        f"Trang {place}": [heads, [f"BTBG {place}", f"Bát {place}", "Gốm", "", "", ""]] for place in range(1, 120)
    }
    path = write_xlsx(tmp_path / "nhieu-trang.xlsx", [heads, ["BTBG 0", "Bát", "Gốm", "", "", ""]], sheets=sheets)
    assert stage_file(app.extensions["engine"], app.config["SETTINGS"], path) == 1
    first = browser.get("/nhap-du-lieu/1/cot").data
    assert len(first) < 300_000
    assert b"s0_c1_target" in first
    assert (
        browser.post("/nhap-du-lieu/1/cot", data={"act": "page 3", "s0_header": "1", "s0_c5_target": ""}).status_code
        == 303
    )
    third = browser.get("/nhap-du-lieu/1/cot?trang=3").data
    assert len(third) < 300_000
    assert b"s0_c1_target" not in third
    plan = batch_of(app).plan["sheets"]
    assert (plan[0]["taken"], plan[0]["columns"][5]["target"]) == (False, "")
    assert (plan[119]["taken"], plan[119]["columns"][1]["target"]) == (True, "name_vi")
    form = {"act": "keep", "standing": "opening", "cutoff": "31/12/2025", "document": "Sổ", "holding": "base"}
    assert browser.post("/nhap-du-lieu/1/cot", data=form).status_code == 303
    browser.post("/nhap-du-lieu/1/chay-thu")
    work(app)
    page = browser.get("/nhap-du-lieu/1").data
    assert (len(page) < 300_000, batch_of(app).rows_read) == (True, 119)


def test_what_an_update_changes_is_said_in_words_without_the_name_of_a_column(app: Flask, browser: FlaskClient) -> None:
    for number, text in ((1, REGISTER), (2, REGISTER.replace("Đá", "Gỗ"))):
        send(browser, text.encode())
        assert mapped(browser, app, number) == 303
        browser.post(f"/nhap-du-lieu/{number}/chay-thu")
        work(app)
        if number == 1:
            browser.post("/nhap-du-lieu/1/nhap")
            work(app)
    page = browser.get("/nhap-du-lieu/2").get_data(as_text=True)
    assert "thành “Gỗ”" in page
    assert "<b>material_text</b>" not in page

"""The main journey, in Vietnamese: a table becomes objects, files become evidence, and the director's figures move."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
from docx import Document
from playwright.sync_api import Page, expect

from museum_tracker.accounts.permissions import Role
from museum_tracker.core import clock
from tests.browser.conftest import Served
from tests.browser.materials import OBJECTS, SIDES, photograph, vase, write_register

LONG = 90_000
ZONE = "Asia/Ho_Chi_Minh"


def test_a_table_and_pictures_become_figures_and_a_report(
    served: Served, open_as: Callable[..., Page], accessible: Callable[[Page], None], tmp_path: Path
):
    cataloguer = open_as(Role.CATALOGUER)
    _import_register(cataloguer, served, tmp_path, accessible)
    _add_files(cataloguer, served, tmp_path)
    _complete_record(cataloguer, served)
    _propose_classification(cataloguer, served)
    curator = open_as(Role.CURATOR)
    _confirm_classification(curator, served)
    _approve_files(curator, served, count=len(SIDES) + 1)
    _open_vase(curator, served)
    accessible(curator)
    director = open_as(Role.DIRECTOR)
    _figures_have_moved(director, served)
    accessible(director)
    _the_report_is_ready(director, served, tmp_path)
    accessible(director)


def _import_register(page: Page, served: Served, folder: Path, accessible: Callable[[Page], None]) -> None:
    page.goto(served.url + "/nhap-du-lieu")
    page.get_by_label("Bảng").set_input_files(write_register(folder / "so-dang-ky.xlsx", clock.today(ZONE)))
    page.get_by_role("button", name="Đọc bảng").click()
    accessible(page)
    page.get_by_label("Phát sinh trong kỳ").check()
    page.get_by_label("Căn cứ của các dòng đăng ký trong kỳ").select_option("council")
    page.get_by_label("Văn bản làm căn cứ").fill("Biên bản số 05/BB-HĐKH")
    page.get_by_role("button", name="Lưu và xem những dòng đầu").last.click()
    expect(page.get_by_role("cell", name="Bình gốm men ngọc")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Chạy thử cả tệp").click()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Nhập các dòng").click(timeout=LONG)
    page.get_by_role("link", name="Xem các hiện vật").click(timeout=LONG)
    for row in OBJECTS:
        expect(page.get_by_role("row", name=row[1])).to_be_visible()


def _open_vase(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/hien-vat/so/BTBG 9001")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bình gốm men ngọc")


def _add_files(page: Page, served: Served, folder: Path) -> None:
    _open_vase(page, served)
    page.get_by_role("link", name="Thêm ảnh hoặc mô hình 3D").first.click()
    pictures = [photograph(folder / f"BTBG 9001 {side}.jpg", seed=place) for place, side in enumerate(SIDES)]
    page.get_by_label("Chọn tệp").set_input_files([*pictures, vase(folder / "BTBG 9001.glb")])
    rows = page.locator(".file-row")
    expect(rows).to_have_count(len(SIDES) + 1)
    expect(rows.get_by_role("link", name="Bình gốm men ngọc")).to_have_count(len(SIDES) + 1, timeout=LONG)
    _open_vase(page, served)
    files = page.locator("#object-files")
    expect(files.get_by_text("Sẵn sàng", exact=True)).to_have_count(len(SIDES) + 1, timeout=LONG)


def _complete_record(page: Page, served: Served) -> None:
    _open_vase(page, served)
    inventory = page.locator("#panel-kiem-ke")
    inventory.get_by_role("link", name="Ghi số").click()
    page.get_by_role("button", name="Ghi số").click()
    expect(page.locator("#panel-kiem-ke")).to_contain_text("Đã ghi số trên hiện vật ·")
    page.locator("#panel-kiem-ke").get_by_role("link", name="Xem hồ sơ").click()
    expect(page.locator(".check .no")).to_have_count(0)
    page.get_by_role("button", name="Xác nhận đủ hồ sơ").click()
    expect(page.locator("#panel-kiem-ke")).to_contain_text("Đủ hồ sơ ·")


def _propose_classification(page: Page, served: Served) -> None:
    _open_vase(page, served)
    page.get_by_role("link", name="Đề xuất phân loại").click()
    page.get_by_label("Nhóm chất liệu").select_option(index=1)
    page.get_by_role("button", name="Đề nghị").click()
    expect(page.get_by_role("status")).to_contain_text("chờ")


def _confirm_classification(page: Page, served: Served) -> None:
    page.goto(served.url + "/phan-loai")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bình gốm men ngọc")
    page.keyboard.press("a")
    expect(page.get_by_role("heading", name="Không có việc chờ")).to_be_visible()


def _approve_files(page: Page, served: Served, *, count: int) -> None:
    page.goto(served.url + "/so-hoa")
    page.keyboard.press("Enter")
    for _place in range(count):
        expect(page.get_by_text("Đạt mọi tiêu chí đo được")).to_be_visible()
        here = page.url
        page.wait_for_load_state("load")  # keys are heard once the page's script runs
        page.keyboard.press("a")
        expect(page).not_to_have_url(here, timeout=LONG)
    expect(page.get_by_role("heading", name="Không có gì chờ nghiệm thu")).to_be_visible()


def _figures_have_moved(page: Page, served: Served) -> None:
    page.goto(served.url + "/tong-quan")
    collected, digitized = (page.locator(".promise", has_text=name) for name in ("Sưu tầm trong kỳ", "Số hóa trong kỳ"))
    expect(collected.locator(".fig a")).to_have_text(str(len(OBJECTS)))
    expect(digitized.locator(".fig a")).to_have_text("1")
    digitized.locator(".fig a").click()
    expect(page.get_by_role("row", name="Bình gốm men ngọc")).to_be_visible()
    expect(page.get_by_role("row", name="Bát hoa lam")).to_have_count(0)
    page.go_back()
    collected.locator(".fig a").click()
    for row in OBJECTS:
        expect(page.get_by_role("row", name=row[1])).to_be_visible()


def _the_report_is_ready(page: Page, served: Served, folder: Path) -> None:
    page.goto(served.url + "/tong-quan")
    page.get_by_role("link", name="Báo cáo năm").click()
    page.locator("summary", has_text="Danh mục hiện vật sưu tầm").click()
    expect(page.get_by_role("link", name="BTBG 9001").first).to_be_visible()
    files = {kind: _download(page, folder / f"bao-cao.{kind}") for kind in ("pdf", "docx", "xlsx", "csv")}
    sheets = openpyxl.load_workbook(files["xlsx"], read_only=True, data_only=True)
    cells = [str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    sheets.close()
    assert any("Bình gốm men ngọc" in cell for cell in cells)
    document = Document(str(files["docx"]))
    texts = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any("Bình gốm men ngọc" in text for text in texts)
    printed = files["pdf"].read_bytes()
    assert printed.startswith(b"%PDF-")
    assert "Báo cáo".casefold() in printed.decode(errors="ignore").casefold()
    raw = files["csv"].read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert any("Bình gốm men ngọc" in row for row in csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))


def _download(page: Page, target: Path) -> Path:
    menu = page.locator("details[data-menu]", has_text="Tải xuống")
    if menu.get_attribute("open") is None:
        menu.locator("summary").click()
    with page.expect_download(timeout=LONG) as waiting:
        menu.locator(f'a[href*="{target.suffix}"][href*="=vi"]').click()
    waiting.value.save_as(target)
    return target

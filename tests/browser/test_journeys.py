"""Smaller journeys through one museum: conflicts, broken files, a phone, two languages, no JavaScript, a cut line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from museum_tracker.accounts.permissions import Role
from tests.browser.conftest import Served, serving
from tests.browser.materials import photograph, scan
from tests.browser.objects import put_object

LONG = 90_000
NETWORK = r"Failed to load resource: net::ERR_"
PLACES = (
    *("/tong-quan", "/viec-cua-toi", "/hien-vat", "/hien-vat/1", "/hien-vat/moi", "/suu-tam", "/suu-tam/nhan"),
    *("/kiem-ke", "/phan-loai", "/so-hoa", "/so-hoa/nhiem-vu", "/kho", "/nguon", "/chi-tieu", "/bao-cao"),
    *("/nhap-du-lieu", "/tai-len", "/lich-su", "/tai-khoan", "/tu-vung"),
)
# Words of our own screens, never of what people wrote in a catalogue or of the plan's Vietnamese names.
VIETNAMESE = re.compile(
    r"\b(Tổng quan|Hiện vật|Sưu tầm|Kiểm kê|Phân loại|Số hóa|Kho\b(?! [a-zà-ỹ])|Chỉ tiêu|Báo cáo|Quản trị|Lưu|Hủy|Tìm|"
    r"Sửa|Xóa|Thêm|Chưa|Không|Tải|Trạng thái|Đăng xuất|Bộ lọc|Việc|Ngày|Người|Tệp|Chọn|Mức|Nghiệm thu)\b"
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One museum for the journeys of this module; each puts in the objects it needs."""
    with serving(tmp_path_factory.mktemp("museum")) as museum:
        put_object(museum, name_vi="Trống đồng Yên Tập", number="BTBG 1", material="Đồng")
        yield museum


def test_two_editors_see_each_others_version_and_choose(served: Served, open_as: Callable[..., Page]):
    number = put_object(served, name_vi="Ấm đất", number="BTBG 2")
    first, second = open_as(Role.CATALOGUER), open_as(Role.CURATOR, allow="409")
    for page in (first, second):
        page.goto(f"{served.url}/hien-vat/{number}/sua/identity")
    _rename(first, "Ấm đất nung")
    expect(first.get_by_role("heading", level=1)).to_have_text("Ấm đất nung")
    _rename(second, "Ấm gốm nhỏ")
    row = second.get_by_role("row", name="Tên hiện vật")
    for version in ("Ấm đất", "Ấm đất nung", "Ấm gốm nhỏ"):
        expect(row.get_by_text(version, exact=True)).to_be_visible()
    row.get_by_label("Ấm đất nung").check()
    second.get_by_role("button", name="Lưu các bản đã chọn").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Ấm đất nung")


def _rename(page: Page, name: str) -> None:
    page.get_by_label("Tên hiện vật", exact=True).fill(name)
    page.get_by_role("button", name="Lưu", exact=False).first.click()


def test_a_broken_picture_says_why_and_offers_another_try(served: Served, open_as: Callable[..., Page], tmp_path: Path):
    number = put_object(served, name_vi="Đèn gốm", number="BTBG 3")
    broken = photograph(tmp_path / "đèn gốm.jpg", seed=3)
    broken.write_bytes(broken.read_bytes()[:60_000])
    page = open_as(Role.CATALOGUER)
    _send(page, served, number, broken)
    page.goto(f"{served.url}/hien-vat/{number}")
    files = page.locator("#object-files")
    expect(files.get_by_text("Ảnh bị cụt hoặc hỏng")).to_be_visible(timeout=LONG)
    files.get_by_role("button", name="Thử lại").click()
    expect(page.locator("#object-files").get_by_text("Ảnh bị cụt hoặc hỏng")).to_be_visible(timeout=LONG)


def test_a_file_that_is_no_picture_is_refused_with_the_reason(
    served: Served, open_as: Callable[..., Page], tmp_path: Path
):
    number = put_object(served, name_vi="Lư hương", number="BTBG 4")
    lying = tmp_path / "lư hương.jpg"
    lying.write_text("Đây không phải ảnh.", encoding="utf-8")
    page = open_as(Role.CATALOGUER)
    page.goto(f"{served.url}/hien-vat/{number}/tai-len")
    page.get_by_label("Chọn tệp").set_input_files(lying)
    expect(page.locator("[data-state]")).to_contain_text("Không nhận:")


SETTLED = re.compile("Sẵn sàng|tạm giữ", re.IGNORECASE)


def _send(page: Page, served: Served, number: int, *files: Path) -> None:
    page.goto(f"{served.url}/hien-vat/{number}/tai-len")
    page.get_by_label("Chọn tệp").set_input_files(files)
    expect(page.locator("[data-state]", has_text=SETTLED)).to_have_count(len(files), timeout=LONG)


def test_a_phone_finds_an_object_typed_without_accents(served: Served, open_as: Callable[..., Page]):
    page = open_as(Role.CATALOGUER, width=360, height=740)
    page.goto(served.url + "/hien-vat")
    page.get_by_role("searchbox").fill("trong dong yen tap")
    expect(page.get_by_text("Tìm: trong dong yen tap")).to_be_visible()
    page.get_by_role("row", name="Trống đồng Yên Tập").get_by_role("link", name="Trống đồng Yên Tập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Trống đồng Yên Tập")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_english_is_english_everywhere(served: Served, open_as: Callable[..., Page]):
    page = open_as(Role.ADMINISTRATOR, allow="403")
    page.locator("header .me > summary").click()
    page.locator("header .me").get_by_role("button", name="English").click()
    left = {}
    for place in (*PLACES, "/quan-tri", "/quan-tri/bao-tang", "/quan-tri/cong-viec", "/quan-tri/nguoi-dung"):
        answer = page.goto(served.url + place)
        assert answer is not None
        if answer.status == 200:
            expect(page.locator("html")).to_have_attribute("lang", "en")
            words = VIETNAMESE.findall(page.evaluate(OWN_WORDS))
            left.update({place: words} if words else {})
    assert not left


# What the house says: not what is marked as another language, nor names that people entered.
OWN_WORDS = """(() => {
  const copy = document.body.cloneNode(true);
  copy.querySelectorAll('[lang="vi"], script, style, template, input, textarea').forEach((part) => part.remove());
  return copy.textContent;
})()"""


def test_everything_needed_works_without_javascript(served: Served, open_as: Callable[..., Page], tmp_path: Path):
    number = put_object(served, name_vi="Khung cửi dệt vải", number="BTBG 5")
    page = open_as(Role.CATALOGUER, scripts=False)
    page.goto(served.url + "/hien-vat")
    page.get_by_role("searchbox").fill("khung cui")
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.get_by_role("row", name="Khung cửi dệt vải").get_by_role("link", name="Khung cửi dệt vải").click()
    page.locator("#making").get_by_role("link", name="Sửa mục này").click()
    page.get_by_label("Chất liệu").fill("Gỗ lim")
    page.locator(".editing").get_by_role("button", name="Lưu").click()
    expect(page.locator("#making")).to_contain_text("Gỗ lim")
    page.goto(f"{served.url}/hien-vat/{number}/tai-len")
    page.get_by_label("Tệp", exact=True).set_input_files(photograph(tmp_path / "khung cửi mặt trước.jpg", seed=5))
    page.get_by_role("button", name="Gửi").click()
    expect(page.locator("#object-files")).to_contain_text("khung cửi mặt trước.jpg")


def test_an_upload_that_was_cut_goes_on_where_it_stopped(served: Served, open_as: Callable[..., Page], tmp_path: Path):
    number = put_object(served, name_vi="Bia đá", number="BTBG 6")
    large = scan(tmp_path / "bia đá.png", seed=6)
    page = open_as(Role.CATALOGUER, allow=NETWORK)
    sent: list[int] = []

    def cut_after_the_first_piece(route: Route) -> None:
        if route.request.method == "PATCH":
            sent.append(int(route.request.headers["upload-offset"]))
        if route.request.method == "PATCH" and len(sent) > 1:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/tai-len/tus/*", cut_after_the_first_piece)
    page.goto(f"{served.url}/hien-vat/{number}/tai-len")
    page.get_by_label("Chọn tệp").set_input_files(large)
    expect(page.locator("[data-state]")).to_contain_text("Tạm dừng")
    assert 0 < sent[0] < sent[1]  # the first piece went with the request that began the upload
    page.unroute("**/tai-len/tus/*")
    with page.expect_request(lambda request: request.method == "PATCH") as going_on:
        _send(page, served, number, large)
    assert int(going_on.value.headers["upload-offset"]) == sent[1]

"""Every main page in a real browser: phone, tablet and PC, light and dark, Vietnamese and English."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Response

from museum_tracker.accounts.permissions import Role
from tests.browser.conftest import Served, serving

PLACES = (
    *("/", "/hien-vat", "/hien-vat/moi", "/suu-tam", "/kiem-ke", "/phan-loai", "/so-hoa", "/so-hoa/nhiem-vu", "/kho"),
    *("/chi-tieu", "/bao-cao", "/nhap-du-lieu", "/tai-len", "/lich-su", "/tai-khoan"),
    *("/pham-vi-tinh", "/pham-vi-tinh/base_store", "/cach-tinh", "/hien-vat?so_lieu=level_1.objects_proper..."),
)
KINDS = {"document", "stylesheet", "script"}
HEAVIEST = 150_000  # compressed HTML, CSS and JavaScript of one page


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One empty museum for every width: nothing is written here."""
    with serving(tmp_path_factory.mktemp("museum")) as museum:
        yield museum


@pytest.mark.parametrize("width", [360, 820, 1440])
def test_every_place_fits_its_screen_and_is_accessible(
    served: Served, open_as: Callable[..., Page], accessible: Callable[[Page], None], width: int
):
    page = open_as(Role.CURATOR, width=width)
    for place in PLACES:
        answer = page.goto(served.url + place)
        assert answer is not None
        assert answer.status == 200, place
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{place} is wider than {width}"
        for theme in ("light", "dark"):
            page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
            accessible(page)


def test_every_place_is_light(served: Served, open_as: Callable[..., Page]):
    page = open_as(Role.CURATOR)
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    for place in PLACES:
        answers.clear()
        page.goto(served.url + place, wait_until="load")
        weighed = [answer for answer in answers if answer.ok and answer.request.resource_type in KINDS]
        weight = sum(len(gzip.compress(answer.body())) for answer in weighed)
        assert weight <= HEAVIEST, f"{place}: {weight} bytes in {len(weighed)} files"


PASTED = """<html><head><style>p{margin:0}</style></head><body><p class=MsoNormal>Trong năm <b>2026</b></p>
<table><tr><td>TT</td><td><p>Nội dung</p></td></tr><tr><td>1</td><td><p>Khử trùng</p><p style='x:y'>đợt 3</p></td></tr>
<tr><td></td><td>a | b</td></tr></table><ul><li>Một</li></ul></body></html>"""


def test_a_table_pasted_from_word_comes_in_cell_by_cell(served: Served, open_as: Callable[..., Page]):
    page = open_as(Role.CURATOR)
    page.goto(served.url + "/chi-tieu")
    text = page.evaluate(
        """async (html) => {
            await import("/tinh/js/paste.js");
            const area = document.body.appendChild(document.createElement("textarea"));
            area.dataset.paste = "tables";
            area.focus();
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/html", html);
            area.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
            return area.value;
        }""",
        PASTED,
    )
    assert text == "Trong năm 2026\n| TT | Nội dung |\n| 1 | Khử trùng đợt 3 |\n|  | a / b |\n- Một"

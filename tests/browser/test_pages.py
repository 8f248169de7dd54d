"""Every main page in a real browser: phone, tablet and PC, light and dark, Vietnamese and English."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from museum_tracker.accounts.permissions import Role
from tests.browser.conftest import Served

PLACES = (
    *("/", "/hien-vat", "/hien-vat/moi", "/suu-tam", "/kiem-ke", "/phan-loai", "/so-hoa", "/so-hoa/nhiem-vu", "/kho"),
    *("/chi-tieu", "/bao-cao", "/nhap-du-lieu", "/tai-len", "/lich-su", "/tai-khoan"),
)


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

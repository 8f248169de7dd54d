"""The list page: found as typed, narrowed by facets, everything in the address."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from museum_tracker.accounts.permissions import Permission, Role
from museum_tracker.catalogue.list_actions import ListAction, add_list_action, list_actions
from tests.catalogue.conftest import Saved

SignIn = Callable[..., FlaskClient]


def page(browser: FlaskClient, path: str, **headers: str) -> str:
    """The text of a page that opens."""
    response = browser.get(path, headers=headers)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_an_empty_catalogue_teaches_the_first_step(sign_in: SignIn) -> None:
    text = page(sign_in(), "/hien-vat")
    assert "Chưa có hiện vật" in text
    assert 'href="/hien-vat/moi"' in text


def test_a_viewer_is_not_offered_what_is_not_allowed(sign_in: SignIn, saved: Saved) -> None:
    artifact = saved(name_vi="Bình gốm")
    browser = sign_in(Role.VIEWER)
    assert "/hien-vat/moi" not in page(browser, "/hien-vat")
    assert "/sua/" not in page(browser, f"/hien-vat/{artifact}")
    assert browser.get("/hien-vat/moi").status_code == 403


def test_objects_are_found_without_accents_and_without_a_script(sign_in: SignIn, saved: Saved) -> None:
    saved(name_vi="Trống đồng", number="BTBG 1")
    saved(name_vi="Bình gốm", number="BTBG 2")
    text = page(sign_in(), "/hien-vat?q=trong+dong")
    assert "Trống đồng" in text
    assert "Bình gốm" not in text
    assert 'value="trong dong"' in text


def test_a_script_gets_only_the_results(sign_in: SignIn, saved: Saved) -> None:
    saved(name_vi="Trống đồng")
    text = page(sign_in(), "/hien-vat?q=trong", **{"HX-Request": "true"})
    assert "<html" not in text
    assert "Trống đồng" in text


def test_a_facet_narrows_the_list_and_can_be_taken_back(sign_in: SignIn, saved: Saved) -> None:
    saved(name_vi="Sắc phong", kind="document")
    saved(name_vi="Bình gốm")
    browser = sign_in()
    link = next(
        found for found in re.findall(r'href="(/hien-vat\?[^"]*nhom=document[^"]*)"', page(browser, "/hien-vat/bo-loc"))
    )
    narrowed = page(browser, link)
    assert "Sắc phong" in narrowed
    assert "Bình gốm" not in narrowed
    assert 'aria-label="Bỏ ' in narrowed


def test_pages_follow_by_key_and_say_where_they_are(sign_in: SignIn, saved: Saved) -> None:
    for number in range(1, 28):
        saved(number=f"BTBG {number}", name_vi=f"Hiện vật {number}")
    browser = sign_in()
    first = page(browser, "/hien-vat?so_dong=25")
    assert "1–25/27" in first
    following = re.search(r'href="([^"]+)" rel="next"', first)
    assert following is not None
    second = page(browser, following[1].replace("&amp;", "&"))
    assert "26–27/27" in second
    assert "BTBG 27" in second
    assert 'rel="prev"' in second


def test_columns_order_and_view_live_in_the_address(sign_in: SignIn, saved: Saved) -> None:
    saved(name_vi="Bình gốm", dimensions="C: 26,5 cm")
    browser = sign_in()
    text = page(browser, "/hien-vat?cot=kich_thuoc&sap_xep=ten&chieu=giam")
    assert "26,5 cm" in text
    assert 'aria-sort="descending"' in text
    pictures = page(browser, "/hien-vat?che_do=anh")
    assert "picture-grid" in pictures
    assert 'href="/hien-vat?sap_xep=' in pictures


@pytest.mark.parametrize(
    "query",
    [
        "q=%27%22%29+OR+1%3D1",
        "q=" + "ộ" * 2000,
        "q=%F0%9F%8F%BA+%E2%80%AE",
        "sau=xxxx&dong=-4",
        "truoc=W10&dong=abc",
        "cot=khong_co&sap_xep=khong&so_dong=9999999&che_do=%00",
        "chat_lieu=khong&chat_lieu=99999999999999999999&kiem_ke=none&kiem_ke=xyz",
        "tu_nam=1e9&den_nam=--",
    ],
)
def test_strange_addresses_give_a_page(sign_in: SignIn, saved: Saved, query: str) -> None:
    saved(name_vi="Bình gốm", number="BTBG 1")
    assert sign_in().get(f"/hien-vat?{query}").status_code == 200


def test_nothing_found_shows_the_way_out(sign_in: SignIn, saved: Saved) -> None:
    saved(name_vi="Bình gốm")
    text = page(sign_in(), "/hien-vat?q=khongcogi")
    assert "Không có hiện vật nào" in text
    assert "Tìm: khongcogi" in text


def test_other_features_bring_buttons_for_those_who_may_use_them(app: Flask, sign_in: SignIn, saved: Saved) -> None:
    del app
    saved(name_vi="Bình gốm")
    action = ListAction(
        name="test-export",
        label="Bảng thử",
        url=lambda args: f"/xuat?n={len(args)}",
        permission=Permission.EXPORT_OBJECTS,
    )
    add_list_action(action)
    try:
        assert "Bảng thử" in page(sign_in(Role.CATALOGUER), "/hien-vat")
        assert "Bảng thử" not in page(sign_in(Role.VIEWER), "/hien-vat")
    finally:
        list_actions.__globals__["_actions"].pop("test-export")


def test_the_list_speaks_english_too(sign_in: SignIn, saved: Saved) -> None:
    saved(name_vi="Bình gốm")
    browser = sign_in()
    browser.post("/tuy-chon", data={"language": "en"})
    assert "Add an object" in page(browser, "/hien-vat")


def test_suggestions_offer_objects_by_the_beginning_of_a_number(sign_in: SignIn, saved: Saved) -> None:
    saved(name_vi="Bình gốm", number="BTBG 1024")
    assert "BTBG 1024" in page(sign_in(), "/hien-vat/goi-y?q=BTBG+10")


def test_a_list_shows_its_rows_before_its_facets(sign_in: SignIn, saved: Saved) -> None:
    saved(name_vi="Sắc phong", kind="document")
    saved(name_vi="Bình gốm")
    browser = sign_in()
    text = page(browser, "/hien-vat?sap_xep=ten")
    assert "Bình gốm" in text
    assert "nhom=document" not in text
    asked = re.search(r'data-hx-get="(/hien-vat/bo-loc[^"]*)"', text)
    assert asked is not None
    counted = page(browser, asked[1].replace("&amp;", "&"))
    assert "nhom=document" in counted
    assert "sap_xep=ten" in counted
    assert "nhom=document" in page(browser, "/hien-vat?sap_xep=ten&bo_loc=1")


def test_filters_stand_beside_lists_that_they_can_narrow(sign_in: SignIn, saved: Saved) -> None:
    saved(name_vi="Trống đồng")
    saved(name_vi="Trống sành")
    browser = sign_in()
    for path, shown in (("?q=trong", True), ("?q=dong", False), ("?q=khong", False), ("?q=dong&nhom=object", True)):
        assert ("/hien-vat/bo-loc" in page(browser, f"/hien-vat{path}")) is shown
    assert "giống nhau" in page(browser, "/hien-vat/bo-loc?q=trong")
    assert "giống nhau" not in page(browser, "/hien-vat/bo-loc?q=dong&nhom=object")

"""Numbers, views and pages read from names, without guessing."""

from __future__ import annotations

import unicodedata

import pytest

from museum_tracker.media.names import read_list, read_name


@pytest.mark.parametrize(
    ("path", "key", "view", "page"),
    [
        ("BTBG 98.jpg", "btbg-98", "", None),
        ("BTBG-0098_truoc.jpg", "btbg-98", "front", None),
        ("BTBG 98 mặt sau.JPG", "btbg-98", "back", None),
        ("BTBG_98_back_02.tif", "btbg-98", "back", None),
        ("BTBG 98 (2).jpg", "btbg-98", "", None),
        ("BTBG 98-3.jpg", "btbg-98", "", None),
        ("BTBG 98 trang 12.tif", "btbg-98", "page", 12),
        ("BTBG98_p003.tif", "btbg98", "page", 3),
        ("T2026.11.png", "t2026-11", "", None),
        ("Đ 12 chi tiết.jpg", "đ-12", "detail", None),
    ],
)
def test_a_name_says_number_view_and_page(path, key, view, page):
    name = read_name(path)
    assert key in name.keys
    assert (name.view, name.page) == (view, page)


def test_names_from_an_apple_disk_read_the_same():
    nfd = unicodedata.normalize("NFD", "Đ 12 mặt trước.jpg")
    assert read_name(nfd) == read_name("Đ 12 mặt trước.jpg")


def test_folders_are_read_from_the_nearest_outwards():
    name = read_name("USB 1/BTBG 98/ảnh/IMG_2034.jpg")
    assert name.folders == ("btbg-98", "usb-1")


def test_a_name_without_a_digit_holds_no_number():
    assert read_name("bình gốm/mặt trước.jpg").keys == ()


@pytest.mark.parametrize("separator", [" | ", "\t", ";", ","])
def test_a_list_names_files_by_any_separator(separator):
    text = f"\ufeffIMG_1.JPG{separator}BTBG 98\n\nkhông có gì\n"
    assert read_list(text) == {"img_1.jpg": "BTBG 98"}

"""A written number finds its object at every door: registered ones first, as typed before without accents."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from museum_tracker.catalogue.numbers.bearers import find_bearers, readings
from museum_tracker.catalogue.params import Params
from museum_tracker.catalogue.queries import count, find_by_number, ids_in_order, page
from museum_tracker.history.models import ChangeSet
from museum_tracker.media.matching import Match, match_files
from museum_tracker.movements.queries import read_numbers
from tests.factories.catalogue import make_written


@pytest.fixture
def stores(session: Session, deed: ChangeSet) -> dict[str, int]:
    """Objects whose numbers are alike but for letters, accents and kinds; the ids by name."""
    made = [
        make_written(session, deed, name_vi="một", number="1"),
        make_written(session, deed, name_vi="trăm", number="123"),
        make_written(session, deed, name_vi="sưu", number="BTBG-MH 0153"),
        make_written(session, deed, name_vi="ký", number="BTBG-MH 0154"),
        make_written(session, deed, name_vi="hoạ", number="BTBG-MH 0156"),
        make_written(session, deed, name_vi="rìu", number="Đ 12"),
        make_written(session, deed, name_vi="áo", number="D 12"),
        make_written(session, deed, name_vi="cũ", number="BTHB 7", old_numbers="123; 1; Đ 12"),
        make_written(session, deed, name_vi="loại", number="BTHB 8", classification_number="D 12"),
        make_written(session, deed, name_vi="khác", number="BTHB 9", description_vi="1 123 đ 12 0123"),
    ]
    return {one.name_vi: one.id for one in made}


def found(session: Session, q: str) -> list[str]:
    """The names in the order of the list, read page by page and at once."""
    rows = [row.name_vi for row in page(session, Params(q=q)).rows]
    assert len(ids_in_order(session, Params(q=q))) == count(session, Params(q=q)).value == len(rows)
    together = page(session, Params(q=q), total=count(session, Params(q=q))).rows
    assert [row.name_vi for row in together] == rows
    return rows


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("0123", ["trăm", "cũ"]),
        ("123", ["trăm", "cũ"]),
        ("SĐK 123", ["trăm", "cũ"]),
        ("1", ["một", "cũ"]),
        ("đ 12", ["rìu", "áo", "cũ", "loại"]),
        ("Đ12", ["rìu", "áo", "cũ", "loại"]),
        ("d 12", ["áo", "rìu", "loại", "cũ"]),
        ("0154", ["ký"]),
        ("BTBGMH0153", ["sưu"]),
        ("btbg-mh 153", ["sưu"]),
        ("BTBGMH0153.jpg", ["sưu"]),
        ("BTBG-MH 0156-a", ["hoạ"]),
    ],
)
def test_search_puts_the_number_asked_for_first(
    session: Session, stores: dict[str, int], typed: str, first: list[str]
) -> None:
    assert found(session, typed)[: len(first)] == first


@pytest.mark.parametrize(
    ("typed", "name"),
    [("BTBGMH0153.jpg", "sưu"), ("BTBG-MH 0156-a", "hoạ"), ("0154", "ký"), ("153", "sưu"), ("ĐK: BTBG-MH 154", "ký")],
)
def test_scanner_and_movements_read_as_search_does(
    session: Session, stores: dict[str, int], typed: str, name: str
) -> None:
    assert [one.name_vi for one in find_by_number(session, typed)] == [name]
    assert [one.name_vi for one in read_numbers(session, [typed]).found] == [name]


def test_what_several_bear_is_never_guessed(session: Session, stores: dict[str, int], deed: ChangeSet) -> None:
    make_written(session, deed, name_vi="hai", number="BTHB 154")
    assert {one.name_vi for one in find_by_number(session, "0154")} == {"ký", "hai"}
    assert read_numbers(session, ["0154"]).several == ["0154"]
    assert match_files(session, ["0154.jpg"])[0].match is Match.AMBIGUOUS


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("BTBGMH0153.jpg", "sưu"),
        ("BTBG-MH 0156-a.jpg", "hoạ"),
        ("BTBG-MH 0156a.jpg", "hoạ"),
        ("0154.jpg", "ký"),
        ("0154_truoc.jpg", "ký"),
        ("btbg_mh_0153 (2).JPG", "sưu"),
        ("BTBG-MH 153/0154.jpg", "sưu"),
    ],
)
def test_the_tray_reads_file_names_as_search_does(
    session: Session, stores: dict[str, int], path: str, name: str
) -> None:
    (matched,) = match_files(session, [path])
    assert (matched.match, matched.artifact and matched.artifact.id) == (Match.MATCHED, stores[name])


@pytest.mark.parametrize("path", ["IMG_0154.jpg", "20240512.jpg", "999.jpg", "trong.jpg"])
def test_the_tray_takes_no_camera_count_for_a_number(session: Session, stores: dict[str, int], path: str) -> None:
    assert match_files(session, [path])[0].match is Match.UNKNOWN


def test_an_object_with_the_whole_number_is_meant_before_the_one_without_its_letter(
    session: Session, deed: ChangeSet
) -> None:
    make_written(session, deed, name_vi="cả bộ", number="BTBG 156")
    make_written(session, deed, name_vi="nắp", number="BTBG 156-a")
    assert [one.name_vi for one in find_by_number(session, "BTBG 156-a")] == ["nắp"]
    assert readings("trống đồng") == []
    assert find_bearers(session, "trống") == []


def test_the_year_of_a_dating_finds_it_however_it_is_written(session: Session, deed: ChangeSet) -> None:
    make_written(session, deed, name_vi="chuông", dating="niên hiệu Cảnh Hưng 44")
    make_written(session, deed, name_vi="khánh", dating="1782–1785")
    make_written(session, deed, name_vi="bia", dating="thế kỷ XVIII")
    make_written(session, deed, name_vi="ấn", dating="1784")
    assert set(found(session, "1783")) == {"chuông", "khánh"}

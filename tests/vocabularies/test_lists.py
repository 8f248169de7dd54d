"""The shipped vocabularies are found by code, name and old spelling, and stay as the museum has changed them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.dating import read_dating
from museum_tracker.core.eras import list_eras
from museum_tracker.history.models import ChangeSet
from museum_tracker.vocabularies import queries, services
from museum_tracker.vocabularies.models import Term
from tests.factories.vocabularies import make_term, term


@pytest.mark.parametrize(
    ("scheme", "text", "code"),
    [
        ("material", "Đ", "Đ"),
        ("material", "D", "D"),
        ("material", "Đá", "Đ"),
        ("material", "đồng", "dong"),
        ("material", "ĐỒNG", "dong"),
        ("material", "Gốm đất nung", "dat_nung"),
        ("material", "thuỷ tinh", "TT"),
        ("material", "thủy tinh", "TT"),
        ("material", "thuy tinh", "TT"),
        ("material", "Giấy bản", "giay_do"),
        ("object_type", "Nhạc cụ", "music"),
        ("object_type", "Văn bản - tư liệu", "document"),
        ("period", "Thời Lý", "ly"),
        ("period", "Văn hoá Đông Sơn", "dong_son"),
        ("period", "Minh Mạng", "minh_menh"),
        ("acquisition_method", "Thu thập khảo cổ", "chance_find"),
        ("acquisition_method", "Thu giữ, chuyển giao", "confiscation"),
        ("acquisition_method", "Gift", "gift"),
        ("condition", "Nguyên vẹn", "intact"),
        ("place", "Hiệp Hoà", "hiep_hoa"),
    ],
)
def test_a_word_is_found_as_people_write_it(session: Session, scheme: str, text: str, code: str) -> None:
    found = queries.find_term(session, scheme, text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("scheme", "text"), [("material", "đ"), ("material", "vật lạ"), ("material", ""), ("period", "da")]
)
def test_what_is_not_clearly_a_word_is_not_guessed(session: Session, scheme: str, text: str) -> None:
    assert queries.find_term(session, scheme, text) is None


def test_accent_free_typing_finds_only_what_is_unambiguous(session: Session, deed: ChangeSet) -> None:
    make_term(session, deed, "technique", "Rên", code="ren2")
    assert queries.find_term(session, "technique", "ren") is not None  # the code of Rèn, as written
    assert queries.find_term(session, "technique", "REN") is None
    assert term(session, "technique", "NHUOM").code == "nhuom"


def test_words_are_found_within_a_longer_text(session: Session) -> None:
    index = queries.term_index(session, "period")
    within = [found.term.code for found in index.find_within("Thời Lê Trung hưng, niên hiệu Cảnh Hưng")]
    assert within == ["le_trung_hung", "canh_hung"]
    places = queries.term_index(session, "place").find_within("Chùa Vĩnh Nghiêm, Yên Dũng, Bắc Giang")
    assert [found.term.code for found in places] == ["chua_vinh_nghiem", "yen_dung", "bac_giang"]


def test_children_follow_their_parents(session: Session) -> None:
    rows = {row.term.code: row.depth for row in queries.tree(session, "material")}
    assert (rows["KL"], rows["dong"], rows["dong_thau"]) == (0, 1, 2)
    codes = list(rows)
    assert codes.index("KL") < codes.index("dong") < codes.index("dong_thau") < codes.index("VB")
    metal = {
        session.get_one(Term, id_).code for id_ in queries.descendant_ids(session, term(session, "material", "KL").id)
    }
    assert {"KL", "dong", "dong_thau", "sat"} <= metal
    assert "bac" not in metal


def test_options_offer_active_words_only(session: Session, deed: ChangeSet) -> None:
    glass = term(session, "material", "TT")
    assert (glass.id, "Thủy tinh") in queries.term_options(session, "material", "vi")
    services.edit_term(session, glass, {"active": False}, deed=deed)
    assert glass.id not in dict(queries.term_options(session, "material", "en"))
    assert queries.find_term(session, "material", "TT") is glass


def test_shipping_again_changes_nothing_that_a_museum_changed(session: Session, deed: ChangeSet) -> None:
    services.edit_term(session, term(session, "material", "K"), {"code": "KH", "name_vi": "Khác"}, deed=deed)
    before = session.scalar(sa.select(sa.func.count()).select_from(Term))
    services.seed(session)
    assert session.scalar(sa.select(sa.func.count()).select_from(Term)) == before
    assert term(session, "material", "KH").name_vi == "Khác"


def test_acquisition_methods_say_what_counts_as_collected(session: Session) -> None:
    terms = queries.list_terms(session, "acquisition_method")
    assert {word.code for word in terms if not word.data["collected"]} == {"deposit", "copy", "original_stock"}


def test_every_shipped_period_is_read_as_a_date_with_its_own_years() -> None:
    for era in list_eras():
        read = read_dating(era.name_vi)
        assert read.earliest == era.first, era.name_vi


def test_the_demonstration_objects_use_known_words(session: Session, samples: Path) -> None:
    with (samples / "demo_artifacts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    methods = queries.term_index(session, "acquisition_method")
    materials = queries.term_index(session, "material")
    assert all(methods.find(row["acquisition_method"]) for row in rows)
    unknown = {
        part.strip() for row in rows for part in row["material"].split(",") if materials.find(part.strip()) is None
    }
    assert not unknown

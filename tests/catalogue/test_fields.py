"""One reading of every field for form, import and API."""

from __future__ import annotations

import unicodedata

import pytest
from sqlalchemy.orm import Session

from museum_tracker.catalogue.fields import FIELDS, Severity, implied_place, match_header, parse_values
from museum_tracker.catalogue.lookups import TermLookup
from museum_tracker.catalogue.records import snapshot
from museum_tracker.catalogue.services import create_artifact
from museum_tracker.history.models import ChangeSet
from tests.factories.catalogue import make_artifact, make_written

DRUM = {
    "number": "BTBG-MH 0001",
    "classification_number": "KL 1",
    "old_numbers": "BTHB 12; BTHB 13",
    "name_vi": "Trống đồng (loại I Heger)",
    "name_en": "Bronze drum",
    "kind": "hiện vật",
    "quantity": "1",
    "count_unit": "chiếc",
    "material": "Đồng",
    "technique": "Đúc khuôn",
    "period": "Văn hóa Đông Sơn",
    "date_earliest": "-300",
    "date_latest": "-100",
    "dimensions": "C: 26,5 cm; ĐK mặt: 34,2 cm",
    "weight": "8,6 kg",
    "acquisition_method": "Sưu tầm điền dã",
    "collected": "1994-06",
    "registered": "12/10/1997",
    "condition": "Gỉ đồng toàn thân; tang thủng 2 chỗ",
    "description_vi": "Mặt trống có ngôi sao 12 cánh.\nThân chia ba phần.",
    "representative": "x",
    "legal_class": "Bảo vật quốc gia",
    "holding": "kho cơ sở",
}


@pytest.fixture
def lookup(session: Session) -> TermLookup:
    return TermLookup(session)


def test_every_field_is_read_into_the_record(session: Session, deed: ChangeSet) -> None:
    drum = make_written(session, deed, **DRUM)
    assert drum.number == "BTBG-MH 0001"
    assert drum.classification_number == "KL 1"
    assert [term.name_vi for term in drum.materials] == ["Đồng"]
    assert drum.period is not None
    assert (drum.date_earliest, drum.date_latest) == (-300, -100)
    assert drum.weight_g == 8600
    assert [(measure.kind, measure.min_cm) for measure in drum.dimensions] == [("height", 26.5), ("diameter", 34.2)]
    assert str(drum.collected_earliest) == "1994-06-01"
    assert str(drum.collected_latest) == "1994-06-30"
    assert drum.collected_year == 1994
    assert drum.representative
    assert drum.legal_class == "national_treasure"
    assert drum.holding == "base"


def test_the_texts_of_a_record_read_back_into_the_same_record(
    session: Session, deed: ChangeSet, lookup: TermLookup
) -> None:
    drum = snapshot(make_written(session, deed, **DRUM))
    for locale in ("vi", "en"):
        texts = {name: field.text(drum, lookup, locale) for name, field in FIELDS.items()}
        values, findings = parse_values(texts, lookup)
        values["numbers"] = [{**number, "text": number["text"] + f"-{locale}"} for number in values["numbers"]]
        again = snapshot(create_artifact(session, values, deed=deed))
        assert findings == []
        assert {k: v for k, v in again.items() if k != "numbers"} == {k: v for k, v in drum.items() if k != "numbers"}


def test_decomposed_text_and_control_characters_are_stored_clean_and_emoji_are_kept(lookup: TermLookup) -> None:
    typed = unicodedata.normalize("NFD", "Gốm\x00\x07 Thổ Hà 🏺")
    values, findings = parse_values({"name_vi": typed}, lookup)
    assert values == {"name_vi": "Gốm Thổ Hà 🏺"}
    assert findings == []


def test_ten_thousand_characters_fit_a_long_text_and_are_refused_by_a_line(lookup: TermLookup) -> None:
    long = "chữ " * 2500
    values, findings = parse_values({"description_vi": long, "name_vi": long}, lookup)
    assert len(values["description_vi"]) == 9999
    assert "name_vi" not in values
    assert [(finding.field, finding.severity) for finding in findings] == [("name_vi", Severity.ERROR)]
    assert "9.999" in findings[0].message.text("vi")


@pytest.mark.parametrize(
    ("field", "text"), [("dimensions", "to bằng cái mẹt"), ("collected", "hồi chống Pháp"), ("material", "vật liệu lạ")]
)
def test_what_is_not_understood_is_kept_as_written_with_a_gap(lookup: TermLookup, field: str, text: str) -> None:
    values, findings = parse_values({field: text}, lookup)
    assert text in values.values()
    assert [(finding.field, finding.value, finding.severity) for finding in findings] == [(field, text, Severity.GAP)]


@pytest.mark.parametrize(
    ("field", "text"),
    [("type", "không có trong danh mục"), ("quantity", "vài"), ("legal_class", "quý"), ("date_earliest", "xưa")],
)
def test_what_cannot_be_stored_is_an_error_that_names_field_and_value(
    lookup: TermLookup, field: str, text: str
) -> None:
    values, findings = parse_values({field: text}, lookup)
    assert values == {}
    assert [(finding.field, finding.value, finding.severity) for finding in findings] == [(field, text, Severity.ERROR)]


def test_years_that_stand_in_reverse_are_named(lookup: TermLookup) -> None:
    values, findings = parse_values({"date_earliest": "1900", "date_latest": "1800"}, lookup)
    assert "date_earliest" not in values
    assert [finding.field for finding in findings] == ["date_latest"]


def test_years_in_their_own_columns_stand_over_the_dating(lookup: TermLookup) -> None:
    values, _ = parse_values({"dating": "thế kỷ XVI", "date_earliest": "1520", "date_latest": ""}, lookup)
    assert (values["date_earliest"], values["date_latest"]) == (1520, 1600)


def test_a_unit_behind_the_figure_becomes_the_unit(lookup: TermLookup) -> None:
    assert parse_values({"quantity": "120 đồng"}, lookup)[0] == {"quantity": 120, "count_unit": "đồng"}


def test_nothing_written_is_nothing_and_never_an_error(lookup: TermLookup) -> None:
    values, findings = parse_values(dict.fromkeys(FIELDS, ""), lookup)
    assert findings == []
    assert values["quantity"] == 1
    assert values["numbers"] == []


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Số đăng ký", "number"),
        ("SO DANG KY", "number"),
        ("accession_number", "number"),
        ("AccessionNumber", "number"),
        ("Kích thước (cm)", "dimensions"),
        ("name_vi", "name_vi"),
        ("Tên hiện vật", "name_vi"),
        ("dateText", "dating"),
        ("date_from", "date_earliest"),
        ("Ngày sưu tầm", "collected"),
        ("acquisition_date", "collected"),
        ("Tình trạng bảo quản", "condition"),
    ],
)
def test_books_are_recognised_by_their_column_titles(title: str, name: str) -> None:
    field = match_header(title)
    assert field is not None
    assert field.name == name


def test_a_title_that_no_book_uses_is_not_guessed() -> None:
    assert match_header("web_url") is None
    assert match_header("") is None


def test_the_type_says_whether_a_new_object_is_a_flat_document(
    session: Session, deed: ChangeSet, lookup: TermLookup
) -> None:
    photograph = lookup.find_term("object_type", "Ảnh – phim") or lookup.find_term("object_type", "ảnh")
    artifact = make_artifact(session, deed, type_id=photograph)
    assert artifact.kind == "photograph"


def test_the_place_of_a_new_record_follows_from_where_it_was_found(lookup: TermLookup) -> None:
    expected = lookup.find_term("place", "Hiệp Hòa")
    assert expected is not None
    assert implied_place({"production_place": "Hiệp Hòa, Bắc Giang"}, lookup) == expected
    assert implied_place({"find_place": "trên cung trăng", "production_place": ""}, lookup) is None
    assert implied_place({"place_id": 7, "find_place": "Hiệp Hòa"}, lookup) == 7


@pytest.mark.parametrize(
    "written", ["3+2", "1/2", "05-06", "1,5", "08:30", "05/06/2025", "2 bát, 3 đĩa", "1 bộ 3 chiếc"]
)
def test_what_is_no_whole_number_of_pieces_is_kept_as_written(written: str, lookup: TermLookup) -> None:
    read = FIELDS["quantity"].parse(written, lookup)
    assert read.values == {}
    assert not read.ok


@pytest.mark.parametrize(
    ("written", "pieces", "unit"),
    [
        ("05", 5, ""),
        ("3 chiếc", 3, "chiếc"),
        ("1 bộ (3 chiếc)", 1, "bộ (3 chiếc)"),
        ("1.000", 1000, ""),
        ("hai bộ", 2, "bộ"),
    ],
)
def test_whole_numbers_of_pieces_are_read_with_their_unit(
    written: str, pieces: int, unit: str, lookup: TermLookup
) -> None:
    read = FIELDS["quantity"].parse(written, lookup)
    assert (read.values["quantity"], read.values.get("count_unit", "")) == (pieces, unit)


def test_a_weight_among_the_sizes_is_the_objects_weight_unless_its_own_field_says_one(lookup: TermLookup) -> None:
    values, findings = parse_values({"dimensions": "C: 12 cm; TL: 100g"}, lookup)
    assert (values["weight_g"], [size["kind"] for size in values["dimensions"]], findings) == (100, ["height"], [])
    assert parse_values({"dimensions": "C: 12 cm; TL: 100g", "weight": "90 g"}, lookup)[0]["weight_g"] == 90

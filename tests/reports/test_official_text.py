"""The report is signed unedited: the words, names and pages of an official paper."""

from __future__ import annotations

import datetime as dt
import io
import re
from contextlib import closing
from dataclasses import replace
from typing import Any
from zipfile import ZipFile

import openpyxl
import pypdfium2
import pytest
from docx import Document as Word
from sqlalchemy.orm import Session

from museum_tracker.core import clock
from museum_tracker.core.i18n import Message
from museum_tracker.core.museum import MuseumProfile
from museum_tracker.reports.drafts import Choice, Draft
from museum_tracker.reports.kinds.report import build
from museum_tracker.reports.model import Document, Paragraph
from museum_tracker.reports.outputs import docx, pdf, xlsx
from museum_tracker.reports.outputs.measure import broken
from museum_tracker.reports.outputs.xlsx_book import tab_name
from museum_tracker.reports.queries import gather, get_period
from museum_tracker.reports.rules.periods import SpanKind, period_of, same_days
from museum_tracker.reports.summary import RemovalDecision, TargetLine
from museum_tracker.reports.visits import Visits, visits_of
from museum_tracker.targets.rules.bands import Verdict
from museum_tracker.targets.rules.visits import Span
from museum_tracker.targets.rules.visits import Visits as Entry
from museum_tracker.targets.visitors import enter_visits
from tests.factories.reports import make_draft, make_summary
from tests.factories.years import AFTER, LATER, YEAR, close, make_director, make_register, signed

DECREE = MuseumProfile()
HASH = re.compile(r"\b[0-9a-f]{12}\b")


def document(locale: str = "vi", draft: Draft | None = None, **changes: Any) -> Document:
    return build(make_summary(**changes), draft or make_draft(), Choice(locale=locale))


def text_of(made: Document) -> str:
    said = [paragraph.text for paragraph in made.opening]
    said += [block.text for _, block in made.blocks() if isinstance(block, Paragraph)]
    said += [note for _, block in made.blocks() for note in getattr(block, "notes", ())]
    return "\n".join(said)


def unmet(**values: Any) -> TargetLine:
    return TargetLine(
        **{
            "code": "x", "name_vi": "Chỉnh lý trưng bày", "name_en": "Displays", "plan": Message("hoàn thành"),
            "achieved": None, "ratio": None, "verdict": Verdict.SHORT, "computed": False, "asks_why": True, **values,
        }
    )  # fmt: skip


@pytest.fixture
def closed(session: Session) -> None:
    """A closed year, seen in the March after it."""
    clock.freeze(AFTER)
    director = make_director(session)
    make_register(session, signed(session, director))
    close(session, director)
    clock.freeze(LATER)


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("year", [YEAR, YEAR + 1])
def test_hashes_stand_in_the_internal_copy_only(session: Session, year: int) -> None:
    on = LATER.date()
    period = get_period(session, year, SpanKind.YEAR, 0, on=on)
    for internal in (False, True):
        summary = gather(session, period, on=on, locale="vi", internal=internal)
        text = text_of(build(summary, Draft(), Choice(locale="vi", internal=internal)))
        assert bool(HASH.search(text)) is (internal and year == YEAR)
    clock.freeze(None)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Sở Văn hóa, Thể thao và Du lịch", ["SỞ VĂN HÓA, THỂ THAO", "VÀ DU LỊCH"]),
        ("SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", ["SỞ VĂN HÓA, THỂ THAO", "VÀ DU LỊCH"]),
        ("Ủy ban nhân dân tỉnh Bắc Giang", ["ỦY BAN NHÂN DÂN", "TỈNH BẮC GIANG"]),
        ("Ủy ban nhân dân thành phố Hồ Chí Minh", ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ HỒ CHÍ MINH"]),
        ("Department of Culture, Sports and Tourism", ["DEPARTMENT OF CULTURE,", "SPORTS AND TOURISM"]),
        ("Bảo tàng tỉnh", ["BẢO TÀNG TỈNH"]),
    ],
)
def test_the_names_above_a_paper_break_between_units_of_meaning(name: str, lines: list[str]) -> None:
    assert broken(name, 12, 63, bold=False, capitals=True) == lines


def test_an_unmet_milestone_is_said_to_be_not_completed() -> None:
    text = text_of(document(targets=(unmet(milestone=True, achieved=Message("chưa xong")), unmet(milestone=True))))
    assert "a) Chỉnh lý trưng bày: chưa hoàn thành." in text
    assert "b) Chỉnh lý trưng bày: chưa có kết quả." in text


def test_an_unmet_number_names_its_part_of_the_plan_without_signs_of_comparison() -> None:
    share = unmet(achieved=Message("2,8%"), plan=Message("≥ 70%"), ratio=0.04, number=0.028, minimum=0.7, share=True)
    band = unmet(achieved=Message("10"), plan=Message("50–100"), ratio=0.2, number=10)
    text = text_of(document(targets=(share, band)))
    assert "thực hiện 2,8%, bằng 4,0% kế hoạch (từ 70% trở lên)." in text
    assert "thực hiện 10, bằng 20,0% mức tối thiểu của kế hoạch (50–100)." in text


def test_removals_are_named_with_their_decisions() -> None:
    summary = make_summary()
    removed = replace(summary.counted[0], key="removed", label=Message("Removed in the period"), objects=3, pieces=3)
    found = tuple(
        RemovalDecision(number=f"{number}/QĐ-BT", on=dt.date(2026, 1, number), objects=number) for number in (1, 2)
    )
    text = text_of(document(counted=(replace(removed, before=0),), removals=found))
    assert (
        "Xuất khỏi sổ trong kỳ: 3 hiện vật, theo Quyết định số 1/QĐ-BT ngày 01/01/2026 (1 hiện vật); Quyết định số "
        "2/QĐ-BT ngày 02/01/2026 (2 hiện vật); cùng kỳ năm trước không có."
    ) in text


@pytest.mark.parametrize(
    ("kind", "part", "title"),
    [
        (SpanKind.YEAR, 0, "NĂM 2027"),
        (SpanKind.QUARTER, 3, "QUÝ IV NĂM 2026"),
        (SpanKind.QUARTER, 4, "QUÝ I NĂM 2027"),
        (SpanKind.MONTH, 12, "THÁNG 1 NĂM 2027"),
    ],
)
def test_the_tasks_are_those_of_a_named_period(kind: SpanKind, part: int, title: str) -> None:
    made = document(period=period_of(DECREE, 2026, kind, part))
    assert made.sections[3].title == f"PHƯƠNG HƯỚNG, NHIỆM VỤ {title}"
    assert "KỲ TỚI" not in str(made)


def test_the_plan_is_cited_in_full_once() -> None:
    made = document()
    full = "Kế hoạch số 74/KH-UBND ngày 11 tháng 4 năm 2023 của Ủy ban nhân dân tỉnh Bắc Giang về đẩy mạnh"
    assert text_of(made).count(full) == 1
    assert made.letterhead.subject == "Kết quả thực hiện Kế hoạch số 74/KH-UBND năm 2026"


@pytest.mark.parametrize("locale", ["vi", "en"])
@pytest.mark.parametrize("lines", range(1, 40, 3))
def test_no_page_holds_the_signature_alone(locale: str, lines: int) -> None:
    draft = make_draft(signer="Nguyễn Văn Ký")
    long = "\n".join(f"Kiến nghị thứ {place} của bảo tàng." for place in range(1, lines + 1))
    made = document(locale, replace(draft, texts={**draft.texts, "proposals": long}))
    with closing(pypdfium2.PdfDocument(pdf.render(replace(made, appendices=())))) as printed:
        last = printed[len(printed) - 1].get_textpage().get_text_bounded()
    assert "Nguyễn Văn Ký" in last
    assert f"Kiến nghị thứ {lines} " in last


def test_in_word_the_last_words_keep_the_signature_company() -> None:
    word = Word(io.BytesIO(docx.render(document())))
    places = [place for place, found in enumerate(word.paragraphs) if found.text.endswith("./.")]
    assert len(places) == 1
    assert all(word.paragraphs[place].paragraph_format.keep_with_next for place in (places[0] - 1, places[0]))


@pytest.mark.parametrize(("locale", "language"), [("vi", "vi-VN"), ("en", "en-GB")])
def test_a_word_file_names_the_museum_its_title_and_language(locale: str, language: str) -> None:
    made = docx.render(document(locale))
    core = Word(io.BytesIO(made)).core_properties
    assert (core.author, core.last_modified_by, core.language) == ("Bảo tàng tỉnh Bắc Giang",) * 2 + (language,)
    assert core.title == document(locale).title
    assert core.comments == ""
    assert core.created.date() == document(locale).dated
    with ZipFile(io.BytesIO(made)) as package:
        assert "<Company>Bảo tàng tỉnh Bắc Giang</Company>" in package.read("docProps/app.xml").decode()
        assert not [name for name in package.namelist() if "thumbnail" in name]


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_a_workbook_keeps_numbers_as_numbers_under_whole_names(locale: str) -> None:
    made = xlsx.render(build(make_summary(), make_draft(with_forecast=True), Choice(locale=locale)))
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book.properties.creator == "Bảo tàng tỉnh Bắc Giang"
    wholes = {word.casefold() for section in document(locale).sections for word in section.title.split()}
    for sheet in book.worksheets[1:6]:
        assert len(sheet.title) <= 31
        assert not sheet.title.endswith((" ", ","))
    assert {word.casefold() for word in book.worksheets[1].title.split()[1:]} <= wholes
    numeral = re.compile(r"[≥+−-]? ?\d[\d.,]*%?")
    lone = [
        (sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and numeral.fullmatch(cell.value)
    ]
    assert lone == []


def test_the_name_of_a_sheet_is_cut_between_words() -> None:
    assert tab_name("II. Kết quả thực hiện các chỉ tiêu năm") == "II. Kết quả thực hiện các chỉ"
    assert tab_name("a" * 40) == "a" * 31


def test_visits_are_told_with_their_growth() -> None:
    day = dt.date(2026, 11, 22)
    text = text_of(document(visits=Visits(visitors=1200, until=day, compared=1200, before=1000, cut=day)))
    assert "- Khách tham quan: 1.200 lượt (tính đến ngày 22/11/2026); cùng kỳ năm trước: 1.000 (tăng 20,0%)." in text


@pytest.mark.parametrize(
    ("entries", "seen"),
    [
        ([("2025-12-20", "2025-12-20", 10), ("2026-03-01", "2026-03-01", 5)], (15, 15, None)),
        ([("2025-03-01", "2025-03-01", 9), ("2025-03-02", "2025-03-02", 50),
          ("2026-03-01", "2026-03-01", 5)], (5, 5, 9)),
        # A month of the year before crosses the day: both years are compared up to the day before it.
        ([("2025-02-01", "2025-02-28", 8), ("2025-03-01", "2025-03-31", 90), ("2026-02-10", "2026-02-10", 4),
          ("2026-03-01", "2026-03-01", 5)], (9, 4, 8)),
    ],
)  # fmt: skip
def test_visits_are_compared_over_days_that_both_years_hold(
    session: Session, entries: list[tuple[str, str, int]], seen: tuple[int, int, int | None]
) -> None:
    clock.freeze(LATER)
    deed, on = signed(session, make_director(session)), dt.date(2026, 3, 1)
    for first, last, number in entries:
        span = Span(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
        enter_visits(session, DECREE, Entry(span=span, visitors=number), deed=deed, today=on)
    period = period_of(DECREE, 2026)
    found = visits_of(session, period, same_days(DECREE, period, on), on)
    clock.freeze(None)
    assert found is not None
    if seen[2] is None:
        assert (found.visitors, found.before) == (seen[0], None)
    else:
        assert (found.visitors, found.compared, found.before) == seen

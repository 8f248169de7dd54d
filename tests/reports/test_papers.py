"""Papers by themselves: the minutes of a sample in the form of an official paper, and lists as a close froze them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator

import openpyxl
import pytest
from docx import Document as Word
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core import clock
from museum_tracker.core.errors import NotFound
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.history.models import ChangeSet
from museum_tracker.reports import services
from museum_tracker.reports.model import Document, Table
from museum_tracker.reports.papers import MinutesAsk, paper_document, path_of, read_wanted
from museum_tracker.years.frozen import FrozenAsk
from museum_tracker.years.models import YearSample
from museum_tracker.years.rules.sampling import Direction, Outcome
from museum_tracker.years.services.sampling import draw_sample, note_result, sign_sample
from museum_tracker.years.verify import verify
from tests.factories.figures import make_facts
from tests.factories.years import AFTER, IN_YEAR, LATER, YEAR, close, make_director, make_register
from tests.reports.test_pdf import pages_of

SignIn = Callable[[Role], FlaskClient]
MINUTES = MinutesAsk(YEAR)
LEVEL = FrozenAsk(YEAR, 0, "all_holdings", Measure.FIRST_LEVEL_1)


@pytest.fixture
def after() -> Iterator[None]:
    """The clock on the first day after the year 2025."""
    clock.freeze(AFTER)
    yield
    clock.freeze(None)


def drawn(session: Session, deed: ChangeSet) -> YearSample:
    """A sample of two lines each way, not checked yet."""
    make_register(session, deed, 4)
    return draw_sample(session, YEAR, as_of=IN_YEAR, deed=deed, size=2, seed=74)


def checked(session: Session, deed: ChangeSet) -> YearSample:
    """A sample of which one line differs, signed by three people."""
    sample = drawn(session, deed)
    for item in sample.items:
        last = item is sample.items[-1]
        note_result(session, item, Outcome.DIFFERS if last else Outcome.AGREES, deed=deed, note="Số mờ" if last else "")
    who = "Phạm Thu Hà – tổ trưởng\nNguyễn Văn Bình, thủ kho\nTrần Thị Mai"
    return sign_sample(session, sample, conclusion="Sổ khớp hiện vật.", who=who, on=dt.date(2025, 12, 14), deed=deed)


def tables(document: Document) -> dict[str, Table]:
    """The tables of a document by name."""
    found = [block for _, block in document.blocks() if isinstance(block, Table)]
    return {table.name: table for table in [*found, *document.listed()]}


def test_minutes_say_seed_both_ways_each_line_the_rate_and_who_signs(session: Session, deed: ChangeSet) -> None:
    sample = checked(session, deed)
    document = paper_document(session, MINUTES, "vi")
    assert document.letterhead.type_name == "Biên bản"
    assert document.letterhead.number.endswith("/BB-BT")
    assert document.closing.text.endswith("./.")
    assert [one.name for one in document.ending.signatories] == ["Phạm Thu Hà", "Nguyễn Văn Bình", "Trần Thị Mai"]
    assert document.ending.signatories[1].role == "thủ kho"
    found = tables(document)
    assert [row.values[1] for row in found["findings"].rows] == [2, 2]
    assert found["findings"].rows[1].values[-2] == 0.5
    for way in Direction:
        lines = [item for item in sample.items if item.direction is way]
        assert [row.values[1] for row in found[way.value].rows] == [item.number for item in lines]
    assert found["object_to_book"].rows[-1].values[-2:] == ("Thấy nhưng sai lệch", "Số mờ")
    said = " ".join(" ".join(pages_of(services.paper(session, MINUTES, "pdf", "vi"))).split())
    for words in ("BIÊN BẢN", "74", "3/4 dòng khớp: 75%", "Sổ khớp hiện vật.", "Phạm Thu Hà", "Phụ lục II"):
        assert words in said


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_minutes_leave_room_for_pens_until_they_are_signed(session: Session, deed: ChangeSet, locale: str) -> None:
    drawn(session, deed)
    document = paper_document(session, MINUTES, locale)
    assert len(document.ending.signatories) == 3
    assert {row.values[-2] for row in tables(document)["book_to_object"].rows} == {""}
    word = Word(io.BytesIO(services.paper(session, MINUTES, "docx", locale)))
    signing = word.tables[-4]  # before the recipients and both appendices
    assert len(signing.columns) == 3
    assert word.paragraphs[-1].text


def test_minutes_of_no_sample_and_forms_they_do_not_have_are_not_found(session: Session, deed: ChangeSet) -> None:
    with pytest.raises(NotFound):
        paper_document(session, MinutesAsk(1999), "vi")
    with pytest.raises(NotFound):
        services.paper(session, MINUTES, "xlsx", "vi")
    assert path_of(MINUTES) == "/nam/2025/mau"


@pytest.mark.usefixtures("after")
def test_a_frozen_list_prints_what_was_frozen_whatever_happened_since(session: Session, deed: ChangeSet) -> None:
    ids = make_register(session, deed)
    director = make_director(session)
    close(session, director)
    clock.freeze(LATER)
    later = ChangeSet(at=LATER, user_id=director.id, action="Withdrew", values={}, reason="Ảnh nhầm")
    session.add(later)
    session.flush()
    lost = {"artifact_id": ids[0], "kind": FactKind.LOST_LEVEL, "level": 1, "effective_on": IN_YEAR}
    make_facts(session, later, lost)
    risen = {"artifact_id": ids[1], "kind": FactKind.LEVEL, "level": 2, "effective_on": LATER.date()}
    make_facts(session, later, risen)
    session.get_one(Artifact, ids[1]).digitization_level = 2
    session.get_one(Artifact, ids[2]).quantity = 9
    session.flush()
    rows = list(tables(paper_document(session, LEVEL, "vi"))["first_level_1"].rows)
    assert len(rows) == len(ids)
    assert {row.values[5:] for row in rows} == {(1, IN_YEAR, "mức 1")}
    assert verify(session) == []


@pytest.mark.usefixtures("after")
def test_a_frozen_list_goes_out_in_every_form(sign_in: SignIn, session: Session, deed: ChangeSet) -> None:
    make_register(session, deed)
    close(session, make_director(session))
    session.commit()
    browser = sign_in(Role.CATALOGUER)
    report = browser.get("/bao-cao/2025").get_data(as_text=True)
    assert "/nam/2025/so-lieu/all_holdings.first_level_1?ban=0" in report  # as frozen, not as counted today
    assert "so_lieu=registered.all_holdings" not in report
    page = browser.get("/nam/2025/so-lieu/all_holdings.first_level_1").get_data(as_text=True)
    assert "20/05/2025" in page
    for form in ("pdf", "docx", "xlsx", "csv"):
        assert f"/bao-cao/phu-luc.{form}?so_lieu=chot.2025.0.all_holdings.first_level_1" in page
    answer = browser.get(f"/bao-cao/phu-luc.xlsx?so_lieu={LEVEL.text()}")
    assert "2025-0" in answer.headers["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.worksheets[0].max_row > 6
    book.close()
    plain = browser.get(f"/bao-cao/phu-luc.csv?so_lieu={LEVEL.text()}&ngon_ngu=en").data.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(plain), delimiter=";"))
    assert [line["Basis"] for line in lines] == ["level 1"] * 6
    for wrong in (
        "chot.2025.7.all_holdings.first_level_1",
        "chot.2025.0.nowhere.registered",
        "chot.2025.0.x",
        "chot.x",
    ):
        assert browser.get(f"/bao-cao/phu-luc.csv?so_lieu={wrong}").status_code == 404


def test_the_words_of_addresses_lead_back_to_what_they_name() -> None:
    assert read_wanted(LEVEL.text()) == LEVEL
    assert read_wanted(MINUTES.text()) == MINUTES
    assert path_of(LEVEL) == "/nam/2025/so-lieu/all_holdings.first_level_1?ban=0"

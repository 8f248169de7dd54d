"""Any figure's list as the report's appendix; internal copies; lists streamed, whatever their length."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator

import openpyxl
import pytest
import sqlalchemy as sa
from docx import Document as Word
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import Message
from museum_tracker.figures.members import members
from museum_tracker.figures.queries import figure
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.history.models import ChangeSet
from museum_tracker.jobs.worker import run_all
from museum_tracker.reports import queries, services
from museum_tracker.reports.lists import serves
from museum_tracker.reports.objects import object_list
from museum_tracker.reports.papers import LIST_FORMS
from museum_tracker.reports.rules.periods import SpanKind
from museum_tracker.reports.summary import ObjectLine
from museum_tracker.sources.models import Source
from tests.factories.figures import make_facts
from tests.factories.promises import TODAY, make_museum

SignIn = Callable[[Role], FlaskClient]
ASK = Ask(Measure.COLLECTED, start=dt.date(2025, 12, 15), end=TODAY)


@pytest.fixture
def museum(session: Session, deed: ChangeSet, frozen: dt.datetime) -> list[int]:
    return make_museum(session, deed, count=60)


@pytest.mark.parametrize("locale", ["vi", "en"])
@pytest.mark.parametrize("form", LIST_FORMS)
def test_any_figure_prints_as_an_appendix(session: Session, museum: list[int], form: str, locale: str) -> None:
    for ask in (ASK, Ask(Measure.REGISTERED, "objects_proper", as_of=TODAY), Ask(Measure.DOSSIER)):
        assert len(services.paper(session, ask, form, locale, apart=False)) > 1_000


def test_an_appendix_names_its_figure_and_holds_every_object(session: Session, museum: list[int]) -> None:
    made = services.paper(session, Ask(Measure.REGISTERED, as_of=TODAY), "docx", "vi")
    word = Word(io.BytesIO(made))
    texts = [p.text for p in word.paragraphs]
    assert texts[0] == "Phụ lục"
    assert len(word.tables[0].rows) == 1 + registered(session)
    book = openpyxl.load_workbook(
        io.BytesIO(services.paper(session, Ask(Measure.REGISTERED, as_of=TODAY), "xlsx", "vi"))
    )
    assert len(book.sheetnames) == 1
    book.close()


def registered(session: Session) -> int:
    return figure(session, Ask(Measure.REGISTERED, as_of=TODAY)).objects


def test_a_list_opened_from_a_figure_offers_its_appendix(sign_in: SignIn, session: Session, museum: list[int]) -> None:
    session.commit()
    browser = sign_in(Role.CURATOR)
    page = browser.get(f"/hien-vat?so_lieu={ASK.text()}").get_data(as_text=True)
    assert f"/bao-cao/phu-luc.pdf?so_lieu={ASK.text()}" in page
    answer = browser.get(f"/bao-cao/phu-luc.xlsx?so_lieu={ASK.text()}")
    assert answer.data.startswith(b"PK")
    answer.close()
    assert browser.get("/bao-cao/phu-luc.pdf?so_lieu=nothing").status_code == 404
    assert browser.get(f"/bao-cao/phu-luc.csv?so_lieu={ASK.text()}").status_code == 404
    assert not serves({"so_lieu": [ASK.text()], "q": "gốm"})


def test_a_long_list_is_left_to_the_worker(
    sign_in: SignIn,
    session: Session,
    museum: list[int],
    engine: sa.Engine,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session.commit()
    monkeypatch.setitem(services.AT_ONCE, "xlsx", 3)
    browser = sign_in(Role.CURATOR)
    offered = browser.get(f"/bao-cao/phu-luc.xlsx?so_lieu={ASK.text()}").get_data(as_text=True)
    assert "In danh mục (XLSX)" in offered
    place = browser.post("/bao-cao/phu-luc", data={"form": "xlsx", "so_lieu": ASK.text()}).headers["Location"]
    assert 'data-hx-trigger="every 2s"' in browser.get(place).get_data(as_text=True)
    run_all(engine, settings)
    assert "Tệp đã tạo xong" in browser.get(place).get_data(as_text=True)
    file = browser.get(f"{place}/tai-ve")
    assert file.data.startswith(b"PK")
    file.close()
    assert browser.get(place.replace("phu-luc", "tep")).status_code == 404
    assert browser.post("/bao-cao/phu-luc", data={"form": "csv", "so_lieu": ASK.text()}).status_code == 404
    assert browser.post("/bao-cao/phu-luc", data={"form": "pdf", "so_lieu": "x"}).status_code == 404


def test_an_unknown_form_is_not_found(session: Session, museum: list[int]) -> None:
    with pytest.raises(NotFound):
        services.paper(session, ASK, "csv", "vi")


def test_a_donor_is_named_with_consent_only_and_places_stay_inside(
    session: Session, museum: list[int], deed: ChangeSet
) -> None:
    shy = Source(name="Bà Nguyễn Thị Kín", address="Số 1")
    open_ = Source(name="Ông Trần Văn Mở", may_be_named=True, consent_on=TODAY)
    session.add_all([shy, open_])
    session.flush()
    ids = session.scalars(collected_ids()).all()
    session.execute(
        sa.update(Artifact).where(Artifact.id == ids[0]).values(source_id=shy.id, source_text="Bà Kín tặng")
    )
    session.execute(sa.update(Artifact).where(Artifact.id == ids[1]).values(source_id=open_.id))
    period = queries.get_period(session, 2026, SpanKind.YEAR, 0, on=TODAY)
    official = queries.gather(session, period, on=TODAY, locale="vi").collected
    assert {line.donor for line in official.first(1_000)} == {"", "Ông Trần Văn Mở"}
    internal = queries.gather(session, period, on=TODAY, locale="vi", internal=True).collected
    assert "Bà Nguyễn Thị Kín" in {line.donor for line in internal.first(1_000)}
    assert internal.locations


def test_an_object_that_changed_title_keeps_the_day_it_was_collected(
    session: Session, museum: list[int], deed: ChangeSet
) -> None:
    before = days(session)
    assert any(before.values())
    decided = {"from": "undecided", "to": "base"}
    rows = ({"artifact_id": id_, "kind": FactKind.HOLDING, "effective_on": TODAY, "values": decided} for id_ in before)
    make_facts(session, deed, *rows)
    assert days(session) == before


def days(session: Session) -> dict[int, tuple[dt.date | None, str]]:
    found = object_list(session, ASK, "vi", key="collected", title=Message("x"))
    return {line.artifact_id: (line.on, line.on_text) for line in found.first(1_000)}


def collected_ids() -> sa.Select[int]:
    return members(ASK)


def test_taking_an_internal_copy_is_noted_and_needs_its_right(
    sign_in: SignIn, session: Session, museum: list[int]
) -> None:
    session.commit()
    director = sign_in(Role.DIRECTOR)
    answer = director.post("/bao-cao/2026/noi-bo", data={"form": "xlsx"})
    assert answer.status_code == 200
    assert "noi-bo" in answer.headers["Content-Disposition"]
    answer.close()
    session.rollback()
    noted = session.scalars(sa.select(ChangeSet.action).order_by(ChangeSet.id.desc()).limit(1)).one()
    assert noted.startswith("Took the internal copy")
    ordered = {"form": "csv", "noi_bo": "1"}
    assert director.post("/bao-cao/2026/tep", data=ordered).status_code == 303
    session.rollback()
    assert session.scalar(sa.select(sa.func.count()).where(ChangeSet.action.startswith("Took the internal"))) == 2
    cataloguer = sign_in(Role.CATALOGUER)
    assert cataloguer.post("/bao-cao/2026/noi-bo", data={"form": "xlsx"}).status_code == 403
    assert cataloguer.post("/bao-cao/2026/tep", data=ordered).status_code == 403


def test_a_frozen_list_keeps_its_objects_and_their_order(session: Session, museum: list[int]) -> None:
    ids = sorted(session.scalars(collected_ids()).all(), reverse=True)[:5]
    found = object_list(session, ASK, "vi", key="collected", title=Message("x"), ids=ids)
    lines = found.first(100)
    assert {line.artifact_id for line in lines} == set(ids)
    assert found.count == 5
    assert [line.number for line in found.first(2)] == [line.number for line in lines[:2]]


def test_lists_are_read_few_at_a_time(session: Session, museum: list[int]) -> None:
    found = object_list(session, Ask(Measure.REGISTERED), "vi", key="registered", title=Message("x"))
    lines: Iterator[object] = found.read(None)
    assert next(lines)
    assert sum(1 for _ in lines) == found.count - 1


@pytest.mark.parametrize("address", ["/bao-cao/2026/quy/3", "/bao-cao/2026/thang/7", "/bao-cao/2026/thang/11"])
def test_quarters_and_months_have_pages_and_files(
    sign_in: SignIn, session: Session, museum: list[int], address: str
) -> None:
    session.commit()
    browser = sign_in(Role.DIRECTOR)
    page = browser.get(address).get_data(as_text=True)
    assert "lũy kế từ đầu năm" in page
    kept = browser.get(f"{address}.json").get_json()
    assert kept["kind"] in {"quarter", "month"}
    assert "so_far" in [column["key"] for column in kept["tables"]["comparison"]["columns"]]


@pytest.mark.parametrize("address", ["/bao-cao/2026/quy/5", "/bao-cao/2026/thang/0", "/bao-cao/2027/thang/2"])
def test_parts_that_are_none_or_lie_ahead_are_not_found(
    sign_in: SignIn, session: Session, museum: list[int], address: str
) -> None:
    session.commit()
    assert sign_in(Role.DIRECTOR).get(address).status_code == 404


def test_a_museum_without_objects_or_plan_still_has_a_clean_report(
    sign_in: SignIn, session: Session, frozen: dt.datetime
) -> None:
    session.rollback()
    browser = sign_in(Role.DIRECTOR)
    for form in ("pdf", "docx", "xlsx", "csv", "json"):
        answer = browser.get(f"/bao-cao/2026.{form}")
        assert answer.status_code == 200
        answer.close()
    kept = browser.get("/bao-cao/2026.json").get_json()
    assert kept["appendices"] == {}
    assert kept["tables"]["levels"]["rows"][0]["level_1_share"] is None


def test_an_appendix_has_number_and_name_alone_of_an_object_whose_use_is_restricted(
    session: Session, museum: list[int]
) -> None:
    ask = Ask(Measure.REGISTERED, as_of=TODAY)
    held = session.get_one(
        Artifact, next(object_list(session, ask, "vi", key="", title=Message("")).read(1)).artifact_id
    )
    held.use_restricted, held.material_text, held.dating_text = True, "Giấy sắc", "1783"
    session.flush()

    def line(*, internal: bool) -> ObjectLine:
        lines = object_list(session, ask, "vi", key="", title=Message(""), internal=internal).read(None)
        return next(one for one in lines if one.artifact_id == held.id)

    closed, internal = line(internal=False), line(internal=True)
    assert (closed.number, closed.name, closed.material, closed.dating) == (
        held.number,
        held.name_vi,
        "Hạn chế sử dụng, khai thác",
        "",
    )
    assert (internal.material, internal.dating) == ("Giấy sắc", "1783")

"""Checked by another person, issued by the director, kept for ever."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.protection import find_protection
from museum_tracker.core import clock
from museum_tracker.core.db import session_scope
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.jobs.worker import run_all
from museum_tracker.reports.issuing import services
from museum_tracker.reports.issuing.queries import cited_by_report
from museum_tracker.reports.models import Report, ReportFile, ReportObject
from museum_tracker.reports.rules.states import ReportState
from tests.factories.promises import make_museum

SignIn = Callable[[Role], FlaskClient]
AFTER = dt.datetime(2026, 12, 20, 3, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def official_files_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """What becomes of internal copies is told elsewhere; making them takes as long as all the rest."""
    monkeypatch.setattr(services, "INTERNAL_FORMS", ())


@pytest.fixture
def museum(frozen: dt.datetime, session: Session, deed: ChangeSet) -> list[int]:
    ids = make_museum(session, deed, count=40)
    session.commit()
    clock.freeze(AFTER)
    return ids


@pytest.fixture
def curator(sign_in: SignIn, museum: list[int]) -> FlaskClient:
    return sign_in(Role.CURATOR)


@pytest.fixture
def director(sign_in: SignIn, museum: list[int]) -> FlaskClient:
    return sign_in(Role.DIRECTOR)


@pytest.fixture
def page(curator: FlaskClient) -> str:
    return curator.post("/bao-cao/2026/soan").headers["Location"]


def explain(browser: FlaskClient, page: str) -> int:
    """Give every target that is not met its cause and remedy; answers how many texts that took."""
    keys = sorted(set(re.findall(r"/viet/((?:cause|remedy):[a-z0-9_.-]+)\"", browser.get(page).get_data(as_text=True))))
    for key in keys:
        browser.post(f"{page}/viet/{key}", data={"text": "Do kinh phí; sẽ bố trí", "version": "0"})
    return len(keys)


def report_of(session: Session) -> Report:
    session.rollback()
    session.expire_all()
    return session.scalars(sa.select(Report).order_by(Report.id)).first() or pytest.fail("no report")


def issued(curator: FlaskClient, director: FlaskClient, page: str, number: str = "5") -> None:
    explain(curator, page)
    assert director.post(f"{page}/kiem-tra").status_code == 303
    answer = director.post(f"{page}/ban-hanh", data={"number": number, "dated_on": "20/12/2026"})
    assert answer.status_code == 303, answer.get_data(as_text=True)[-3000:]


def test_a_target_not_met_asks_for_cause_and_remedy_before_the_report_is_checked(
    curator: FlaskClient, director: FlaskClient, page: str, session: Session
) -> None:
    refused = director.post(f"{page}/kiem-tra")
    assert refused.status_code == 422
    assert "nguyên nhân và giải pháp" in refused.get_data(as_text=True)
    assert explain(curator, page) >= 2
    assert director.post(f"{page}/kiem-tra").status_code == 303
    assert report_of(session).state is ReportState.CHECKED
    text = str(director.get("/bao-cao/2026.json").get_json()["sections"][1]["paragraphs"])
    assert "Nguyên nhân: Do kinh phí" in text
    assert "a) " in text


def test_nobody_checks_what_one_has_written_and_open_remarks_hold_it_back(
    curator: FlaskClient, director: FlaskClient, page: str, session: Session
) -> None:
    explain(curator, page)
    assert curator.post(f"{page}/kiem-tra").status_code == 403
    curator.post(f"{page}/gop-y", data={"text": "Chờ số liệu"})
    assert director.post(f"{page}/kiem-tra").status_code == 422
    assert report_of(session).state is ReportState.DRAFT


def test_a_checked_report_is_no_longer_written_until_it_goes_back_with_a_reason(
    curator: FlaskClient, director: FlaskClient, page: str
) -> None:
    explain(curator, page)
    director.post(f"{page}/kiem-tra")
    assert curator.post(f"{page}/viet/next", data={"text": "Thêm", "version": "0"}).status_code == 409
    assert director.post(f"{page}/tra-lai", data={"reason": " "}).status_code == 422
    assert director.post(f"{page}/tra-lai", data={"reason": "Thiếu phần V"}).status_code == 303
    assert "Thiếu phần V" in curator.get(page).get_data(as_text=True)
    assert curator.post(f"{page}/viet/next", data={"text": "Thêm", "version": "0"}).status_code == 303


def test_an_issued_report_keeps_its_files_whatever_the_figures_do(
    curator: FlaskClient, director: FlaskClient, page: str, session: Session
) -> None:
    issued(curator, director, page)
    report = report_of(session)
    assert (report.state, report.number, report.dated_on) == (ReportState.ISSUED, "5", dt.date(2026, 12, 20))
    files = session.scalars(sa.select(ReportFile).order_by(ReportFile.id)).all()
    assert [(file.form, file.locale) for file in files] == [
        (form, locale) for locale in ("vi", "en") for form in ("pdf", "docx", "xlsx", "json")
    ]
    session.execute(sa.text("UPDATE tallies SET objects = objects + 7"))
    session.commit()
    for file in files:
        answer = director.get(f"{page}/tep/{file.id}")
        assert hashlib.sha256(answer.data).hexdigest() == file.sha256
        answer.close()
    kept = director.get(f"{page}/tep/{files[3].id}")
    assert kept.get_json()["number"] == "5"
    assert kept.get_json()["state"] == "issued"
    kept.close()
    assert director.get(f"{page}/tep/999").status_code == 404


def test_figures_of_today_never_go_out_under_the_number_of_the_issued_paper(
    curator: FlaskClient, director: FlaskClient, page: str
) -> None:
    issued(curator, director, page)
    kept = director.get("/bao-cao/2026.json?ngon_ngu=vi", follow_redirects=True)
    assert kept.get_json()["number"] == "5"
    kept.close()
    live = director.get("/bao-cao/2026.json?song=1").get_json()
    assert live["number"] == ""
    assert live["dated_on"] is None
    assert "đã ban hành" in director.get("/bao-cao/2026").get_data(as_text=True).lower()


def test_the_objects_an_issued_report_names_can_no_longer_be_undone(
    curator: FlaskClient, director: FlaskClient, page: str, session: Session
) -> None:
    issued(curator, director, page)
    session.rollback()
    cited = session.scalars(sa.select(ReportObject.artifact_id)).all()
    assert cited
    message = find_protection(session, cited[0])
    assert message is not None


def test_a_report_changed_while_its_files_are_made_is_not_issued_with_them(
    curator: FlaskClient,
    director: FlaskClient,
    page: str,
    session: Session,
    engine: sa.Engine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    explain(curator, page)
    assert director.post(f"{page}/kiem-tra").status_code == 303
    session.rollback()

    def slowly(*_report: object, **_said: object) -> list[services.Made]:
        with session_scope(engine, write=True) as other:  # sent back, written anew and checked again
            other.execute(sa.update(Report).values(version=Report.version + 2))
            other.commit()
        return []

    monkeypatch.setattr(services, "make_files", slowly)
    assert director.post(f"{page}/ban-hanh", data={"number": "5", "dated_on": "20/12/2026"}).status_code == 409
    assert report_of(session).state is ReportState.CHECKED


def test_issuing_twice_refuses_the_second(
    curator: FlaskClient, director: FlaskClient, page: str, session: Session
) -> None:
    issued(curator, director, page)
    again = director.post(f"{page}/ban-hanh", data={"number": "6", "dated_on": "20/12/2026"})
    assert again.status_code == 409
    assert report_of(session).number == "5"
    assert director.post(f"{page}/tra-lai", data={"reason": "x"}).status_code == 409
    assert curator.post(f"{page}/bo").status_code == 409


def test_number_and_date_are_read_as_people_write_them(curator: FlaskClient, director: FlaskClient, page: str) -> None:
    explain(curator, page)
    director.post(f"{page}/kiem-tra")
    assert director.get(f"{page}/ban-hanh").status_code == 200
    assert director.post(f"{page}/ban-hanh", data={"number": "5", "dated_on": "mai"}).status_code == 422
    assert director.post(f"{page}/ban-hanh", data={"number": "a b?", "dated_on": "20/12/2026"}).status_code == 422


def test_a_report_is_not_issued_before_its_period_is_over(
    curator: FlaskClient, director: FlaskClient, page: str
) -> None:
    explain(curator, page)
    director.post(f"{page}/kiem-tra")
    clock.freeze(dt.datetime(2026, 11, 22, 3, 0, tzinfo=dt.UTC))
    early = director.post(f"{page}/ban-hanh", data={"number": "5", "dated_on": "22/11/2026"})
    assert early.status_code == 422
    assert "14/12/2026" in early.get_data(as_text=True)


def test_the_clerk_gives_the_number_later_and_the_signed_scan_is_attached(
    curator: FlaskClient, director: FlaskClient, page: str, session: Session
) -> None:
    issued(curator, director, page, number="")
    assert director.post(f"{page}/so", data={"number": "012"}).status_code == 303
    assert report_of(session).number == "12"
    assert director.post(f"{page}/so", data={"number": "13"}).status_code == 409
    scan = {"file": (io.BytesIO(b"%PDF-1.4 signed"), "da ky.pdf")}
    assert director.post(f"{page}/ban-ky", data=scan).status_code == 303
    wrong = {"file": (io.BytesIO(b"MZ\x90"), "virus.pdf")}
    assert director.post(f"{page}/ban-ky", data=wrong).status_code == 422
    assert "bản ký quét" in curator.get(page).get_data(as_text=True)


def test_another_edition_stands_beside_an_issued_one_and_needs_its_own_number(
    curator: FlaskClient, director: FlaskClient, page: str
) -> None:
    issued(curator, director, page)
    second = curator.post("/bao-cao/2026/soan").headers["Location"]
    assert second != page
    explain(curator, second)
    director.post(f"{second}/kiem-tra")
    taken = director.post(f"{second}/ban-hanh", data={"number": "05", "dated_on": "21/12/2026"})
    assert taken.status_code == 422
    assert director.get(page).status_code == 200


def test_a_report_with_long_lists_is_issued_by_the_worker(
    curator: FlaskClient,
    director: FlaskClient,
    page: str,
    session: Session,
    engine: sa.Engine,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(services, "AT_ONCE", 0)
    issued(curator, director, page)
    assert report_of(session).state is ReportState.CHECKED
    session.rollback()
    run_all(engine, settings)
    report = report_of(session)
    assert report.state is ReportState.ISSUED
    assert len(report.files) == 8
    step = report.step(ReportState.ISSUED)
    assert step is not None
    assert step.by.role is Role.DIRECTOR


def test_only_a_director_issues(curator: FlaskClient, page: str) -> None:
    assert curator.get(f"{page}/ban-hanh").status_code == 403
    assert curator.post(f"{page}/ban-hanh", data={"number": "1", "dated_on": "20/12/2026"}).status_code == 403


def test_a_deed_that_an_issued_report_rests_on_must_stand(
    curator: FlaskClient, director: FlaskClient, page: str, session: Session
) -> None:
    issued(curator, director, page)
    session.rollback()
    cited = session.scalars(sa.select(ReportObject.artifact_id)).all()
    first = session.scalars(sa.select(ChangeSet).order_by(ChangeSet.id)).first()
    assert first is not None
    must_stand = cited_by_report(session, first)
    assert must_stand is not None
    named = must_stand(ChangeItem(entity="artifact", entity_id=cited[0], before={"a": 1}, after={"a": 2}))
    assert named is not None
    assert "5" in named.text("vi")
    assert must_stand(ChangeItem(entity="inventory", entity_id=-1, before={"marked": False}, after={})) is None


def test_a_report_is_not_dated_ahead(curator: FlaskClient, director: FlaskClient, page: str) -> None:
    explain(curator, page)
    assert director.post(f"{page}/kiem-tra").status_code == 303
    ahead = director.post(f"{page}/ban-hanh", data={"number": "5", "dated_on": "31/12/2999"})
    assert ahead.status_code == 422
    assert "31/12/2999" in ahead.text

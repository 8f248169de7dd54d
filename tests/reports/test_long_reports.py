"""Reports with long appendices: ordered on a page, made by the worker, fetched, swept."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.accounts.permissions import Role
from museum_tracker.jobs.models import Job, JobStatus
from museum_tracker.jobs.worker import run_all
from museum_tracker.reports import services
from museum_tracker.reports.drafts import Choice, Draft
from museum_tracker.reports.kinds.report import build
from museum_tracker.reports.model import Document
from museum_tracker.reports.summary import Summary
from tests.factories.reports import make_list, make_objects, make_summary


@pytest.fixture
def director(sign_in: Callable[[Role], FlaskClient], session: Session, frozen: dt.datetime) -> FlaskClient:
    session.rollback()
    return sign_in(Role.DIRECTOR)


def built(summary: Summary) -> Document:
    return build(summary, Draft(), Choice(locale="vi"))


def test_only_long_appendices_are_left_to_the_worker() -> None:
    short = built(make_summary())
    long = built(make_summary(collected=make_list("collected", make_objects(400, "Biên bản"))))
    assert not any(services.takes_long(short, form) for form in services.AT_ONCE)
    assert services.takes_long(long, "pdf")
    assert not services.takes_long(long, "csv")


def test_a_long_report_is_offered_ordered_made_and_fetched(
    director: FlaskClient, engine: sa.Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(services.AT_ONCE, "csv", -1)
    assert "Tạo báo cáo (CSV)" in director.get("/bao-cao/2026.csv").get_data(as_text=True)
    place = director.post("/bao-cao/2026/tep", data={"form": "csv", "ngon_ngu": "vi"}).headers["Location"]
    assert 'data-hx-trigger="every 2s"' in director.get(place).get_data(as_text=True)
    assert director.get(f"{place}/tai-ve").status_code == 404
    run_all(engine, settings)
    assert "Tệp đã tạo xong" in director.get(place).get_data(as_text=True)
    file = director.get(f"{place}/tai-ve")
    assert file.data.startswith(b"\xef\xbb\xbf")
    file.close()


def test_a_failed_report_says_why_and_can_be_tried_again(director: FlaskClient, engine: sa.Engine) -> None:
    place = director.post("/bao-cao/2026/tep", data={"form": "pdf", "ngon_ngu": "en"}).headers["Location"]
    with Session(engine) as session:
        session.execute(
            sa.update(Job).values(status=JobStatus.FAILED, error_id="Not found: %(what)s.", error_values={"what": "x"})
        )
        session.commit()
    page = director.get(place).get_data(as_text=True)
    assert "/bao-cao/2026.pdf?ngon_ngu=en" in page


def test_an_unknown_form_or_job_is_not_found(director: FlaskClient) -> None:
    assert director.post("/bao-cao/2026/tep", data={"form": "exe"}).status_code == 404
    assert director.get("/bao-cao/tep/999").status_code == 404


def test_files_are_swept_after_a_week(settings: Settings) -> None:
    services.keep(settings, 1, "csv", b"old")
    services.keep(settings, 2, "csv", b"new")
    old = services.file_of(settings, 1, "csv")
    now = dt.datetime.now(dt.UTC)
    then = now.timestamp() - 8 * 86_400
    os.utime(old, (then, then))
    assert services.sweep(settings, now=now) == 1
    assert not old.exists()
    assert services.file_of(settings, 2, "csv").read_bytes() == b"new"

"""Administration: the profile with its history and conflicts, jobs, the state of the system."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.accounts.permissions import Role
from museum_tracker.core import clock
from museum_tracker.core.db import session_scope
from museum_tracker.core.museum import MuseumProfile, get_profile
from museum_tracker.history.models import ChangeSet
from museum_tracker.jobs.models import Job, JobStatus, WorkerSign
from museum_tracker.jobs.queue import enqueue
from museum_tracker.jobs.registry import LABELS, TASKS
from museum_tracker.media.stores import storage_of
from museum_tracker.years.queries import get_year

SignIn = Callable[[Role], FlaskClient]
PAGES = ("/quan-tri/bao-tang", "/quan-tri/cong-viec", "/quan-tri/he-thong")


def seen_in(page: str) -> str:
    return page.split('name="seen"', 1)[1].split('value="', 1)[1].split('"', 1)[0]


def profile_form(browser: FlaskClient, **changes: str) -> dict[str, str]:
    own = {"name_vi": "Bảo tàng tỉnh", "name_en": "Provincial Museum", "working_days": "220", "number_prefix": "BT",
           "reporting_period": "decree", "seen": seen_in(browser.get("/quan-tri/bao-tang").text)}  # fmt: skip
    return own | changes


def profile_now(engine: sa.Engine) -> MuseumProfile:
    with session_scope(engine) as session:
        return get_profile(session)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_open_the_engine_room(sign_in: SignIn, role: Role, page: str) -> None:
    assert sign_in(role).get(page).status_code == 403


def test_everybody_finds_what_they_may_use(sign_in: SignIn) -> None:
    viewer = sign_in(Role.VIEWER).get("/quan-tri").text
    assert "/quan-tri/quyen" in viewer
    assert "/quan-tri/nguoi-dung" not in viewer
    assert "/quan-tri/nguoi-dung" in sign_in(Role.ADMINISTRATOR).get("/quan-tri").text


def test_the_profile_is_saved_shown_and_told_in_history(sign_in: SignIn, engine: sa.Engine) -> None:
    browser = sign_in(Role.ADMINISTRATOR)
    form = profile_form(browser, name_vi="Bảo tàng Bắc Giang", number_prefix="BTBG", without_council="y")
    assert browser.post("/quan-tri/bao-tang", data=form).status_code == 303
    now = profile_now(engine)
    assert (now.name_vi, now.number_prefix, now.without_council) == ("Bảo tàng Bắc Giang", "BTBG", True)
    page = browser.get("/quan-tri/bao-tang").text
    assert "<small>Bảo tàng Bắc Giang</small>" in page
    assert "<del>BT</del>" in page
    assert "<ins>BTBG</ins>" in page


def test_a_change_of_the_profile_can_be_undone_but_not_over_a_later_one(sign_in: SignIn, engine: sa.Engine) -> None:
    browser = sign_in(Role.ADMINISTRATOR)
    for name in ("Bảo tàng A", "Bảo tàng B"):
        browser.post("/quan-tri/bao-tang", data=profile_form(browser, name_vi=name))
    with session_scope(engine) as session:
        first, second = session.scalars(sa.select(ChangeSet.id).order_by(ChangeSet.id)).all()[-2:]
    refused = browser.post(f"/lich-su/{first}/hoan-tac")
    assert refused.status_code == 409
    assert "Tên tiếng Việt" in refused.text
    assert browser.post(f"/lich-su/{second}/hoan-tac").status_code == 303
    assert profile_now(engine).name_vi == "Bảo tàng A"


def test_two_administrators_do_not_overwrite_each_other(sign_in: SignIn, engine: sa.Engine) -> None:
    one, other = sign_in(Role.ADMINISTRATOR), sign_in(Role.ADMINISTRATOR)
    late = profile_form(one, name_vi="Bảo tàng muộn")
    assert other.post("/quan-tri/bao-tang", data=profile_form(other, phone="0204 123")).status_code == 303
    answer = one.post("/quan-tri/bao-tang", data=late)
    assert answer.status_code == 409
    assert "Bảo tàng muộn" in answer.text
    assert "<del>0204 123</del>" in answer.text
    assert profile_now(engine).name_vi == "Bảo tàng tỉnh"
    again = late | {"seen": seen_in(answer.text), "phone": "0204 123"}
    assert one.post("/quan-tri/bao-tang", data=again).status_code == 303
    assert (profile_now(engine).name_vi, profile_now(engine).phone) == ("Bảo tàng muộn", "0204 123")


@pytest.mark.parametrize(
    ("change", "says"),
    [({"name_vi": " "}, "bắt buộc"), ({"working_days": "0"}, "366"), ({"working_days": "nhiều"}, "số nguyên"),
     ({"reporting_period": "moon"}, "không hợp lệ"), ({"address": "x" * 10_000}, "300")],
)  # fmt: skip
def test_a_profile_that_cannot_be_is_refused_and_kept_on_screen(
    sign_in: SignIn, engine: sa.Engine, change: dict[str, str], says: str
) -> None:
    browser = sign_in(Role.ADMINISTRATOR)
    answer = browser.post("/quan-tri/bao-tang", data=profile_form(browser, **({"phone": "0204 999"} | change)))
    assert answer.status_code == 422
    assert says in answer.text
    assert "0204 999" in answer.text
    assert profile_now(engine) == MuseumProfile()


def test_another_reporting_period_leaves_years_that_have_begun(
    sign_in: SignIn, engine: sa.Engine, frozen: dt.datetime
) -> None:
    browser = sign_in(Role.ADMINISTRATOR)
    browser.post("/quan-tri/bao-tang", data=profile_form(browser, reporting_period="calendar"))
    assert profile_now(engine).reporting_years.rule_of(2026) == "decree"
    assert profile_now(engine).reporting_years.rule_of(2027) == "calendar"


def test_a_year_planned_ahead_takes_the_days_of_the_new_period(
    sign_in: SignIn, engine: sa.Engine, frozen: dt.datetime
) -> None:
    director = sign_in(Role.DIRECTOR)
    for step in ("2027/buoc/lap-ke-hoach", "2028/buoc/lap-ke-hoach"):
        assert director.post(f"/nam/{step}").status_code == 303
    browser = sign_in(Role.ADMINISTRATOR)
    browser.post("/quan-tri/bao-tang", data=profile_form(browser, reporting_period="calendar"))
    years = profile_now(engine).reporting_years
    with Session(engine) as session:
        planned = [get_year(session, year) for year in (2027, 2028)]
    assert [(year.start, year.end) for year in planned] == [years.span(2027), years.span(2028)]
    assert planned[0].end + dt.timedelta(days=1) == planned[1].start


def test_failed_jobs_show_their_reason_and_start_over(session: Session, engine: sa.Engine, sign_in: SignIn) -> None:
    failed = Job(kind="media.derive", status=JobStatus.FAILED, error_id="Unexpected error: %(error)s",
                 error_values={"error": "tệp hỏng"}, attempts=3)  # fmt: skip
    stalled = Job(
        kind="x", status=JobStatus.RUNNING, lease_until=clock.now() - dt.timedelta(minutes=5), done=3, total=9
    )
    session.add_all([failed, stalled])
    waiting = enqueue(session, "reports.export")
    session.commit()
    browser = sign_in(Role.ADMINISTRATOR)
    page = browser.get("/quan-tri/cong-viec").text
    assert "tệp hỏng" in page
    assert "Bị treo" in page
    for job_id in (failed.id, stalled.id, waiting):
        assert browser.post(f"/quan-tri/cong-viec/{job_id}/thu-lai").status_code == 303
    with session_scope(engine) as reading:
        states = reading.execute(sa.select(Job.status, Job.attempts).where(Job.id.in_([failed.id, stalled.id])))
        assert [tuple(row) for row in states] == [(JobStatus.QUEUED, 0)] * 2
    assert browser.post("/quan-tri/cong-viec/999999/thu-lai").status_code == 404


def test_the_system_page_tells_what_is_missing(sign_in: SignIn) -> None:
    page = sign_in(Role.ADMINISTRATOR).get("/quan-tri/he-thong").text
    assert "museum-tracker worker" in page
    assert "Quản trị › Sao lưu" in page


def test_health_is_told_without_signing_in(session: Session, client: FlaskClient, settings: Settings) -> None:
    storage_of(settings).create()
    session.add(WorkerSign(name="one", started_at=clock.now(), beat_at=clock.now()))
    session.commit()
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json == {"status": "ok", "database": "ok", "storage": "ok", "worker": "ok"}


def test_silent_workers_are_told_but_people_can_work(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json["status"], answer.json["storage"]) == (200, "degraded", "new")


@pytest.mark.usefixtures("app")
def test_every_kind_of_job_is_called_by_words_people_read() -> None:
    ours = {kind for kind, handler in TASKS.items() if handler.__module__.startswith("museum_tracker.")}
    assert ours - LABELS.keys() == set()

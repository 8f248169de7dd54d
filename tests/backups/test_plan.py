"""When a backup is due, too old, or may go; and the page that shows the last one."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.accounts.permissions import Role
from museum_tracker.backups.models import BackupRun, RunState
from museum_tracker.backups.rules import BackupPlan, Snapshot, is_due, is_too_old, outdated
from museum_tracker.core import clock
from museum_tracker.core.db import session_scope
from museum_tracker.history.models import ChangeSet
from museum_tracker.jobs.queue import enqueue
from museum_tracker.jobs.worker import run_all
from tests.backups.conftest import snapshots

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = dt.datetime(2026, 12, 1, 22, 30, tzinfo=ZONE)
DAILY = BackupPlan(place="/x", every_days=1, hour=22)
FORM = {"every_days": "1", "hour": "22", "keep": "10", "allowed_days": "7"}


def november(day: int, hour: int, minute: int) -> dt.datetime:
    """A time of the month before, in the museum's zone."""
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("plan", "last", "due"),
    [
        (BackupPlan(every_days=1), None, False),  # no place
        (BackupPlan(place="/x"), None, False),  # never by itself
        (DAILY, None, True),
        (DAILY, NOW - dt.timedelta(days=1), True),
        (DAILY, NOW - dt.timedelta(hours=1), False),  # made today already
        (DAILY, november(30, 23, 59), True),
        (BackupPlan(place="/x", every_days=1, hour=23), november(30, 23, 5), False),  # not yet the hour
        (BackupPlan(place="/x", every_days=1, hour=23), november(29, 23, 5), True),  # a night was missed
        (BackupPlan(place="/x", every_days=7, hour=22), november(25, 22, 0), False),
        (BackupPlan(place="/x", every_days=7, hour=22), november(24, 22, 0), True),
    ],
)
def test_a_backup_is_due_on_its_day_from_its_hour_on(plan: BackupPlan, last: dt.datetime | None, *, due: bool):
    assert is_due(plan, last=last, now=NOW) is due


@pytest.mark.parametrize(
    ("days", "last", "begun", "old"),
    [
        (7, 7, 400, False),
        (7, 8, 400, True),
        (7, None, 7, False),
        (7, None, 8, True),
        (0, None, 400, False),
    ],
)
def test_the_last_backup_is_too_old_after_the_days_the_museum_allows(
    days: int, last: int | None, begun: int, *, old: bool
):
    ago = NOW - dt.timedelta(days=last) if last is not None else None
    plan = BackupPlan(allowed_days=days)
    assert is_too_old(plan, last=ago, begun=NOW - dt.timedelta(days=begun), now=NOW) is old


@pytest.mark.parametrize(
    ("told", "keep", "gone"),
    [
        ("", 1, ""),
        ("a+ b+ c+", 2, "a"),
        ("a+ b- c-", 1, ""),  # the last good one stays
        ("a- b-", 1, ""),
        ("a- b+ c+", 1, "a b"),
        ("a! b+ c+", 1, "b"),  # the last one that was proven stays
        ("a! b! c+", 1, "a"),
    ],
)
def test_what_is_older_than_the_good_ones_that_stay_may_go(told: str, keep: int, gone: str):
    given = [Snapshot(word[0], good=word[1] != "-", proven=word[1] in "!-") for word in told.split()]
    assert outdated(given, keep) == gone.split()


def test_a_plan_is_made_on_the_page_recorded_and_carried_out_by_the_worker(
    museum: Settings, engine: sa.Engine, sign_in: Callable[..., FlaskClient], disk: Path
):
    browser = sign_in(Role.ADMINISTRATOR)
    saved = browser.post("/quan-tri/sao-luu", data={**FORM, "place": str(disk), "hour": "0", "with_key": "y"})
    assert saved.status_code == 303
    with Session(engine) as session:
        assert session.scalars(sa.select(ChangeSet.action).order_by(ChangeSet.id.desc())).first() == (
            "Changed the plan of backups"
        )
    with session_scope(engine, write=True) as session:
        enqueue(session, "backups.schedule")
        session.commit()
    run_all(engine, museum)
    run_all(engine, museum)
    (made,) = snapshots(disk)
    assert (made / "secret_key").exists()
    assert made.name in browser.get("/quan-tri/sao-luu").text
    with session_scope(engine, write=True) as session:  # the hour after it is not due again
        enqueue(session, "backups.schedule")
        session.commit()
    run_all(engine, museum)
    assert snapshots(disk) == [made]


def test_a_run_that_was_killed_does_not_stand_for_the_backup_of_its_week(
    museum: Settings, engine: sa.Engine, sign_in: Callable[..., FlaskClient], disk: Path, deed: ChangeSet
):
    sign_in(Role.ADMINISTRATOR).post(
        "/quan-tri/sao-luu", data={**FORM, "every_days": "7", "hour": "0", "place": str(disk)}
    )
    with session_scope(engine, write=True) as session:
        begun = clock.now() - dt.timedelta(days=2)
        session.add(BackupRun(place=str(disk), by_id=deed.user_id, state=RunState.RUNNING, started_at=begun))
        enqueue(session, "backups.schedule")
        session.commit()
    run_all(engine, museum)
    assert len(snapshots(disk)) == 1


def test_a_backup_is_made_at_once_when_asked_for(
    museum: Settings, engine: sa.Engine, sign_in: Callable[..., FlaskClient], disk: Path
):
    browser = sign_in(Role.ADMINISTRATOR)
    assert "Hãy chọn thư mục" in browser.post("/quan-tri/sao-luu/ngay", follow_redirects=True).text
    browser.post("/quan-tri/sao-luu", data={**FORM, "place": str(disk)})
    browser.post("/quan-tri/sao-luu/ngay")
    run_all(engine, museum)
    assert len(snapshots(disk)) == 1
    assert not (snapshots(disk)[0] / "secret_key").exists()


def test_a_disk_that_is_not_connected_fails_the_run_and_leaves_its_mount_point_empty(
    museum: Settings, engine: sa.Engine, sign_in: Callable[..., FlaskClient], disk: Path
):
    browser = sign_in(Role.ADMINISTRATOR)
    browser.post("/quan-tri/sao-luu", data={**FORM, "place": str(disk)})
    for path in disk.iterdir():
        path.unlink()
    browser.post("/quan-tri/sao-luu/ngay")
    run_all(engine, museum)
    assert not list(disk.iterdir())
    with Session(engine) as session:
        run = session.scalars(sa.select(BackupRun)).one()
        assert (run.state, "connect its disk" in str(run.said)) == (RunState.FAILED, True)
    assert "nối lại đĩa" in browser.get("/quan-tri/sao-luu").text


@pytest.mark.parametrize(
    ("field", "value"),
    [("every_days", "-1"), ("hour", "24"), ("keep", "0"), ("allowed_days", "x")]
    + [("place", place) for place in ("/proc/không/được", "sao-luu", "Z:/sao-luu" if os.name == "posix" else "/x")],
)
def test_a_plan_that_cannot_be_is_refused_with_a_sentence(
    sign_in: Callable[..., FlaskClient], engine: sa.Engine, field: str, value: str
):
    answer = sign_in(Role.ADMINISTRATOR).post("/quan-tri/sao-luu", data={**FORM, field: value})
    assert answer.status_code == 422


def test_the_directors_overview_turns_red_when_the_last_backup_is_too_old(
    engine: sa.Engine, sign_in: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch
):
    director, curator = sign_in(Role.DIRECTOR), sign_in(Role.CURATOR)
    assert "sao lưu" not in director.get("/tong-quan").text
    later = clock.now() + dt.timedelta(days=8)
    with session_scope(engine, write=True) as session:  # signed in again since
        session.execute(sa.text("delete from sign_ins"))
        session.commit()
    monkeypatch.setattr(clock, "now", lambda: later)
    director, curator = sign_in(Role.DIRECTOR), sign_in(Role.CURATOR)
    page = director.get("/tong-quan").text
    assert "Chưa có bản sao lưu nào" in page
    assert 'href="/quan-tri/sao-luu"' in page
    assert "Chưa có bản sao lưu nào" not in curator.get("/tong-quan").text
    assert director.get("/quan-tri/sao-luu").status_code == 200

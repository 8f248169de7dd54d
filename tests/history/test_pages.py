"""Pages of history, with accounts as what they tell about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.accounts import queries
from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.accounts.services import create_user
from museum_tracker.core.db import session_scope
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.queries import changes, page
from museum_tracker.history.services import begin_deed, record
from museum_tracker.jobs.models import Job, JobStatus
from museum_tracker.jobs.worker import run_all

SignIn = Callable[[Role], FlaskClient]


def write_deeds(session: Session, person: User, count: int) -> list[int]:
    made = []
    for number in range(count):
        deed = begin_deed(
            session, by=person, action="Carried off to %(place)s", reason="dọn kho", place=f"Kho {number}"
        )
        record(session, deed, entity="unknown", entity_id=number, before={"shelf": "A"}, after={"shelf": "B"})
        made.append(deed.id)
    session.commit()
    return made


def test_recent_changes_are_paged_by_key_and_chosen_by_author(session: Session, person: User, sign_in: SignIn) -> None:
    write_deeds(session, person, 60)
    browser = sign_in(Role.CATALOGUER)
    first = browser.get(f"/lich-su?nguoi={person.id}").text
    assert "Kho 59" in first
    assert "Kho 9<" not in first
    older = browser.get(first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")).text
    assert "Kho 9<" in older
    assert "Kho 59" not in older
    assert "Kho 59" not in browser.get("/lich-su?nguoi=999999").text


def test_days_are_the_museums_own(session: Session, person: User, frozen: dt.datetime) -> None:
    deed = ChangeSet(at=dt.datetime(2026, 11, 21, 17, 30, tzinfo=dt.UTC), by=person, action="Late evening", values={})
    session.add(deed)
    session.flush()
    of_that_day = changes(by=person.id, first_day=dt.date(2026, 11, 22), last_day=dt.date(2026, 11, 22))
    assert [change.id for change in page(session, of_that_day)[0]] == [deed.id]


@pytest.mark.parametrize("query", ["?tu=gestern&den=morgen", "?nguoi=x&truoc=-1", "?truoc=99999999999999999999"])
def test_nonsense_in_the_address_is_ignored(sign_in: SignIn, query: str) -> None:
    assert sign_in(Role.VIEWER).get(f"/lich-su{query}").status_code == 200


def test_a_change_shows_each_field_before_and_after(session: Session, person: User, sign_in: SignIn) -> None:
    (made,) = write_deeds(session, person, 1)
    text = sign_in(Role.VIEWER).get(f"/lich-su/{made}").text
    assert "Carried off to Kho 0" in text
    assert "dọn kho" in text
    assert "<del>A</del>" in text
    assert "<ins>B</ins>" in text
    assert "hoan-tac" not in text
    assert sign_in(Role.VIEWER).get("/lich-su/999999").status_code == 404


def test_undo_is_offered_with_what_it_does_and_refused_with_the_reason(
    session: Session, person: User, sign_in: SignIn, engine: sa.Engine
) -> None:
    (made,) = write_deeds(session, person, 1)
    browser = sign_in(Role.CATALOGUER)
    page = browser.get(f"/lich-su/{made}/hoan-tac").text
    assert "1 mục được giữ nguyên trọn vẹn" in page
    assert "Không hoàn tác thay đổi này" in page
    assert 'type="submit">Hoàn tác' not in page
    answer = browser.post(f"/lich-su/{made}/hoan-tac")
    assert answer.status_code == 409
    assert "Không hoàn tác được" in answer.text
    with session_scope(engine) as reading:
        assert reading.scalar(sa.select(sa.func.count(ChangeSet.id)).where(ChangeSet.undoes_id == made)) == 0


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DIRECTOR])
def test_foreign_roles_cannot_undo(session: Session, person: User, sign_in: SignIn, role: Role) -> None:
    (made,) = write_deeds(session, person, 1)
    assert sign_in(role).post(f"/lich-su/{made}/hoan-tac").status_code == 403


def test_a_deed_that_touched_many_things_is_undone_behind_the_page(
    session: Session, person: User, sign_in: SignIn, engine: sa.Engine, settings: Settings
) -> None:
    deed = begin_deed(session, by=person, action="A large import")
    for number in range(501):
        record(session, deed, entity="user", entity_id=number, before={"name": "A"}, after={"name": "B"})
    session.commit()
    browser = sign_in(Role.ADMINISTRATOR)
    assert "501 mục" in browser.get(f"/lich-su/{deed.id}/hoan-tac").text
    assert browser.post(f"/lich-su/{deed.id}/hoan-tac", data={"reason": "nhầm tệp"}).status_code == 303
    run_all(engine, settings)
    with session_scope(engine) as reading:
        job = reading.scalars(sa.select(Job).where(Job.kind == "history.undo")).one()
        assert (job.status, job.args["reason"]) == (JobStatus.FAILED, "nhầm tệp")
        assert "Không hoàn tác được" in job.error.text("vi")


def test_viewers_learn_what_changed_and_by_which_role_but_not_by_whom(
    session: Session, person: User, sign_in: SignIn
) -> None:
    write_deeds(session, person, 1)
    for role in Role:
        browser = sign_in(role)
        pages = browser.get("/lich-su").text + browser.get(f"/lich-su?nguoi={person.id}").text
        assert "Kho 0" in pages
        assert (person.name in pages) == (role is not Role.VIEWER)
        assert (person.name in browser.get("/lich-su/1").text) == (role is not Role.VIEWER)
    assert "Cán bộ kiểm kê" in sign_in(Role.VIEWER).get("/lich-su").text


def test_the_history_of_accounts_is_for_those_who_manage_them(session: Session, sign_in: SignIn) -> None:
    by = queries.system_user(session)
    create_user(session, username="moi-den", name="Người mới", role=Role.DIRECTOR, password_hash="x", by=by)
    session.commit()
    for role in Role:
        browser, manager = sign_in(role), role is Role.ADMINISTRATOR
        assert ("moi-den" in browser.get("/lich-su").text) == manager
        assert browser.get("/lich-su/1").status_code == (200 if manager else 403)

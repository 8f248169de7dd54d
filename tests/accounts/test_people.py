"""User administration: who may, what it refuses, and that history tells it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.history.models import ChangeItem

SignIn = Callable[[Role], FlaskClient]
PASSWORD = "ba con cò bay lả"


@pytest.fixture
def reader(engine: sa.Engine) -> Iterator[Session]:
    """A session that only looks, so that the browsers may write."""
    with Session(engine) as session:
        yield session


def newest(reader: Session) -> User:
    reader.rollback()
    return reader.scalars(sa.select(User).order_by(User.id.desc()).limit(1)).one()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
@pytest.mark.parametrize("page", ["/quan-tri/nguoi-dung", "/quan-tri/nguoi-dung/moi", "/quan-tri/nguoi-dung/1"])
def test_foreign_roles_cannot_manage_accounts(sign_in: SignIn, role: Role, page: str) -> None:
    browser = sign_in(role)
    assert browser.get(page).status_code == 403
    assert browser.post(page, data={"role": "administrator"}).status_code in {403, 405}


def test_everybody_sees_the_permission_table(sign_in: SignIn) -> None:
    page = sign_in(Role.VIEWER).get("/quan-tri/quyen")
    assert page.status_code == 200
    assert "Nghiệm thu" in page.text


def test_an_administrator_makes_a_person_known_and_history_tells_it(sign_in: SignIn, reader: Session) -> None:
    browser = sign_in(Role.ADMINISTRATOR)
    form = {"name": "Lê Lan", "username": "Lan.Le", "role": "director", "password": PASSWORD}
    assert browser.post("/quan-tri/nguoi-dung/moi", data=form).status_code == 303
    user = newest(reader)
    assert (user.username, user.role) == ("lan.le", Role.DIRECTOR)
    item = reader.scalars(sa.select(ChangeItem).where(ChangeItem.entity == "user")).one()
    assert item.entity_id == user.id
    assert item.after == {"username": "lan.le", "name": "Lê Lan", "role": "director", "active": True}
    assert browser.get("/quan-tri/nguoi-dung").status_code == 200


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"username": "Lê Lan"}, "không dấu"),
        ({"username": "he-thong"}, "đã có người dùng"),
        ({"password": "ngắn"}, "ít nhất 10 ký tự"),
        ({"name": ""}, "bắt buộc"),
        ({"role": "emperor"}, "không hợp lệ"),
        ({"name": "x" * 10_000}, "200 ký tự"),
    ],
)
def test_a_person_is_not_made_known_half(sign_in: SignIn, reader: Session, change: dict[str, str], says: str) -> None:
    browser = sign_in(Role.ADMINISTRATOR)
    before = newest(reader).id
    form = {"name": "Lê Lan", "username": "lan", "role": "director", "password": PASSWORD} | change
    answer = browser.post("/quan-tri/nguoi-dung/moi", data=form)
    assert answer.status_code == 422
    assert says in answer.text
    assert newest(reader).id == before


def test_the_last_administrator_cannot_lock_himself_out(sign_in: SignIn, reader: Session) -> None:
    browser = sign_in(Role.ADMINISTRATOR)
    himself = newest(reader).id
    for form in ({"name": "A", "role": "viewer", "active": "y"}, {"name": "A", "role": "administrator"}):
        answer = browser.post(f"/quan-tri/nguoi-dung/{himself}", data=form)
        assert answer.status_code == 422
        assert "quản trị viên cuối cùng" in answer.text
    sign_in(Role.ADMINISTRATOR)
    step_down = {"name": "A", "role": "viewer", "active": "y"}
    assert browser.post(f"/quan-tri/nguoi-dung/{himself}", data=step_down).status_code == 303
    assert browser.get("/quan-tri/nguoi-dung").status_code == 403


def test_closing_an_account_ends_its_sessions_at_once(sign_in: SignIn, reader: Session) -> None:
    cataloguer = sign_in(Role.CATALOGUER)
    user_id = newest(reader).id
    admin = sign_in(Role.ADMINISTRATOR)
    assert cataloguer.get("/tai-khoan").status_code == 200
    admin.post(f"/quan-tri/nguoi-dung/{user_id}", data={"name": "Minh", "role": "cataloguer"})
    assert cataloguer.get("/tai-khoan").status_code == 303


def test_a_reset_password_ends_the_persons_sessions(sign_in: SignIn, reader: Session) -> None:
    cataloguer = sign_in(Role.CATALOGUER)
    user_id = newest(reader).id
    admin = sign_in(Role.ADMINISTRATOR)
    weak = admin.post(f"/quan-tri/nguoi-dung/{user_id}/mat-khau", data={"password": "ngắn"})
    assert weak.status_code == 422
    assert cataloguer.get("/tai-khoan").status_code == 200
    assert admin.post(f"/quan-tri/nguoi-dung/{user_id}/mat-khau", data={"password": PASSWORD}).status_code == 303
    assert cataloguer.get("/tai-khoan").status_code == 303


def test_the_systems_own_account_cannot_be_opened(sign_in: SignIn, reader: Session) -> None:
    system = reader.scalars(sa.select(User).where(User.is_system)).one()
    assert sign_in(Role.ADMINISTRATOR).get(f"/quan-tri/nguoi-dung/{system.id}").status_code == 404

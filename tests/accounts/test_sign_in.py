"""Signing in: right and wrong, patience, sessions that end, ways back, the first start."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker import create_app
from museum_tracker.accounts import passwords, queries, services
from museum_tracker.accounts.demo_accounts import create_demo_accounts
from museum_tracker.accounts.models import SignIn, User
from museum_tracker.accounts.permissions import Role
from museum_tracker.accounts.setup import setup_code
from museum_tracker.accounts.sign_ins import find_signed_in, open_sign_in
from museum_tracker.core import clock
from museum_tracker.core.db import begin_write, session_scope

PASSWORD = "trống đồng ngân vang"
HASH = passwords.hash_password(PASSWORD)


@pytest.fixture
def minh(session: Session) -> User:
    user = services.create_user(
        session, username="minh", name="Trần Minh", role=Role.CATALOGUER, password_hash=HASH,
        by=queries.system_user(session),
    )  # fmt: skip
    session.commit()
    return user


def try_in(browser: FlaskClient, password: str, username: str = "minh", where: str = "/dang-nhap") -> int:
    return browser.post(where, data={"username": username, "password": password}).status_code


def test_the_right_password_opens_a_session(client: FlaskClient, minh: User) -> None:
    answer = client.post("/dang-nhap?next=/tai-khoan", data={"username": " MINH ", "password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/tai-khoan")
    assert "Trần Minh" in client.get("/tai-khoan").text
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_cookies_are_for_https_only_when_served_over_https(settings: Settings, minh: User) -> None:
    app = create_app(settings.with_(https=True))
    app.config["WTF_CSRF_ENABLED"] = False
    answer = app.test_client().post("/dang-nhap", data={"username": "minh", "password": PASSWORD})
    assert "Secure" in answer.headers["Set-Cookie"]
    app.extensions["engine"].dispose()


def test_wrong_names_and_wrong_passwords_get_the_same_answer(client: FlaskClient, minh: User) -> None:
    answers = [
        client.post("/dang-nhap", data={"username": name, "password": "sai rồi nhé bạn"}) for name in ("minh", "nobody")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("Tên đăng nhập hoặc mật khẩu không đúng" in answer.text for answer in answers)


def test_a_closed_account_cannot_sign_in(client: FlaskClient, session: Session, minh: User) -> None:
    begin_write(session)
    minh.active = False
    session.commit()
    assert try_in(client, PASSWORD) == 422


def test_signing_in_leads_never_to_another_site(client: FlaskClient, minh: User) -> None:
    answer = client.post("/dang-nhap?next=//evil.example/x", data={"username": "minh", "password": PASSWORD})
    assert answer.location == "/"


def test_signing_out_ends_the_session_and_needs_a_post(client: FlaskClient, minh: User) -> None:
    try_in(client, PASSWORD)
    assert client.get("/dang-xuat").status_code == 405
    assert client.post("/dang-xuat").status_code == 303
    assert client.get("/tai-khoan").status_code == 303


def test_a_copied_cookie_opens_nothing_once_its_owner_signed_out(app: Flask, minh: User) -> None:
    owner, thief = app.test_client(), app.test_client()
    try_in(owner, PASSWORD)
    cookie = owner.get_cookie("session")
    assert cookie is not None
    thief.set_cookie("session", cookie.value)
    assert thief.get("/tai-khoan").status_code == 200
    owner.post("/dang-xuat")
    assert thief.get("/tai-khoan").status_code == 303
    thief.post("/dang-xuat", data={"everywhere": "1"})
    assert try_in(owner, PASSWORD) == 303


def test_signing_in_anew_ends_the_session_it_replaces(client: FlaskClient, app: Flask, minh: User) -> None:
    try_in(client, PASSWORD)
    earlier = client.get_cookie("session")
    assert earlier is not None
    new = {"current": PASSWORD, "password": "một câu dễ nhớ khác", "again": "một câu dễ nhớ khác"}
    client.post("/tai-khoan/mat-khau", data=new)
    other = app.test_client()
    other.set_cookie("session", earlier.value)
    assert other.get("/tai-khoan").status_code == 303


def test_signing_out_everywhere_ends_every_machine_of_that_person_only(
    app: Flask, minh: User, sign_in: Callable[[Role], FlaskClient]
) -> None:
    here, phone, colleague = app.test_client(), app.test_client(), sign_in(Role.VIEWER)
    try_in(here, PASSWORD)
    try_in(phone, PASSWORD)
    assert "2 trình duyệt" in here.get("/tai-khoan").text
    assert here.post("/dang-xuat", data={"everywhere": "1"}).status_code == 303
    assert [browser.get("/tai-khoan").status_code for browser in (here, phone, colleague)] == [303, 303, 200]


def test_a_sign_in_ends_by_itself_after_a_month(session: Session, minh: User, frozen: dt.datetime) -> None:
    identity = open_sign_in(session, minh)
    assert find_signed_in(session, identity) is minh
    clock.freeze(frozen + dt.timedelta(days=31))
    assert find_signed_in(session, identity) is None
    open_sign_in(session, minh)
    assert session.scalar(sa.select(sa.func.count(SignIn.id))) == 1


def test_the_database_holds_no_key_that_could_be_copied_into_a_cookie(session: Session, minh: User) -> None:
    identity = open_sign_in(session, minh)
    kept = session.scalars(sa.select(SignIn.key)).all()
    assert identity.partition(":")[2] not in kept
    assert find_signed_in(session, f"{minh.id}:{kept[0]}") is None


def test_a_form_from_elsewhere_is_refused(app: Flask, minh: User) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    browser = app.test_client()
    assert try_in(browser, PASSWORD) == 400
    assert browser.get("/tai-khoan").status_code == 303


def test_a_new_password_ends_the_sessions_elsewhere_but_not_this_one(app: Flask, minh: User) -> None:
    here, elsewhere = app.test_client(), app.test_client()
    assert try_in(here, PASSWORD) == try_in(elsewhere, PASSWORD) == 303
    new = "một câu dễ nhớ khác"
    form = {"current": PASSWORD, "password": new, "again": new}
    assert here.post("/tai-khoan/mat-khau", data=form).status_code == 303
    assert here.get("/tai-khoan").status_code == 200
    assert elsewhere.get("/tai-khoan").status_code == 303
    assert try_in(app.test_client(), PASSWORD) == 422
    assert try_in(app.test_client(), new) == 303


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"current": "không phải", "password": "một câu dễ nhớ", "again": "một câu dễ nhớ"}, "Mật khẩu hiện tại"),
        ({"current": PASSWORD, "password": "một câu dễ nhớ", "again": "một câu khác hẳn"}, "không giống nhau"),
        ({"current": PASSWORD, "password": "ngắn", "again": "ngắn"}, "ít nhất 10 ký tự"),
    ],
)
def test_a_password_change_that_does_not_meet_the_rules_says_why(
    client: FlaskClient, minh: User, form: dict[str, str], says: str
) -> None:
    try_in(client, PASSWORD)
    answer = client.post("/tai-khoan/mat-khau", data=form)
    assert answer.status_code == 422
    assert says in answer.text
    assert try_in(client.application.test_client(), PASSWORD) == 303


def test_language_and_theme_are_kept_with_the_person(sign_in: Callable[[Role], FlaskClient], app: Flask) -> None:
    browser = sign_in(Role.VIEWER)
    assert "Tài khoản của tôi" in browser.get("/tai-khoan").text
    browser.post("/tuy-chon", data={"language": "en", "theme": "dark", "next": "//evil.example"})
    assert "My account" in browser.get("/tai-khoan").text


def empty_house(engine: sa.Engine) -> None:
    with session_scope(engine, write=True) as session:
        assert not queries.has_people(session)


def first_form(name: str = "quantri", **more: str) -> dict[str, str]:
    return {"name": "Người đầu tiên", "username": name, "password": PASSWORD, "again": PASSWORD, **more}


def test_the_first_start_makes_the_administrator_and_closes_behind_him(app: Flask, engine: sa.Engine) -> None:
    empty_house(engine)
    browser = app.test_client()
    assert browser.get("/dang-nhap").location == "/bat-dau"
    assert browser.get("/bat-dau").status_code == 200
    assert browser.post("/bat-dau", data=first_form()).status_code == 303
    assert "Người đầu tiên" in browser.get("/quan-tri/nguoi-dung").text
    late = app.test_client()
    assert late.get("/bat-dau").location == "/dang-nhap"
    assert late.post("/bat-dau", data=first_form("ke-gian")).location == "/dang-nhap"


def test_from_the_network_the_first_start_asks_for_the_setup_code(app: Flask, engine: sa.Engine) -> None:
    browser = app.test_client()
    afar = {"REMOTE_ADDR": "192.168.1.20"}
    wrong = browser.post("/bat-dau", data=first_form(setup_code="AAAA-BBBB-CCCC"), environ_overrides=afar)
    assert wrong.status_code == 422
    hidden = browser.post("/bat-dau", data=first_form(), headers={"X-Forwarded-For": "1.2.3.4"})
    assert hidden.status_code == 422
    empty_house(engine)
    right = first_form(setup_code=setup_code(app.config["SECRET_KEY"]))
    assert browser.post("/bat-dau", data=right, environ_overrides=afar).status_code == 303


@pytest.mark.parametrize("host", ["localhost:8074", "[::1]:8074", "museum.example", "localhost.example:8074"])
def test_a_page_of_another_name_that_leads_here_is_asked_for_the_code(app: Flask, host: str) -> None:
    page = app.test_client().get("/bat-dau", headers={"Host": host}).text
    assert ('name="setup_code"' in page) is ("example" in host)


def test_of_two_who_start_at_once_only_one_becomes_administrator(app: Flask, engine: sa.Engine) -> None:
    together = threading.Barrier(2)
    refused: list[str] = []

    def begin(name: str) -> None:
        with Session(engine) as session:
            together.wait(10)
            begin_write(session)
            try:
                services.create_first_administrator(session, username=name, name=name, password_hash=HASH)
                session.commit()
            except services.AlreadyBegun:
                refused.append(name)

    threads = [threading.Thread(target=begin, args=(name,)) for name in ("mot", "hai")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    with session_scope(engine) as session:
        assert len(queries.list_users(session)) == 1


def test_demonstration_accounts_are_shown_only_in_the_demonstration(
    session: Session, settings: Settings, client: FlaskClient
) -> None:
    made = create_demo_accounts(session, settings)
    session.commit()
    assert {account.role for account in made} == set(Role)
    assert made[0].password not in client.get("/dang-nhap").text
    app = create_app(settings.with_(demo=True))
    app.config["WTF_CSRF_ENABLED"] = False
    assert made[0].password in app.test_client().get("/dang-nhap").text
    assert try_in(app.test_client(), made[0].password, username=made[0].username) == 303
    app.extensions["engine"].dispose()


def test_on_a_network_the_demonstration_has_random_passwords_that_no_page_shows(
    session: Session, settings: Settings
) -> None:
    made = create_demo_accounts(session, settings.with_(host="0.0.0.0"))  # noqa: S104 - the case under test
    assert len({account.password for account in made}) == len(made)
    session.commit()
    app = create_app(settings.with_(demo=True, host="0.0.0.0"))  # noqa: S104
    page = app.test_client().get("/dang-nhap").text
    assert not any(account.password in page for account in made)
    app.extensions["engine"].dispose()

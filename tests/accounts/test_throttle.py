"""Patience with wrong passwords: guessing is slow, and no stranger locks anybody out."""

from __future__ import annotations

import datetime as dt
import logging
from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts import passwords, queries, services
from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.core import clock

PASSWORD = "trống đồng ngân vang"
WRONG = "sai rồi nhé bạn"
HASH = passwords.hash_password(PASSWORD)
HERE, AFAR = "127.0.0.1", "10.1.2.3"


@pytest.fixture
def minh(session: Session) -> User:
    user = services.create_user(
        session, username="minh", name="Trần Minh", role=Role.CATALOGUER, password_hash=HASH,
        by=queries.system_user(session),
    )  # fmt: skip
    session.commit()
    return user


def try_in(browser: FlaskClient, password: str, *, username: str = "minh", address: str = HERE) -> int:
    form = {"username": username, "password": password}
    return browser.post("/dang-nhap", data=form, environ_overrides={"REMOTE_ADDR": address}).status_code


def sign_out(browser: FlaskClient) -> None:
    browser.post("/dang-xuat")


def test_after_five_failures_even_the_right_password_waits(
    client: FlaskClient, minh: User, frozen: dt.datetime
) -> None:
    assert [try_in(client, WRONG) for _ in range(5)] == [422] * 5
    assert try_in(client, PASSWORD) == 429
    clock.freeze(frozen + dt.timedelta(minutes=16))
    assert try_in(client, PASSWORD) == 303


def test_an_address_that_tries_many_names_has_to_wait(
    app: Flask, client: FlaskClient, minh: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "check_password", lambda *_given: False)
    answers = [try_in(client, WRONG, username=f"ai-{number}") for number in range(31)]
    assert answers == [422] * 30 + [429]
    assert try_in(app.test_client(), WRONG, address=AFAR) == 422


def test_a_stranger_elsewhere_locks_nobody_out(app: Flask, minh: User) -> None:
    stranger = app.test_client()
    assert [try_in(stranger, WRONG, address=AFAR) for _ in range(6)] == [422] * 5 + [429]
    assert try_in(app.test_client(), PASSWORD, address=HERE) == 303


def test_a_browser_known_to_the_account_is_let_in_whatever_strangers_try_even_at_the_same_address(
    app: Flask, minh: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, stranger = app.test_client(), app.test_client()
    assert try_in(own, PASSWORD) == 303
    sign_out(own)
    with monkeypatch.context() as patch:
        patch.setattr(passwords, "check_password", lambda *_given: False)
        addresses = count(1)
        assert [try_in(stranger, WRONG) for _ in range(6)][-1] == 429
        everywhere = [try_in(stranger, WRONG, address=f"10.0.{next(addresses)}.1") for _ in range(100)]
    assert everywhere[-1] == 429  # whoever guesses from a hundred addresses waits too
    assert try_in(app.test_client(), PASSWORD, address="10.9.9.9") == 429
    assert try_in(own, PASSWORD) == 303


def test_a_known_browser_has_five_tries_of_its_own(app: Flask, minh: User) -> None:
    own = app.test_client()
    assert try_in(own, PASSWORD) == 303
    sign_out(own)
    assert [try_in(own, WRONG) for _ in range(6)] == [422] * 5 + [429]
    assert try_in(app.test_client(), PASSWORD) == 303


def test_a_browser_is_known_only_to_those_who_signed_in_there(app: Flask, session: Session, minh: User) -> None:
    services.create_user(
        session, username="hanh", name="Lê Hạnh", role=Role.CURATOR, password_hash=HASH, by=queries.system_user(session)
    )
    session.commit()
    shared, stranger = app.test_client(), app.test_client()
    assert try_in(shared, PASSWORD) == 303
    sign_out(shared)
    assert [try_in(stranger, WRONG, username="hanh") for _ in range(5)] == [422] * 5
    assert try_in(shared, PASSWORD, username="hanh") == 429
    stranger.set_cookie("browser", "made-up")
    assert try_in(stranger, PASSWORD, username="hanh") == 429


def test_success_forgets_the_failures_of_the_account(app: Flask, minh: User) -> None:
    for _ in range(3):
        browser = app.test_client()
        assert [try_in(browser, WRONG) for _ in range(4)] == [422] * 4
        assert try_in(browser, PASSWORD) == 303


def test_failed_sign_ins_and_refusals_are_logged_without_what_was_typed(
    app: Flask, client: FlaskClient, minh: User, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        try_in(client, WRONG)
        try_in(client, WRONG, username="mat-khau-go-nham")
        assert try_in(client, PASSWORD) == 303
        assert client.get("/quan-tri/nguoi-dung").status_code == 403
    assert "sign-in of “minh” from 127.0.0.1 failed" in caplog.text
    assert "sign-in of an unknown name from 127.0.0.1 failed" in caplog.text
    assert "cataloguer “minh” was refused: manage_users" in caplog.text
    assert WRONG not in caplog.text
    assert "mat-khau-go-nham" not in caplog.text

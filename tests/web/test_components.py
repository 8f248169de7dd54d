"""The shared components give valid, accessible pages, signed in and out, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from museum_tracker.web.names import initials
from tests.web.gallery.pages import add_gallery

pytestmark = pytest.mark.one_engine

SignIn = Callable[..., FlaskClient]


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """The application with the gallery of components."""
    add_gallery(own_app)
    return own_app


def test_every_component_is_valid_for_somebody_signed_in(sign_in: SignIn) -> None:
    page = sign_in().get("/gallery/").get_data(as_text=True)
    assert 'aria-current="page"' in page
    assert "việc chờ tôi" in page


def test_the_frame_speaks_english_to_those_who_choose_it(sign_in: SignIn) -> None:
    browser = sign_in()
    browser.post("/tuy-chon", data={"language": "en", "theme": "dark"})
    page = browser.get("/gallery/").get_data(as_text=True)
    assert '<html lang="en" data-theme="dark">' in page
    assert "waiting for me" in page
    assert "dark.css?v=" in page
    assert 'media="screen"' in page


def test_the_bare_page_and_the_error_page_need_no_account(client: FlaskClient) -> None:
    assert client.get("/gallery/bare").status_code == 200
    missing = client.get("/khong-co")
    assert missing.status_code == 404
    assert 'class="lone"' in missing.get_data(as_text=True)


def test_an_error_page_inside_keeps_the_navigation(sign_in: SignIn) -> None:
    missing = sign_in().get("/khong-co")
    assert missing.status_code == 404
    assert 'class="nav"' in missing.get_data(as_text=True)


@pytest.mark.parametrize(("name", "letters"), [("Nguyễn Thị Lan", "NL"), ("Ánh", "Á"), ("", "")])
def test_a_face_shows_first_and_last_letters(name: str, letters: str) -> None:
    assert initials(name) == letters

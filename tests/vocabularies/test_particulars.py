"""Vocabularies live: their words are offered, tell their days, and open the objects that bear them."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.services import create_artifact
from museum_tracker.core.museum import MuseumProfile, put_profile
from museum_tracker.history.models import ChangeSet
from tests.factories.vocabularies import term

SignIn = Callable[[Role], FlaskClient]


def test_techniques_peoples_and_units_are_offered_where_records_are_written(sign_in: SignIn) -> None:
    browser = sign_in(Role.CATALOGUER)
    page = browser.get("/hien-vat/moi").text
    for word in ("Lost-wax", "Đúc sáp mất", "Sán Dìu", "khẩu"):
        assert (f'value="{word}"' in page) is (word != "Lost-wax")
    assert 'value="khẩu"' in browser.get("/suu-tam/nhan").text


def test_a_word_opens_the_objects_that_write_it_in_any_of_its_spellings(
    session: Session, deed: ChangeSet, sign_in: SignIn
) -> None:
    for name, people in (("Khăn", "Mèo"), ("Váy", "H'Mông"), ("Nón", "Tày")):
        create_artifact(session, {"name_vi": name, "ethnic_group": people}, deed=deed)
    hmong = term(session, "ethnic_group", "hmong").id
    session.commit()
    browser = sign_in(Role.CURATOR)
    assert "dan_toc=M%C3%B4ng" in browser.get(f"/tu-vung/ethnic_group/{hmong}").text
    listed = browser.get("/hien-vat", query_string={"dan_toc": "Mông"}).text
    assert [name in listed for name in ("Khăn", "Váy", "Nón")] == [True, True, False]


def test_objects_are_listed_by_good_and_bad_condition(session: Session, deed: ChangeSet, sign_in: SignIn) -> None:
    for name, code in (("Bình nguyên", "intact"), ("Bình nát", "severe"), ("Bình gấp", "urgent")):
        create_artifact(session, {"name_vi": name, "condition_id": term(session, "condition", code).id}, deed=deed)
    session.commit()
    listed = sign_in(Role.VIEWER).get("/hien-vat", query_string={"tot_xau": "bad"}).text
    assert [name in listed for name in ("Bình nguyên", "Bình nát", "Bình gấp")] == [False, True, True]
    assert "Xấu" in listed


def test_places_tell_their_days_and_what_they_became(sign_in: SignIn) -> None:
    page = sign_in(Role.CURATOR).get("/tu-vung/place").text
    assert "tỉnh; đến 30/06/2025; nay là" in page


def test_the_sign_in_page_says_whom_to_call(session: Session, app: Flask, person: User) -> None:
    assert person.id
    put_profile(session, MuseumProfile(name_vi="Bảo tàng Bắc Ninh", address="2 Lý Thái Tổ", phone="0222 3821 234"))
    session.commit()
    assert "Bảo tàng Bắc Ninh · 2 Lý Thái Tổ · Điện thoại: 0222 3821 234" in app.test_client().get("/dang-nhap").text

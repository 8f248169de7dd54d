"""A new museum is told what comes first, by whom, until it is done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.accounts.permissions import Role
from museum_tracker.core.first_steps import first_steps
from museum_tracker.core.museum import PROFILE, Setting
from museum_tracker.locations.models import Location, Rank
from tests.factories.catalogue import make_artifact
from tests.factories.media import attach_bytes, jpeg, open_storage
from tests.factories.people import deed_of, make_colleague

pytestmark = [pytest.mark.one_engine, pytest.mark.usefixtures("app")]
SignIn = Callable[[Role], FlaskClient]


def test_each_first_step_is_done_once_its_thing_is_there(session: Session, settings: Settings) -> None:
    administrator = make_colleague(session, Role.ADMINISTRATOR)
    assert [step.met for step in first_steps(session, administrator)] == [False] * 5
    deed = deed_of(session, Role.CURATOR)
    session.add(Setting(key=PROFILE, value={"name_vi": "Bảo tàng"}))
    session.add(Location(rank=Rank.STORE, code="K1", name="Kho"))
    artifact = make_artifact(session, deed, name="Bình")
    session.flush()
    assert [step.met for step in first_steps(session, administrator)] == [True] * 4 + [False]
    attach_bytes(session, open_storage(session, settings), artifact, deed, jpeg())
    assert first_steps(session, administrator) == []


def test_who_may_not_take_a_step_reads_who_does(session: Session) -> None:
    links = {step.label: step.url for step in first_steps(session, make_colleague(session, Role.CATALOGUER))}
    assert [bool(url) for url in links.values()] == [False, False, False, True, True]


@pytest.mark.parametrize(
    ("role", "page"),
    [(Role.ADMINISTRATOR, "/quan-tri"), (Role.CATALOGUER, "/viec-cua-toi"), (Role.DIRECTOR, "/tong-quan")],
)
def test_the_page_where_a_person_lands_shows_the_first_steps(sign_in: SignIn, role: Role, page: str) -> None:
    shown = sign_in(role).get(page).text
    assert "First steps" in shown or "Các bước đầu tiên" in shown
    assert ('href="/nhap-du-lieu"' in shown) == (role is Role.CATALOGUER)

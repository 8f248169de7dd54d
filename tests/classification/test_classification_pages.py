"""The pages of classification, as each role sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.classification.models import Classification
from museum_tracker.classification.queries import list_groups
from museum_tracker.classification.rules import Stage
from museum_tracker.classification.services import propose
from museum_tracker.history.models import ChangeSet
from tests.factories.catalogue import make_artifact

SignIn = Callable[[Role], FlaskClient]


@pytest.fixture
def waiting(session: Session, deed: ChangeSet) -> Iterator[list[int]]:
    """Two proposals that wait, committed; their ids."""
    group = next(term for term in list_groups(session) if term.code == "Gm")
    made = [propose(session, make_artifact(session, deed, name=name), group, deed=deed).id for name in ("Bình", "Bát")]
    session.commit()
    return made


def stage_of(engine: sa.Engine, classification_id: int) -> Stage:
    with Session(engine) as session:
        return session.get_one(Classification, classification_id).stage


def test_a_cataloguer_proposes_on_the_object_page(
    session: Session, deed: ChangeSet, engine: sa.Engine, sign_in: SignIn
) -> None:
    vase = make_artifact(session, deed)
    group = next(term for term in list_groups(session) if term.code == "Gm")
    session.commit()
    browser = sign_in(Role.CATALOGUER)
    path = f"/hien-vat/{vase.id}/phan-loai"
    assert "Gm 1" in browser.get(path).text
    assert browser.post(path, data={"material": group.id}).status_code == 303
    page = browser.get(f"/hien-vat/{vase.id}").text
    assert "Gm 1" in page
    assert browser.post(path, data={"material": group.id}).status_code == 422


def test_a_curator_walks_the_queue_and_confirms(engine: sa.Engine, waiting: list[int], sign_in: SignIn) -> None:
    browser = sign_in(Role.CURATOR)
    assert "Gm 1" in browser.get("/phan-loai").text
    page = browser.get(f"/phan-loai/{waiting[0]}").text
    assert f'href="/phan-loai/{waiting[1]}"' in page
    answer = browser.post(f"/phan-loai/{waiting[0]}/duyet")
    assert (answer.status_code, answer.location) == (303, f"/phan-loai/{waiting[1]}")
    assert stage_of(engine, waiting[0]) is Stage.CONFIRMED


def test_sending_back_without_a_reason_keeps_the_page_and_says_so(
    engine: sa.Engine, waiting: list[int], sign_in: SignIn
) -> None:
    browser = sign_in(Role.CURATOR)
    assert browser.post(f"/phan-loai/{waiting[0]}/tra-lai", data={"reason": " "}).status_code == 422
    assert stage_of(engine, waiting[0]) is Stage.PROPOSED
    assert browser.post(f"/phan-loai/{waiting[0]}/tra-lai", data={"reason": "Sai nhóm"}).status_code == 303
    assert stage_of(engine, waiting[0]) is Stage.SENT_BACK
    assert "Sai nhóm" in browser.get("/phan-loai?trang-thai=tra-lai").text


def test_a_confirmed_classification_is_contested_with_a_reason(
    engine: sa.Engine, waiting: list[int], sign_in: SignIn
) -> None:
    browser = sign_in(Role.CURATOR)
    browser.post(f"/phan-loai/{waiting[0]}/duyet")
    with Session(engine) as session:
        artifact_id = session.get_one(Classification, waiting[0]).artifact_id
    path = f"/hien-vat/{artifact_id}/phan-loai/xem-lai"
    assert browser.get(path).status_code == 200
    assert browser.post(path, data={"reason": "Hội đồng xem lại"}).status_code == 303
    assert stage_of(engine, waiting[0]) is Stage.CONTESTED


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CATALOGUER, Role.DIRECTOR, Role.ADMINISTRATOR])
def test_only_a_curator_decides(engine: sa.Engine, waiting: list[int], sign_in: SignIn, role: Role) -> None:
    browser = sign_in(role)
    assert browser.get(f"/phan-loai/{waiting[0]}").status_code == 200
    assert browser.post(f"/phan-loai/{waiting[0]}/duyet").status_code == 403
    assert stage_of(engine, waiting[0]) is Stage.PROPOSED


def test_an_empty_queue_teaches_the_first_step(sign_in: SignIn, engine: sa.Engine) -> None:
    assert sign_in(Role.CURATOR).get("/phan-loai").status_code == 200

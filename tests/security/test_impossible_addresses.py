"""Whatever stands in an address, the answer is a page or a clear refusal, never a fault of the program."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.history.models import ChangeSet
from tests.factories.catalogue import make_artifact
from tests.security.walk import (
    NASTY,
    RESERVED,
    browsers_of,
    failed,
    nasty_addresses,
    plain_address,
    routes,
    sent,
    texts_for,
    tries,
    watch,
)

SignIn = Callable[[Role], FlaskClient]


@pytest.fixture
def stocked(session: Session, deed: ChangeSet) -> None:
    """A museum of three objects."""
    for name in ("Bình gốm", "Trống đồng", "<script>alert(1)</script>"):
        make_artifact(session, deed, name=name, number=f"BT {len(name)}")
    session.commit()


@pytest.mark.parametrize("part", range(2))
@pytest.mark.usefixtures("stocked")
def test_no_address_however_impossible_makes_a_page_fail(
    quick_pages: Flask, sign_in: SignIn, engine: sa.Engine, walk: str, part: int
):
    choose, asked, faults = browsers_of(quick_pages, sign_in), watch(quick_pages), []
    texts = texts_for(engine, NASTY, full=walk == "full")

    def open_page(endpoint: str, address: str) -> None:
        answer = choose(endpoint).get(address)
        if failed(answer):
            faults.append(f"{address[:120]} {answer.status_code}")

    for rule in routes(quick_pages, "GET")[part::2]:
        path = plain_address(quick_pages, rule)
        asked.clear()
        open_page(rule.endpoint, path)
        names = sorted(asked - set(RESERVED))
        for address in nasty_addresses(quick_pages, rule, texts):
            open_page(rule.endpoint, address)
        for data in tries(names, texts, (), full=walk == "full") if names else ():
            open_page(rule.endpoint, path + "?" + "&".join(f"{sent(name)}={sent(text)}" for name, text in data.items()))
        open_page(rule.endpoint, path + "?" + "&".join(f"{name}=x" for name in RESERVED))
    assert not faults

"""Whatever stands in an address, the answer is a page or a clear refusal, never a fault of the program."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role, allows
from museum_tracker.history.models import ChangeSet
from tests.factories.catalogue import make_artifact
from tests.security.walk import NASTY, RESERVED, nasty_addresses, plain_address, routes, sent, watch

SignIn = Callable[[Role], FlaskClient]
FIRST, COUNT = 0, 4


@pytest.fixture
def quick_pages(app: Flask) -> Flask:
    """The application without the look at every page's HTML: thousands of pages are opened here."""
    app.test_client_class = FlaskClient
    return app


def people(app: Flask, sign_in: SignIn) -> dict[str, FlaskClient]:
    """For each route a browser of somebody who may open it."""
    browsers = {role: sign_in(role) for role in Role}
    chosen = {}
    for rule in routes(app, "GET"):
        permission = app.view_functions[rule.endpoint].permission
        role = next(role for role in (Role.CURATOR, *Role) if permission is None or allows(role, permission))
        chosen[rule.endpoint] = browsers[role] if permission else app.test_client()
    return chosen


@pytest.mark.parametrize("part", range(COUNT))
def test_no_address_however_impossible_makes_a_page_fail(
    quick_pages: Flask, sign_in: SignIn, session: Session, deed: ChangeSet, part: int
):
    for name in ("Bình gốm", "Trống đồng", "<script>alert(1)</script>"):
        make_artifact(session, deed, name=name, number=f"BT {len(name)}")
    session.commit()
    browsers, asked, faults = people(quick_pages, sign_in), watch(quick_pages), []

    def open_page(rule_endpoint: str, address: str) -> None:
        answer = browsers[rule_endpoint].get(address)
        if (answer.status_code >= 500 and answer.status_code != 503) or b"<script>alert(1)" in answer.data:
            faults.append(f"{address[:120]} {answer.status_code}")

    for rule in routes(quick_pages, "GET")[part::COUNT]:
        path = plain_address(quick_pages, rule)
        asked.clear()
        open_page(rule.endpoint, path)
        names = {*asked, *RESERVED}
        for address in nasty_addresses(quick_pages, rule):
            open_page(rule.endpoint, address)
        for name in sorted(names - set(RESERVED)):
            for text in NASTY:
                open_page(rule.endpoint, f"{path}?{sent(name)}={sent(text)}")
        for name in RESERVED:
            open_page(rule.endpoint, f"{path}?{name}=x")
    assert not faults

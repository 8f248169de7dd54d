"""Forged forms: whatever a page of another site makes a browser send, nothing happens."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from museum_tracker.accounts.permissions import Role
from museum_tracker.core.db import session_scope
from museum_tracker.history.models import ChangeSet

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def example(converter: object) -> object:
    """A value that fits a place in an address."""
    if hasattr(converter, "num_convert"):
        return 1
    return min(getattr(converter, "items", {"x"}))


def test_every_writing_route_refuses_a_form_without_our_token(
    app: Flask, sign_in: Callable[[Role], FlaskClient], engine: sa.Engine
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    browser = sign_in(Role.ADMINISTRATOR)
    open_doors = []
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) & UNSAFE:
            values = {name: example(rule._converters[name]) for name in rule.arguments}
            with app.test_request_context():
                address = rule.build(values, append_unknown=False)[1]
            status = browser.open(address, method=method, data={"name": "forged"}).status_code
            if status != 400:
                open_doors.append(f"{method} {rule.rule} {status}")
    assert open_doors == []
    with session_scope(engine) as session:
        assert session.scalar(sa.select(sa.func.count(ChangeSet.id))) == 0


def test_our_own_form_is_accepted(app: Flask, sign_in: Callable[[Role], FlaskClient]) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    browser = sign_in(Role.ADMINISTRATOR)
    page = browser.get("/quan-tri/nguoi-dung/moi").text
    token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    form = {"csrf_token": token, "name": "Lê Lan", "username": "lan", "role": "viewer", "password": "ba con cò bay lả"}
    assert browser.post("/quan-tri/nguoi-dung/moi", data=form).status_code == 303

"""Whole-app truths about routes: each is guarded, and each is tried by every role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule

from museum_tracker.accounts.permissions import Role, allows

OURS = {"static"}
pytestmark = pytest.mark.one_engine


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in OURS]


def value_for(converter: BaseConverter) -> object:
    """Something that the address accepts there: a number, one of its words, or any text."""
    if isinstance(converter, IntegerConverter):
        return 1
    return next(iter(converter.items)) if isinstance(converter, AnyConverter) else "x"


def address(app: Flask, rule: Rule) -> str:
    values = {argument: value_for(rule._converters[argument]) for argument in rule.arguments}
    with app.test_request_context():
        return rule.build(values, append_unknown=False)[1]


def test_every_route_declares_its_permission(app: Flask):
    bare = [rule.endpoint for rule in rules(app) if not hasattr(app.view_functions[rule.endpoint], "permission")]
    assert not bare


@pytest.mark.parametrize("role", list(Role))
def test_every_route_answers_every_role_as_the_table_says(
    app: Flask, sign_in: Callable[[Role], FlaskClient], role: Role
):
    app.test_client_class = FlaskClient  # the pages themselves are looked at by their own tests
    browser = sign_in(role)
    faults = []
    for rule in rules(app):
        permission = app.view_functions[rule.endpoint].permission
        for method in sorted((rule.methods or set()) & {"GET", "POST", "DELETE", "PATCH", "PUT"}):
            if permission is None:
                continue
            status = browser.open(address(app, rule), method=method).status_code
            if status >= 500 or (not allows(role, permission)) != (status == 403):
                faults.append(f"{method} {rule.rule} {status}")
    assert not faults


def test_strangers_are_sent_to_the_sign_in_page(app: Flask, client: FlaskClient):
    faults = []
    for rule in rules(app):
        permission = app.view_functions[rule.endpoint].permission
        if permission is not None:
            for method in sorted((rule.methods or set()) & {"GET", "POST", "DELETE", "PATCH", "PUT"}):
                answer = client.open(address(app, rule), method=method)
                if answer.status_code not in (303, 401):
                    faults.append(f"{method} {rule.rule} {answer.status_code}")
    assert not faults

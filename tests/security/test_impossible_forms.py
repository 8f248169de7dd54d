"""Whatever a form or a script sends, the answer is a page or a clear refusal; without its token nothing is heard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role, allows
from museum_tracker.history.models import ChangeSet
from museum_tracker.locations.rules import Rank
from museum_tracker.locations.services import add_location
from museum_tracker.sources.services import add_source
from tests.factories.catalogue import make_artifact
from tests.security.walk import plain_address, routes, watch

SignIn = Callable[[Role], FlaskClient]
UNSAFE = ("POST", "PATCH", "DELETE")
TEXTS = (
    *(
        "",
        "0",
        "1",
        "-1",
        "99999999999999999999",
        "9" * 5000,
        "²",
        "1e999",
        "a\x00b",
        "🏺",
        "Tro\u0302\u0301ng",
        "x" * 10_000,
    ),
    *(
        "'\"><script>alert(1)</script>",
        "%s%(x)s{}",
        "../../etc/passwd",
        "0001-01-01",
        "9999-12-31",
        "31/02/2026",
        "\r\nX: 1",
    ),
)
BODIES = (b"", b"{", b"[]", b"null", b'"x"', b'{"paths": 5}', b'{"paths": [5, null], "list": [1]}')
BROKEN = (b'{"paths": ["\\ud800.jpg"], "list": "a|\\u0000"}', b"\xff\xfe\x00", b"[" * 5000)


@pytest.fixture
def quick_pages(app: Flask) -> Flask:
    """The application without the look at every page's HTML."""
    app.test_client_class = FlaskClient
    return app


@pytest.fixture
def stocked(session: Session, deed: ChangeSet) -> None:
    """A museum in which most addresses with the number 1 lead somewhere."""
    make_artifact(session, deed, name="<script>alert(1)</script>", number="BT 1")
    add_source(session, deed=deed, name="Nguyễn Thị <b>")
    add_location(session, deed=deed, name="Kho 1", code="K1", rank=Rank.STORE, parent_id=None)
    session.commit()


def browsers_of(app: Flask, sign_in: SignIn) -> Callable[[str], FlaskClient]:
    """A browser of somebody who may use a route."""
    signed = {role: sign_in(role) for role in Role}

    def choose(endpoint: str) -> FlaskClient:
        permission = app.view_functions[endpoint].permission
        if permission is None:
            return app.test_client()
        return next(signed[role] for role in (Role.CURATOR, *Role) if allows(role, permission))

    return choose


@pytest.mark.parametrize("part", range(3))
@pytest.mark.usefixtures("stocked")
def test_no_form_however_impossible_makes_a_page_fail(quick_pages: Flask, sign_in: SignIn, part: int):
    choose, asked, faults = browsers_of(quick_pages, sign_in), watch(quick_pages), []

    def send(endpoint: str, address: str, data: dict[str, str]) -> None:
        answer = choose(endpoint).post(address, data=data)
        if (answer.status_code >= 500 and answer.status_code != 503) or b"<script>alert(1)" in answer.data:
            faults.append(f"{address} {sorted(data)} {next(iter(data.values()), '')[:30]!r} {answer.status_code}")

    for rule in routes(quick_pages, "POST")[part::3]:
        if rule.endpoint in {"accounts.sign_out", "accounts.change_password"}:
            continue
        path = plain_address(quick_pages, rule)
        asked.clear()
        send(rule.endpoint, path, {})
        send(rule.endpoint, path, dict.fromkeys(asked, "1"))
        names = sorted(asked)
        for text in TEXTS:
            send(rule.endpoint, path, dict.fromkeys(names, text))
            for name in names[:6]:
                send(rule.endpoint, path, {**dict.fromkeys(names, "1"), name: text})
    assert not faults


@pytest.mark.usefixtures("stocked")
def test_no_body_however_broken_makes_a_script_fail(quick_pages: Flask, sign_in: SignIn):
    choose, faults = browsers_of(quick_pages, sign_in), []
    kinds = ("application/json", "application/offset+octet-stream", "multipart/form-data; boundary=x", "text/plain")
    for rule in routes(quick_pages, "POST"):
        if rule.endpoint == "accounts.sign_out":
            continue
        for body in (*BODIES, *BROKEN):
            for kind in kinds if body in BODIES[:2] else kinds[:1]:
                answer = choose(rule.endpoint).post(plain_address(quick_pages, rule), data=body, content_type=kind)
                if answer.status_code >= 500 and answer.status_code != 503:
                    faults.append(f"{rule.rule} {kind} {body[:20]!r} {answer.status_code}")
    assert not faults


@pytest.mark.parametrize(
    "headers",
    [
        {"Upload-Length": "9" * 5000},
        {"Upload-Length": "-1"},
        {"Upload-Length": "5", "Upload-Metadata": "filename YQBi,artifact MQ=="},
        {"Upload-Length": "5", "Upload-Metadata": "filename !!!!"},
        {"Upload-Length": "5", "Upload-Metadata": "artifact OTk5OTk5OTk5OTk5OTk5OTk5"},
        {"Upload-Length": "5", "Upload-Metadata": "artifact MQ==,page LTE=,bundlesize OTk5OTk5OTk5,bundle Li4vLi4="},
        {"Upload-Length": "5", "Upload-Metadata": "," * 5000},
    ],
)
@pytest.mark.usefixtures("stocked")
def test_an_upload_with_impossible_headers_is_refused_or_begun(sign_in: SignIn, headers: dict[str, str]):
    answer = sign_in(Role.CATALOGUER).post("/tai-len/tus", headers={"Tus-Resumable": "1.0.0", **headers})
    assert answer.status_code < 500


@pytest.mark.usefixtures("stocked")
def test_nothing_that_changes_anything_is_heard_without_its_token(quick_pages: Flask, sign_in: SignIn):
    quick_pages.config["WTF_CSRF_ENABLED"] = True
    choose, heard = browsers_of(quick_pages, sign_in), []
    for method in UNSAFE:
        for rule in routes(quick_pages, method):
            answer = choose(rule.endpoint).open(plain_address(quick_pages, rule), method=method)
            if answer.status_code != 400:
                heard.append(f"{method} {rule.rule} {answer.status_code}")
    assert not heard

"""Whatever a form or a script sends, the answer is a page or a clear refusal; without its token nothing is heard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from museum_tracker.accounts.permissions import Role
from museum_tracker.history.models import ChangeSet
from museum_tracker.locations.rules import Rank
from museum_tracker.locations.services import add_location
from museum_tracker.sources.services import add_source
from tests.factories.catalogue import make_artifact
from tests.security.walk import TYPED, browsers_of, failed, plain_address, routes, texts_for, tries, watch, watch_bodies

SignIn = Callable[[Role], FlaskClient]
UNSAFE = ("POST", "PATCH", "DELETE")
BODIES = (b"", b"{", b"[]", b"null", b'"x"', b'{"paths": 5}', b'{"paths": [5, null], "list": [1]}')
BROKEN = (b'{"paths": ["\\ud800.jpg"], "list": "a|\\u0000"}', b"\xff\xfe\x00", b"[" * 5000)


@pytest.fixture
def stocked(session: Session, deed: ChangeSet) -> None:
    """A museum in which most addresses with the number 1 lead somewhere."""
    make_artifact(session, deed, name="<script>alert(1)</script>", number="BT 1")
    add_source(session, deed=deed, name="Nguyễn Thị <b>")
    add_location(session, deed=deed, name="Kho 1", code="K1", rank=Rank.STORE, parent_id=None)
    session.commit()


@pytest.mark.parametrize("part", range(2))
@pytest.mark.usefixtures("stocked")
def test_no_form_however_impossible_makes_a_page_fail(
    quick_pages: Flask, sign_in: SignIn, engine: sa.Engine, walk: str, part: int
):
    choose, asked, faults = browsers_of(quick_pages, sign_in), watch(quick_pages), []
    texts = texts_for(engine, TYPED, full=walk == "full")

    def send(endpoint: str, address: str, data: dict[str, str]) -> None:
        answer = choose(endpoint).post(address, data=data)
        if failed(answer):
            faults.append(f"{address} {sorted(data)} {next(iter(data.values()), '')[:30]!r} {answer.status_code}")

    for rule in routes(quick_pages, "POST")[part::2]:
        if rule.endpoint in {"accounts.sign_out", "accounts.change_password"}:
            continue
        path = plain_address(quick_pages, rule)
        asked.clear()
        send(rule.endpoint, path, {})
        send(rule.endpoint, path, dict.fromkeys(asked, "1"))
        names = sorted(asked)
        for data in tries(names, texts, names, full=walk == "full"):
            send(rule.endpoint, path, data)
    assert not faults


@pytest.mark.usefixtures("stocked")
def test_no_body_however_broken_makes_a_script_fail(quick_pages: Flask, sign_in: SignIn, engine: sa.Engine):
    choose, faults, read = browsers_of(quick_pages, sign_in), [], watch_bodies(quick_pages)
    kinds = ("application/json", "application/offset+octet-stream", "multipart/form-data; boundary=x", "text/plain")

    def send(rule: Rule, body: bytes, kind: str) -> None:
        answer = choose(rule.endpoint).post(plain_address(quick_pages, rule), data=body, content_type=kind)
        if failed(answer):
            faults.append(f"{rule.rule} {kind} {body[:20]!r} {answer.status_code}")

    for rule in routes(quick_pages, "POST"):
        if rule.endpoint == "accounts.sign_out":
            continue
        read.clear()
        for kind in kinds if engine.dialect.name == "sqlite" else kinds[:1]:
            send(rule, BODIES[1], kind)
        for body in (*BODIES, *BROKEN) if read else ():  # other pages read forms and never look at these
            send(rule, body, kinds[0])
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

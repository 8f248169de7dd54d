"""Walking over all routes with arguments that no person would type, and watching which arguments a page reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, IntegerConverter, Rule
from werkzeug.test import TestResponse

from museum_tracker.accounts.permissions import Role, allows
from museum_tracker.web.arguments import Arguments

# What stands together was found to be heard together; what is read as a number or a date stands alone.
MARKS = "'\"><script>alert(1)</script>{{7*7}}"
# Percent signs are sent as they stand: NUL, half a letter, a lone surrogate, a line break for a header.
NASTY = (
    *("", "-1", "99999999999999999999", "9" * 5000, "1e999", "nan", "%C2%B2", "a%00b%0d%0aSet-Cookie:x=1"),
    *("%ff%fe%ED%A0%80%F0%9F%8F%BATro%CC%82%CC%81ng", "x" * 10_000, MARKS + "%25s%25(x)s", "../../etc/passwd"),
    *('"a OR b AND NEAR(*', "=1+1", "0001-01-01", "9999-12-31", "2026-13-45", "registered.all_holdings.x.y.z"),
    *("1.2.3.4.5", "1,2,{}", "10000"),
)
TYPED = (
    *("", "0", "-1", "99999999999999999999", "9" * 5000, "²", "1e999", "a\x00b🏺", "Tro\u0302\u0301ng" + "x" * 10_000),
    *(MARKS + "%s%(x)s{}\r\nX: 1", "../../etc/passwd", "0001-01-01", "9999-12-31", "31/02/2026"),
)
# The two engines differ in what they can hold, not in how a form reads it.
HELD = ("-1", "99999999999999999999", "9" * 5000, "nan", "1e999", "0001-01-01", "9999-12-31")
NUMBERS = ("0", "2147483647", "99999999999999999999")
# Words that are names of Flask's own arguments when an address is built from them.
RESERVED = ("endpoint", "self", "values", "_anchor", "_external", "_method", "_scheme")


class Watched(Arguments):
    """Arguments that note which names a page asks for."""

    asked: set[str] = set()  # noqa: RUF012 - shared on purpose: one page is opened at a time

    def get(self, key: str, *args: Any, **kwargs: Any) -> Any:
        self.asked.add(key)
        return super().get(key, *args, **kwargs)

    def getlist(self, key: str, *args: Any, **kwargs: Any) -> Any:
        self.asked.add(key)
        return super().getlist(key, *args, **kwargs)

    def __getitem__(self, key: str) -> str:
        self.asked.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.asked.add(str(key))
        return super().__contains__(key)


def watch(app: Flask) -> set[str]:
    """Have the application note which arguments its pages read; answers the set where they appear."""

    class WatchedRequest(app.request_class):  # type: ignore[name-defined, misc]
        parameter_storage_class = Watched

    app.request_class = WatchedRequest
    Watched.asked.clear()
    return Watched.asked


def watch_bodies(app: Flask) -> set[str]:
    """Have the application note which routes read what a script sends; answers the set where they appear."""
    read: set[str] = set()

    class WatchedRequest(app.request_class):  # type: ignore[name-defined, misc]
        def get_json(self, *args: Any, **kwargs: Any) -> Any:
            read.add(self.endpoint)
            return super().get_json(*args, **kwargs)

    app.request_class = WatchedRequest
    return read


def browsers_of(app: Flask, sign_in: Callable[[Role], FlaskClient]) -> Callable[[str], FlaskClient]:
    """For each route a browser of somebody who may use it."""
    signed: dict[Role, FlaskClient] = {}
    stranger = app.test_client()

    def choose(endpoint: str) -> FlaskClient:
        permission = app.view_functions[endpoint].permission  # type: ignore[attr-defined]
        if permission is None:
            return stranger
        role = next(role for role in (Role.CURATOR, *Role) if allows(role, permission))
        if role not in signed:
            signed[role] = sign_in(role)
        return signed[role]

    return choose


def failed(answer: TestResponse) -> bool:
    """Whether a page was the program's fault, or let a stranger's script through."""
    return (answer.status_code >= 500 and answer.status_code != 503) or b"<script>alert(1)" in answer.data


def routes(app: Flask, method: str) -> list[Rule]:
    """Our own routes that answer a method."""
    return [
        rule for rule in app.url_map.iter_rules() if rule.endpoint != "static" and method in (rule.methods or set())
    ]


def plain_address(app: Flask, rule: Rule, number: int = 1) -> str:
    """The address of a route with an ordinary value at each place."""
    values: dict[str, object] = {}
    for name in rule.arguments:
        converter = rule._converters[name]
        if isinstance(converter, IntegerConverter):
            values[name] = number
        else:
            values[name] = next(iter(converter.items)) if isinstance(converter, AnyConverter) else "x"
    with app.test_request_context():
        return rule.build(values, append_unknown=False)[1]


def nasty_addresses(app: Flask, rule: Rule, texts: Sequence[str]) -> Iterator[str]:
    """The addresses of a route with something impossible at each place."""
    path = plain_address(app, rule)
    kinds = {isinstance(rule._converters[name], IntegerConverter) for name in rule.arguments}
    if True in kinds:
        yield from (re.sub(r"/1(?=[/.]|$)", f"/{number}", path, count=1) for number in NUMBERS)
    if False in kinds and "/x" in path:
        yield from (
            re.sub(r"/x(?=/|$)", lambda _, text=text: f"/{sent(text)}", path, count=1) for text in texts if text
        )


def tries(names: Sequence[str], texts: Sequence[str], rest: Sequence[str], *, full: bool) -> Iterator[dict[str, str]]:
    """What is filled in: each text everywhere, then in one place (in every place for a full walk) beside `rest`."""
    for turn, text in enumerate(texts):
        yield dict.fromkeys(names, text)
        first = turn % len(names) if names else 0
        for name in names if full else names[first : first + 1]:
            yield {**dict.fromkeys(rest, "1"), name: text}


def texts_for(engine: sa.Engine, texts: Sequence[str], *, full: bool) -> Sequence[str]:
    """Every text on SQLite; on PostgreSQL those that a database might not hold, unless the walk is a full one."""
    if full or engine.dialect.name == "sqlite":
        return texts
    return [
        text for text in texts if text in HELD or not text.isascii() or "\0" in text or "%" in text or len(text) > 99
    ]


def sent(text: str) -> str:
    """A text as a browser, or a program that knows no rules, sends it."""
    return text if "%" in text else quote(text, safe="")

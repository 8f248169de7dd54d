"""Walking over all routes with arguments that no person would type, and watching which arguments a page reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from flask import Flask
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from museum_tracker.web.arguments import Arguments

# Percent signs are sent as they stand: NUL, half a letter, a lone surrogate, a line break for a header.
NASTY = (
    *("", "0", "-1", "99999999999999999999", "9" * 5000, "1e999", "nan", "%E2%81%B5", "%C2%B2", "%D9%A3"),
    *("a%00b", "%ff%fe", "%ED%A0%80", "%0d%0aSet-Cookie:x=1", "%F0%9F%8F%BA", "Tro%CC%82%CC%81ng", "x" * 10_000),
    *("'\"><script>alert(1)</script>", "{{7*7}}", "%25s%25(x)s", "../../etc/passwd", "=1+1", '"a OR b AND NEAR(*'),
    *("0001-01-01", "9999-12-31", "2026-13-45", "registered.all_holdings.x.y.z", "1.2.3.4.5", "{}", "1,2,3", "10000"),
)
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


def nasty_addresses(app: Flask, rule: Rule) -> Iterator[str]:
    """The addresses of a route with something impossible at each place."""
    path = plain_address(app, rule)
    kinds = {isinstance(rule._converters[name], IntegerConverter) for name in rule.arguments}
    if True in kinds:
        yield from (re.sub(r"/1(?=[/.]|$)", f"/{number}", path, count=1) for number in NUMBERS)
    if False in kinds and "/x" in path:
        yield from (
            re.sub(r"/x(?=/|$)", lambda _, text=text: f"/{sent(text)}", path, count=1) for text in NASTY if text
        )


def sent(text: str) -> str:
    """A text as a browser, or a program that knows no rules, sends it."""
    return text if "%" in text else quote(text, safe="")

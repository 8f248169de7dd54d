"""Addresses: row ids that a database can hold, and rules that learn to write an address when one is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map, Rule

Builder = Callable[..., tuple[str, str]]


class RowId(IntegerConverter):
    """Whole numbers in addresses: those that no database could hold are not found instead of an error."""

    def __init__(self, url_map: Map, *args: Any, **options: Any) -> None:
        options.setdefault("max", 2**31 - 1)
        super().__init__(url_map, *args, **options)


class LateRule(Rule):
    """A rule whose writer of addresses is compiled at its first use: all together that is a tenth of a cold start."""

    def _compile_builder(self, append_unknown: bool = True) -> Builder:  # noqa: FBT001, FBT002 - werkzeug's own
        compile_now = super()._compile_builder
        name = "_build_unknown" if append_unknown else "_build"

        def build(rule: LateRule, /, **values: Any) -> tuple[str, str]:
            made = compile_now(append_unknown).__get__(rule, None)
            setattr(rule, name, made)
            written: tuple[str, str] = made(**values)
            return written

        return build


def init_app(app: Flask) -> None:
    """Have every route of the application use these."""
    app.url_map.converters["int"] = RowId
    app.url_rule_class = LateRule

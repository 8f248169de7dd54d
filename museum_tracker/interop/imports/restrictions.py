"""Rows about an object whose use is restricted: a table may set a restriction, it never changes or lifts one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from museum_tracker.catalogue.restriction import COLUMNS
from museum_tracker.core.i18n import N_, Message
from museum_tracker.interop.imports.findings import Found, Weight
from museum_tracker.interop.imports.register_lines import Line

STANDS = Message(
    N_("The use of this object is restricted: the restriction stands as it is; it is changed or lifted on its page.")
)


def leave_restriction(record: Line, standing: Mapping[str, Any]) -> None:
    """Take from a row what it says of a restriction that stands; a row that says something else is told so."""
    if not standing.get("use_restricted"):
        return
    said = {name: record.values.pop(name) for name in COLUMNS & record.values.keys()}
    if any(value != standing.get(name) for name, value in said.items()):
        record.findings.append(Found(record.row.columns.get("use_restricted", ""), "", STANDS, Weight.NOTE))

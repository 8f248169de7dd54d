"""Rows that enter objects in the register now: each names its basis, and is not older than the object's coming."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Protocol

from museum_tracker.acquisitions.basis import CouncilDecides
from museum_tracker.acquisitions.rules import basis_named, before_collected
from museum_tracker.catalogue.rules import RegisterBasis
from museum_tracker.core.i18n import N_, Message
from museum_tracker.interop.imports.findings import Found, Weight
from museum_tracker.interop.imports.plan import ImportPlan
from museum_tracker.interop.imports.rows import ReadRow

TEXT = "register_basis_text"
COLUMNS = ("register_basis", TEXT)
NAMED = tuple(kind for kind in RegisterBasis if kind is not RegisterBasis.NONE)
NO_BASIS = Message(
    N_(
        "A register line of this period names its basis (council minutes, decision, stocktake minutes): write it in a "
        "column “Căn cứ”, or name one basis for the whole table."
    )
)
EARLY = N_(
    "Registered on %(registered)s, before it was collected on %(collected)s: correct one of the days, or give the "
    "reason for the whole table."
)
EARLY_FOR = N_("Registered on %(registered)s, before it was collected on %(collected)s: %(reason)s")


class Line(Protocol):
    """What is asked of a row's record."""

    row: ReadRow
    values: dict[str, Any]
    findings: list[Found]


def enter_line(plan: ImportPlan, record: Line, *, without_council: bool) -> list[Found]:
    """Write the basis of a row's register line; answers why the row cannot enter its object in the register."""
    kind, document = _basis(plan, record)
    record.values |= {"register_basis": kind.value, TEXT: document[:500]}
    unfit = []
    heading = record.row.columns.get(TEXT, "")
    if kind is RegisterBasis.NONE:
        unfit.append(Found(heading, document, NO_BASIS, Weight.REJECTED))
    elif kind is RegisterBasis.DIRECTOR and not without_council:
        unfit.append(Found(heading, document, Message(CouncilDecides.msgid), Weight.REJECTED))
    return unfit + _too_early(plan, record)


def named_in(form: Mapping[str, str]) -> dict[str, Any]:
    """What a form names once for all register lines of a table: the kind of their basis, and a reason."""
    basis = form.get("basis", "")
    return {"basis": basis if basis in NAMED else "", "early_reason": form.get("early_reason", "").strip()[:500]}


def leave_basis(record: Line) -> None:
    """A row about an object that stands in the register says nothing of its basis, unless it has a column for it."""
    if TEXT not in record.row.texts:
        for name in COLUMNS:
            record.values.pop(name, None)


def _basis(plan: ImportPlan, record: Line) -> tuple[RegisterBasis, str]:
    """The row's own document, else the one named for the whole table; a document of unknown kind is of the table's."""
    of_table = RegisterBasis(plan.basis or RegisterBasis.NONE)
    own = record.values.get(TEXT) or ""
    if not own:
        return of_table, plan.document if plan.basis else ""
    named = basis_named(own)
    return (of_table if named is RegisterBasis.NONE else named), own


def _too_early(plan: ImportPlan, record: Line) -> list[Found]:
    registered, collected = (_day(record.values.get(name)) for name in ("registered_latest", "collected_earliest"))
    if not before_collected(registered, collected):
        return []
    heading, text = record.row.columns.get("registered", ""), record.row.texts.get("registered", "")
    said: dict[str, object] = {"registered": registered, "collected": collected}
    if plan.early_reason:
        record.findings.append(
            Found(heading, text, Message(EARLY_FOR, {**said, "reason": plan.early_reason}), Weight.NOTE)
        )
        return []
    return [Found(heading, text, Message(EARLY, said), Weight.REJECTED)]


def _day(value: Any) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) and value else value or None

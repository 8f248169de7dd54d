"""How a file is to be read and entered: made by proposal, mended by a person, kept with the batch and in profiles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from museum_tracker.catalogue.rules import Holding
from museum_tracker.core.i18n import N_
from museum_tracker.core.legacy import Encoding
from museum_tracker.interop.imports.dittos import DittoRule
from museum_tracker.interop.imports.matching import heading_key


class Standing(StrEnum):
    """Whether what is entered stood before counting began, or happened in a counted period."""

    OPENING = "opening"
    IN_PERIOD = "in_period"


STANDING_LABELS = {
    Standing.OPENING: N_("Opening balance (from the old books)"),
    Standing.IN_PERIOD: N_("Happened in the period"),
}


class SameNumber(StrEnum):
    """What to do with a row whose number an object of another name bears."""

    ASK = "ask"
    SAME_OBJECT = "same_object"
    OTHER_OBJECT = "other_object"
    LEAVE_OUT = "leave_out"


SAME_NUMBER_LABELS = {
    SameNumber.ASK: N_("Not yet decided"),
    SameNumber.SAME_OBJECT: N_("It is the same object: correct its record"),
    SameNumber.OTHER_OBJECT: N_("It is another object: keep both, as a repeated number to be resolved"),
    SameNumber.LEAVE_OUT: N_("Leave the row out"),
}


@dataclass(frozen=True)
class ColumnPlan:
    """What one column holds and how its cells are read; without a target they are kept as written."""

    heading: str
    target: str = ""
    unit: str = ""
    legacy: str = Encoding.UNICODE.value
    ditto: str = DittoRule.MARKS.value


@dataclass(frozen=True)
class SheetPlan:
    """How one sheet is read; `header_row` 0 means that it has no heading."""

    name: str
    header_row: int
    columns: tuple[ColumnPlan, ...]
    taken: bool = True

    @property
    def targets(self) -> dict[int, str]:
        """The target of each column that has one."""
        return {index: column.target for index, column in enumerate(self.columns) if column.target}


@dataclass(frozen=True)
class ImportPlan:
    """Everything a person decided about one file."""

    encoding: str = ""
    separator: str = ""
    sheets: tuple[SheetPlan, ...] = ()
    standing: str = Standing.OPENING.value
    cutoff: str = ""
    document: str = ""
    holding: str = Holding.BASE.value
    series: str = ""
    same_number: str = SameNumber.ASK.value

    @property
    def opening(self) -> bool:
        """Whether the rows are part of the opening balance."""
        return self.standing == Standing.OPENING

    @property
    def cutoff_date(self) -> dt.date | None:
        """The day by which everything in an opening balance stood."""
        return dt.date.fromisoformat(self.cutoff) if self.cutoff else None

    def sheet(self, name: str) -> SheetPlan | None:
        """The plan of a sheet."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    def to_json(self) -> dict[str, Any]:
        """The plan as it is stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> ImportPlan:
        """A stored plan."""
        sheets = tuple(
            SheetPlan(**{**sheet, "columns": tuple(ColumnPlan(**column) for column in sheet["columns"])})
            for sheet in stored.get("sheets", ())
        )
        return cls(**{**stored, "sheets": sheets})


@dataclass(frozen=True)
class Profile:
    """A named way to read tables of one kind: the columns by heading, whatever their order."""

    columns: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: ImportPlan) -> Profile:
        """What is worth keeping of a plan for the next file of the same kind."""
        kept = {
            heading_key(column.heading): {
                "target": column.target,
                "unit": column.unit,
                "legacy": column.legacy,
                "ditto": column.ditto,
            }
            for sheet in plan.sheets
            for column in sheet.columns
            if sheet.taken and heading_key(column.heading)
        }
        return cls(kept)

    def apply(self, column: ColumnPlan) -> ColumnPlan:
        """A proposed column, as the profile has it where it knows the heading."""
        known = self.columns.get(heading_key(column.heading))
        return replace(column, **known) if known else column

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


class Answer(StrEnum):
    """What a person says about a row that waits."""

    ASK = "ask"
    SAME_OBJECT = "same_object"
    OTHER_OBJECT = "other_object"
    OBJECT = "object"
    PART = "part"
    LEAVE_OUT = "leave_out"


ANSWER_LABELS = {
    Answer.ASK: N_("Not yet decided"),
    Answer.SAME_OBJECT: N_("It is the same object: correct its record"),
    Answer.OTHER_OBJECT: N_("It is another object: keep both, as a repeated number to be resolved"),
    Answer.OBJECT: N_("It is an object: enter it"),
    Answer.PART: N_("It belongs to the line above"),
    Answer.LEAVE_OUT: N_("Leave the row out"),
}
SAME_NUMBER = "same_number"  # the question about a number that an object of another name bears
ABOUT_SAME_NUMBER = (Answer.SAME_OBJECT, Answer.OTHER_OBJECT, Answer.LEAVE_OUT)
ABOUT_DOUBT = (Answer.OBJECT, Answer.PART, Answer.LEAVE_OUT)


def answers_to(question: str) -> tuple[Answer, ...]:
    """What may be answered to a question."""
    return ABOUT_SAME_NUMBER if question == SAME_NUMBER else ABOUT_DOUBT


@dataclass(frozen=True)
class ColumnPlan:
    """What one column holds and how its cells are read; without a target they are kept as written.

    `legacy` is the old encoding of its cells where it is another than the sheet's.
    """

    heading: str
    target: str = ""
    unit: str = ""
    legacy: str = ""
    ditto: str = DittoRule.MARKS.value


@dataclass(frozen=True)
class SheetPlan:
    """How one sheet is read; `header_row` 0 means that it has no heading.

    `legacy` is the old encoding of its cells; with `fonts` a cell in an old font is read as its font says. `filled`
    says whether anything stands on it at all.
    """

    name: str
    header_row: int
    columns: tuple[ColumnPlan, ...]
    taken: bool = True
    legacy: str = Encoding.UNICODE.value
    fonts: bool = True
    filled: bool = True
    hidden: bool = False

    @property
    def targets(self) -> dict[int, str]:
        """The target of each column that has one."""
        return {index: column.target for index, column in enumerate(self.columns) if column.target}


@dataclass(frozen=True)
class ImportPlan:
    """Everything a person decided about one file; `answers` say of each doubtful kind of row what all of it are."""

    encoding: str = ""
    separator: str = ""
    sheets: tuple[SheetPlan, ...] = ()
    standing: str = Standing.OPENING.value
    cutoff: str = ""
    document: str = ""
    holding: str = Holding.BASE.value
    series: str = ""
    same_number: str = Answer.ASK.value
    answers: Mapping[str, str] = field(default_factory=dict)
    basis: str = ""
    early_reason: str = ""

    @property
    def opening(self) -> bool:
        """Whether the rows are part of the opening balance."""
        return self.standing == Standing.OPENING

    @property
    def cutoff_date(self) -> dt.date | None:
        """The day by which everything in an opening balance stood."""
        return dt.date.fromisoformat(self.cutoff) if self.cutoff else None

    def answer(self, question: str) -> str:
        """What was said about all rows of a question together; empty where each waits for its own answer."""
        found = self.same_number if question == SAME_NUMBER else self.answers.get(question, "")
        return "" if found == Answer.ASK else found

    @property
    def unread(self) -> list[SheetPlan]:
        """The sheets that hold something and are not read."""
        return [sheet for sheet in self.sheets if not sheet.taken and sheet.filled]

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


KEPT_IN_PROFILES = ("target", "unit", "ditto")  # the encoding is each file's own


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
        return replace(column, **{name: known[name] for name in KEPT_IN_PROFILES if name in known}) if known else column

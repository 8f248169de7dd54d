"""The content of a report, in one language, without a layout: what page, PDF, Word, Excel and CSV all draw from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from museum_tracker.core.charts.canvas import Drawing

if TYPE_CHECKING:
    from museum_tracker.figures.rules.asks import Ask


@dataclass(frozen=True)
class Told:
    """A number with the words in which people read it ("≥ 70%"); machines read the number, a `share` as part of one.

    `sign` stands before the number in spreadsheets too.
    """

    text: str
    number: float | Fraction
    share: bool = False
    sign: str = ""


Value = str | int | float | Decimal | Fraction | dt.date | Told | None


class Kind(StrEnum):
    """How the values of a column are written."""

    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"
    PERCENT = "percent"
    DIFFERENCE = "difference"
    CHANGE = "change"
    DATE = "date"
    YEAR = "year"


class Tone(StrEnum):
    """How a paragraph is set: as body, as a legal basis in italics, or as a small note."""

    BODY = "body"
    BASIS = "basis"
    NOTE = "note"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of text."""

    text: str
    tone: Tone = Tone.BODY


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: its heading, how its values are written, its width relative to the others; `key` is for machines."""

    key: str
    label: str
    kind: Kind = Kind.TEXT
    width: float = 1


@dataclass(frozen=True)
class Row:
    """A line of a table; `strong` for totals; `figures` say what each number counts; `key` is its name for machines."""

    values: tuple[Value, ...]
    strong: bool = False
    figures: tuple[Ask | None, ...] = ()
    key: str = ""

    def figure(self, index: int) -> Ask | None:
        """The question behind the value of a column."""
        return self.figures[index] if index < len(self.figures) else None


class Rows:
    """Lines that are read from the database only while they are written, however many there are."""

    def __init__(self, count: int, read: Callable[[], Iterator[Row]]) -> None:
        self.count, self.read = count, read

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Row]:
        return self.read()


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table with its caption and the notes beneath it; `name` is its sheet or file in table formats."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] | list[Row] | Rows
    notes: tuple[str, ...] = ()


class SeriesKind(StrEnum):
    """How a native chart draws its series."""

    COLUMNS = "columns"
    LINE = "line"


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A chart: the drawing for page and paper, and the table that a spreadsheet draws its own chart from.

    `data` holds categories in its first column and one series in each other column.
    """

    drawing: Drawing
    caption: str
    data: Table
    kind: SeriesKind = SeriesKind.COLUMNS


Block = Paragraph | Table | Chart


@dataclass(frozen=True, kw_only=True)
class Section:
    """A numbered part of the report (I., 1., a)) with its blocks and the parts beneath it; `key` is for machines.

    `tab` is its name where a long title has no room, as on the sheet of a workbook.
    """

    key: str
    number: str
    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple[Section, ...] = ()
    tab: str = ""


@dataclass(frozen=True, kw_only=True)
class Appendix:
    """An appendix with pages of its own: its number, title, the line that ties it to the report, what it holds.

    `tab` is its name where a long title has no room.
    """

    key: str
    number: str
    title: str
    reference: str
    table: Table | None = None
    blocks: tuple[Block, ...] = ()
    landscape: bool = True
    tab: str = ""


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """The heads of an official paper (Decree 30/2020): who issues it, its number, place and date, type and subject."""

    parent: str
    agency: str
    nation: str
    motto: str
    number: str
    place_and_date: str
    type_name: str
    subject: str
    to: str = ""
    addressees: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signatory:
    """Somebody who signs beside the head of the office: the name ("" leaves room for it), and what he or she is."""

    name: str
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class Ending:
    """What closes an official paper: in which office it is signed, by whom, and who receives it.

    Minutes are first signed by all who took part: the `signatories`, under their label.
    """

    offices: tuple[str, ...]
    signer: str = ""
    recipients_label: str = ""
    recipients: tuple[str, ...] = ()
    signatories_label: str = ""
    signatories: tuple[Signatory, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Document:
    """A whole report in one language; a `bare` one is only its appendix. `meta` names it for machines."""

    name: str
    locale: str
    title: str
    author: str
    dated: dt.date
    letterhead: Letterhead
    opening: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    closing: Paragraph
    ending: Ending
    appendices: tuple[Appendix, ...] = ()
    words: dict[str, str] = field(default_factory=dict)
    meta: dict[str, Any] = field(default_factory=dict)
    bare: bool = False

    def blocks(self) -> list[tuple[Section, Block]]:
        """Every block of the body with its section, in order."""
        found: list[tuple[Section, Block]] = []

        def walk(section: Section) -> None:
            found.extend((section, block) for block in section.blocks)
            for part in section.parts:
                walk(part)

        for section in self.sections:
            walk(section)
        return found

    @property
    def last_block(self) -> Block | None:
        """What stands right before the closing sentence: it keeps the signature company on its page."""
        found = self.blocks()
        return found[-1][1] if found else None

    def listed(self) -> list[Table]:
        """The tables of the appendices, in order."""
        return [appendix.table for appendix in self.appendices if appendix.table is not None]

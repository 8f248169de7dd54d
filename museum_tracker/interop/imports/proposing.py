"""The first reading of a sheet: where its heading is, what each column seems to hold, which need a second look."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from museum_tracker.core.legacy import Encoding, convert
from museum_tracker.interop.imports.decoding import Decoder, font_encodings, guess_cells, guess_sheet
from museum_tracker.interop.imports.dittos import DittoRule
from museum_tracker.interop.imports.layout import Layout, find_layout
from museum_tracker.interop.imports.matching import SURE, Match, Matcher, heading_key
from museum_tracker.interop.imports.plan import ColumnPlan, Profile, SheetPlan
from museum_tracker.interop.imports.reading.table import RawRow
from museum_tracker.interop.imports.targets import NUMBERS, OWN, PARTS, matcher

SAMPLED = 400  # rows from which a sheet is judged
UNSURE = 0.6
_AMOUNT = re.compile(r"[\d.,\s]+(?:đ|đồng|vnđ|vnd|triệu|tr)?", re.IGNORECASE)


@dataclass(frozen=True)
class ColumnView:
    """What a person sees of a column when deciding: the proposal and some cells.

    A match that is not sure is only a suggestion: a wrong field does more harm than a column kept as written.
    """

    plan: ColumnPlan
    confidence: float
    samples: tuple[str, ...]
    suggestion: str = ""


@dataclass(frozen=True)
class SheetView:
    """A sheet as proposed; `fonts` are the old encodings that the fonts of its cells tell.

    `continues` is the sheet with whose columns it is read; `people` are headings by which it is a table of people.
    """

    plan: SheetPlan
    layout: Layout
    columns: tuple[ColumnView, ...]
    fonts: frozenset[str] = frozenset()
    continues: str = ""
    people: tuple[str, ...] = ()


def propose(
    name: str, rows: Sequence[RawRow], *, profile: Profile | None = None, header_row: int | None = None
) -> SheetView:
    """Propose how a sheet is read, from its first rows; a profile overrules what headings suggest."""
    legacy = guess_sheet(rows)
    raw, rows = rows, list(Decoder(legacy).rows(rows))
    layout = find_layout(rows, matcher(), header_row=header_row)
    body = [row for row in rows if row.number >= layout.first_row]
    matches = _matches(layout.headings, matcher()) if layout.header_rows else []
    sized = any(match.target == "dimensions" and match.sure for match in matches)
    views: list[ColumnView] = []
    for index, heading in enumerate(layout.headings):
        match = matches[index] if matches else Match(index, heading)
        if match.target in PARTS and (sized or not _in_known_unit(match)):
            match = replace(match, confidence=min(match.confidence, UNSURE))
        cells = [row.cells[index] for row in body if index < len(row.cells) and row.cells[index].strip()]
        if match.target == "significance" and _mostly_amounts(cells):
            match = Match(index, heading)  # "Giá trị" above amounts is a price
        if match.target == "find_place" and heading_key(heading) == "dia chi" and _stands_beside_people(matches, index):
            match = replace(match, confidence=UNSURE)  # the donor's address is not where the object was found
        if match.target in NUMBERS and cells and not any(char.isdigit() for cell in cells for char in cell):
            match = replace(match, confidence=min(match.confidence, UNSURE))  # a prefix that all share is no number
        other = guess_cells(_undecoded(raw, layout, index))
        views.append(
            _column(heading, match, cells, profile, legacy="" if other in {legacy, Encoding.UNICODE} else other)
        )
    first = layout.header_rows[0] if layout.header_rows else 0
    known = sum(1 for view in views if view.plan.target)
    plan = SheetPlan(name, first, tuple(view.plan for view in views), taken=bool(body) and known > 0, legacy=legacy)
    plan = replace(plan, filled=any(cell.strip() for row in rows for cell in row.cells))
    return SheetView(plan, layout, tuple(views), fonts=frozenset(font_encodings(raw)))


def _undecoded(rows: Sequence[RawRow], layout: Layout, column: int) -> list[str]:
    """The cells of a column as the file has them, but those whose font tells how they are read."""
    return [
        row.cells[column]
        for row in rows
        if row.number >= layout.first_row and column < len(row.cells) and column not in row.fonts
    ]


def _mostly_amounts(cells: Sequence[str]) -> bool:
    return bool(cells) and sum(bool(_AMOUNT.fullmatch(cell.strip())) for cell in cells) > len(cells) / 2


def _stands_beside_people(matches: Sequence[Match], index: int) -> bool:
    return any(match.target == "source" for match in matches[max(index - 1, 0) : index])


def _in_known_unit(match: Match) -> bool:
    """Vietnamese books measure in centimetres; an English heading has to name its unit."""
    return bool(match.unit) or not match.heading.isascii()


def _matches(headings: Sequence[str], known: Matcher) -> list[Match]:
    """Matches of the headings; one written in an old encoding is tried in Unicode too."""
    readable = []
    for heading in headings:
        if known.guess(heading)[1] >= SURE or heading.isascii():
            readable.append(heading)
            continue
        variants = [convert(heading, encoding) for encoding in (Encoding.TCVN3, Encoding.VNI)]
        readable.append(max((heading, *variants), key=lambda text: known.guess(text)[1]))
    return known.match(readable)


def _column(heading: str, match: Match, cells: list[str], profile: Profile | None, *, legacy: str) -> ColumnView:
    target = match.target if match.sure else ""
    ditto = DittoRule.NEVER if target in OWN else DittoRule.MARKS
    proposed = ColumnPlan(heading, target, match.unit, legacy, ditto.value)
    plan = profile.apply(proposed) if profile else proposed
    return ColumnView(
        plan=plan,
        confidence=match.confidence,
        samples=tuple(dict.fromkeys(cell.strip()[:120] for cell in cells[:40]))[:3],
        suggestion="" if plan.target else match.target,
    )


def with_letters_kept(view: SheetView) -> SheetPlan:
    """The proposed plan with every letter left as the file has it."""
    columns = tuple(replace(column.plan, legacy="") for column in view.columns)
    return replace(view.plan, legacy=Encoding.UNICODE.value, fonts=False, columns=columns)

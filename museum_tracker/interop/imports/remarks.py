"""What is worth saying of a row besides its values: a nameless object, several numbers, cells outside the table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Protocol

from museum_tracker.catalogue.rules import NumberKind
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.numbers import names_several
from museum_tracker.core.text import clean
from museum_tracker.interop.imports.findings import Found, Weight
from museum_tracker.interop.imports.rows import ReadRow
from museum_tracker.interop.imports.targets import LOCATION

NAMELESS = Message(N_("This object has a number but no name: write one."))
SEVERAL = N_("“%(number)s” may be several numbers: one object is entered. Give each object a row of its own.")
A_DAY = N_("“%(number)s” looks like a day: Excel may have changed what was typed.")
NO_PLACE = N_("The museum has no place “%(place)s”: kept as written, the object is put nowhere.")
OUTSIDE = Message(N_("This cell stands outside the heading of the table: kept as written."))
BESIDE = Message(
    N_(
        "A second table stands beside the first: this is not entered. "
        "Move it below the first table and import it again."
    )
)
UNREAD = Message(N_("No field takes this column: its cells are kept as written. Said once for the whole sheet."))
_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}(?: \d\d:\d\d)?|\d{4}-\d\d-\d\d(?:[ T].*)?")


class Places(Protocol):
    """What remarks ask of the museum's places."""

    def knows_place(self, text: str) -> bool:
        """Whether the museum has the place that a text names."""
        ...


def remarks_on(row: ReadRow, values: dict[str, Any], name: str, places: Places) -> Iterator[Found]:
    """Everything to be said of a row that will be an object."""
    numbers = values.get("numbers") or ()
    if numbers and not name and row.doubt is None:
        yield Found("", "", NAMELESS)
    for number in numbers:
        if number["kind"] == NumberKind.REGISTRATION:
            yield from _of_number(row, number["text"])
    place = row.special.get(LOCATION)
    if place and not places.knows_place(place):
        yield Found(row.columns[LOCATION], place, Message(NO_PLACE, {"place": place[:80]}))
    for index, heading in row.outside:
        yield Found(heading, clean(row.cells[index]), OUTSIDE)
    for index, heading in row.beside:
        yield Found(heading, clean(row.cells[index]), BESIDE)
    for index, heading in row.unread:
        yield Found(heading, clean(row.cells[index]), UNREAD, Weight.NOTE)


def _of_number(row: ReadRow, number: str) -> Iterator[Found]:
    column = row.columns.get("number", "")
    if _DAY.fullmatch(number):
        yield Found(column, number, Message(A_DAY, {"number": number}))
    elif names_several(number):
        yield Found(column, number, Message(SEVERAL, {"number": number[:80]}))

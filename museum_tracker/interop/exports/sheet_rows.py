"""The rows of a large sheet as Excel stores them, one after another: only what a text or a whole number needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

LONGEST_CELL = 32_767  # Excel's own limit
_LARGEST_WHOLE = 15  # digits that a number of Excel keeps exactly
_RARE = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}

TooLong = tuple[int, int, int]  # the line, the column and the length of a text that no cell holds


def rows_of_xml(
    rows: Iterable[Sequence[str]], *, first: int, style: int, numeric: Sequence[bool], too_long: list[TooLong]
) -> Iterator[str]:
    """Each row as XML, the first one on line `first`; texts longer than a cell are left out and noted in `too_long`."""
    letters = [_letters(place) for place in range(len(numeric))]
    text_opens = f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
    for line, row in enumerate(rows, first):
        cells = [f'<row r="{line}">']
        for place, text in enumerate(row):
            if not text:
                continue
            if numeric[place] and len(text) <= _LARGEST_WHOLE and text.removeprefix("-").isdecimal():
                cells.append(f'<c r="{letters[place]}{line}" s="{style}"><v>{int(text)}</v></c>')
            elif len(text) > LONGEST_CELL:
                too_long.append((line, place, len(text)))
            else:
                told = _RARE.sub(_escaped, text) if _RARE.search(text) else text
                cells.append(f'<c r="{letters[place]}{line}{text_opens}{told}</t></is></c>')
        cells.append("</row>")
        yield "".join(cells)


def _letters(place: int) -> str:
    """The letters of a column: A for the first, AA for the twenty-seventh."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _escaped(found: re.Match[str]) -> str:
    character = found.group()
    return _ENTITIES.get(character) or f"_x{ord(character):04X}_"

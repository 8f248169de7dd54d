"""Written texts as blocks of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from museum_tracker.core.i18n import N_
from museum_tracker.reports.drafts import Draft
from museum_tracker.reports.kinds.saying import Say
from museum_tracker.reports.model import Block, Column, Paragraph, Row, Section, Table, Told, Tone, Value
from museum_tracker.reports.rules.prose import Grid
from museum_tracker.reports.rules.sections import PART_OF

LEAST, MOST = 0.5, 4.0
NUMERAL = re.compile(r"(?P<whole>0|[1-9]\d*|[1-9]\d{0,2}(?:\.\d{3})+)(?:,(?P<part>\d+))?(?P<share> ?%)?")
CHARACTERS_A_SHARE = 12


def blocks(draft: Draft, key: str, say: Say) -> tuple[Block, ...]:
    """A written part as paragraphs and tables; a note says where it could not be given in the report's language."""
    found: list[Block] = []
    for part in draft.prose(key):
        found.append(_table(part, f"{key}.{len(found) + 1}") if isinstance(part, Grid) else Paragraph(part.text))
    if found and key in draft.foreign:
        found.insert(0, Paragraph(say(N_("(This part stands in Vietnamese only.)")), Tone.NOTE))
    return tuple(found)


def chapter(draft: Draft, number: str, title: str, keys: Sequence[str], say: Say) -> Section:
    """A chapter that people write: one part alone, or several numbered ones; empty parts are left out."""
    if len(keys) == 1:
        content = blocks(draft, keys[0], say) or (nothing(say),)
        return Section(key=keys[0], number=number, title=title.upper(), blocks=content)
    written = [(key, blocks(draft, key, say)) for key in keys]
    parts = tuple(
        Section(key=key, number=f"{place}.", title=say(PART_OF[key].title), blocks=content)
        for place, (key, content) in enumerate([pair for pair in written if pair[1]], 1)
    )
    return Section(
        key=keys[0], number=number, title=title.upper(), blocks=() if parts else (nothing(say),), parts=parts
    )


def nothing(say: Say) -> Paragraph:
    """What a chapter says when nothing was written for it."""
    return Paragraph(say(N_("Nothing to report in this period.")))


def _table(grid: Grid, name: str) -> Table:
    heads, *lines = grid.rows
    longest = [max(len(row[place]) for row in grid.rows) for place in range(len(heads))]
    return Table(
        name=name,
        caption="",
        columns=tuple(
            Column(key=f"c{place}", label=head, width=min(max(length / CHARACTERS_A_SHARE, LEAST), MOST))
            for place, (head, length) in enumerate(zip(heads, longest, strict=True), 1)
        ),
        rows=tuple(Row(tuple(map(_cell, line))) for line in lines),
    )


def _cell(text: str) -> Value:
    """A cell as it was written; a number in the Vietnamese way is one for machines too, a code such as 05 is not."""
    found = NUMERAL.fullmatch(text)
    if found is None:
        return text
    number = float(found["whole"].replace(".", "") + "." + (found["part"] or "0"))
    return Told(text, number / 100, share=True) if found["share"] else Told(text, number)

"""One list alone, in the form of a report's appendix: what any figure prints as."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from museum_tracker.core.formats import number
from museum_tracker.core.i18n import N_, Message
from museum_tracker.reports.kinds.appendices import of_list
from museum_tracker.reports.kinds.saying import say_in, words
from museum_tracker.reports.model import Document, Ending, Letterhead, Paragraph
from museum_tracker.reports.summary import ObjectList

SCHEMA = "museum-tracker/appendix/1"


def build(
    found: ObjectList, museum: str, locale: str, span: Message, *, dated: dt.date, rests: Sequence[Message] = ()
) -> Document:
    """The list as a document without heads or signature."""
    say = say_in(locale)
    values = {"museum": museum, "span": span, "count": number(found.count, locale)}
    reference = say(N_("%(museum)s, %(span)s, %(count)s objects"), **values)
    title = found.title.text(locale)
    appendix = replace(of_list(found, locale, reference), number=say(N_("Appendix")))
    if appendix.table is not None and rests:
        note = "; ".join(part.text(locale) for part in rests)
        appendix = replace(appendix, table=replace(appendix.table, notes=(note,)))
    stem = "phu-luc" if locale == "vi" else "appendix"
    return Document(
        name=f"{stem}-{found.key.replace('_', '-')}",
        locale=locale,
        title=title,
        author=museum,
        dated=dated,
        letterhead=Letterhead(
            parent="", agency=museum, nation="", motto="", number="", place_and_date="", type_name="", subject=title
        ),
        opening=(),
        sections=(),
        closing=Paragraph(""),
        ending=Ending(offices=()),
        appendices=(appendix,),
        words=words(say),
        meta={"schema": SCHEMA, "measure": found.key, "count": found.count, "language": locale},
        bare=True,
    )

"""Word's own fields in a template: page numbers and the like may stay, whatever fetches or runs something may not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from museum_tracker.core.i18n import N_, Message
from museum_tracker.reports.rules.word_fields import Wrong

# Fields that only number, repeat or date what stands in the document itself. INCLUDEPICTURE, INCLUDETEXT, DDE,
# DDEAUTO, LINK, DATABASE, MACROBUTTON and all the others are refused.
HARMLESS = frozenset(
    {
        "PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "PAGEREF", "REF", "NOTEREF", "STYLEREF", "SEQ", "TOC", "TC",
        "DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "TITLE", "SUBJECT", "AUTHOR", "KEYWORDS", "HYPERLINK",
        "NUMWORDS", "NUMCHARS", "SYMBOL", "LISTNUM", "AUTONUM",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """A mark of a field: "begin", "separate" or "end", or with kind "" a piece of what the field says."""

    kind: str
    text: str


@dataclass
class _Open:
    """A field that has begun: what it says so far, and whether its result has begun."""

    said: list[str] = field(default_factory=list)
    result: bool = False
    nested: bool = False


def check_fields(marks: Iterable[Mark]) -> None:
    """Refuse the first field that is not harmless, or whose name another field would make.

    Raises:
        Wrong: naming the field.
    """
    fields: list[_Open] = []
    for mark in marks:
        if mark.kind == "begin":
            if fields and not fields[-1].result and not "".join(fields[-1].said).strip():
                fields[-1].nested = True
            fields.append(_Open())
        elif mark.kind == "separate" and fields:
            fields[-1].result = True
        elif mark.kind == "end" and fields:
            _judge(fields.pop())
        elif not mark.kind:
            _say(fields, mark.text)
    for left in fields:
        _judge(left)


def _say(fields: list[_Open], text: str) -> None:
    if fields and not fields[-1].result:
        fields[-1].said.append(text)
    elif text.strip():
        _judge(_Open([text]))  # what a field says, outside of one: no word processor writes that


def _judge(found: _Open) -> None:
    name = "".join(found.said).split(maxsplit=1)
    word = name[0].upper() if name else ""
    if found.nested or (word and word not in HARMLESS):
        raise Wrong(
            Message(
                N_("it holds the Word field %(name)s, which may fetch or run something; remove it in Word (Alt+F9)."),
                {"name": "".join(found.said).strip()[:60] or "{ { } }"},
            )
        )

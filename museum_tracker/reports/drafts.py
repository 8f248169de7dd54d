"""What people decided and wrote for a report, as its files read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from museum_tracker.reports.rules.prose import Grid, Prose, read
from museum_tracker.reports.rules.sections import cause_key, remedy_key


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A report's own words: number, date, signer, addressees, texts by key. An empty one has nothing written yet.

    `foreign` are the texts that stand in another language than the report, because nobody has translated them.
    """

    number: str = ""
    dated_on: dt.date | None = None
    signer: str = ""
    acting: bool = False
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    with_forecast: bool = False
    state: str = ""
    edition: int = 1
    texts: Mapping[str, str] = field(default_factory=dict)
    foreign: frozenset[str] = frozenset()

    def prose(self, key: str) -> list[Prose | Grid]:
        """A text as paragraphs and tables; empty where nothing was written."""
        return read(self.texts.get(key, ""))

    def cause(self, code: str) -> str:
        """Why a target was not met, as one paragraph."""
        return " ".join(self.texts.get(cause_key(code), "").split())

    def remedy(self, code: str) -> str:
        """What will be done about a target, as one paragraph."""
        return " ".join(self.texts.get(remedy_key(code), "").split())


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Which copy of a report is wanted: its language, with or without lists of objects, official or internal."""

    locale: str
    internal: bool = False
    appendices: bool = True

"""Vocabularies as a long import needs them: read once, asked a million times."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.museum import MuseumProfile, get_profile
from museum_tracker.locations.queries import find_location
from museum_tracker.vocabularies.meanings import Meanings, read_meanings
from museum_tracker.vocabularies.models import Term
from museum_tracker.vocabularies.queries import term_index

REMEMBERED = 50_000  # longer texts seldom repeat: a memory without end would grow with the file


class ImportLookup:
    """Finds terms in indexes made once for the whole import, in a session of their own.

    The import's session forgets what it read at each new transaction; these words stay.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._indexes: dict[str, Any] = {}
        self._known: dict[tuple[str, str], int | None] = {}
        self._within: dict[tuple[str, str], list[int]] = {}
        with Session(engine) as session:
            self._terms = {term.id: term for term in session.scalars(sa.select(Term))}
            self.meanings: Meanings = read_meanings(session)
            self.profile: MuseumProfile = get_profile(session)

    def find_term(self, scheme: str, text: str) -> int | None:
        """The term that a text means."""
        key = (scheme, text)
        if key in self._known:
            return self._known[key]
        term = self._index(scheme).find(text)
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[key] = term.id if term else None
        return self._known[key]

    def find_within(self, scheme: str, text: str) -> list[int]:
        """The terms whose names occur in a longer text, in order."""
        key = (scheme, text)
        if key not in self._within:
            if len(self._within) >= REMEMBERED:
                self._within.clear()
            found = self._index(scheme).find_within(text)
            self._within[key] = list(dict.fromkeys(part.term.id for part in found))
        return self._within[key]

    def knows_place(self, text: str) -> bool:
        """Whether the museum has the place that a text names, and uses it."""
        key = ("", text)
        if key not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            with Session(self._engine) as session:
                place = find_location(session, text)
                self._known[key] = place.id if place is not None and place.active else None
        return self._known[key] is not None

    def term_label(self, term_id: int, locale: str) -> str:
        """The name of a term in a language."""
        term = self._terms.get(term_id)
        return term.label(locale) if term else ""

    def _index(self, scheme: str) -> Any:
        if scheme not in self._indexes:
            with Session(self._engine) as session:
                self._indexes[scheme] = term_index(session, scheme)
        return self._indexes[scheme]

"""What fields ask of the vocabularies, answered from the database and remembered."""

from __future__ import annotations

from sqlalchemy.orm import Session

from museum_tracker.vocabularies.models import Term
from museum_tracker.vocabularies.queries import term_index
from museum_tracker.vocabularies.search import TermIndex


class TermLookup:
    """The vocabularies as one request, import or export needs them: each word is looked up once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._indexes: dict[str, TermIndex] = {}
        self._found: dict[tuple[str, str], int | None] = {}
        self._labels: dict[tuple[int, str], str] = {}

    def find_term(self, scheme: str, text: str) -> int | None:
        """The term that a text means, by code, name or other spelling."""
        key = (scheme, text)
        if key not in self._found:
            term = self._index(scheme).find(text)
            self._found[key] = term.id if term else None
        return self._found[key]

    def find_within(self, scheme: str, text: str) -> list[int]:
        """The terms whose names occur in a longer text, in order."""
        return list(dict.fromkeys(found.term.id for found in self._index(scheme).find_within(text)))

    def _index(self, scheme: str) -> TermIndex:
        if scheme not in self._indexes:
            self._indexes[scheme] = term_index(self._session, scheme)
        return self._indexes[scheme]

    def term_label(self, term_id: int, locale: str) -> str:
        """The name of a term in a language."""
        key = (term_id, locale)
        if key not in self._labels:
            term = self._session.get(Term, term_id)
            self._labels[key] = term.label(locale) if term else ""
        return self._labels[key]

"""Recognising the words of a vocabulary in what people write."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from museum_tracker.core.text import clean, fold
from museum_tracker.vocabularies.models import Term
from museum_tracker.vocabularies.rules import plain_name


@dataclass(frozen=True)
class Found:
    """A word recognised inside a longer text, with the place where it stands."""

    term: Term
    start: int
    end: int


class TermIndex:
    """All names of a vocabulary, for recognising many texts quickly (imports)."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._codes: dict[str, Term] = {}
        self._names: dict[str, Term] = {}
        self._folded: dict[str, set[int]] = {}
        self._by_id: dict[int, Term] = {}
        for term in sorted(terms, key=lambda term: not term.active):
            self._by_id[term.id] = term
            self._codes.setdefault(clean(term.code), term)
            for name in (term.name_vi, term.name_en, *term.alt):
                self._add_name(name, term)
        self._phrases: re.Pattern[str] | None = None

    def _add_name(self, name: str, term: Term) -> None:
        key = plain_name(name)
        if key:
            self._names.setdefault(key, term)
            self._folded.setdefault(fold(key), set()).add(term.id)

    def find(self, text: str) -> Term | None:
        """The word a text means: its code as written, else one of its names, else accent-free if only one fits."""
        text = clean(text)
        if not text:
            return None
        term = self._codes.get(text) or self._names.get(plain_name(text))
        if term is not None:
            return term
        candidates = self._folded.get(fold(plain_name(text)), set()) if text.isascii() else set()
        return self._by_id[next(iter(candidates))] if len(candidates) == 1 else None

    def find_within(self, text: str) -> list[Found]:
        """The words that occur in a longer text, longest names first taken, in the order in which they stand."""
        if self._phrases is None:
            names = sorted((name for name in self._names if len(name) > 1), key=len, reverse=True)
            self._phrases = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names)) or '(?!)'})(?!\w)")
        matches = self._phrases.finditer(plain_name(text))
        return [Found(self._names[match.group()], match.start(), match.end()) for match in matches]

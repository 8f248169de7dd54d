"""The search words of many records: texts that repeat from row to row are cut into words once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.catalogue.search.index import (
    GUARDED,
    NAMES,
    TERMS,
    TEXTS,
    YEARS,
    term_words,
    words_of,
    years_of,
)
from museum_tracker.catalogue.search.words import MOST_WORDS_KEPT, index_text

LONGEST_REPEATING = 200  # longer texts seldom repeat


class WordBook:
    """Knows the words of terms and remembers those of short texts."""

    def __init__(self, session: Session) -> None:
        self._labels = term_words(session)
        self._terms = {term: _said(words) for term, words in self._labels.items()}

    def of(self, said: Mapping[str, Any], numbers: Sequence[str], materials: Sequence[int]) -> tuple[str, str]:
        """The index words of a record, with accents and without: the same that `words_of` finds."""
        texts = [*filter(None, map(said.get, TEXTS))]
        # Words may have to be left out of much text: that is asked of the whole.
        if sum(map(len, chain(numbers, texts))) > MOST_WORDS_KEPT:
            return words_of(said, numbers, materials, self._labels)
        found = [_called(name) for name in map(said.get, NAMES) if name]
        found.append(index_text(numbers))  # they never repeat
        found += [_said(text) if len(text) <= LONGEST_REPEATING else index_text([text]) for text in texts]
        if years := years_of(*map(said.get, YEARS)):
            found.append(_said(" ".join(years)))
        terms = [*map(said.get, TERMS), *materials]
        found += [self._terms[term] for term in terms if term in self._terms]
        found += [_guarded(text) for text in map(said.get, GUARDED) if text]
        exact = " ".join([words for words, _ in found if words])
        return exact, exact if exact.isascii() else " ".join([words for _, words in found if words])


@lru_cache(maxsize=20_000)
def _called(name: str) -> tuple[str, str]:
    return index_text((), [name])


@lru_cache(maxsize=10_000)
def _guarded(text: str) -> tuple[str, str]:
    return index_text((), (), [text])


@lru_cache(maxsize=30_000)
def _said(text: str) -> tuple[str, str]:
    return index_text([text])

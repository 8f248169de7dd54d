"""Cutting text into the words that are indexed and asked for: pure functions, the same on both sides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from museum_tracker.core.numbers import number_search_key
from museum_tracker.core.text import exact_key, fold, old_tone

LONGEST_WORD = 40
MOST_WORDS_ASKED = 12
MOST_WORDS_KEPT = 20_000  # PostgreSQL refuses a document beyond one megabyte
# Words of names are indexed twice, the second time behind this mark. Letters and digits never stand together in a word
# that somebody types, so that the mark can be neither written nor asked for by chance.
NAME_MARK = "n0"
# Words that are not for every reader are indexed behind this mark only.
GUARD_MARK = "g0"

# A run of letters, a run of digits, or one Chinese character: 'BTBG1024' and 'BTBG 1024' give the same words.
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_WORD = re.compile(rf"[{_HAN}]|[0-9]+|[^\W\d_{_HAN}]+")
_QUOTED = re.compile(r'["“”]([^"“”]*)["“”]')


@lru_cache(maxsize=100_000)
def _exact(word: str) -> str:
    return word.lstrip("0") or "0" if word.isdigit() else old_tone(word)[:LONGEST_WORD]


@lru_cache(maxsize=100_000)
def _folded(word: str) -> str:
    return word.lstrip("0") or "0" if word.isdigit() else fold(word)[:LONGEST_WORD]


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _cut(texts: Iterable[str]) -> list[str]:
    together = "\n".join(filter(None, texts))
    return _words(exact_key(together))[:MOST_WORDS_KEPT] if together else []


def index_text(texts: Iterable[str], names: Iterable[str] = (), guarded: Iterable[str] = ()) -> tuple[str, str]:
    """The words of an object's texts with accents and without, ready for the index.

    Those of its names stand there marked too, those that are not for every reader only marked.
    """
    cut = (_cut(names), _cut(texts), _cut(guarded))
    exact = _indexed(_exact, *cut)
    return exact, exact if exact.isascii() else _indexed(_folded, *cut)


def _indexed(spell: Callable[[str], str], names: Sequence[str], words: Sequence[str], guarded: Sequence[str]) -> str:
    marked = [GUARD_MARK + spell(word) for word in guarded]
    return " ".join([*[NAME_MARK + spell(word) for word in names], *map(spell, words), *marked])


Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """What somebody searches for: phrases with accents and without, and the keys if it may be a number.

    `open` says that the last word may still be growing.
    """

    exact: tuple[Phrase, ...]
    folded: tuple[Phrase, ...]
    number: str
    open: bool

    @property
    def accented(self) -> bool:
        """Whether accents were typed, so that exact matches come first."""
        return self.exact != self.folded

    def __bool__(self) -> bool:
        return bool(self.folded)


def parse(text: str) -> Asked:
    """Read what was typed into the search box; quotation marks keep words together."""
    phrases: list[Phrase] = []
    rest = _QUOTED.sub(lambda found: _keep(phrases, found.group(1)), text)
    loose = _words(exact_key(rest))
    phrases += [(word,) for word in loose]
    phrases = [phrase for phrase in phrases if phrase][:MOST_WORDS_ASKED]
    return Asked(
        exact=tuple(tuple(map(_exact, phrase)) for phrase in phrases),
        folded=tuple(tuple(map(_folded, phrase)) for phrase in phrases),
        number=number_search_key(text)[:200] if len(text) <= 100 and any(char.isdigit() for char in text) else "",
        open=bool(loose) and not text[-1:].isspace() and len(loose[-1]) > 1,
    )


def _keep(phrases: list[Phrase], quoted: str) -> str:
    phrases.append(tuple(_words(exact_key(quoted))[:MOST_WORDS_ASKED]))
    return " "

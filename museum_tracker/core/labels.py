"""Labels for words of several closed lists in one table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum


class Labels(Mapping[StrEnum, str]):
    """Message ids by word. Words of two lists that are spelled alike are equal to Python; here each keeps its own."""

    def __init__(self, *pairs: tuple[StrEnum, str]) -> None:
        self._texts = {(type(word), word.value): (word, text) for word, text in pairs}

    def __getitem__(self, word: StrEnum) -> str:
        return self._texts[type(word), word.value][1]

    def __iter__(self) -> Iterator[StrEnum]:
        return (word for word, _ in self._texts.values())

    def __len__(self) -> int:
        return len(self._texts)

"""Fields that hold words: a line, or as much as there is to say."""

from __future__ import annotations

import re
from dataclasses import dataclass

from museum_tracker.catalogue.fields.base import Field, FieldKind, Lookup, Parsed, Values
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.numbers import number_key, without_label
from museum_tracker.core.text import clean, fold

LONGEST_TEXT = 100_000
LONGEST_NUMBER = 200
NO_NUMBER = re.compile(
    r"(?:chua|khong|ko|mat|thieu|none|no|without|unnumbered)"
    r"(?: (?:co|ro|ghi|danh|vao|duoc|number|numbers|so|dk|dang ky|dang ki))*|n/?a"
)
SAYS_NO_NUMBER = N_("“%(text)s” says that there is no number: the object is kept without one.")
TOO_LONG = Message(N_("A number has at most %(most)s characters."), {"most": LONGEST_NUMBER})


@dataclass(frozen=True, kw_only=True)
class TextField(Field):
    """A line of text."""

    kind = FieldKind.TEXT

    def as_text(self, value: object) -> str:
        """Any cell value as one line."""
        text = super().as_text(value)
        return " ".join(text.split("\n")) if "\n" in text else text

    def read(self, text: str, lookup: Lookup) -> Parsed:
        """The text itself."""
        del lookup
        return Parsed({self.columns[0]: text})


@dataclass(frozen=True, kw_only=True)
class LongTextField(Field):
    """Paragraphs of text."""

    kind = FieldKind.LONG_TEXT

    max_length: int = LONGEST_TEXT

    def read(self, text: str, lookup: Lookup) -> Parsed:
        """The text itself, its line breaks kept."""
        del lookup
        return Parsed({self.columns[0]: text})


@dataclass(frozen=True, kw_only=True)
class NumberField(Field):
    """Numbers of one kind that an object bears; several are parted by semicolons or lines."""

    kind = FieldKind.NUMBER

    columns: tuple[str, ...] = ("numbers",)
    max_length: int = 2000
    number_kind: str = ""
    several: bool = False

    def read(self, text: str, lookup: Lookup) -> Parsed:
        """The numbers, each with its kind; a dash or a stroke where a number would stand is none."""
        del lookup
        parts = text.replace("\n", ";").split(";") if self.several else [" ".join(text.split("\n"))]
        texts = [without_label(part) for part in map(clean, parts) if number_key(part)]
        numbers = [{"kind": self.number_kind, "text": text} for text in texts]
        if len(numbers) == 1 and _says_none(numbers[0]["text"]):
            message = Message(SAYS_NO_NUMBER, {"text": numbers[0]["text"]})
            return Parsed(self.empty(), self.gap(text, message))
        long = next((number["text"] for number in numbers if len(number["text"]) > LONGEST_NUMBER), None)
        return self.refuse(long[:60] + "…", TOO_LONG) if long else Parsed({"numbers": numbers})

    def empty(self) -> dict[str, object]:
        """No numbers."""
        return {"numbers": []}

    def text(self, values: Values, lookup: Lookup, locale: str = "vi") -> str:
        """The numbers of this kind that stand."""
        del lookup, locale
        numbers = values.get("numbers") or ()
        standing = [number["text"] for number in numbers if number["kind"] == self.number_kind and _stands(number)]
        return "; ".join(standing)


def _says_none(text: str) -> bool:
    """Whether a text says that there is no number; none of these words ends in a figure, as most numbers do."""
    return not text[-1:].isdigit() and bool(NO_NUMBER.fullmatch(fold(text)))


def _stands(number: Values) -> bool:
    return number.get("state", "current") != "former"

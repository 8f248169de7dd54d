"""Fields that take their words from a vocabulary."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from museum_tracker.catalogue.fields.base import Field, FieldKind, Lookup, Parsed, Values
from museum_tracker.core.i18n import N_, Message

_BETWEEN = re.compile(r"\s*[,;/+\n]\s*|\s+(?:và|and)\s+")

NOT_IN_LIST = N_("“%(value)s” is not in the vocabulary: choose a word of the list, or add this one to it.")
NOT_ALL_IN_LIST = N_("Kept as written; not in the vocabulary: %(words)s.")


@dataclass(frozen=True, kw_only=True)
class TermField(Field):
    """One word of a vocabulary, such as the type."""

    kind = FieldKind.TERM

    def read(self, text: str, lookup: Lookup) -> Parsed:
        """The term that the text means; a word that no term bears is refused."""
        term = lookup.find_term(self.scheme, text)
        if term is None:
            return self.refuse(text, Message(NOT_IN_LIST, {"value": text}))
        return Parsed({self.columns[0]: term})

    def empty(self) -> dict[str, Any]:
        """No term."""
        return {self.columns[0]: None}

    def text(self, values: Values, lookup: Lookup, locale: str = "vi") -> str:
        """The name of the term."""
        term = values.get(self.columns[0])
        return lookup.term_label(term, locale) if term else ""


@dataclass(frozen=True, kw_only=True)
class WordedTermField(Field):
    """A term together with the curator's own words: `columns` are the term's and the text's."""

    kind = FieldKind.TERM

    def read(self, text: str, lookup: Lookup) -> Parsed:
        """The words as written, and the term if they name one exactly."""
        term_column, text_column = self.columns
        return Parsed({term_column: self._find(text, lookup), text_column: text})

    def _find(self, text: str, lookup: Lookup) -> int | None:
        """The term that the whole text names, or its first words up to a comma, colon or bracket."""
        term = lookup.find_term(self.scheme, text)
        if term is None and (head := re.split(r"[,;:(–]", text, maxsplit=1)[0].strip()) not in {"", text}:
            term = lookup.find_term(self.scheme, head)
        return term

    def empty(self) -> dict[str, Any]:
        """Neither term nor words."""
        return {self.columns[0]: None, self.columns[1]: ""}

    def text(self, values: Values, lookup: Lookup, locale: str = "vi") -> str:
        """The words as written, or the term's name where there are none."""
        term = values.get(self.columns[0])
        return values.get(self.columns[1]) or (lookup.term_label(term, locale) if term else "")

    def show(self, values: Values, lookup: Lookup, locale: str) -> str:
        """The term in the reader's language, and the words where they say more."""
        term = values.get(self.columns[0])
        words = values.get(self.columns[1]) or ""
        if not term:
            return words
        label = lookup.term_label(term, locale)
        known = {lookup.term_label(term, "vi").casefold(), label.casefold(), ""}
        return label if words.casefold() in known else words


@dataclass(frozen=True, kw_only=True)
class TermsField(Field):
    """Several words of a vocabulary in one text, the chief one first, such as materials."""

    kind = FieldKind.TERMS

    def read(self, text: str, lookup: Lookup) -> Parsed:
        """The words as written and the terms found among them; the others are named."""
        terms_column, text_column = self.columns
        whole = lookup.find_term(self.scheme, text)
        found: list[int] = [whole] if whole else []
        missing: list[str] = []
        for word in [] if whole else filter(None, _BETWEEN.split(text)):
            term = lookup.find_term(self.scheme, word)
            terms = [term] if term else lookup.find_within(self.scheme, word)
            found += terms
            missing += [] if terms else [word]
        values = {terms_column: list(dict.fromkeys(found)), text_column: text}
        if not missing:
            return Parsed(values)
        return Parsed(values, self.gap(text, Message(NOT_ALL_IN_LIST, {"words": ", ".join(missing)})))

    def empty(self) -> dict[str, Any]:
        """No terms and no words."""
        return {self.columns[0]: [], self.columns[1]: ""}

    def text(self, values: Values, lookup: Lookup, locale: str = "vi") -> str:
        """The words as written, or the terms' names where there are none."""
        words = values.get(self.columns[1])
        return words or ", ".join(lookup.term_label(term, locale) for term in values.get(self.columns[0]) or ())

    def show(self, values: Values, lookup: Lookup, locale: str) -> str:
        """The words in Vietnamese as written; in other languages the terms' names."""
        terms = values.get(self.columns[0]) or ()
        if locale == "vi" or not terms:
            return self.text(values, lookup, locale)
        return ", ".join(lookup.term_label(term, locale) for term in terms)

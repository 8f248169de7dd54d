"""What a field of the object record is: one reading for form, import and API, one writing for page and export."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, NamedTuple, Protocol

from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.text import clean

Values = Mapping[str, Any]


class Section(StrEnum):
    """A part of the object page that is edited as one form."""

    IDENTITY = "identity"
    MAKING = "making"
    DESCRIPTION = "description"
    ACQUISITION = "acquisition"
    LEGAL = "legal"
    NOTES = "notes"


SECTION_LABELS: dict[str, str] = {
    Section.IDENTITY: N_("Identity"),
    Section.MAKING: N_("Making and dating"),
    Section.DESCRIPTION: N_("Description"),
    Section.ACQUISITION: N_("Acquisition and register"),
    Section.LEGAL: N_("Legal class and condition"),
    Section.NOTES: N_("Rights and notes"),
}


class FieldKind(StrEnum):
    """What a field holds, which decides how a page offers it."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    TERM = "term"
    TERMS = "terms"
    DATING = "dating"
    YEAR = "year"
    DATE = "date"
    DIMENSIONS = "dimensions"
    WEIGHT = "weight"
    QUANTITY = "quantity"
    CHOICE = "choice"
    FLAG = "flag"
    NUMBER = "number"


class Severity(StrEnum):
    """How much a finding matters: an error is not stored (a form refuses it), a gap is stored as written."""

    ERROR = "error"
    GAP = "gap"


class Finding(NamedTuple):
    """Something that a field's reader noticed: the field, the value as written, the reason and the way out."""

    field: str
    value: str
    message: Message
    severity: Severity = Severity.ERROR


class Parsed(NamedTuple):
    """What was read from one cell or input: values by column, and findings."""

    values: dict[str, Any]
    findings: tuple[Finding, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the value can be stored."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)


class Lookup(Protocol):
    """What fields ask of the vocabularies."""

    def find_term(self, scheme: str, text: str) -> int | None:
        """The term that a text means, by code, name or other spelling."""
        ...

    def find_within(self, scheme: str, text: str) -> list[int]:
        """The terms whose names occur in a longer text."""
        ...

    def term_label(self, term_id: int, locale: str) -> str:
        """The name of a term in a language."""
        ...


@dataclass(frozen=True, kw_only=True)
class Field(ABC):
    """One field of the record. `columns` are the names of the values it reads and writes; the first is the chief one.

    `headers` are the column titles by which a table's column is recognised; only who holds the permission `needs` sees
    the field, wherever it stands (`catalogue.sight`). A field with an `own_page` is written there by its rules, not in
    the record's forms.
    """

    kind: ClassVar[FieldKind]

    name: str
    label: str
    section: Section
    columns: tuple[str, ...] = ()
    max_length: int = 500
    headers: tuple[str, ...] = ()
    hint: str = ""
    scheme: str = ""
    needs: Permission = Permission.VIEW
    own_page: bool = False

    def parse(self, value: object, lookup: Lookup) -> Parsed:
        """Read what somebody typed, or what stands in a cell; nothing is an empty value, never an error."""
        text = self.as_text(value)
        if len(text) > self.max_length:
            return self.refuse(
                text[:60] + "…",
                Message(
                    N_("%(length)s characters; at most %(most)s fit here. Shorten it, or put it into the description."),
                    {"length": len(text), "most": self.max_length},
                ),
            )
        return self.read(text, lookup) if text else Parsed(self.empty())

    @abstractmethod
    def read(self, text: str, lookup: Lookup) -> Parsed:
        """Read a text that is clean, not empty and not too long."""

    def empty(self) -> dict[str, Any]:
        """The values of a field left empty."""
        return dict.fromkeys(self.columns, "")

    def text(self, values: Values, lookup: Lookup, locale: str = "vi") -> str:
        """The text that `parse` reads back into the same values: for forms and for export."""
        del lookup, locale
        value = values.get(self.columns[0])
        return "" if value is None else str(value)

    def show(self, values: Values, lookup: Lookup, locale: str) -> str:
        """The value as a reader sees it."""
        return self.text(values, lookup, locale)

    def as_text(self, value: object) -> str:
        """Any cell value as the clean text that is read."""
        if type(value) is str:
            return clean(value)
        if value is None:
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return clean(str(value))

    def refuse(self, value: str, message: Message) -> Parsed:
        """A value that cannot be stored, and why."""
        return Parsed({}, (Finding(self.name, value, message),))

    def gap(self, value: str, message: Message) -> tuple[Finding, ...]:
        """A value that is stored as written although it was not fully understood."""
        return (Finding(self.name, value, message, Severity.GAP),)

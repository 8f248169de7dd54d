"""The record's form: each field of a section as it is offered, what was typed, and what was wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Can
from museum_tracker.catalogue.fields import (
    FIELDS,
    Field,
    FieldKind,
    Finding,
    Section,
    Severity,
    fields_of,
    parse_values,
)
from museum_tracker.catalogue.fields.choices import ChoiceField
from museum_tracker.catalogue.fields.terms import TermField
from museum_tracker.catalogue.lookups import TermLookup
from museum_tracker.catalogue.rules import label
from museum_tracker.catalogue.sight import visible_fields
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_, Message, translate
from museum_tracker.vocabularies.models import Term
from museum_tracker.vocabularies.queries import term_options

HINTS = {
    FieldKind.DATE: N_("22/11/2026, 11/2026 or 2026"),
    FieldKind.DATING: N_("As in the book: “Trần, thế kỷ XIV”, “1884”, “khoảng 1930”"),
    FieldKind.DIMENSIONS: N_("“C: 26,5 cm; ĐK: 34,2 cm” or “30 x 20 cm”"),
    FieldKind.WEIGHT: N_("“8,6 kg” or “215 g”"),
    FieldKind.YEAR: N_("Only where the dating does not say it: 1783; before our era -300"),
    FieldKind.TERMS: N_("Several parted by commas, the chief one first"),
}
WIDE = {FieldKind.LONG_TEXT, FieldKind.DIMENSIONS}
UNDERSTOOD = {FieldKind.DATING, FieldKind.DATE, FieldKind.DIMENSIONS, FieldKind.WEIGHT, FieldKind.TERMS}


class FormLookup(TermLookup):
    """Vocabularies for a form: a chosen term comes as “#12”, so that two terms of one name stay two."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._terms = session

    def find_term(self, scheme: str, text: str) -> int | None:
        """The term chosen from a list, or the one that a text means."""
        if text.startswith("#") and text[1:].isdecimal() and len(text) < 11:
            term = self._terms.get(Term, int(text[1:]))
            return term.id if term is not None and term.scheme.code == scheme else None
        return super().find_term(scheme, text)


@dataclass
class Input:
    """One field as a form offers it."""

    field: Field
    label: str
    text: str
    hint: str
    widget: str
    options: list[tuple[str, str]]
    blank: str | None = None  # how "nothing chosen" is offered, where nothing may be chosen
    errors: list[str] = default(default_factory=list)

    @property
    def name(self) -> str:
        """The name under which the browser sends it."""
        return self.field.name

    @property
    def wide(self) -> bool:
        """Whether it takes the whole width."""
        return self.field.kind in WIDE

    @property
    def understood(self) -> bool:
        """Whether a reading of the text can be shown while it is typed."""
        return self.field.kind in UNDERSTOOD


class RecordForm:
    """Fields of the record with their texts; `read` turns the texts into values or into errors at the fields."""

    def __init__(self, session: Session, fields: Iterable[Field], locale: str) -> None:
        self.lookup = FormLookup(session)
        self.locale = locale
        self.errors: list[str] = []
        self.gaps: list[Finding] = []
        self.inputs = [self._input(session, each) for each in fields]

    def _input(self, session: Session, offered: Field) -> Input:
        hint = offered.hint or HINTS.get(offered.kind, "")
        return Input(
            field=offered,
            label=translate(offered.label, self.locale),
            text="",
            hint=translate(hint, self.locale),
            widget=_widget(offered),
            options=_options(session, offered, self.locale),
            blank="–" if isinstance(offered, TermField) else None,
        )

    def fill(self, values: Mapping[str, Any]) -> RecordForm:
        """Put the values of a record into the inputs."""
        for each in self.inputs:
            each.text = self._text(each.field, values)
        return self

    def _text(self, offered: Field, values: Mapping[str, Any]) -> str:
        if isinstance(offered, TermField | ChoiceField):
            chosen = values.get(offered.columns[0])
            return "" if chosen is None else f"#{chosen}" if isinstance(offered, TermField) else str(chosen)
        if offered.kind is FieldKind.YEAR and self._said_by_dating(offered, values):
            return ""
        return offered.text(values, self.lookup, self.locale)

    def _said_by_dating(self, year: Field, values: Mapping[str, Any]) -> bool:
        """Whether the words of the dating give the year already: a year in its own input would outlive their change."""
        dating = FIELDS["dating"]
        words = str(values.get(dating.columns[0]) or "")
        read = dating.parse(words, self.lookup).values if words else {}
        return bool(words) and read.get(year.columns[0]) == values.get(year.columns[0])

    def typed(self, texts: Mapping[str, str]) -> RecordForm:
        """Put what somebody typed into the inputs."""
        for each in self.inputs:
            each.text = texts.get(each.name, "")
        return self

    def read(self) -> dict[str, Any]:
        """The values that the texts mean; errors are noted at their fields."""
        values, findings = parse_values({each.name: each.text for each in self.inputs}, self.lookup)
        self.gaps = [finding for finding in findings if finding.severity is Severity.GAP]
        for finding in findings:
            if finding.severity is Severity.ERROR:
                self._complain(finding.field, finding.message)
        return values

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal at the field it names, else above the form."""
        self._complain(refusal.field, refusal.message)

    def _complain(self, name: str, message: Message) -> None:
        at = next((each for each in self.inputs if name and name in (each.name, *each.field.columns)), None)
        (at.errors if at else self.errors).append(message.text(self.locale))

    @property
    def ok(self) -> bool:
        """Whether nothing was wrong so far."""
        return not self.errors and not any(each.errors for each in self.inputs)

    @property
    def complaints(self) -> list[str]:
        """Everything that is wrong, for the summary above the form."""
        return self.errors + [f"{each.label}: {text}" for each in self.inputs for text in each.errors]


def offered_fields(section: Section, can: Can) -> list[Field]:
    """The fields of a section that its form offers a person: numbers have a page of their own."""
    visible = visible_fields(can, fields_of(section))
    return [each for each in visible if each.kind is not FieldKind.NUMBER and not each.own_page]


def _widget(offered: Field) -> str:
    if isinstance(offered, TermField | ChoiceField):
        return "select"
    return {FieldKind.LONG_TEXT: "area", FieldKind.FLAG: "check"}.get(offered.kind, "text")


def _options(session: Session, offered: Field, locale: str) -> list[tuple[str, str]]:
    if isinstance(offered, ChoiceField):
        return [(member.value, label(member, locale)) for member in offered.choices]
    if not offered.scheme:
        return []
    terms = term_options(session, offered.scheme, locale)
    if isinstance(offered, TermField):
        return [(f"#{term_id}", text) for term_id, text in terms]
    return [(text.strip(), text.strip()) for _term_id, text in terms]

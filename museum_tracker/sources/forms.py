"""The form of a source."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from museum_tracker.sources.models import Source
from museum_tracker.sources.rules import NAME_LENGTH, SOURCE_KIND_LABELS, SourceKind
from museum_tracker.web.forms import DayField, Form
from museum_tracker.web.i18n import lazy


class SourceForm(Form):
    """A donor or seller: name, consent, contact details."""

    name = StringField(lazy("Name of the source"), [InputRequired(), Length(max=NAME_LENGTH)])
    kind = SelectField(
        lazy("Kind of source"),
        choices=[SelectChoice(kind.value, lazy(SOURCE_KIND_LABELS[kind])) for kind in SourceKind],
    )
    may_be_named = BooleanField(lazy("May be named in public"))
    consent_on = DayField(lazy("Consent given on"), [Optional()])
    address = StringField(lazy("Address"), [Length(max=500)])
    phone = StringField(lazy("Telephone"), [Length(max=500)])
    id_number = StringField(lazy("Identity number"), [Length(max=500)])
    note = TextAreaField(lazy("Note"), [Length(max=10_000)])
    version = HiddenField()

    def values(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        return {
            "name": self.name.data or "",
            "kind": SourceKind(self.kind.data),
            "may_be_named": bool(self.may_be_named.data),
            "consent_on": self.consent_on.data,
            "address": self.address.data or "",
            "phone": self.phone.data or "",
            "id_number": self.id_number.data or "",
            "note": self.note.data or "",
        }


def typed(source: Source) -> dict[str, Any]:
    """A source's values as the form shows them."""
    names = ("name", "may_be_named", "consent_on", "address", "phone", "id_number", "note", "version")
    return {name: getattr(source, name) for name in names} | {"kind": source.kind.value}

"""The form of a source."""

from __future__ import annotations

import datetime as dt
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from museum_tracker.core.dates import read_date
from museum_tracker.core.formats import date as show_date
from museum_tracker.sources.models import Source
from museum_tracker.sources.rules import NAME_LENGTH, SOURCE_KIND_LABELS, SourceKind
from museum_tracker.web.forms import Form
from museum_tracker.web.i18n import _, lazy, word


class SourceForm(Form):
    """A donor or seller: name, consent, contact details."""

    name = StringField(lazy("Name of the source"), [InputRequired(), Length(max=NAME_LENGTH)])
    kind = SelectField(
        lazy("Kind of source"),
        choices=[SelectChoice(kind.value, lazy(SOURCE_KIND_LABELS[kind])) for kind in SourceKind],
    )
    may_be_named = BooleanField(lazy("May be named in public"))
    consent_on = StringField(lazy("Consent given on"), [Length(max=60)])
    address = StringField(lazy("Address"), [Length(max=500)])
    phone = StringField(lazy("Telephone"), [Length(max=500)])
    id_number = StringField(lazy("Identity number"), [Length(max=500)])
    note = TextAreaField(lazy("Note"), [Length(max=10_000)])
    version = HiddenField()

    def validate_consent_on(self, field: StringField) -> None:
        """A consent was given on one day."""
        read = read_date(field.data or "")
        if read.problem is not None:
            raise ValidationError(word(read.problem))
        if read.earliest != read.latest or read.unknown:
            raise ValidationError(_("Give the exact day, as 05/04/2026."))

    @property
    def consent_day(self) -> dt.date | None:
        """The day of the consent, once validated."""
        return read_date(self.consent_on.data or "").earliest

    def values(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        return {
            "name": self.name.data or "",
            "kind": SourceKind(self.kind.data),
            "may_be_named": bool(self.may_be_named.data),
            "consent_on": self.consent_day,
            "address": self.address.data or "",
            "phone": self.phone.data or "",
            "id_number": self.id_number.data or "",
            "note": self.note.data or "",
        }


def typed(source: Source) -> dict[str, Any]:
    """A source's values as the form shows them."""
    names = ("name", "may_be_named", "address", "phone", "id_number", "note", "version")
    consent = show_date(source.consent_on, "vi") if source.consent_on else ""
    return {name: getattr(source, name) for name in names} | {"kind": source.kind.value, "consent_on": consent}

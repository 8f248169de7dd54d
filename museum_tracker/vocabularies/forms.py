"""The form of a vocabulary's word."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from museum_tracker.vocabularies.rules import CODE_LENGTH, NAME_LENGTH, alt_names
from museum_tracker.web.forms import Form
from museum_tracker.web.i18n import lazy


class TermForm(Form):
    """A word: names, code, other spellings and its place in the tree."""

    name_vi = StringField(lazy("Vietnamese name"), [InputRequired(), Length(max=NAME_LENGTH)])
    name_en = StringField(lazy("English name"), [Length(max=NAME_LENGTH)])
    code = StringField(lazy("Code"), [Length(max=CODE_LENGTH)])
    parent_id = SelectField(lazy("Below"), coerce=lambda value: int(value) if value else None)
    sort = IntegerField(lazy("Order among its neighbours"), [Optional(), NumberRange(0, 1_000_000)])
    alt = TextAreaField(lazy("Other spellings"), [Length(max=4000)])
    version = HiddenField()

    def values(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        values: dict[str, Any] = {
            "name_vi": self.name_vi.data or "",
            "name_en": self.name_en.data or "",
            "code": self.code.data or "",
            "parent_id": self.parent_id.data,
            "alt": alt_names(self.alt.data or ""),
        }
        if self.sort.data is not None:
            values["sort"] = self.sort.data
        return values

"""The base of all ordinary forms: WTForms with CSRF protection and the house's words."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto, _is_submitted
from werkzeug.datastructures import CombinedMultiDict
from wtforms import DateField
from wtforms.widgets import TextInput

from museum_tracker.core import formats
from museum_tracker.core.dates import read_date
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.web.i18n import _, current_locale, word

# Texts of WTForms and Flask-WTF themselves, listed so that the catalogue holds their Vietnamese.
LIBRARY_TEXTS = (
    N_("This field is required."),
    N_("Not a valid choice."),
    N_("Invalid Choice: could not coerce."),
    N_("Not a valid integer value."),
    N_("Not a valid decimal value."),
    N_("Not a valid float value."),
    N_("Not a valid date value."),
    N_("Not a valid datetime value."),
    N_("Invalid input."),
    N_("Invalid email address."),
    N_("Field must be at least %(min)d characters long."),
    N_("Field cannot be longer than %(max)d characters."),
    N_("Field must be exactly %(max)d characters long."),
    N_("Field must be between %(min)d and %(max)d characters long."),
    N_("Number must be at least %(min)s."),
    N_("Number must be at most %(max)s."),
    N_("Number must be between %(min)s and %(max)s."),
    N_("The CSRF token is missing."),
    N_("The CSRF token is invalid."),
    N_("The CSRF token has expired."),
    N_("The CSRF tokens do not match."),
)


class _Words:
    """What WTForms asks for its own texts."""

    def gettext(self, text: str) -> str:
        return _(text)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        # WTForms puts its own values into the text that comes back, so it goes out as the catalogue has it.
        english_one = number == 1 and current_locale() == "en"
        return singular if english_one else _(plural)


class DayField(DateField):
    """A day as offices write it, 22/11/2026; a browser's own field turns it about where Windows speaks English."""

    widget = TextInput()
    data: Any

    def _value(self) -> str:
        """What stands in the field: what was typed, or the day."""
        if self.raw_data:
            return " ".join(self.raw_data)
        return formats.date(self.data, current_locale()) if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the exact day; a month or a year alone is none."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        read = read_date(text)
        if read.problem is not None:
            raise ValueError(word(read.problem))
        if read.earliest is None or read.earliest != read.latest:
            raise ValueError(_("Give the exact day, as 05/04/2026."))
        self.data = read.earliest


class Form(FlaskForm):
    """A form whose errors speak the reader's language and that keeps all that was typed."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> Any:
            del form
            return _Words()

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Forms are sent as forms: a script's JSON has none of their fields, whatever it holds."""
            if formdata is not _Auto or not _is_submitted():
                return super().wrap_formdata(form, formdata)
            return CombinedMultiDict((request.files, request.form)) if request.files else request.form

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal at the field it names, or above the form."""
        target = self[refusal.field] if refusal.field and refusal.field in self else None
        if target is None:
            self.form_errors.append(word(refusal.message))
        else:
            target.errors = [*target.errors, word(refusal.message)]

"""The base of all ordinary forms: WTForms with CSRF protection and the house's words."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.web.i18n import _, ngettext, word

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
        return ngettext(singular, plural, number)


class Form(FlaskForm):
    """A form whose errors speak the reader's language and that keeps all that was typed."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> Any:
            del form
            return _Words()

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal at the field it names, or above the form."""
        target = self[refusal.field] if refusal.field and refusal.field in self else None
        if target is None:
            self.form_errors.append(word(refusal.message))
        else:
            target.errors = [*target.errors, word(refusal.message)]

"""Forms of administration."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Regexp

from museum_tracker.administration.handlers import PROFILE_FIELDS
from museum_tracker.core.i18n import N_
from museum_tracker.core.periods import PERIOD_LABELS
from museum_tracker.web.forms import Form
from museum_tracker.web.i18n import lazy

NO_BRACES = Regexp(r"^[^{}]*$", message=lazy("Without braces."))
REQUIRED = DataRequired(lazy("This field is required."))
PERIODS = [SelectChoice(rule.value, lazy(label)) for rule, label in PERIOD_LABELS.items()]


def _label(name: str) -> Any:
    return lazy(PROFILE_FIELDS[name])


def _text(name: str, most: int = 200, *more: Regexp, required: bool = False, hint: str = "") -> StringField:
    checks = [Length(max=most, message=lazy("At most %(max)d characters.")), *more]
    return StringField(
        _label(name),
        [REQUIRED, *checks] if required else checks,
        description=lazy(hint) if hint else "",
        filters=[lambda text: (text or "").strip()],
    )


class ProfileForm(Form):
    """What the museum says about itself."""

    seen = HiddenField()
    name_vi = _text("name_vi", required=True)
    name_en = _text("name_en")
    parent_vi = _text("parent_vi")
    parent_en = _text("parent_en")
    place_vi = _text("place_vi", 100)
    place_en = _text("place_en", 100)
    address = _text("address", 300)
    phone = _text("phone", 40)
    document_code = _text("document_code", 20)
    number_prefix = _text(
        "number_prefix", 20, NO_BRACES, hint=N_("Written by every register that has no prefix of its own.")
    )
    director_name = _text("director_name")
    director_title = _text("director_title", 100)
    working_days = IntegerField(
        _label("working_days"),
        [InputRequired(REQUIRED.message), NumberRange(1, 366, lazy("Between 1 and 366 days."))],
        description=lazy("Divides the pace needed into a day's work."),
    )
    reporting_period = SelectField(
        _label("reporting_rules"),
        choices=PERIODS,
        description=lazy("A change counts from the first year that has not begun; earlier years keep theirs."),
    )
    without_council = BooleanField(
        _label("without_council"),
        description=lazy("Then the director's decision, with number and day, enters objects in the register."),
    )
    closes_years = BooleanField(
        _label("closes_years"),
        description=lazy("Without it no ended year waits to be closed, and the overview goes on to the running year."),
    )

    @property
    def values(self) -> dict[str, object]:
        """The profile's fields as typed."""
        return {name: field.data for name, field in self._fields.items() if name not in {"seen", "csrf_token"}}

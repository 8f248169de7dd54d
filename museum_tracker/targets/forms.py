"""Forms of targets: what was reached, why a target ends, the file of a plan."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from museum_tracker.web.forms import Form
from museum_tracker.web.i18n import lazy

REQUIRED = InputRequired(lazy("This field is required."))


def _length(most: int) -> Length:
    return Length(max=most, message=lazy("At most %(max)d characters."))


class ValueForm(Form):
    """What was reached for a target, by which day, who says so, and the file that proves it."""

    year = SelectField(lazy("Reporting year"), coerce=int)
    value = StringField(lazy("Reached"), [_length(40)], render_kw={"inputmode": "decimal", "autocomplete": "off"})
    done = RadioField(
        lazy("State"), choices=[SelectChoice("yes", lazy("done")), SelectChoice("no", lazy("not done"))], default="no"
    )
    on = StringField(
        lazy("As of"), [REQUIRED, _length(40)], description=lazy("Day/month/year"), render_kw={"autocomplete": "off"}
    )
    source = StringField(
        lazy("Source"), [REQUIRED, _length(500)], description=lazy("The paper, book or person the value comes from.")
    )
    evidence = FileField(lazy("Evidence file"), description=lazy("A scan, picture or document that proves the value."))
    note = TextAreaField(lazy("Note"), [_length(5000)])


class EndForm(Form):
    """Why a target no longer applies."""

    reason = TextAreaField(lazy("Why it no longer applies"), [REQUIRED, _length(2000)])


class PlanForm(Form):
    """A plan as a TOML file."""

    file = FileField(lazy("Plan file (.toml)"), [FileRequired(lazy("This field is required."))])

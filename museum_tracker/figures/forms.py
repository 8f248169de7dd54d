"""Forms of populations."""

from __future__ import annotations

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from museum_tracker.web.forms import DayField, Form
from museum_tracker.web.i18n import lazy


class PopulationForm(Form):
    """A population as it is saved or revised; `seen` is what the preview showed."""

    code = SelectField(lazy("Save as"), validators=[Optional()])
    name = StringField(lazy("Vietnamese name"), validators=[Optional(), Length(max=200)])
    name_en = StringField(lazy("English name"), validators=[Optional(), Length(max=200)])
    document = StringField(lazy("Deciding document"), validators=[Optional(), Length(max=300)])
    valid_from = DayField(lazy("Counts from"), validators=[InputRequired()])
    note = TextAreaField(lazy("Note"), validators=[Optional(), Length(max=2000)])
    seen = HiddenField()


class EndForm(Form):
    """The last day of a population."""

    last_day = DayField(lazy("Last day"), validators=[DataRequired()])

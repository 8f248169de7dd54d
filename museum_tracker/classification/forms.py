"""Forms of classification."""

from __future__ import annotations

from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from museum_tracker.web.forms import Form
from museum_tracker.web.i18n import lazy


class ProposeForm(Form):
    """Propose a material group; its number follows from the group's series."""

    material = SelectField(lazy("Material group"), coerce=int, validators=[InputRequired()])
    note = TextAreaField(lazy("Remark for the decision"), validators=[Optional(), Length(max=2000)])


class ReasonForm(Form):
    """Send back or contest, with the reason."""

    reason = TextAreaField(lazy("Reason"), validators=[DataRequired(), Length(max=2000)])

"""Forms of acquisitions."""

from __future__ import annotations

from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from museum_tracker.web.forms import DayField, Form
from museum_tracker.web.i18n import lazy


class ReceiveForm(Form):
    """An object comes in."""

    name_vi = StringField(lazy("Name of the object"), validators=[DataRequired(), Length(max=500)])
    received_on = DayField(lazy("Received on"), validators=[InputRequired()])
    method = SelectField(lazy("Way of acquisition"), coerce=int, validators=[InputRequired()])
    source = StringField(lazy("Received from"), validators=[Optional(), Length(max=500)])
    handover_record = StringField(lazy("Handover record no."), validators=[Optional(), Length(max=200)])
    handover_on = DayField(lazy("Date of the handover record"), validators=[Optional()])
    acquisition_decision = StringField(lazy("Decision (transfer, merger)"), validators=[Optional(), Length(max=500)])
    decision_counts = BooleanField(lazy("The decision says that it counts as collected"))
    quantity = IntegerField(
        lazy("Number of pieces"), validators=[Optional(), NumberRange(min=1, max=1_000_000)], default=1
    )
    count_unit = StringField(lazy("Unit"), validators=[Optional(), Length(max=100)])
    material_text = StringField(lazy("Material"), validators=[Optional(), Length(max=500)])
    condition_text = StringField(lazy("Condition"), validators=[Optional(), Length(max=2000)])
    note = TextAreaField(lazy("Remark"), validators=[Optional(), Length(max=5000)])


class EnterForm(Form):
    """When and by which paper an object came whose record was begun before."""

    received_on = DayField(lazy("Received on"), validators=[InputRequired()])
    handover_record = StringField(lazy("Handover record no."), validators=[Optional(), Length(max=200)])
    handover_on = DayField(lazy("Date of the handover record"), validators=[Optional()])
    note = TextAreaField(lazy("Remark"), validators=[Optional(), Length(max=5000)])


class BatchForm(Form):
    """A meeting of the council is prepared."""

    title = StringField(lazy("Name of the meeting"), validators=[DataRequired(), Length(max=200)])
    members = TextAreaField(lazy("Members"), validators=[Optional(), Length(max=5000)])


class MinutesForm(Form):
    """The minutes of a meeting."""

    minutes_number = StringField(lazy("Minutes no."), validators=[Optional(), Length(max=100)])
    met_on = DayField(lazy("Date of the minutes"), validators=[Optional()])


class ProposeRemovalForm(Form):
    """Propose to take an object off the register."""

    reason = TextAreaField(lazy("Reason"), validators=[DataRequired(), Length(max=5000)])


class DecideRemovalForm(Form):
    """The decision on a removal, or on putting an object back."""

    decision_number = StringField(lazy("Decision no."), validators=[Optional(), Length(max=100)])
    decided_on = DayField(lazy("Date of the decision"), validators=[Optional()])
    answer = TextAreaField(lazy("Reason, if the object stays"), validators=[Optional(), Length(max=5000)])

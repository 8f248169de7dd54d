"""Forms of digitization: judging a file, planning a task, stating pages."""

from __future__ import annotations

from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from museum_tracker.digitization.models import Scope
from museum_tracker.digitization.rules.tasks import TASK_LABELS, TaskState
from museum_tracker.web.forms import DayField, Form
from museum_tracker.web.i18n import lazy


class ApproveForm(Form):
    """Approve one file."""

    scope = RadioField(
        lazy("Approve"),
        choices=[
            SelectChoice(Scope.STANDARD.value, lazy("to standard (levels 2–3)")),
            SelectChoice(Scope.IDENTIFICATION.value, lazy("for identification (level 1)")),
        ],
        default=Scope.STANDARD.value,
    )
    exception = StringField(lazy("Reason for approving all the same"), validators=[Optional(), Length(max=1000)])


class SendBackForm(Form):
    """Send one file back, or withdraw its approval, with the reason."""

    reason = TextAreaField(lazy("Reason"), validators=[DataRequired(), Length(max=2000)])


class SheetForm(Form):
    """The decision on a contact sheet: new work, or opening evidence with its cut-off date and document."""

    evidence = RadioField(
        lazy("These approvals are"),
        choices=[
            SelectChoice("period", lazy("work of this period")),
            SelectChoice("opening", lazy("opening balance (old pictures)")),
        ],
        default="period",
    )
    cutoff = DayField(lazy("Cut-off date of the opening balance"), validators=[Optional()])
    document = StringField(lazy("Document"), validators=[Optional(), Length(max=300)])
    reason = StringField(lazy("Reason for those picked out"), validators=[Optional(), Length(max=1000)])


class PlanForm(Form):
    """Plan the digitization of an object."""

    operator = SelectField(lazy("Operator"), coerce=int, validators=[InputRequired()])
    planned_on = DayField(lazy("Planned for"), validators=[Optional()])


class StepForm(Form):
    """Move a task on."""

    state = SelectField(
        lazy("State"),
        choices=[SelectChoice(state.value, lazy(TASK_LABELS[state])) for state in TaskState],
        validators=[DataRequired()],
    )
    reason = StringField(lazy("Reason"), validators=[Optional(), Length(max=2000)])


class PagesForm(Form):
    """State the number of pages to scan."""

    pages = IntegerField(lazy("Pages or sides to scan"), validators=[InputRequired(), NumberRange(1, 5000)])

"""The forms of moving one object and of moving many."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from museum_tracker.core import clock
from museum_tracker.locations.queries import location_options
from museum_tracker.movements.rules import REASON_LENGTH
from museum_tracker.web.database import current_session
from museum_tracker.web.forms import DayField, Form
from museum_tracker.web.i18n import _, lazy


class MoveForm(Form):
    """Where to, on which day, why."""

    to = SelectField(lazy("To place"), [InputRequired()], coerce=lambda value: int(value) if value else None)
    moved_on = DayField(lazy("Moved on"), [Optional()])
    reason = StringField(lazy("Reason"), [Length(max=REASON_LENGTH)])

    def prepare(self) -> None:
        """Offer the open places and today."""
        options = [("", _("– choose a place –")), *location_options(current_session())]
        self.to.choices = [SelectChoice(value, label) for value, label in options]
        if not self.is_submitted():
            self.moved_on.data = clock.today()


class BulkMoveForm(MoveForm):
    """The same for many: typed or scanned numbers, or a list of objects, confirmed with their exact count."""

    numbers = TextAreaField(lazy("Object numbers"), [Length(max=200_000)])
    confirmed = BooleanField(lazy("Yes, move these objects"))
    expected = HiddenField()

"""The forms of moving one object and of moving many."""

from __future__ import annotations

import datetime as dt

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from museum_tracker.core import clock
from museum_tracker.core.dates import read_date
from museum_tracker.core.formats import date as show_date
from museum_tracker.locations.queries import location_options
from museum_tracker.movements.rules import REASON_LENGTH
from museum_tracker.web.database import current_session
from museum_tracker.web.forms import Form
from museum_tracker.web.i18n import _, lazy, word


class MoveForm(Form):
    """Where to, on which day, why."""

    to = SelectField(lazy("To place"), [InputRequired()], coerce=lambda value: int(value) if value else None)
    moved_on = StringField(lazy("Moved on"), [Length(max=60)])
    reason = StringField(lazy("Reason"), [Length(max=REASON_LENGTH)])

    def prepare(self) -> None:
        """Offer the open places and today."""
        options = [("", _("– choose a place –")), *location_options(current_session())]
        self.to.choices = [SelectChoice(value, label) for value, label in options]
        if not self.is_submitted():
            self.moved_on.data = show_date(clock.today(), "vi")

    def validate_moved_on(self, field: StringField) -> None:
        """A movement happened on one day."""
        read = read_date(field.data or "")
        if read.problem is not None:
            raise ValidationError(word(read.problem))
        if read.unknown or read.earliest != read.latest:
            raise ValidationError(_("Give the exact day, as 05/04/2026."))

    @property
    def day(self) -> dt.date | None:
        """The day of the movement, once validated; None is today."""
        return read_date(self.moved_on.data or "").earliest


class BulkMoveForm(MoveForm):
    """The same for many: typed or scanned numbers, or a list of objects, confirmed with their exact count."""

    numbers = TextAreaField(lazy("Object numbers"), [Length(max=200_000)])
    confirmed = BooleanField(lazy("Yes, move these objects"))
    expected = HiddenField()

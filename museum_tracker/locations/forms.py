"""The form of a place."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from museum_tracker.locations.models import RANK_LABELS, Rank
from museum_tracker.locations.rules import CODE_LENGTH, NAME_LENGTH
from museum_tracker.web.forms import Form
from museum_tracker.web.i18n import lazy


class LocationForm(Form):
    """A place: what it is, where it stands, how it is called."""

    rank = SelectField(
        lazy("Kind of place"), choices=[SelectChoice(rank.value, lazy(RANK_LABELS[rank])) for rank in Rank]
    )
    parent_id = SelectField(lazy("Inside"), coerce=lambda value: int(value) if value else None)
    code = StringField(lazy("Code"), [InputRequired(), Length(max=CODE_LENGTH)])
    name = StringField(lazy("Name of the place"), [InputRequired(), Length(max=NAME_LENGTH)])
    sort = IntegerField(lazy("Order among its neighbours"), [Optional(), NumberRange(0, 1_000_000)])
    note = TextAreaField(lazy("Note"), [Length(max=4000)])
    confirmed = BooleanField(lazy("Yes, it moves with all objects in it"))
    version = HiddenField()

    def values(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        return {
            "rank": Rank(self.rank.data),
            "parent_id": self.parent_id.data,
            "code": self.code.data or "",
            "name": self.name.data or "",
            "sort": self.sort.data or 0,
            "note": self.note.data or "",
        }

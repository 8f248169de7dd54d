"""Forms of what words mean: what shall be said of one, and from which day it counts."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired, Length

from museum_tracker.web.forms import DayField, Form
from museum_tracker.web.i18n import lazy


class DraftForm(Form):
    """Why a word shall mean something else; what it shall mean is chosen beside."""

    note = StringField(lazy("Reason or document"), [Length(max=500)])


class DecisionForm(Form):
    """From which day a drafted meaning counts, and whether what happened before follows."""

    valid_from: Any = DayField(lazy("In force from"), [InputRequired()])
    restate = BooleanField(lazy("Earlier facts follow too (restatement)"))
    seen = HiddenField()

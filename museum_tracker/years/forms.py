"""Forms of reporting years: reasons, restatements, the sample and its results."""

from __future__ import annotations

from wtforms import IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from museum_tracker.web.forms import Form
from museum_tracker.web.i18n import lazy
from museum_tracker.years.rules.sampling import DEFAULT_SIZE, MOST, OUTCOME_LABELS, Outcome

REQUIRED = InputRequired(lazy("This field is required."))
FOUND = [word for word in Outcome if word is not Outcome.PENDING]
SIZES = NumberRange(min=1, max=MOST, message=lazy("Number must be between %(min)s and %(max)s."))
SEEDS = NumberRange(min=0, max=10**15, message=lazy("Number must be between %(min)s and %(max)s."))


def _length(most: int) -> Length:
    return Length(max=most, message=lazy("At most %(max)d characters."))


class ReasonForm(Form):
    """A step of a year, with its reason where it needs one."""

    reason = TextAreaField(lazy("Reason"), [_length(2000)])


class RestateForm(Form):
    """Why a closed year is restated, and by which document."""

    reason = TextAreaField(lazy("Reason"), [REQUIRED, _length(2000)])
    document = StringField(
        lazy("Deciding document"), [_length(500)], description=lazy("Number and date of the paper that decides it.")
    )


class DrawForm(Form):
    """How large a sample is drawn, and by which seed."""

    size = IntegerField(lazy("Lines each way"), [REQUIRED, SIZES], default=DEFAULT_SIZE)
    seed = IntegerField(
        lazy("Seed"),
        [Optional(), SEEDS],
        description=lazy("Drawn by the commission, by dice for example; left empty, one is drawn here."),
    )


class ResultForm(Form):
    """What checking a line of the sample found."""

    seen_number = StringField(lazy("Number read from the object"), [_length(200)], render_kw={"autocomplete": "off"})
    outcome = RadioField(
        lazy("Finding"),
        choices=[SelectChoice(word.value, lazy(OUTCOME_LABELS[word])) for word in FOUND],
        default=Outcome.AGREES.value,
    )
    note = TextAreaField(lazy("What differs"), [_length(2000)])


class SignForm(Form):
    """Who checked, the conclusion, and the day on which the minutes were signed."""

    members = TextAreaField(lazy("Who checked"), [REQUIRED, _length(2000)], description=lazy("One person a line."))
    conclusion = TextAreaField(lazy("Conclusion"), [REQUIRED, _length(5000)])
    on = StringField(
        lazy("Signed on"),
        [REQUIRED, _length(40)],
        description=lazy("Day/month/year"),
        render_kw={"autocomplete": "off"},
    )

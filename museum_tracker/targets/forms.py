"""Forms of targets: what was reached, why a target ends, the file of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from museum_tracker.figures.rules.measures import FLOWS, MEASURE_LABELS, STOCKS, Measure
from museum_tracker.targets.rules.bands import KIND_LABELS
from museum_tracker.targets.rules.plan_words import COMPUTED_LABELS
from museum_tracker.web.forms import DayField, Form
from museum_tracker.web.i18n import lazy

REQUIRED = InputRequired(lazy("This field is required."))
PLAIN = {"autocomplete": "off"}
DIGITS = {"inputmode": "decimal", "autocomplete": "off"}
NONE = SelectChoice("", "–")


def _length(most: int) -> Length:
    return Length(max=most, message=lazy("At most %(max)d characters."))


def _choices(labels: Mapping[Any, str]) -> list[SelectChoice]:
    return [SelectChoice(word.value, lazy(label)) for word, label in labels.items()]


def _measures(measures: Iterable[Measure]) -> list[SelectChoice]:
    return [SelectChoice(measure.value, lazy(MEASURE_LABELS[measure])) for measure in measures]


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
        lazy("Source of the figure"),
        [REQUIRED, _length(500)],
        description=lazy("The paper, book or person the value comes from."),
    )
    evidence = FileField(lazy("Evidence file"), description=lazy("A scan, picture or document that proves the value."))
    note = TextAreaField(lazy("Note"), [_length(5000)])


class EndForm(Form):
    """Why a target no longer applies."""

    reason = TextAreaField(lazy("Why it no longer applies"), [REQUIRED, _length(2000)])


class PlanForm(Form):
    """A plan as a TOML file, beside the plans in force or in their place."""

    file = FileField(lazy("Plan file (.toml)"), [FileRequired(lazy("This field is required."))])
    mode = RadioField(
        lazy("Plans in force now"),
        choices=[
            SelectChoice("beside", lazy("they stay, this one is added")),
            SelectChoice("instead", lazy("this one takes their place")),
        ],
        default="beside",
    )


class ReviseForm(Form):
    """The next version of a target: what it promises from a day on, by which document."""

    document = StringField(
        lazy("Deciding document"), [REQUIRED, _length(500)], description=lazy("Number, date and who issued it.")
    )
    valid_from = StringField(
        lazy("Applies from"), [REQUIRED, _length(40)], description=lazy("Day/month/year"), render_kw=PLAIN
    )
    name_vi = TextAreaField(lazy("Name (Vietnamese)"), [REQUIRED, _length(2000)])
    name_en = TextAreaField(lazy("Name (English)"), [_length(2000)])
    kind = SelectField(lazy("Kind of target"), choices=_choices(KIND_LABELS))
    due = StringField(lazy("Due"), [REQUIRED, _length(4)], description=lazy("A year"), render_kw=DIGITS)
    least = StringField(lazy("Minimum"), [_length(40)], render_kw=DIGITS)
    most = StringField(lazy("Maximum"), [_length(40)], render_kw=DIGITS)
    unit_vi = StringField(lazy("Unit (Vietnamese)"), [_length(500)])
    unit_en = StringField(lazy("Unit (English)"), [_length(500)])
    computed = SelectField(lazy("Where the figure comes from"), choices=_choices(COMPUTED_LABELS))
    measure = SelectField(
        lazy("What counts"),
        choices=[NONE, *_measures((*FLOWS, *STOCKS))],
        description=lazy("For a share the level or step that counts; for a yearly target what came in the period."),
    )
    whole = SelectField(lazy("Out of"), choices=[NONE, *_measures((Measure.REGISTERED, Measure.PRESENT))])
    flow = SelectField(
        lazy("Yearly work towards it"),
        choices=[NONE, *_measures(FLOWS)],
        description=lazy("The pace of a share is measured by it."),
    )
    population = SelectField(lazy("Population"))
    counter = SelectField(lazy("Records counted"))
    carried_on = BooleanField(lazy("Continues after its period"))
    note_vi = TextAreaField(lazy("Remark (Vietnamese)"), [_length(5000)])
    note_en = TextAreaField(lazy("Remark (English)"), [_length(5000)])


class VisitsForm(Form):
    """How many people came on a day or in a month."""

    span = StringField(
        lazy("Day or month"),
        [REQUIRED, _length(80)],
        description=lazy("05/11/2026, 11/2026 or 01/12/2026 – 14/12/2026"),
        render_kw=PLAIN,
    )
    visitors = StringField(lazy("Visits"), [REQUIRED, _length(40)], render_kw=DIGITS)
    source = StringField(
        lazy("Source of the figure"), [_length(500)], description=lazy("The ticket book, counter or person.")
    )
    note = TextAreaField(lazy("Note"), [_length(5000)])


class VisitsSheetForm(Form):
    """A sheet of visits."""

    file = FileField(
        lazy("Sheet of visits (.xlsx, .ods, .csv)"),
        [FileRequired(lazy("This field is required."))],
        description=lazy("Two columns: day or month, number of visits; source and note may follow."),
    )


class ScenarioForm(Form):
    """The name under which a what-if is kept."""

    name = StringField(lazy("Name of the scenario"), [REQUIRED, _length(200)])
    note = TextAreaField(lazy("Note on the scenario"), [_length(2000)])


class CalendarDayForm(Form):
    """A day off, or a day worked, that the museum puts into its calendar."""

    on = DayField(lazy("Day"), [REQUIRED], description=lazy("Day/month/year"))
    works = RadioField(
        lazy("The museum"),
        choices=[SelectChoice("no", lazy("is off on this day")), SelectChoice("yes", lazy("works on this day"))],
        default="no",
    )
    name = StringField(
        lazy("Reason"), [REQUIRED, _length(200)], description=lazy("Why the day differs from the others of its week.")
    )
    document = StringField(lazy("Deciding document"), [_length(500)])

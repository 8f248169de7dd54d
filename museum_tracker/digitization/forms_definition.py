"""Forms of the digitization definition."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import DecimalField, SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from museum_tracker.core.i18n import N_
from museum_tracker.digitization.rules.definition import Demands, ImageGate, ModelGate
from museum_tracker.digitization.rules.ladder import FIELD_LABELS, VIEW_LABELS
from museum_tracker.web.forms import DayField, Form
from museum_tracker.web.i18n import current_locale, lazy

FULL_LABELS = {
    1: N_("level 1: record and identification picture"),
    2: N_("level 2: standard pictures or scans"),
    3: N_("level 3: 3D model"),
}


class MultiCheckboxField(SelectMultipleField):
    """Several answers, each with its own box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class NumberField(DecimalField):
    """A number with the decimal comma or point."""

    widget = TextInput()
    data: Decimal | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        super().process_formdata([value.strip().replace(",", ".") for value in valuelist])
        if self.data is not None and not self.data.is_finite():
            self.data = None
            raise ValueError(self.gettext("Not a valid decimal value."))

    def _value(self) -> str:
        shown = self.raw_data[0] if self.raw_data else "" if self.data is None else f"{Decimal(str(self.data)):f}"
        return shown.replace(".", ",") if current_locale() == "vi" else shown


class DemandsForm(Form):
    """What the levels ask of one group of objects."""

    record = MultiCheckboxField(
        lazy("Level 1: fields of the record that must be filled"),
        choices=[SelectChoice(name, lazy(label)) for name, label in FIELD_LABELS.items()],
    )
    standard_only = BooleanField(lazy("Level 1 needs an approval to standard, not only from the contact sheet"))
    views = MultiCheckboxField(
        lazy("Level 2: standard views"),
        choices=[SelectChoice(name, lazy(label)) for name, label in VIEW_LABELS.items() if name != "page"],
    )
    every_page = BooleanField(lazy("Level 2: every page or side scanned to standard"))
    full = SelectField(
        lazy("Full level"),
        choices=[SelectChoice(str(level), lazy(label)) for level, label in FULL_LABELS.items()],
    )
    min_long_side = IntegerField(lazy("Pixels of the longer side, at least"), validators=[NumberRange(0, 100_000)])
    min_pixels_per_mm = NumberField(
        lazy("Pixels per millimetre of the object, at least"), validators=[NumberRange(0, 1000)]
    )
    min_focus = NumberField(lazy("Sharpness, at least"), validators=[NumberRange(0, 10_000)])
    max_clipped = NumberField(lazy("Share of burnt-out or black pixels, at most"), validators=[NumberRange(0, 1)])
    profile_required = BooleanField(lazy("A colour profile is required"))
    min_faces = IntegerField(lazy("Faces of the model, at least"), validators=[NumberRange(0, 100_000_000)])
    size_tolerance = NumberField(
        lazy("Size may differ from the catalogue by a share of"), validators=[NumberRange(0, 10)]
    )
    textures_complete = BooleanField(lazy("No texture may be missing"))

    def show(self, demands: Demands) -> None:
        """Fill the form with what is asked now."""
        self.record.data, self.views.data = list(demands.record), list(demands.views)
        self.standard_only.data, self.every_page.data = demands.standard_only, demands.every_page
        self.full.data = str(demands.full)
        for gate in (demands.image, demands.model):
            for name, value in vars(gate).items():
                self[name].data = value

    def demands(self) -> Demands:
        """What was asked."""
        return Demands(
            record=tuple(self.record.data or ()),
            views=tuple(self.views.data or ()),
            every_page=bool(self.every_page.data),
            full=int(self.full.data),
            standard_only=bool(self.standard_only.data),
            image=ImageGate(
                min_long_side=self.min_long_side.data or 0,
                min_pixels_per_mm=_plain(self.min_pixels_per_mm.data),
                min_focus=_plain(self.min_focus.data),
                max_clipped=_plain(self.max_clipped.data),
                profile_required=bool(self.profile_required.data),
            ),
            model=ModelGate(
                min_faces=self.min_faces.data or 0,
                size_tolerance=_plain(self.size_tolerance.data),
                textures_complete=bool(self.textures_complete.data),
            ),
        )


def _plain(value: Any) -> float:
    return float(value or 0)


class TypeForm(Form):
    """A type of object that gets demands of its own."""

    type_id = SelectField(lazy("Type"), coerce=int, validators=[InputRequired()])


class DecideForm(Form):
    """The deed that puts a draft in force; `seen` tells which wording of it the page showed."""

    seen = HiddenField()
    valid_from = DayField(lazy("In force from"), validators=[InputRequired()])
    document = StringField(lazy("Deciding document"), validators=[Optional(), Length(max=300)])
    note = TextAreaField(lazy("Note"), validators=[Optional(), Length(max=2000)])

"""Forms of the inventory."""

from __future__ import annotations

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from museum_tracker.acquisitions.basis import Basis, written
from museum_tracker.catalogue.rules import ENUM_LABELS, Holding, RegisterBasis
from museum_tracker.web.forms import DayField, Form
from museum_tracker.web.i18n import lazy


class BasisForm(Form):
    """By what an object stands in the register."""

    basis = SelectField(
        lazy("Basis"), choices=[SelectChoice(kind.value, lazy(ENUM_LABELS[kind])) for kind in RegisterBasis]
    )
    basis_number = StringField(lazy("Number of the document"), validators=[Optional(), Length(max=200)])
    basis_on = DayField(lazy("Date of the document"), validators=[Optional()])

    @property
    def named(self) -> Basis:
        """The basis as typed."""
        document = written(self.basis_number.data or "", self.basis_on.data)
        return Basis(kind=RegisterBasis(self.basis.data or RegisterBasis.NONE), document=document)


class RegisterForm(BasisForm):
    """A line of the register."""

    number = StringField(lazy("Registration number"), validators=[Optional(), Length(max=200)])
    on = DayField(lazy("Date registered"), validators=[InputRequired()])
    book = StringField(lazy("Book"), validators=[Optional(), Length(max=100)])
    page = StringField(lazy("Page"), validators=[Optional(), Length(max=100)])
    line = StringField(lazy("Line"), validators=[Optional(), Length(max=100)])
    holding = RadioField(
        lazy("Kept in"),
        choices=[SelectChoice(each.value, lazy(ENUM_LABELS[each])) for each in (Holding.BASE, Holding.REFERENCE)],
        default=Holding.BASE.value,
    )
    early_reason = StringField(
        lazy("Reason, if it is registered from before it was collected"), validators=[Optional(), Length(max=500)]
    )


class MarkForm(Form):
    """The number was seen on the object."""

    on = DayField(lazy("Seen on"), validators=[InputRequired()])
    seen_by = StringField(lazy("Seen by"), validators=[Optional(), Length(max=200)])


class DossierForm(Form):
    """The dossier is complete."""

    on = DayField(lazy("Complete since"), validators=[InputRequired()])


class CorrectForm(Form):
    """A step is taken back, with the reason."""

    reason = TextAreaField(lazy("Reason"), validators=[DataRequired(), Length(max=2000)])

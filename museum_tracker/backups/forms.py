"""The form of the plan of backups."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from museum_tracker.backups.handlers import PlanEntity
from museum_tracker.backups.rules import BackupPlan
from museum_tracker.core.i18n import N_
from museum_tracker.web.forms import Form
from museum_tracker.web.i18n import lazy


def _label(name: str) -> Any:
    return lazy(PlanEntity.fields[name])


def _number(name: str, least: int, most: int, hint: str = "") -> IntegerField:
    between = lazy("Between %(min)d and %(max)d.")
    checks = [InputRequired(lazy("This field is required.")), NumberRange(least, most, between)]
    return IntegerField(_label(name), checks, description=lazy(hint) if hint else "")


class PlanForm(Form):
    """Where to, how often, how many stay."""

    place = StringField(
        _label("place"),
        [Length(max=500, message=lazy("At most %(max)d characters."))],
        filters=[lambda typed: (typed or "").strip()],
        description=lazy(
            "On another disk or a share, as the museum's computer names it: E:/sao-luu, /media/usb/sao-luu."
        ),
    )
    every_days = _number("every_days", 0, 365, N_("0 makes no backup by itself."))
    hour = _number("hour", 0, 23)
    keep = _number("keep", 1, 1000, N_("Older copies of the database go; files are never removed from the folder."))
    allowed_days = _number("allowed_days", 0, 3650, N_("Then the director's overview turns red; 0 never does."))
    with_key = BooleanField(
        _label("with_key"),
        description=lazy(
            "Without it everybody signs in anew after a move. Leave it out where others can open the disk."
        ),
    )

    @property
    def plan(self) -> BackupPlan:
        """The plan as typed."""
        return BackupPlan(
            place=self.place.data or "",
            every_days=self.every_days.data or 0,
            hour=self.hour.data or 0,
            keep=self.keep.data or 1,
            with_key=bool(self.with_key.data),
            allowed_days=self.allowed_days.data or 0,
        )

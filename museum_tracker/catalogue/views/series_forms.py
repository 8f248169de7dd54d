"""The form of a series of numbers."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from museum_tracker.catalogue.numbers.editing import FIELDS, TEXTS
from museum_tracker.catalogue.numbers.patterns import MOST_DIGITS, with_digits
from museum_tracker.web.forms import Form
from museum_tracker.web.i18n import lazy

MOST = 10**MOST_DIGITS - 1


def _text(name: str, *, needed: bool = False) -> StringField:
    checks: list[Any] = [Length(max=TEXTS[name])]
    return StringField(lazy(FIELDS[name]), [InputRequired(), *checks] if needed else checks)


class SeriesForm(Form):
    """How a series writes its numbers, and whether it still gives any."""

    kind = SelectField(lazy("Kind of number"))
    name = _text("name")
    book = _text("book")
    prefix = _text("prefix")
    pattern = _text("pattern", needed=True)
    digits = IntegerField(lazy("Digits, filled up with noughts"), [InputRequired(), NumberRange(1, MOST_DIGITS)])
    next = IntegerField(lazy("Next number"), [InputRequired(), NumberRange(1, MOST)])
    strict = BooleanField(lazy("No number twice"))
    closed = BooleanField(lazy("Closed: gives no numbers any more"))
    successor_id = SelectField(lazy("Followed by"), coerce=lambda value: int(value) if value else None)
    former_museum = _text("former_museum")
    years = _text("years")
    version = HiddenField()

    def values(self, *, shown_next: int | None) -> dict[str, Any]:
        """What was typed, as the service takes it; a next number left as it was shown follows from the pattern."""
        texts: dict[str, Any] = {name: self[name].data or "" for name in TEXTS}
        texts["pattern"] = with_digits(texts["pattern"], self.digits.data or 1)
        if self.next.data != shown_next:
            texts["last"] = (self.next.data or 1) - 1
        flags = {name: bool(self[name].data) for name in ("strict", "closed")}
        return {**texts, **flags, "successor_id": self.successor_id.data}

"""When an object can be moved: to an open place where it does not stand yet, not tomorrow, not before its last move."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.core.text import clean

REASON_LENGTH = 500
MOST_TYPED = 2_000


class AlreadyThere(Refusal):
    """The object stands there already."""

    msgid = N_("%(object)s stands there already.")


class PlaceClosed(Refusal):
    """Nothing is put into a closed place."""

    msgid = N_("“%(place)s” is closed: choose an open place.")


class MovedInFuture(Refusal):
    """A movement is noted when it has happened."""

    msgid = N_("A movement is noted when it has happened: the day lies in the future.")


class MovedLater(Refusal):
    """A movement before a later one would change what is known of today."""

    msgid = N_("%(object)s was moved later, on %(day)s: choose that day or a later one.")


class GoneObject(Refusal):
    """A voided or removed object is not moved."""

    msgid = N_("%(object)s is no longer kept here and cannot be moved.")


class NothingToMove(Refusal):
    """None of the objects has to go anywhere."""

    msgid = N_("None of these objects has to be moved: all stand there already.")


def check_day(moved_on: dt.date, today: dt.date) -> None:
    """Refuse a day in the future.

    Raises:
        MovedInFuture: the day has not come yet.
    """
    if moved_on > today:
        raise MovedInFuture(field="moved_on")


def check_order(label: str, moved_on: dt.date, last: dt.date | None) -> None:
    """Refuse a day before the object's last movement.

    Raises:
        MovedLater: the object was moved after that day.
    """
    if last is not None and moved_on < last:
        raise MovedLater(field="moved_on", object=label, day=last)


def typed_numbers(text: str) -> list[str]:
    """The object numbers of a typed or scanned list, one a line or separated by semicolons, without repeats."""
    numbers: Iterable[str] = (clean(part) for part in re.split(r"[\n;]", text))
    return list(dict.fromkeys(number[:200] for number in numbers if number))[:MOST_TYPED]

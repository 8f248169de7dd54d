"""What a form of targets cannot read."""

from __future__ import annotations

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_


class DayUnclear(Refusal):
    """The date typed is not one day."""

    msgid = N_("“%(text)s” is not a day; write it as day/month/year.")


class NumberUnclear(Refusal):
    """The value typed is not a number."""

    msgid = N_("“%(text)s” is not a number.")

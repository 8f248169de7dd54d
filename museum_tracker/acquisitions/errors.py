"""What acquisitions decline, and why."""

from __future__ import annotations

from museum_tracker.core.errors import Conflict, Refusal
from museum_tracker.core.i18n import N_


class WrongCustody(Conflict):
    """The object is not in the state that the step begins from."""

    msgid = N_("“%(label)s” is “%(state)s”: this step is not possible now.")


class AlreadyEntered(Conflict):
    """It is known already since when the object is here."""

    msgid = N_("“%(label)s” has its day of arrival already, or is no longer waiting.")


class NumberMissing(Refusal):
    """What stands on the register has a number there."""

    msgid = N_("An object that stands on the register has a number there: type it, or take the next one.")


class BookMissing(Refusal):
    """A line from an old register cites its book."""

    msgid = N_("A line from an old register cites its book: write the book, and page and line where you know them.")


class BatchDecided(Conflict):
    """The minutes of this meeting are signed."""

    msgid = N_("The minutes %(number)s are signed: their decisions stand.")


class NothingToDecide(Refusal):
    """A meeting without objects decides nothing."""

    msgid = N_("Put at least one object before the council first.")


class MergerUnproved(Refusal):
    """What came by a merger of museums names its decision and its handover record."""

    msgid = N_("Received by merger of museums: write the merger decision (number, day) and the handover record.")


class MinutesMissing(Refusal):
    """A decision rests on numbered and dated minutes."""

    msgid = N_("Decisions need the number and the date of the minutes.")


class DecisionMissing(Refusal):
    """Every object heard needs an answer."""

    msgid = N_("“%(label)s” has no decision yet.")


class ReasonMissing(Refusal):
    """Returning or removing an object needs its reason."""

    msgid = N_("“%(label)s”: say why.")


class DecisionNumberMissing(Refusal):
    """An object leaves the register by a numbered and dated decision."""

    msgid = N_("A removal needs the number and the date of the decision.")

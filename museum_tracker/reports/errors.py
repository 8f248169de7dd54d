"""Refusals of reports."""

from __future__ import annotations

from museum_tracker.core.errors import Conflict, Refusal
from museum_tracker.core.i18n import N_


class RenderingFailed(Refusal):
    """A report could not be set in the form asked for."""

    msgid = N_("The report could not be made as %(format)s: %(reason)s")
    status = 500


class NotOpen(Refusal):
    """A report that was checked or issued is no longer written."""

    msgid = N_("This report is %(state)s: it can no longer be changed. Send it back to the drafter, or begin another.")
    status = 409


class AlreadyBegun(Refusal):
    """A report on the period is being written already."""

    msgid = N_("A report on %(period)s is being written already.")
    status = 409


class TextTooLong(Refusal):
    """A part is longer than a report can bear."""

    msgid = N_("The text has %(length)s characters; a part may have %(most)s at most.")


class TextConflict(Conflict):
    """Somebody else saved the text meanwhile; carries what stood before, theirs and mine."""

    msgid = N_("Somebody else saved this text in the meantime.")

    def __init__(self, *, mine: str, theirs: str, before: str, version: int) -> None:
        super().__init__()
        self.mine, self.theirs, self.before, self.version = mine, theirs, before, version


class Unexplained(Refusal):
    """Targets that are not met lack their cause or remedy."""

    msgid = N_("Before the report is checked, these targets need a cause and a remedy: %(targets)s.")


class Unresolved(Refusal):
    """Remarks to the drafter are still open."""

    msgid = N_("Before the report is checked, every remark must be settled: %(count)s still open.")


class WrongState(Refusal):
    """A step that does not follow from where the report stands."""

    msgid = N_("The report is %(state)s; this step does not follow.")
    status = 409


class ChangedMeanwhile(Refusal):
    """Somebody took the report back and changed it while its files were being made."""

    msgid = N_("The report was changed while its files were being made: look at it and issue it again.")
    status = 409


class PeriodRunning(Refusal):
    """The period of a report is not over yet."""

    msgid = N_("The period runs until %(date)s: its report cannot be issued before it is over.")


class DatedAhead(Refusal):
    """A report would bear a date that has not come yet."""

    msgid = N_("%(date)s has not come yet: a report is not dated ahead.")


class NumberTaken(Refusal):
    """Another report of the same year has the number."""

    msgid = N_("Number %(number)s was given to another report of the year.")


class ReasonMissing(Refusal):
    """A step back needs its reason."""

    msgid = N_("Say why the report goes back.")


class TemplateRefused(Refusal):
    """A Word template is broken, or asks for what a template may not have; says where."""

    msgid = N_("The template cannot be used: %(problem)s")

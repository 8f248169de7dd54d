"""What the catalogue declines, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from museum_tracker.core.errors import Conflict, NotFound, Refusal
from museum_tracker.core.i18n import N_, Message


class NothingToName(Refusal):
    """A record needs at least a name or a number."""

    msgid = N_("A record needs a name or a number: write at least one of them.")


class NumberTaken(Refusal):
    """Another object bears the number in the same series."""

    msgid = N_("The number %(number)s already belongs to “%(holder)s”: choose another, or correct that record first.")


class NumberEmpty(Refusal):
    """A number without letters or figures."""

    msgid = N_("A number needs at least one letter or figure.")


class SeriesUnknown(Refusal):
    """There is no series of numbers with this code."""

    msgid = N_("There is no series of numbers called “%(series)s”.")


class SeriesClosed(Refusal):
    """A closed series gives no numbers."""

    msgid = N_("The series “%(name)s” is closed and gives no numbers: name the series that follows it, or reopen it.")


class PartCycle(Refusal):
    """An object cannot be a part of itself or of one of its own parts."""

    msgid = N_("“%(part)s” cannot be a part of “%(whole)s”: that one is itself a part of it.")


class DatesReversed(Refusal):
    """The first year or day comes after the last."""

    msgid = N_("The first (%(first)s) comes after the last (%(last)s): exchange them.")


class ArtifactVoided(Refusal):
    """The record was voided and is no longer edited."""

    msgid = N_("“%(label)s” was voided: restore it before editing.")


class ArtifactNotFound(NotFound):
    """There is no such object."""

    msgid = N_("There is no object with this address (%(what)s).")


class RecordConflict(Conflict):
    """Somebody saved other values of the same fields in the meantime: mine, theirs and what stood before."""

    msgid = N_("Somebody else saved other values in the meantime: %(fields)s. Choose field by field.")

    def __init__(
        self,
        *,
        mine: Mapping[str, Any],
        theirs: Mapping[str, Any],
        before: Mapping[str, Any],
        version: int,
        fields: Message,
    ) -> None:
        self.mine, self.theirs, self.before, self.version = dict(mine), dict(theirs), dict(before), version
        super().__init__(fields=fields)


class RecordStands(Refusal):
    """A record that a register line, signed minutes or a report cites cannot be taken back."""

    msgid = N_("“%(label)s” cannot be voided: %(reason)s")


class SourceUnknown(Refusal):
    """No source is on record under this name."""

    msgid = N_("No source on record is called “%(name)s”: add it first, or write it differently.")

"""Refusals: deeds the house declines, worded at the edge in the reader's language."""

from __future__ import annotations

from typing import ClassVar

from museum_tracker.core.i18n import N_, Message


class Refusal(Exception):
    """A deed is declined for a reason that the person asking can understand and act on.

    Subclasses set `msgid` (English, with `%(name)s` places) and take the values as keywords.
    `field` names the form field at fault, where there is one; `status` is the HTTP answer.
    """

    msgid: ClassVar[str] = N_("This cannot be done.")
    status: ClassVar[int] = 422

    def __init__(self, *, field: str = "", **values: object) -> None:
        self.field = field
        self.values = values
        super().__init__(self.msgid % values if values else self.msgid)

    @property
    def message(self) -> Message:
        """The sentence and its values, not yet in any language."""
        return Message(self.msgid, self.values)


class NotFound(Refusal):
    """The thing asked for does not exist, or not for this reader."""

    msgid = N_("Not found: %(what)s.")
    status = 404


class Forbidden(Refusal):
    """The reader's role does not hold the permission."""

    msgid = N_("This needs a right that the account does not hold.")
    status = 403


class Conflict(Refusal):
    """Somebody else changed the thing in the meantime."""

    msgid = N_("Changed by somebody else in the meantime.")
    status = 409

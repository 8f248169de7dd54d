"""Donors and sellers: what a source needs, and what of it is personal."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_

NAME_LENGTH = 500
PERSONAL = ("address", "phone", "id_number")


class SourceKind(StrEnum):
    """What kind of party an object came from."""

    PERSON = "person"
    FAMILY = "family"
    ORGANISATION = "organisation"
    UNKNOWN = "unknown"


SOURCE_KIND_LABELS = {
    SourceKind.PERSON: N_("Person"),
    SourceKind.FAMILY: N_("Family"),
    SourceKind.ORGANISATION: N_("Organisation"),
    SourceKind.UNKNOWN: N_("Unknown"),
}


class SourceNameMissing(Refusal):
    """A source needs a name, if only “an unnamed household”."""

    msgid = N_("A source needs a name, at most %(most)s characters.")


class ConsentWithoutDate(Refusal):
    """Being named in public rests on a consent, and a consent has a date."""

    msgid = N_("Note the day of the consent: without it the source cannot be named in public.")


class ConsentInFuture(Refusal):
    """A consent cannot be given tomorrow."""

    msgid = N_("The consent cannot lie in the future.")


class SourceInUse(Refusal):
    """A source that objects name stays."""

    msgid = N_("“%(name)s” is the source of objects and stays; contact details can be erased.")


class SourceEdited(Refusal):
    """Somebody else changed the source while the form was open."""

    msgid = N_("“%(name)s” was changed by somebody else in the meantime. Reload the page and change it again.")
    status = 409


def check_source(*, name: str, may_be_named: bool, consent_on: dt.date | None, today: dt.date) -> None:
    """Refuse a source without a name, or a permission to be named that rests on nothing.

    Raises:
        Refusal: see the classes above.
    """
    if not 0 < len(name) <= NAME_LENGTH:
        raise SourceNameMissing(field="name", most=NAME_LENGTH)
    if may_be_named and consent_on is None:
        raise ConsentWithoutDate(field="consent_on")
    if consent_on is not None and consent_on > today:
        raise ConsentInFuture(field="consent_on")


def public_name(name: str, *, may_be_named: bool) -> str:
    """The name as it may stand in publications; empty where no consent allows it."""
    return name if may_be_named else ""

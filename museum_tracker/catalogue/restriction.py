"""Objects whose use is restricted (Circular 04/2025): closed to downloads and exports but for a named right.

A restriction holds until its last day, or until it is lifted. Anybody who edits records may set one; only who holds
the right may change or lift it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa

from museum_tracker.accounts.permissions import Can, Permission
from museum_tracker.catalogue.fields import FIELDS
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core import clock
from museum_tracker.core.db import table_of
from museum_tracker.core.errors import Forbidden
from museum_tracker.core.formats import date as show_date
from museum_tracker.core.i18n import N_, Message

RIGHT = Permission.USE_RESTRICTED_OBJECTS
COLUMNS = frozenset(
    column for name in ("use_restricted", "restriction_decision", "restricted_until") for column in FIELDS[name].columns
)
_restricted = table_of(Artifact).alias("restricted")


class UseRestricted(Forbidden):
    """The use of an object is restricted, and the reader has no right to it."""

    msgid = N_(
        "The use of “%(label)s” is restricted: its originals are given only to who holds the right to use "
        "restricted objects."
    )


class RestrictionStands(Forbidden):
    """Somebody without the right would change or lift a restriction."""

    msgid = N_(
        "“%(label)s”: only who holds the right to use restricted objects may change or lift the restriction of its use."
    )


def is_restricted(artifact: Artifact) -> bool:
    """Whether the use of an object is restricted today."""
    last = artifact.restricted_until_latest
    return artifact.use_restricted and (last is None or last >= clock.today())


def closed_to(artifact: Artifact, can: Can) -> bool:
    """Whether an object's originals and its record as a table are closed to a reader."""
    return is_restricted(artifact) and not can(RIGHT)


def restricted_ids() -> sa.Select[Any]:
    """The objects whose use is restricted today; few, and read off an index of their own."""
    last = _restricted.c.restricted_until_latest
    holds = sa.or_(last.is_(None), last >= clock.today())
    return sa.select(_restricted.c.id).where(_restricted.c.use_restricted.is_(True), holds)


def restricted_since(moment: Any) -> sa.Select[Any]:
    """The restricted objects whose records changed since a moment."""
    return restricted_ids().where(_restricted.c.updated_at >= moment)


def refuse_lifting(label: str, before: Mapping[str, Any], changed: Collection[str], can: Can) -> None:
    """See that a restriction that stands is changed only with the right.

    Raises:
        RestrictionStands: it would be changed or lifted without.
    """
    if before["use_restricted"] and not COLUMNS.isdisjoint(changed) and not can(RIGHT):
        raise RestrictionStands(field="use_restricted", label=label)


def restriction_note(artifact: Artifact, locale: str) -> Message | None:
    """What the object's page says of a restriction that holds."""
    if not is_restricted(artifact):
        return None
    last = artifact.restricted_until_latest
    until = show_date(last, locale) if last else Message(N_("it is lifted"))
    why = artifact.restriction_decision or artifact.sensitivity or Message(N_("no decision is written"))
    return Message(
        N_(
            "The use of this object is restricted (%(why)s) until %(until)s: its originals are not given out and "
            "exports leave it out, but for who holds the right to use restricted objects."
        ),
        {"why": why, "until": until},
    )

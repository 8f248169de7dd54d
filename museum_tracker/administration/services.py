"""Deeds of administration."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.catalogue.numbers.editing import follow_prefix
from museum_tracker.core.errors import Conflict
from museum_tracker.core.i18n import N_
from museum_tracker.core.museum import MuseumProfile, get_profile, profile_of, profile_values, put_profile
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.years.services.closing import follow_rule

ENTITY_ID = 1


class ProfileChanged(Conflict):
    """Two administrators edited the profile at the same time."""

    msgid = N_("Somebody else saved the profile in the meantime. Compare below and save again.")


def fingerprint(profile: MuseumProfile) -> str:
    """What a form carries so that it cannot overwrite a profile its author has not seen."""
    kept = json.dumps(profile_values(profile), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(kept.encode()).hexdigest()[:16]


def save_profile(session: Session, values: Mapping[str, Any], *, seen: str, today: dt.date, deed: ChangeSet) -> None:
    """Change the museum's profile; another reporting period counts from the first year that has not begun.

    Raises:
        ProfileChanged: somebody else saved it since `seen` was read.
    """
    now = get_profile(session)
    if seen != fingerprint(now):
        raise ProfileChanged
    plain = {name: value for name, value in values.items() if name != "reporting_period"}
    changed_profile = replace(now, **plain).with_reporting_period(values["reporting_period"], today)
    _put(session, now, changed_profile, deed)


def restore_profile(session: Session, values: Mapping[str, Any], *, deed: ChangeSet) -> None:
    """Give fields of the profile an earlier value again."""
    now = get_profile(session)
    _put(session, now, profile_of({**profile_values(now), **values}), deed)


def _put(session: Session, before: MuseumProfile, after: MuseumProfile, deed: ChangeSet) -> None:
    put_profile(session, after)
    if after.number_prefix != before.number_prefix:
        follow_prefix(session)
    if after.reporting_rules != before.reporting_rules:
        follow_rule(session, deed=deed)
    record(
        session,
        deed,
        entity="museum",
        entity_id=ENTITY_ID,
        before=profile_values(before),
        after=profile_values(after),
    )

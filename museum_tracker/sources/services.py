"""Keeping sources: names with history, contact details without, every reading of them noted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.core import clock
from museum_tracker.core.i18n import N_
from museum_tracker.core.text import clean, fold, sort_key
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.sources.models import Shown, Source, SourceKind, SourceReading
from museum_tracker.sources.queries import count_objects
from museum_tracker.sources.rules import PERSONAL, SourceEdited, SourceInUse, check_source

ENTITY = "source"
FIELDS: dict[str, str] = {
    "name": N_("Name of the source"),
    "kind": N_("Kind of source"),
    "may_be_named": N_("May be named in public"),
    "consent_on": N_("Consent given on"),
    "note": N_("Note"),
    "contact_changed_at": N_("Contact details (not kept in the history)"),
}


def values_of(source: Source) -> dict[str, Any]:
    """A source's values as history keeps them: contact details only by the moment of their change."""
    return {
        "name": source.name,
        "kind": source.kind.value,
        "may_be_named": source.may_be_named,
        "consent_on": source.consent_on.isoformat() if source.consent_on else None,
        "note": source.note,
        "contact_changed_at": source.contact_changed_at.isoformat() if source.contact_changed_at else None,
    }


def add_source(
    session: Session, *, deed: ChangeSet, name: str, kind: SourceKind = SourceKind.UNKNOWN, **values: Any
) -> Source:
    """Add a donor, seller, depositor or finder.

    Raises:
        Refusal: the name is missing, or a permission to be named has no date.
    """
    source = Source(version=1, may_be_named=False, consent_on=None, note="", address="", phone="", id_number="")
    _give(source, {"name": name, "kind": kind, **values})
    session.add(source)
    session.flush()
    record(session, deed, entity=ENTITY, entity_id=source.id, before=None, after=values_of(source))
    return source


def edit_source(
    session: Session, source: Source, values: Mapping[str, Any], *, deed: ChangeSet, version: int | None = None
) -> Source:
    """Change what is known of a source; only the values given change.

    Raises:
        SourceEdited: it was changed since the form was opened (`version`).
        Refusal: see `add_source`.
    """
    if version is not None and version != source.version:
        raise SourceEdited(name=source.name)
    before = values_of(source)
    _give(source, values)
    if record(session, deed, entity=ENTITY, entity_id=source.id, before=before, after=values_of(source)):
        source.version += 1
    session.flush()
    return source


def erase_contact(session: Session, source: Source, *, deed: ChangeSet) -> Source:
    """Erase address, telephone and identity number; the name stays because the register names it."""
    return edit_source(session, source, dict.fromkeys(PERSONAL, ""), deed=deed)


def note_reading(session: Session, source: Source, *, by: User) -> SourceReading:
    """Note that somebody opened a source's contact details."""
    return note_shown(session, Shown.CONTACT, by=by, source_id=source.id, subject_id=source.id)


def note_shown(
    session: Session, shown: Shown, *, by: User, source_id: int | None = None, subject_id: int | None, count: int = 1
) -> SourceReading:
    """Note that somebody was shown whom objects came from."""
    reading = SourceReading(
        source_id=source_id, user_id=by.id, at=clock.now(), shown=shown, subject_id=subject_id, count=count
    )
    session.add(reading)
    session.flush()
    return reading


def remove_unused(session: Session, source: Source, *, deed: ChangeSet) -> None:
    """Take back a source that nothing names (undo of its creation).

    Raises:
        SourceInUse: objects or papers name it.
    """
    if count_objects(session, source):
        raise SourceInUse(name=source.name)
    record(session, deed, entity=ENTITY, entity_id=source.id, before=values_of(source), after=None)
    session.execute(SourceReading.__table__.delete().where(SourceReading.source_id == source.id))  # type: ignore[attr-defined]
    session.delete(source)
    session.flush()


def _give(source: Source, values: Mapping[str, Any]) -> None:
    """Set a source's values after checking them, with the keys by which it is found."""
    values = {name: clean(value) if type(value) is str else value for name, value in values.items()}
    consent: dt.date | None = values.get("consent_on", source.consent_on)
    may_be_named = bool(values.get("may_be_named", source.may_be_named))
    name = str(values.get("name", source.name))
    check_source(name=name, may_be_named=may_be_named, consent_on=consent, today=clock.today())
    if any(field in values and values[field] != getattr(source, field) for field in PERSONAL):
        source.contact_changed_at = clock.now()
    for field, value in values.items():
        setattr(source, field, value)
    source.name_sort, source.name_folded = sort_key(name), fold(name)[:500]

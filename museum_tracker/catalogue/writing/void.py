"""Taking back the creation of records, and bringing them back: one or many, in a few statements."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.records import filled
from museum_tracker.catalogue.signals import tell_changed
from museum_tracker.catalogue.writing.numbers import NumberBook
from museum_tracker.catalogue.writing.stored import Stored, read_stored
from museum_tracker.catalogue.writing.tables import BATCH, read_anew, update_numbers, write_history
from museum_tracker.core.db import among, table_of
from museum_tracker.history.models import ChangeSet


def void_artifacts(session: Session, ids: Sequence[int], *, deed: ChangeSet) -> list[int]:
    """Take back the creation of records: they are hidden and uncounted, their numbers may be claimed again.

    Answers the ids of those that counted. Their words stay in the search index, which knows all records.
    """
    session.flush()
    voided: list[int] = []
    for start in range(0, len(ids), BATCH):
        stored = read_stored(session, ids[start : start + BATCH], lock=True)
        _mark(session, stored, deed, voided=True)
        write_history(session, deed, [(one.id, filled(one.values), None) for one in stored.values()])
        voided += stored
    read_anew(session, voided)
    tell_changed(session, voided, deed=deed)
    return voided


def restore_artifacts(session: Session, ids: Sequence[int], *, deed: ChangeSet) -> list[int]:
    """Bring voided records back with their numbers; answers the ids of those that were voided.

    Raises:
        NumberTaken: another object has taken a number since.
    """
    session.flush()
    book = NumberBook(session, keep_repeats=False)
    restored: list[int] = []
    for start in range(0, len(ids), BATCH):
        stored = read_stored(session, ids[start : start + BATCH], lock=True, voided=True)
        wanted = {key: [number._replace(shelved=False) for number in one.numbers] for key, one in stored.items()}
        book.look_up(wanted.values())
        for key, one in stored.items():
            book.claim(wanted[key], one.numbers, key)
        _mark(session, stored, deed, voided=False)
        write_history(session, deed, [(key, {"voided": True}, {"voided": False}) for key in stored])
        restored += stored
    read_anew(session, restored)
    tell_changed(session, restored, deed=deed)
    return restored


def _mark(session: Session, stored: dict[int, Stored], deed: ChangeSet, *, voided: bool) -> None:
    table = table_of(Artifact)
    marks = {"voided_at": deed.at if voided else None, "updated_at": deed.at, "version": table.c.version + 1}
    session.execute(sa.update(table).where(among(session, table.c.id, list(stored))).values(marks))
    borne = [number for one in stored.values() for number in one.numbers]
    update_numbers(session, borne, [number._replace(shelved=voided) for number in borne])

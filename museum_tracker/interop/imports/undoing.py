"""Taking an import back: what it created is voided, what it changed is restored, what people did since is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer

from museum_tracker.accounts.models import User
from museum_tracker.catalogue.protection import find_protections
from museum_tracker.catalogue.writing.void import void_artifacts
from museum_tracker.core import clock
from museum_tracker.core.collecting import rarely_collected
from museum_tracker.core.db import among, begin_write
from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.models import Fact
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.history.services import Thing, begin_deed, plan_undo, put_back
from museum_tracker.interop.models import BatchState, ImportBatch, ImportRow, Outcome
from museum_tracker.media.models import Asset

PORTION = 2500
Commit = Callable[[Session, float], None]


class Since(StrEnum):
    """What happened to an object after the import."""

    EDITED = "edited"
    PHOTOGRAPHED = "photographed"
    DECIDED = "decided"
    CITED = "cited"


SINCE_LABELS = {
    Since.EDITED: N_("record edited since"),
    Since.PHOTOGRAPHED: N_("pictures or models added since"),
    Since.DECIDED: N_("registered, classified or approved since"),
    Since.CITED: N_("cited by a register, minutes or a report: stays"),
}


@dataclass(frozen=True)
class Touched:
    """A row whose object people have worked on since the import."""

    row: ImportRow
    since: tuple[Since, ...]
    reason: Message | None = None

    @property
    def stays(self) -> bool:
        """Whether it cannot be taken back even if confirmed."""
        return Since.CITED in self.since


def _undoable(batch: ImportBatch) -> sa.Select[ImportRow]:
    return (
        sa.select(ImportRow)
        .where(
            ImportRow.batch_id == batch.id,
            ImportRow.outcome.in_([Outcome.CREATED, Outcome.UPDATED]),
            ImportRow.undone.is_(False),
            ImportRow.artifact_id.is_not(None),
        )
        .order_by(ImportRow.id)
        .options(defer(ImportRow.cells), defer(ImportRow.findings))
    )


def own_deeds(session: Session, batch: ImportBatch) -> list[int]:
    """The deeds of the import itself."""
    return [*_ids(session, sa.select(ImportRow.change_set_id).where(ImportRow.batch_id == batch.id))]


def touched_since(session: Session, rows: Sequence[ImportRow], mine: Sequence[int]) -> list[Touched]:
    """Of some rows of an import, those whose objects were worked on since; `mine` are the deeds of the import."""
    ids = [row.artifact_id for row in rows if row.artifact_id]
    first = min((row.change_set_id or 0 for row in rows), default=0)
    edited = _ids(
        session,
        sa.select(ChangeItem.entity_id).where(
            ChangeItem.entity == "artifact",
            among(session, ChangeItem.entity_id, ids),
            ChangeItem.change_set_id > first,
            ChangeItem.change_set_id.not_in(mine),
        ),
    )
    decided = _ids(
        session,
        sa.select(Fact.artifact_id).where(
            among(session, Fact.artifact_id, ids), Fact.change_set_id > first, Fact.change_set_id.not_in(mine)
        ),
    )
    photographed = _ids(session, sa.select(Asset.artifact_id).where(among(session, Asset.artifact_id, ids)))
    protected = find_protections(session, [row.artifact_id or 0 for row in rows if row.outcome is Outcome.CREATED])
    kept = {row_id: thing.why for row_id, (_, thing) in _updates(session, rows).items() if thing.refusal}
    found = []
    for row in rows:
        cited = protected.get(row.artifact_id or 0) if row.outcome is Outcome.CREATED else kept.get(row.id)
        since = [
            kind
            for kind, known in ((Since.EDITED, edited), (Since.PHOTOGRAPHED, photographed), (Since.DECIDED, decided))
            if row.artifact_id in known
        ]
        if cited is not None:
            since.append(Since.CITED)
        if since:
            found.append(Touched(row, tuple(since), cited))
    return found


def _ids(session: Session, query: sa.Select[Any]) -> set[int]:
    return {found for found in session.scalars(query.distinct()) if found is not None}


def list_touched(session: Session, batch: ImportBatch, *, limit: int = 500) -> list[Touched]:
    """What taking the import back would leave unless confirmed, as far as `limit`."""
    found: list[Touched] = []
    mine = own_deeds(session, batch)
    for rows in _portions(session, batch):
        found += touched_since(session, rows, mine)
        if len(found) >= limit:
            break
    return found[:limit]


def _portions(session: Session, batch: ImportBatch) -> Iterator[list[ImportRow]]:
    last = 0
    while True:
        rows = list(session.scalars(_undoable(batch).where(ImportRow.id > last).limit(PORTION)))
        if not rows:
            return
        last = rows[-1].id
        yield rows


@rarely_collected()
def undo_batch(
    session: Session, batch: ImportBatch, *, by: User, reason: str, confirmed: Collection[int], commit: Commit
) -> int:
    """Take an import back in committed portions; answers how many rows were left as they are.

    `confirmed` are the rows whose objects are taken back although people worked on them since.
    """
    begin_write(session)
    batch.state = BatchState.UNDOING
    total, mine = max(batch.created + batch.updated, 1), own_deeds(session, batch)
    commit(session, 0.0)
    left = done = last = 0
    while True:
        begin_write(session)
        rows = list(session.scalars(_undoable(batch).where(ImportRow.id > last).limit(PORTION)))
        if not rows:
            break
        last = rows[-1].id
        keep = {t.row.id for t in touched_since(session, rows, mine) if t.stays or t.row.id not in confirmed}
        undo = [row for row in rows if row.id not in keep]
        if undo:
            undo_rows(session, batch, undo, by=by, reason=reason)
        left += len(keep)
        done += len(rows)
        commit(session, min(done / total, 1.0))
    batch.state = BatchState.UNDONE
    batch.undone_at = clock.now()
    commit(session, 1.0)
    return left


def undo_rows(session: Session, batch: ImportBatch, rows: Sequence[ImportRow], *, by: User, reason: str) -> None:
    """Take rows back in one change: void what they created, restore what they changed."""
    deed = begin_deed(
        session,
        by=by,
        action=N_("Took back %(rows)s rows of the import of %(file)s"),
        reason=reason,
        rows=len(rows),
        file=batch.file_name,
        batch=batch.id,
    )
    together: dict[int, list[Thing]] = defaultdict(list)
    for change_set_id, thing in _updates(session, rows).values():
        together[change_set_id].append(thing)
    for change_set_id, things in together.items():
        put_back(session, session.get_one(ChangeSet, change_set_id), things, deed=deed)
    undone = among(session, ImportRow.id, [row.id for row in rows])
    made = [row.artifact_id or 0 for row in rows if row.outcome is Outcome.CREATED]
    session.execute(sa.update(ImportRow).where(undone).values(undone=True).execution_options(synchronize_session=False))
    void_artifacts(session, made, deed=deed)


def _updates(session: Session, rows: Sequence[ImportRow]) -> dict[int, tuple[int, Thing]]:
    """What taking updated rows back would do to their objects, by row, each with the change that it takes back."""
    changed: dict[int, dict[int, int]] = defaultdict(dict)
    for row in rows:
        if row.outcome is Outcome.UPDATED and row.change_set_id:
            changed[row.change_set_id][row.artifact_id or 0] = row.id
    found: dict[int, tuple[int, Thing]] = {}
    for change_set_id, row_of in changed.items():
        owners = {("artifact", artifact_id) for artifact_id in row_of}
        things = plan_undo(session, session.get_one(ChangeSet, change_set_id), only=owners, sure=owners)
        planned = {thing.owner: thing for thing in things}
        found |= {
            row_of[key]: (change_set_id, planned.get((kind, key), Thing((kind, key), ()))) for kind, key in owners
        }
    return found

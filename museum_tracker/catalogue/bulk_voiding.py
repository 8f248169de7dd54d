"""Many records voided at once, for imports taken back: the same marks and history as one, in a few statements."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.bulk_reading import Stored, read_stored
from museum_tracker.catalogue.models import Artifact, ArtifactNumber
from museum_tracker.catalogue.records import filled
from museum_tracker.catalogue.signals import tell_changed
from museum_tracker.core.db import Columns, Same, among, insert_columns, json_text, table_of
from museum_tracker.history.models import ChangeItem, ChangeSet

BATCH = 5000


def void_artifacts(session: Session, ids: Sequence[int], *, deed: ChangeSet) -> list[int]:
    """Take back the creation of many records, as `void_artifact` does of one; answers the ids of those that counted.

    Their words stay in the search index, which knows records whether or not they count.
    """
    session.flush()
    voided: list[int] = []
    for start in range(0, len(ids), BATCH):
        stored = read_stored(session, ids[start : start + BATCH], lock=True)
        _void(session, list(stored), deed)
        _write_history(session, list(stored.values()), deed)
        voided += stored
    session.expire_all()  # what was read of these records before no longer holds
    tell_changed(session, voided, deed=deed)
    return voided


def _void(session: Session, ids: list[int], deed: ChangeSet) -> None:
    artifacts, numbers = table_of(Artifact), table_of(ArtifactNumber)
    marks = {"voided_at": deed.at, "updated_at": deed.at, "version": artifacts.c.version + 1}
    session.execute(sa.update(artifacts).where(among(session, artifacts.c.id, ids)).values(marks))
    borne = among(session, numbers.c.artifact_id, ids)
    session.execute(sa.update(numbers).where(borne).values(shelved=True))


def _write_history(session: Session, records: Sequence[Stored], deed: ChangeSet) -> None:
    columns: Columns = {
        "change_set_id": Same(deed.id),
        "entity": Same("artifact"),
        "entity_id": [record.id for record in records],
        "before": [json_text(filled(record.values)) for record in records],
    }
    insert_columns(session, ChangeItem, len(records), columns)

"""What an import looks up: objects by number, by earlier rows of the same file, and what this import touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import ArtifactNumber, NumberSeries
from museum_tracker.catalogue.rules import Custody, InventoryState, NumberKind, NumberState
from museum_tracker.catalogue.writing.stored import read_stored
from museum_tracker.core.db import among
from museum_tracker.core.errors import NotFound
from museum_tracker.core.numbers import number_key
from museum_tracker.interop.imports.deciding import Chunk, Known
from museum_tracker.interop.imports.records import Identity, Record, name_key, unspaced
from museum_tracker.interop.imports.targets import RECORD_ID, ROW_REFERENCE
from museum_tracker.interop.models import BatchState, ImportBatch, ImportProfile, ImportRow

Thing = TypeVar("Thing")
ASKED = 5000  # ids or keys in one question


def get_batch(session: Session, batch_id: int) -> ImportBatch:
    """An import.

    Raises:
        NotFound: there is none.
    """
    batch = session.get(ImportBatch, batch_id)
    if batch is None:
        raise NotFound(what=str(batch_id))
    return batch


def list_batches(session: Session, *, before: int = 0, limit: int = 50) -> list[ImportBatch]:
    """Imports, the latest first; `before` is the last id of the page above."""
    query = sa.select(ImportBatch).order_by(ImportBatch.id.desc()).limit(limit)
    return list(session.scalars(query.where(ImportBatch.id < before) if before else query))


def list_profiles(session: Session) -> list[ImportProfile]:
    """The named mappings, by name."""
    return list(session.scalars(sa.select(ImportProfile).order_by(ImportProfile.name)))


def find_profile(session: Session, name: str) -> ImportProfile | None:
    """A mapping by its name."""
    return session.scalar(sa.select(ImportProfile).where(ImportProfile.name == name))


def list_rows(
    session: Session, batch: ImportBatch, *, outcome: str = "", after: int = 0, limit: int = 100
) -> list[ImportRow]:
    """Rows of an import that have something to say, in the order of the file; `after` is the last id seen."""
    query = sa.select(ImportRow).where(ImportRow.batch_id == batch.id, ImportRow.id > after)
    if outcome:
        query = query.where(ImportRow.outcome == outcome)
    elif batch.state in {BatchState.APPLIED, BatchState.UNDONE, BatchState.UNDOING}:
        query = query.where(sa.cast(ImportRow.findings, sa.Text) != "[]")
    return list(session.scalars(query.order_by(ImportRow.id).limit(limit)))


def look_up(
    session: Session,
    batch: ImportBatch,
    sheet: str,
    records: Sequence[Record],
    *,
    series: str,
    chosen: Mapping[int, str],
) -> Chunk:
    """Everything that deciding about a chunk of rows needs to know."""
    numbers, alike = _by_number(session, _identities(records), series)
    places = _by_place(session, batch, sheet, records)
    ids = {artifact_id for found in (*numbers.values(), *alike.values()) for artifact_id in found}
    ids |= set(places.values())
    known = read_known(session, ids)
    by_number, by_likeness = (
        {
            identity: [known[artifact_id] for artifact_id in found if artifact_id in known]
            for identity, found in group.items()
        }
        for group in (numbers, alike)
    )
    by_row = {
        record.row.number: known[places[record.row.number]]
        for record in records
        if places.get(record.row.number) in known and _agrees(record, known[places[record.row.number]])
    }
    return Chunk(by_number, by_row, touched_by(session, batch, ids), chosen, by_likeness)


def _identities(records: Sequence[Record]) -> set[tuple[str, str]]:
    return {one for record in records for one in (record.identity, record.entry) if one is not None}


def _by_number(
    session: Session, identities: Collection[Identity], series: str
) -> tuple[dict[Identity, list[int]], dict[Identity, list[int]]]:
    """The objects that bear these numbers, and those that bear one which differs only in its spacing."""
    found: dict[Identity, list[int]] = defaultdict(list)
    alike: dict[Identity, list[int]] = defaultdict(list)
    bare: dict[tuple[str, str, str], list[Identity]] = defaultdict(list)
    for identity in identities:
        bare[unspaced(identity)].append(identity)
    for keys in _portions({compact for _, compact, _ in bare}):
        query = sa.select(ArtifactNumber.kind, ArtifactNumber.key, ArtifactNumber.artifact_id).where(
            among(session, ArtifactNumber.compact, keys),
            ArtifactNumber.state != NumberState.FORMER,
            ArtifactNumber.shelved.is_(False),
        )
        if series:
            query = query.outerjoin(NumberSeries).where(
                (NumberSeries.code == series) | (ArtifactNumber.kind != NumberKind.REGISTRATION)
            )
        for kind, key, artifact_id in session.execute(query.order_by(ArtifactNumber.artifact_id)):
            if (kind.value, key) in identities:
                found[kind.value, key].append(artifact_id)
            for wanted in bare.get(unspaced((kind.value, key)), ()):
                if wanted != (kind.value, key):
                    alike[wanted].append(artifact_id)
    return found, alike


def _by_place(session: Session, batch: ImportBatch, sheet: str, records: Sequence[Record]) -> dict[int, int]:
    """Objects that rows point to: by our own columns, or by the same row of an earlier import of the same file."""
    places: dict[int, int] = {}
    nameless: list[int] = []
    for record in records:
        special = record.row.special
        if special.get(RECORD_ID, "").isdecimal() and len(special[RECORD_ID]) < 18:
            places[record.row.number] = int(special[RECORD_ID])
        elif ROW_REFERENCE in special:
            artifact_id = _referenced(session, special[ROW_REFERENCE])
            if artifact_id:
                places[record.row.number] = artifact_id
        elif record.identity is None:
            nameless.append(record.row.number)
    for numbers in _portions(nameless):
        places |= _same_row_before(session, batch, sheet, numbers)
    return places


def _referenced(session: Session, reference: str) -> int | None:
    """The object that came of a row named "batch/sheet/row" in a list of rows to mend."""
    batch, _, rest = reference.partition("/")
    sheet, _, row = rest.rpartition("/")
    if not (batch.isdecimal() and row.isdecimal() and len(batch) < 10 and len(row) < 10):
        return None
    return session.scalar(
        sa.select(ImportRow.artifact_id).where(
            ImportRow.batch_id == int(batch), ImportRow.sheet == sheet, ImportRow.row == int(row)
        )
    )


def _same_row_before(session: Session, batch: ImportBatch, sheet: str, numbers: Sequence[int]) -> dict[int, int]:
    rows = session.execute(
        sa.select(ImportRow.row, ImportRow.artifact_id)
        .join(ImportBatch)
        .where(
            ImportBatch.file_name == batch.file_name,
            ImportBatch.id != batch.id,
            ImportRow.sheet == sheet,
            ImportRow.row.in_(numbers),
            ImportRow.artifact_id.is_not(None),
            ImportRow.undone.is_(False),
        )
        .order_by(ImportRow.id)
    )
    return {row.row: row.artifact_id for row in rows if row.artifact_id}


def _agrees(record: Record, known: Known) -> bool:
    """A row that points to an object must share its name or a number with it: files are copied and pasted."""
    names = {name_key(record.values.get(name) or "") for name in ("name_vi", "name_en")} - {""}
    if names & known.names:
        return True
    borne = {number_key(number["text"]) for number in known.values.get("numbers", ())}
    return any(number_key(number["text"]) in borne for number in record.values.get("numbers", ()))


def read_known(session: Session, ids: Collection[int]) -> dict[int, Known]:
    """Objects that count, with their values, by id."""
    if not ids:
        return {}
    return {
        found.id: Known(
            found.id,
            _names_of(found.values),
            found.label,
            found.values,
            waits=found.custody == Custody.UNDER_REVIEW,
            registered=found.inventory_state != InventoryState.NONE,
        )
        for found in read_stored(session, list(ids)).values()
    }


def _names_of(values: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(name_key(values[name]) for name in ("name_vi", "name_en") if values[name])


def touched_by(session: Session, batch: ImportBatch, ids: Iterable[int]) -> set[int]:
    """Which of these objects earlier rows of this import are about."""
    touched: set[int] = set()
    for portion in _portions(ids):
        touched |= set(
            session.scalars(
                sa.select(ImportRow.artifact_id).where(
                    # Reckoned, so that SQLite goes by the objects asked for and not through the whole import.
                    ImportRow.batch_id + 0 == batch.id,
                    ImportRow.entered,
                    among(session, ImportRow.artifact_id, portion),
                )
            )
        )
    return touched


def _portions(things: Iterable[Thing]) -> Iterable[list[Thing]]:
    every = list(things)
    for start in range(0, len(every), ASKED):
        yield every[start : start + ASKED]

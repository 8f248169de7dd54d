"""Many records changed at once, for imports: read, compared and written in batches, with the same history as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.bulk_numbers import NumberBook, TakenNumber
from museum_tracker.catalogue.bulk_reading import Stored, read_stored
from museum_tracker.catalogue.bulk_rows import DERIVED_FROM, derived_columns, plain_values
from museum_tracker.catalogue.bulk_tables import write_dimensions, write_materials, write_numbers
from museum_tracker.catalogue.bulk_words import WordBook
from museum_tracker.catalogue.errors import ArtifactVoided, NothingToName
from museum_tracker.catalogue.implied import Implied
from museum_tracker.catalogue.models import Artifact, ArtifactMaterial, Dimension
from museum_tracker.catalogue.numbering import number_keys, shown_numbers
from museum_tracker.catalogue.records import LISTS, typed
from museum_tracker.catalogue.rules import NumberState
from museum_tracker.catalogue.search.index import SEARCHED, replace_rows
from museum_tracker.catalogue.signals import tell_changed
from museum_tracker.core.db import Columns, Same, among, insert_columns, json_text, table_of
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.vocabularies.meanings import read_meanings

BATCH = 5000
_KEY = "id_"


@dataclass(slots=True)
class Change:
    """What changes of one record: its values before and after, and the numbers that are added."""

    stored: Stored
    after: dict[str, Any]
    added: list[TakenNumber] = field(default_factory=list)

    @property
    def names(self) -> frozenset[str]:
        """The values that differ."""
        before = self.stored.values
        return frozenset(name for name, value in self.after.items() if before[name] != value)


def update_artifacts(
    session: Session, changes: Mapping[int, Mapping[str, Any]], *, deed: ChangeSet, tell: bool = True
) -> list[int]:
    """Change values of many records, given by id as `edit_artifact` takes them; answers the ids of those that changed.

    Numbers among the values are added, none is taken away; one that another object bears is kept beside it as a
    repeated number to be resolved. Without `tell` the caller announces the change itself, once it has added its facts.

    Raises:
        ArtifactVoided: a record no longer counts.
        NothingToName: nothing would be left to call an object by.
        DatesReversed: a first year after the last.
        ValueError: a name or a word that no record has.
    """
    session.flush()
    numbers, words = NumberBook(session, keep_repeats=True), WordBook(session)
    implied = Implied(read_meanings(session))
    ids: list[int] = []
    listed = list(changes.items())
    for start in range(0, len(listed), BATCH):
        changed = _worked_out(session, dict(listed[start : start + BATCH]), numbers, implied)
        _write(session, changed, deed)
        _reindex(session, changed, words)
        ids += [change.stored.id for change in changed]
    numbers.finish()
    session.expire_all()  # what was read of these records before no longer holds
    if tell:
        tell_changed(session, ids, deed=deed)
    return ids


def _worked_out(
    session: Session, wanted: Mapping[int, Mapping[str, Any]], book: NumberBook, implied: Implied
) -> list[Change]:
    stored = read_stored(session, list(wanted), lock=True)
    if missing := wanted.keys() - stored.keys():
        raise ArtifactVoided(label=f"#{min(missing)}")
    added = book.take(_missing(stored[key], values.get("numbers", ())) for key, values in wanted.items())
    changes = []
    for (key, values), numbers in zip(wanted.items(), added, strict=True):
        before = stored[key].values
        after = {**before, **plain_values(implied.changed(before, values))}
        after |= {name: list(values[name]) for name in ("materials", "dimensions") if name in values}
        after["numbers"] = [*before["numbers"], *(number.plain for number in numbers)]
        change = Change(stored[key], after, numbers)
        if not change.names:
            continue
        if not (after["numbers"] or after["name_vi"] or after["name_en"]):
            raise NothingToName(field="name_vi")
        changes.append(change)
    return changes


def _missing(stored: Stored, numbers: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those of some numbers that an object does not bear."""
    borne = {
        (number["kind"], number_keys(number["text"])["key"])
        for number in stored.values["numbers"]
        if number["state"] != NumberState.FORMER
    }
    return [number for number in numbers if (number["kind"], number_keys(number["text"])["key"]) not in borne]


def _write(session: Session, changes: Sequence[Change], deed: ChangeSet) -> None:
    groups: dict[frozenset[str], list[Change]] = defaultdict(list)
    for change in changes:
        groups[change.names].append(change)
    for names, alike in groups.items():
        rows = [_row(change, names) for change in alike]
        table = table_of(Artifact)
        written = {name: sa.bindparam(name, type_=table.c[name].type) for name in rows[0] if name != _KEY}
        statement = sa.update(table).where(table.c.id == sa.bindparam(_KEY))
        session.connection().execute(statement.values(**written, version=table.c.version + 1, updated_at=deed.at), rows)
    write_numbers(session, [(change.stored.id, number) for change in changes for number in change.added], deed)
    for name, model, write in (
        ("materials", ArtifactMaterial, write_materials),
        ("dimensions", Dimension, write_dimensions),
    ):
        anew = {change.stored.id: change.after[name] for change in changes if name in change.names}
        if anew:
            owner = table_of(model).c.artifact_id
            session.execute(sa.delete(table_of(model)).where(among(session, owner, list(anew))))
            write(session, anew.items())
    _write_history(session, changes, deed)


def _row(change: Change, names: frozenset[str]) -> dict[str, Any]:
    """The changed columns of a record, with those that follow from them."""
    row = {name: typed(name, change.after[name]) for name in names if name not in LISTS}
    if not names.isdisjoint(DERIVED_FROM):
        row |= derived_columns(change.after)
    if "numbers" in names:
        row |= shown_numbers(change.after["numbers"])
    return {**row, _KEY: change.stored.id}


def _write_history(session: Session, changes: Sequence[Change], deed: ChangeSet) -> None:
    columns: Columns = {
        "change_set_id": Same(deed.id),
        "entity": Same("artifact"),
        "entity_id": [change.stored.id for change in changes],
        "before": [json_text({name: change.stored.values[name] for name in change.names}) for change in changes],
        "after": [json_text({name: change.after[name] for name in change.names}) for change in changes],
    }
    insert_columns(session, ChangeItem, len(changes), columns)


def _reindex(session: Session, changes: Sequence[Change], words: WordBook) -> None:
    rows = []
    for change in changes:
        if not change.names.isdisjoint(SEARCHED):
            texts = [number["text"] for number in change.after["numbers"]]
            rows.append((change.stored.id, *words.of(change.after, texts, change.after["materials"])))
    replace_rows(session, rows)

"""Changing records: one or many, read, compared and written in batches; nothing is written where nothing differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Can
from museum_tracker.catalogue.errors import PartCycle
from museum_tracker.catalogue.implied import Implied
from museum_tracker.catalogue.models import Artifact, ArtifactMaterial, Dimension
from museum_tracker.catalogue.numbering import shown_numbers
from museum_tracker.catalogue.records import DERIVED, DERIVED_FROM, LISTS, derived, need_a_name, plain_values, typed
from museum_tracker.catalogue.restriction import refuse_lifting
from museum_tracker.catalogue.search.index import SEARCHED, replace_rows
from museum_tracker.catalogue.search.wordbook import WordBook
from museum_tracker.catalogue.signals import tell_changed
from museum_tracker.catalogue.writing.create import SHOWN
from museum_tracker.catalogue.writing.numbers import Number, NumberBook, NumberEdit, adding, exactly
from museum_tracker.catalogue.writing.stored import Stored, read_stored, refuse_absent
from museum_tracker.catalogue.writing.tables import (
    BATCH,
    insert_numbers,
    read_anew,
    update_numbers,
    write_dimensions,
    write_history,
    write_materials,
)
from museum_tracker.core.db import among, table_of
from museum_tracker.history.models import ChangeSet
from museum_tracker.vocabularies.meanings import read_meanings

_KEY = "id_"


@dataclass(frozen=True, slots=True)
class Edit:
    """What is asked of one record: values by column, and what becomes of its numbers.

    `exact` values, as undo gives them back, imply nothing else.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    numbers: NumberEdit | None = None
    exact: bool = False

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Edit:
        """Values as a form or a row gives them: numbers among them are added, none is taken away."""
        numbers = values.get("numbers")
        return cls({k: v for k, v in values.items() if k != "numbers"}, adding(numbers) if numbers else None)

    @classmethod
    def back(cls, values: Mapping[str, Any]) -> Edit:
        """Values as history kept them, numbers included."""
        said = {name: value for name, value in values.items() if name not in {"numbers", "voided", "version"}}
        return cls(said, exactly(values["numbers"]) if "numbers" in values else None, exact=True)


@dataclass(slots=True)
class Change:
    """What changes of one record: its values before and after, and the numbers that it will bear."""

    stored: Stored
    after: dict[str, Any]
    numbers: list[Number]

    @property
    def names(self) -> frozenset[str]:
        """The values that differ."""
        before = self.stored.values
        return frozenset(name for name, value in self.after.items() if before[name] != value)

    @property
    def wholes(self) -> set[int]:
        """What the object was or becomes a part of, where that changes."""
        ends = {self.stored.values["parent_id"], self.after["parent_id"]}
        return ends - {None} if len(ends) == 2 else set()


def change_artifacts(
    session: Session, edits: Mapping[int, Edit], *, deed: ChangeSet, keep_repeats: bool = False, tell: bool = True
) -> list[int]:
    """Change records, given by id; answers the ids of those that differ afterwards.

    With `keep_repeats` a number that another object bears is kept beside it as a repeated number to be resolved.
    Without `tell` the caller announces the change itself, once it has added its facts.

    Raises:
        ArtifactNotFound, ArtifactVoided: there is no such record, or it no longer counts.
        NumberTaken: another object bears a number, and repeats are not kept.
        RestrictionStands: it would lift a restriction of use without the right.
        NothingToName: nothing would be left to call an object by.
        PartCycle: an object would become a part of one of its own parts.
        DatesReversed: a first year or day after the last.
        ValueError: a name or a word that no record has.
    """
    session.flush()
    book = NumberBook(session, keep_repeats=keep_repeats)
    typed_anew = any("type_id" in edit.values and not edit.exact for edit in edits.values())
    implied = Implied(read_meanings(session)) if typed_anew else None
    words: WordBook | None = None
    ids: list[int] = []
    wholes: set[int] = set()
    listed = list(edits.items())
    for start in range(0, len(listed), BATCH):
        changes = _worked_out(session, dict(listed[start : start + BATCH]), book, implied, deed.by.can)
        _write(session, changes, deed)
        found = [change for change in changes if not change.names.isdisjoint(SEARCHED)]
        if found:
            words = words or WordBook(session)
            replace_rows(session, list(_words(found, words)))
        ids += [change.stored.id for change in changes]
        wholes |= {whole for change in changes for whole in change.wholes}
    book.finish()
    read_anew(session, {*ids, *wholes})
    if tell:
        tell_changed(session, ids, deed=deed)
    return ids


def _worked_out(
    session: Session, edits: Mapping[int, Edit], book: NumberBook, implied: Implied | None, can: Can
) -> list[Change]:
    stored = read_stored(session, list(edits), lock=True)
    if missing := edits.keys() - stored.keys():
        refuse_absent(session, min(missing))
    wanted = {
        key: edit.numbers(book.of_holding(_holding(stored[key], edit)), stored[key].numbers)
        if edit.numbers
        else stored[key].numbers
        for key, edit in edits.items()
    }
    book.look_up(numbers for key, numbers in wanted.items() if edits[key].numbers)
    changes = []
    for key, edit in edits.items():
        numbers = book.claim(wanted[key], stored[key].numbers, key) if edit.numbers else wanted[key]
        change = Change(stored[key], _after(stored[key], edit, numbers, implied), numbers)
        if change.names:
            refuse_lifting(stored[key].label, stored[key].values, change.names, can)
            need_a_name(change.after, numbers)
            changes.append(change)
    _refuse_cycles(session, changes)
    return changes


def _holding(stored: Stored, edit: Edit) -> str | None:
    """Under which title an object is kept after an edit."""
    return edit.values.get("holding") or stored.values["holding"]


def _after(stored: Stored, edit: Edit, numbers: list[Number], implied: Implied | None) -> dict[str, Any]:
    said = plain_values(edit.values)
    if implied is not None and not edit.exact:
        said = {**implied.changed(stored.values, said)}
    return {**stored.values, **said, "numbers": [number.plain for number in numbers]}


def _refuse_cycles(session: Session, changes: Sequence[Change]) -> None:
    moved = {change.stored.id: change.after["parent_id"] for change in changes if change.wholes}
    table = table_of(Artifact)
    for part, whole in moved.items():
        above, seen = whole, set[int]()
        while above is not None and above != part and above not in seen:
            seen.add(above)
            above_it = sa.select(table.c.parent_id).where(table.c.id == above)
            above = moved[above] if above in moved else session.scalar(above_it)
        if above == part:
            labels = {key: session.get_one(Artifact, key).label for key in (part, whole)}
            raise PartCycle(part=labels[part], whole=labels[whole])


def _write(session: Session, changes: Sequence[Change], deed: ChangeSet) -> None:
    groups: dict[frozenset[str], list[Change]] = defaultdict(list)
    for change in changes:
        groups[change.names].append(change)
    table = table_of(Artifact)
    for names, alike in groups.items():
        rows = [_row(change, names) for change in alike]
        written = {name: sa.bindparam(name, type_=table.c[name].type) for name in rows[0] if name != _KEY}
        statement = sa.update(table).where(table.c.id == sa.bindparam(_KEY))
        session.connection().execute(statement.values(**written, version=table.c.version + 1, updated_at=deed.at), rows)
    numbered = [change for change in changes if "numbers" in change.names]
    before = [number for change in numbered for number in change.stored.numbers]
    update_numbers(session, before, (number for change in numbered for number in change.numbers))
    fresh = [(change.stored.id, number) for change in numbered for number in change.numbers if not number.id]
    insert_numbers(session, fresh, deed)
    _rewrite(session, changes, "materials", ArtifactMaterial, write_materials)
    _rewrite(session, changes, "dimensions", Dimension, write_dimensions)
    write_history(session, deed, [_item(change) for change in changes])


def _rewrite(session: Session, changes: Sequence[Change], name: str, model: Any, write: Any) -> None:
    anew = {change.stored.id: change.after[name] for change in changes if name in change.names}
    if anew:
        table = table_of(model)
        session.execute(sa.delete(table).where(among(session, table.c.artifact_id, list(anew))))
        write(session, anew.items())


def _item(change: Change) -> tuple[int, dict[str, Any], dict[str, Any]]:
    """What history keeps of a change: only what differs."""
    names, before = change.names, change.stored.values
    return change.stored.id, {name: before[name] for name in names}, {name: change.after[name] for name in names}


def _row(change: Change, names: frozenset[str]) -> dict[str, Any]:
    """The changed columns of a record, with those that follow from them."""
    row = {name: typed(name, change.after[name]) for name in names if name not in LISTS}
    if not names.isdisjoint(DERIVED_FROM):
        row |= dict(zip(DERIVED, derived(change.after), strict=True))
    if "numbers" in names:
        row |= dict(zip(SHOWN, shown_numbers(change.numbers), strict=True))
    return {**row, _KEY: change.stored.id}


def _words(changes: Sequence[Change], words: WordBook) -> Iterator[tuple[int, str, str]]:
    for change in changes:
        texts = [number.text for number in change.numbers]
        yield change.stored.id, *words.of(change.after, texts, change.after["materials"])

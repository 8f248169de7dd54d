"""Creating, editing, voiding and numbering objects; every deed with its history, its search words and its signal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.catalogue.conflicts import refuse_conflict
from museum_tracker.catalogue.errors import ArtifactNotFound, ArtifactVoided, NothingToName, PartCycle
from museum_tracker.catalogue.implied import Implied
from museum_tracker.catalogue.models import Artifact, ArtifactNumber, NumberSeries
from museum_tracker.catalogue.numbering import (
    add_missing,
    replace_number,
    restore_numbers,
    shelve_numbers,
    show_numbers,
)
from museum_tracker.catalogue.records import filled, snapshot, write_values
from museum_tracker.catalogue.rules import NumberKind, NumberState
from museum_tracker.catalogue.search.index import reindex
from museum_tracker.catalogue.signals import tell_changed
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.vocabularies.meanings import read_meanings

ENTITY = "artifact"


def get_artifact(session: Session, artifact_id: int, *, lock: bool = False) -> Artifact:
    """The object with this id, voided ones included; with `lock` nobody else changes it until the deed ends.

    Raises:
        ArtifactNotFound: there is none.
    """
    artifact = session.get(Artifact, artifact_id, with_for_update=lock or None, populate_existing=lock)
    if artifact is None:
        raise ArtifactNotFound(what=str(artifact_id))
    return artifact


def create_artifact(
    session: Session, values: Mapping[str, Any], *, deed: ChangeSet, keep_repeats: bool = False
) -> Artifact:
    """Begin the record of an object. `values` are plain values by column; `numbers` a list of kind and text.

    With `keep_repeats` (old books) a number that another object bears is kept beside it as a duplicate.

    Raises:
        NothingToName: neither a name nor a number.
        NumberTaken: another object bears the number.
    """
    numbers = [number for number in values.get("numbers", ()) if number["text"].strip()]
    if not numbers and not any(str(values.get(name) or "").strip() for name in ("name_vi", "name_en")):
        raise NothingToName(field="name_vi")
    said = Implied(read_meanings(session)).begun(values)
    artifact = _blank(deed)
    session.add(artifact)
    write_values(artifact, {name: value for name, value in said.items() if name != "numbers"})
    session.flush()
    add_missing(session, artifact, numbers, keep_repeat=keep_repeats)
    show_numbers(artifact)
    session.flush()
    created = {"version": 1, **filled(snapshot(artifact))}
    record(session, deed, entity=ENTITY, entity_id=artifact.id, before=None, after=created)
    _published(session, artifact, deed)
    return artifact


def _blank(deed: ChangeSet) -> Artifact:
    """A record in which nobody has written yet."""
    artifact = Artifact(version=1, created_at=deed.at, updated_at=deed.at, name_vi="", name_en="")
    artifact.numbers, artifact.material_links, artifact.dimensions = [], [], []
    artifact.date_earliest = artifact.date_latest = artifact.collected_earliest = artifact.collected_latest = None
    return artifact


def edit_artifact(
    session: Session, artifact: Artifact, values: Mapping[str, Any], *, version: int, deed: ChangeSet
) -> Artifact:
    """Change values of a record. Numbers among the values are added, none is taken away.

    Raises:
        RecordConflict: somebody changed the same values since `version` was read.
        ArtifactVoided: the record no longer counts.
    """
    artifact = get_artifact(session, artifact.id, lock=True)
    if version != artifact.version:
        refuse_conflict(session, artifact, values, version)

    def change() -> None:
        said = values
        if "type_id" in values:
            said = Implied(read_meanings(session)).changed(snapshot(artifact), values)
        write_values(artifact, {name: value for name, value in said.items() if name != "numbers"})
        add_missing(session, artifact, values.get("numbers", ()))

    return _change(session, artifact, deed, change)


def set_number(
    session: Session,
    artifact: Artifact,
    text: str,
    *,
    deed: ChangeSet,
    kind: NumberKind = NumberKind.REGISTRATION,
    series: NumberSeries | None = None,
    state: NumberState = NumberState.CURRENT,
    keep_repeat: bool = False,
) -> Artifact:
    """Give an object its one number of a kind; the one before becomes a former number, no text takes it away.

    Raises:
        NumberTaken: another object bears it in the same series.
    """
    artifact = get_artifact(session, artifact.id, lock=True)
    return _change(
        session,
        artifact,
        deed,
        lambda: replace_number(session, artifact, text, kind=kind, series=series, state=state, keep_repeat=keep_repeat),
    )


def add_number(
    session: Session,
    artifact: Artifact,
    text: str,
    *,
    kind: NumberKind,
    deed: ChangeSet,
    series: NumberSeries | None = None,
) -> Artifact:
    """Write one more number beside an object, such as an old or a field number.

    Raises:
        NumberTaken: another object bears it in the same series.
    """
    artifact = get_artifact(session, artifact.id, lock=True)
    wanted = {"kind": kind, "text": text, "series": series}
    return _change(session, artifact, deed, lambda: add_missing(session, artifact, [wanted]))


def remove_number(session: Session, artifact: Artifact, number: ArtifactNumber, *, deed: ChangeSet) -> Artifact:
    """Strike a number out: it stays as a former number and is no longer the object's."""
    artifact = get_artifact(session, artifact.id, lock=True)

    def change() -> None:
        number.state = NumberState.FORMER

    return _change(session, artifact, deed, change)


def set_parent(session: Session, artifact: Artifact, parent: Artifact | None, *, deed: ChangeSet) -> Artifact:
    """Make an object a part of another, or a thing of its own again.

    Raises:
        PartCycle: the other one is itself a part of this object.
    """
    artifact = get_artifact(session, artifact.id, lock=True)
    above = parent
    while above is not None:
        if above.id == artifact.id:
            raise PartCycle(part=artifact.label, whole=parent.label if parent else "")
        above = above.parent
    parent_id = parent.id if parent else None
    return _change(session, artifact, deed, lambda: write_values(artifact, {"parent_id": parent_id}))


def void_artifact(session: Session, artifact: Artifact, *, deed: ChangeSet) -> Artifact:
    """Take back the creation of a record: it is hidden and uncounted, its numbers may be claimed again."""
    artifact = get_artifact(session, artifact.id, lock=True)
    if artifact.voided_at is not None:
        return artifact
    before = filled(snapshot(artifact))
    artifact.voided_at = artifact.updated_at = deed.at
    artifact.version += 1
    shelve_numbers(session, artifact, shelved=True)
    record(session, deed, entity=ENTITY, entity_id=artifact.id, before=before, after=None)
    _published(session, artifact, deed)
    return artifact


def restore_artifact(session: Session, artifact: Artifact, *, deed: ChangeSet) -> Artifact:
    """Bring a voided record back with its numbers.

    Raises:
        NumberTaken: another object has taken one of its numbers since.
    """
    artifact = get_artifact(session, artifact.id, lock=True)
    if artifact.voided_at is None:
        return artifact
    shelve_numbers(session, artifact, shelved=False)
    artifact.voided_at = None
    artifact.updated_at = deed.at
    artifact.version += 1
    record(session, deed, entity=ENTITY, entity_id=artifact.id, before={"voided": True}, after={"voided": False})
    _published(session, artifact, deed)
    return artifact


def put_back(session: Session, artifact_id: int, values: Mapping[str, Any], *, deed: ChangeSet) -> None:
    """Give a record values that it had before, numbers included, as undo asks.

    Raises:
        NumberTaken: another object has taken a number since.
    """
    artifact = get_artifact(session, artifact_id, lock=True)
    if values.get("voided"):
        void_artifact(session, artifact, deed=deed)
        return

    def change() -> None:
        write_values(artifact, {k: v for k, v in values.items() if k not in {"numbers", "voided", "version"}})
        if "numbers" in values:
            restore_numbers(session, artifact, values["numbers"])

    _change(session, artifact, deed, change)


def _change(session: Session, artifact: Artifact, deed: ChangeSet, change: Callable[[], object]) -> Artifact:
    """Carry out a change with its before and after; nothing is written when nothing differs."""
    if artifact.voided_at is not None:
        raise ArtifactVoided(label=artifact.label)
    before = snapshot(artifact)
    change()
    session.flush()
    session.expire(artifact, ["parent"])
    after = snapshot(artifact)
    if before == after:
        return artifact
    if not after["numbers"] and not (artifact.name_vi or artifact.name_en):
        raise NothingToName(field="name_vi")
    show_numbers(artifact)
    artifact.version += 1
    artifact.updated_at = deed.at
    record(session, deed, entity=ENTITY, entity_id=artifact.id, before=before, after=after)
    _published(session, artifact, deed)
    return artifact


def _published(session: Session, artifact: Artifact, deed: ChangeSet) -> None:
    reindex(session, [artifact.id])
    tell_changed(session, [artifact.id], deed=deed)

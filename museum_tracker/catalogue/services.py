"""Writing single objects: each a batch of one on the way by which many are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.catalogue.conflicts import refuse_conflict
from museum_tracker.catalogue.errors import ArtifactNotFound, NumberEmpty
from museum_tracker.catalogue.models import Artifact, ArtifactNumber, NumberSeries
from museum_tracker.catalogue.rules import NumberKind, NumberState
from museum_tracker.catalogue.writing.change import Edit, change_artifacts
from museum_tracker.catalogue.writing.create import create_artifacts
from museum_tracker.catalogue.writing.numbers import adding, replacing, striking
from museum_tracker.catalogue.writing.void import restore_artifacts, void_artifacts
from museum_tracker.core.numbers import number_key
from museum_tracker.history.models import ChangeSet


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
    """Begin the record of an object, as `create_artifacts` begins many."""
    (artifact_id,) = create_artifacts(session, [values], deed=deed, keep_repeats=keep_repeats)
    return session.get_one(Artifact, artifact_id)


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
    return _change(session, artifact, Edit.of(values), deed)


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
    edit = Edit(numbers=replacing(text, kind=kind, series=series, state=state))
    return _change(session, artifact, edit, deed, keep_repeats=keep_repeat)


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
        NumberEmpty: it has neither letters nor figures.
    """
    if not number_key(text):
        raise NumberEmpty(field="number")
    return _change(session, artifact, Edit(numbers=adding([{"kind": kind, "text": text, "series": series}])), deed)


def remove_number(session: Session, artifact: Artifact, number: ArtifactNumber, *, deed: ChangeSet) -> Artifact:
    """Strike a number out: it stays as a former number and is no longer the object's."""
    return _change(session, artifact, Edit(numbers=striking(number.id)), deed)


def set_parent(session: Session, artifact: Artifact, parent: Artifact | None, *, deed: ChangeSet) -> Artifact:
    """Make an object a part of another, or a thing of its own again.

    Raises:
        PartCycle: the other one is itself a part of this object.
    """
    return _change(session, artifact, Edit({"parent_id": parent.id if parent else None}), deed)


def void_artifact(session: Session, artifact: Artifact, *, deed: ChangeSet) -> Artifact:
    """Take back the creation of a record: it is hidden and uncounted, its numbers may be claimed again."""
    void_artifacts(session, [artifact.id], deed=deed)
    return artifact


def restore_artifact(session: Session, artifact: Artifact, *, deed: ChangeSet) -> Artifact:
    """Bring a voided record back with its numbers.

    Raises:
        NumberTaken: another object has taken one of its numbers since.
    """
    restore_artifacts(session, [artifact.id], deed=deed)
    return artifact


def put_back(session: Session, artifact_id: int, values: Mapping[str, Any], *, deed: ChangeSet) -> None:
    """Give a record values that it had before, numbers included, as undo asks.

    Raises:
        NumberTaken: another object has taken a number since.
    """
    if values.get("voided"):
        void_artifacts(session, [artifact_id], deed=deed)
    else:
        change_artifacts(session, {artifact_id: Edit.back(values)}, deed=deed)


def _change(
    session: Session, artifact: Artifact, edit: Edit, deed: ChangeSet, *, keep_repeats: bool = False
) -> Artifact:
    change_artifacts(session, {artifact.id: edit}, deed=deed, keep_repeats=keep_repeats)
    return artifact

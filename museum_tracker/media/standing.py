"""What people find out about a model that its file does not say: which axis points up, and its unit of length.

Both are kept with the version; the original is never touched.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.jobs.queue import INTERACTIVE, enqueue
from museum_tracker.media.models import AssetVersion
from museum_tracker.media.rules import CM_OF_UNIT, UNIT_UNKNOWN, UP_LABELS, AssetKind, VersionState
from museum_tracker.media.signals import asset_changed


class NotAModel(Refusal):
    """Only a model stands, and has a unit of length."""

    msgid = N_("“%(file)s” is not a 3D model.")


class AxisUnknown(Refusal):
    """An axis that no model has."""

    msgid = N_("There is no axis called %(axis)s.")


class UnitUnknown(Refusal):
    """A unit of length that is not known."""

    msgid = N_("There is no unit of length called %(unit)s.")


def stand_model(session: Session, version: AssetVersion, axis: str, *, deed: ChangeSet) -> None:
    """Say which axis of a model's file points up; its copies for viewing are made anew, it stays ready meanwhile.

    Raises:
        NotAModel, AxisUnknown
    """
    _require_model(version)
    if axis not in UP_LABELS:
        raise AxisUnknown(axis=axis[:20], field="up")
    before, version.up = version.up, axis
    session.flush()
    record(session, deed, entity="asset", entity_id=version.asset_id, before={"up": before}, after={"up": axis})
    if version.state is VersionState.READY and before != axis:
        key = f"remake-{version.id}"
        enqueue(session, "media.remake", dedupe_key=key, priority=INTERACTIVE, version_id=version.id)


def set_unit(session: Session, version: AssetVersion, unit: str, *, deed: ChangeSet) -> None:
    """Say in which unit of length a model was measured; empty means as the file says. The size check follows.

    Raises:
        NotAModel, UnitUnknown
    """
    _require_model(version)
    if unit and unit not in CM_OF_UNIT:
        raise UnitUnknown(unit=unit[:20], field="unit")
    before, version.unit = version.unit, unit
    version.facts = with_unit(version.facts, unit)
    if version.facts.get("unit"):
        version.notes = [note for note in version.notes if note["msgid"] != UNIT_UNKNOWN]
    session.flush()
    record(session, deed, entity="asset", entity_id=version.asset_id, before={"unit": before}, after={"unit": unit})
    asset_changed.send(session, artifact_id=version.asset.artifact_id, deed=deed)


def with_unit(facts: Mapping[str, Any], unit: str) -> dict[str, Any]:
    """A model's facts with the unit that a person stated, else the one that the file says."""
    told = facts.get("told_unit", facts.get("unit", ""))
    known = unit or told
    extents = facts.get("extents") or []
    sides = [round(float(side) * CM_OF_UNIT[known], 3) for side in extents] if known in CM_OF_UNIT else None
    return {**facts, "told_unit": told, "unit": known, "extents_cm": sides}


def _require_model(version: AssetVersion) -> None:
    if version.asset.kind is not AssetKind.MODEL3D:
        raise NotAModel(file=version.original_name)

"""By its files an object can be found: with pictures, with a model, with a file held back, with none."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.registry import Filter, Select, add_filter
from museum_tracker.core.i18n import N_, translate
from museum_tracker.media.models import Asset, AssetVersion
from museum_tracker.media.rules import AssetKind, VersionState

NAME = "tep"
LABELS = {
    "anh": N_("with pictures"),
    "3d": N_("with a 3D model"),
    "tam-giu": N_("with a file held back"),
    "khong": N_("without files"),
}
_CONDITIONS = {
    "anh": (Asset.kind == AssetKind.IMAGE, AssetVersion.state == VersionState.READY),
    "3d": (Asset.kind == AssetKind.MODEL3D, AssetVersion.state == VersionState.READY),
    "tam-giu": (AssetVersion.state == VersionState.QUARANTINED,),
    "khong": (AssetVersion.state != VersionState.RETIRED,),
}


def register() -> None:
    """Offer the filter to lists of objects."""
    add_filter(Filter(name=NAME, label=N_("Files"), apply=_apply, describe=_describe))


def _apply(select: Select, value: Any) -> Select:
    conditions = _CONDITIONS.get(str(value))
    if conditions is None:
        return select.where(sa.false())
    having = sa.select(Asset.artifact_id).join(AssetVersion, AssetVersion.asset_id == Asset.id).where(*conditions)
    return select.where(Artifact.id.not_in(having) if value == "khong" else Artifact.id.in_(having))


def _describe(session: Session, value: Any, locale: str) -> str:
    del session
    return translate(LABELS.get(str(value), ""), locale)

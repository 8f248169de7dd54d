"""The kinds of file that pictures and models consist of: originals, and the copies made from them for viewing."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_
from museum_tracker.media.damage import ORIGINALS, PROVEN
from museum_tracker.media.file_references import FileKind, FileUse, add_file_kind
from museum_tracker.media.models import Asset, AssetVersion, Derivative
from museum_tracker.media.storage import original_key


def register() -> None:
    """Tell the storage which of its files pictures and models name."""
    add_file_kind(
        FileKind(
            name=ORIGINALS,
            label=N_("Picture or model"),
            column=AssetVersion.sha256,
            key=original_key,
            use=_original,
            settled=AssetVersion.state.in_(PROVEN),
        )
    )
    add_file_kind(
        FileKind(
            name="derivatives",
            label=N_("Copy for viewing"),
            column=Derivative.key,
            key=str,
            use=lambda _session, key: FileUse(key),
            reproducible=True,
        )
    )


def _original(session: Session, sha256: str) -> FileUse | None:
    query = (
        sa.select(AssetVersion.original_name, Asset.artifact_id)
        .join(Asset, Asset.id == AssetVersion.asset_id)
        .where(AssetVersion.sha256 == sha256)
        .order_by(AssetVersion.id)
    )
    row = session.execute(query.limit(1)).first()
    return FileUse(row.original_name, f"/hien-vat/{row.artifact_id}#files") if row else None

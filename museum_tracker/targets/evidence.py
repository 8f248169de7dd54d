"""The files that prove values, as a kind of file that the museum keeps."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_
from museum_tracker.media.file_references import FileKind, FileUse
from museum_tracker.targets.models import IndicatorValue

EVIDENCE = "evidence"


def evidence_key(sha256: str) -> str:
    """Where an evidence file is kept."""
    return f"{EVIDENCE}/{sha256[:2]}/{sha256}"


def _use(session: Session, sha256: str) -> FileUse | None:
    query = sa.select(IndicatorValue).where(IndicatorValue.evidence_sha256 == sha256)
    value = session.scalars(query.order_by(IndicatorValue.voided_at.is_not(None), IndicatorValue.id.desc())).first()
    return FileUse(value.evidence_name, f"/chi-tieu/so-lieu/{value.id}") if value else None


EVIDENCE_FILES = FileKind(
    name=EVIDENCE,
    label=N_("Evidence of a value"),
    column=IndicatorValue.evidence_sha256,
    key=evidence_key,
    use=_use,
)

"""The files that prove values: which of them records name."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.targets.models import IndicatorValue

FOLDER = "evidence"


def evidence_key(sha256: str) -> str:
    """Where an evidence file is kept."""
    return f"{FOLDER}/{sha256[:2]}/{sha256}"


def named_evidence(session: Session) -> Iterator[str]:
    """The keys of all evidence that values name, those taken back too."""
    hashes = sa.select(IndicatorValue.evidence_sha256).where(IndicatorValue.evidence_sha256 != "").distinct()
    return (evidence_key(sha256) for sha256 in session.scalars(hashes))

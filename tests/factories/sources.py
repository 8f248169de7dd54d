"""Donors and sellers for tests."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.history.models import ChangeSet
from museum_tracker.sources import services
from museum_tracker.sources.models import Source, SourceKind


def make_source(session: Session, deed: ChangeSet, name: str = "Gia đình ông Nguyễn Văn Mẫu", **values: Any) -> Source:
    """A family that gave something."""
    return services.add_source(session, deed=deed, name=name, kind=SourceKind.FAMILY, **values)

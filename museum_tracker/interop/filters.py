"""Conditions that imports bring to every list of objects."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.queries import T
from museum_tracker.catalogue.registry import Filter, Select, add_filter
from museum_tracker.core.i18n import N_, translate
from museum_tracker.interop.models import ImportBatch, ImportRow

NAME = "lo_nhap"


def register() -> None:
    """Offer the objects of one import as a list: `lo_nhap=12`."""
    add_filter(Filter(name=NAME, label=N_("Import"), apply=_apply, describe=_describe))


def _apply(select: Select, value: Any) -> Select:
    if not str(value).isdecimal() or len(str(value)) > 9:
        return select.where(sa.false())
    rows = sa.select(ImportRow.artifact_id).where(ImportRow.batch_id == int(value), ImportRow.artifact_id.is_not(None))
    return select.where(T.c.id.in_(rows))


def _describe(session: Session, value: Any, locale: str) -> str:
    batch = session.get(ImportBatch, int(value)) if str(value).isdecimal() and len(str(value)) < 10 else None
    return translate(
        N_("Import %(number)s: %(file)s"), locale, number=str(value), file=batch.file_name if batch else "?"
    )

"""What imports leave to be done, as the overview shows it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.i18n import N_
from museum_tracker.core.work import Work, add_work
from museum_tracker.interop.models import BatchState, ImportBatch

WAITING = (BatchState.STAGED, BatchState.CHECKED, BatchState.FAILED)


def register() -> None:
    """Show imports that wait for a person."""
    add_work(
        Work(
            name="interop.waiting",
            label=N_("Imports not yet entered"),
            count=lambda session, _user: _count(session),
            url="/nhap-du-lieu",
            permission=Permission.IMPORT_OBJECTS,
            order=80,
            icon="upload",
        )
    )
    add_work(
        Work(
            name="interop.rows_waiting",
            label=N_("Rows of entered tables that wait for a decision"),
            count=lambda session, _user: _count_rows(session),
            url="/nhap-du-lieu",
            permission=Permission.IMPORT_OBJECTS,
            order=81,
            icon="upload",
        )
    )


def _count_rows(session: Session) -> int:
    query = sa.select(sa.func.sum(ImportBatch.waiting)).where(ImportBatch.state == BatchState.APPLIED)
    return session.scalar(query) or 0


def _count(session: Session) -> int:
    query = sa.select(sa.func.count()).select_from(ImportBatch).where(ImportBatch.state.in_(WAITING))
    return session.scalar(query) or 0

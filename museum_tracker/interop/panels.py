"""What imports show on the object page: the rows an object came from, and what no field took up, as it was written."""

from __future__ import annotations

import sqlalchemy as sa
from flask import render_template
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.models import Artifact
from museum_tracker.interop.models import ImportBatch, ImportRow

SHOWN = 5


def origin(session: Session, artifact: Artifact, user: User) -> str:
    """The object's rows in imported tables, the latest first, and the columns that were kept as written."""
    rows = session.execute(
        sa.select(ImportRow.batch_id, ImportRow.sheet, ImportRow.row, ImportBatch.file_name)
        .join(ImportBatch)
        .where(ImportRow.artifact_id == artifact.id, ImportRow.entered, ImportRow.undone.is_(False))
        .order_by(ImportRow.id.desc())
        .limit(SHOWN)
    ).all()
    if not rows and not artifact.raw:
        return ""
    return render_template(
        "interop/_panel.html",
        rows=rows,
        kept=list((artifact.raw or {}).items()),
        may_import=user.can(Permission.IMPORT_OBJECTS),
    )

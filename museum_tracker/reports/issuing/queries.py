"""What issued reports cite, and their files."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import N_, Message
from museum_tracker.reports.models import Report, ReportFile, ReportObject


def citing(session: Session, artifact_id: int) -> Message | None:
    """Why an object's creation must stand: an issued report names it."""
    report = session.scalar(
        sa.select(Report)
        .join(ReportObject, ReportObject.report_id == Report.id)
        .where(ReportObject.artifact_id == artifact_id)
        .order_by(Report.id)
        .limit(1)
    )
    if report is None:
        return None
    msgid = N_("Report No. %(number)s of the year %(year)s names the object: it leaves by a removal, not by undo.")
    return Message(msgid, {"number": report.number or "…", "year": str(report.year)})


def get_file(session: Session, report: Report, file_id: int) -> ReportFile:
    """A file of an issued report.

    Raises:
        NotFound: the report has no such file.
    """
    found = session.get(ReportFile, file_id)
    if found is None or found.report_id != report.id:
        raise NotFound(what=str(file_id))
    return found

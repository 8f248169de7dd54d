"""What issued reports cite, and their files."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.db import among
from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.models import Fact
from museum_tracker.history.entities import CorrectInstead, owner_of
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.media.file_references import FileKind, FileUse
from museum_tracker.reports.models import Report, ReportFile, ReportObject, ReportStep
from museum_tracker.reports.rules.periods import ReportPeriod
from museum_tracker.reports.rules.states import ReportState
from museum_tracker.reports.writing.queries import find_report, list_reports, period_of_report
from museum_tracker.years.foreseen import Cited

REPORTS = "reports"
VALUE = "indicator_value"
REMOVE = N_("Propose its removal")


def citing(session: Session, ids: Sequence[int]) -> dict[int, Message]:
    """Why the creation of some objects must stand: an issued report names them."""
    named = (
        sa.select(ReportObject.artifact_id, Report.number, Report.year)
        .join(Report, ReportObject.report_id == Report.id)
        .where(among(session, ReportObject.artifact_id, ids))
        .order_by(Report.id.desc())
    )
    msgid = N_("Report No. %(number)s of the year %(year)s names the object: it leaves by a removal, not by undo.")
    return {
        artifact_id: CorrectInstead(
            msgid,
            {"number": number or "…", "year": str(year)},
            url=f"/hien-vat/{artifact_id}/xuat-khoi-so",
            action=REMOVE,
        )
        for artifact_id, number, year in session.execute(named)
    }


def cited_by_report(session: Session, change_set: ChangeSet) -> Callable[[ChangeItem], Message | None] | None:
    """For a deed that an issued report rests on: why each of its items must stand; None where no report knows it."""
    later = sa.select(Report).join(ReportStep, ReportStep.report_id == Report.id)
    later = later.where(ReportStep.state == ReportState.ISSUED, ReportStep.at >= change_set.at)
    reports = session.scalars(later.order_by(Report.id)).all()
    if not reports:
        return None
    named = (
        sa.select(Fact.artifact_id, sa.func.min(ReportObject.report_id))
        .join(ReportObject, ReportObject.artifact_id == Fact.artifact_id)
        .where(Fact.change_set_id == change_set.id, ReportObject.report_id.in_([report.id for report in reports]))
        .group_by(Fact.artifact_id)
    )
    by_object = {row[0]: row[1] for row in session.execute(named)}
    known = {report.id: report for report in reports}

    def must_stand(item: ChangeItem) -> Message | None:
        values = {**(item.before or {}), **(item.after or {})}
        if item.entity == VALUE:
            report = next((found for found in reports if found.year == values.get("year", found.year)), None)
            return _rests(report) if report else None
        kind, key = owner_of(session, item)
        if kind != "artifact" and by_object:
            return _rests(known[min(by_object.values())])
        return _rests(known[by_object[key]]) if key in by_object else None

    return must_stand


def _rests(report: Report) -> Message:
    msgid = N_("Report No. %(number)s of the year %(year)s rests on it: correct it by a deed of its own.")
    said = {"number": report.number or "…", "year": str(report.year)}
    return CorrectInstead(msgid, said, url=f"/bao-cao/ban/{report.id}", action=N_("Open the report"))


def issued_edition(session: Session, period: ReportPeriod) -> Report | None:
    """The latest edition of the report on a period that was issued, whatever has been begun since."""
    editions = list_reports(session, period)
    return next((report for report in editions if report.state is ReportState.ISSUED), None)


def issued_figures(session: Session) -> list[Cited]:
    """The figures that issued reports print: the latest edition on each period, as of the day it was taken."""
    query = sa.select(Report).where(Report.state == ReportState.ISSUED, Report.voided_at.is_(None))
    latest = {(row.year, row.kind, row.part): row for row in session.scalars(query.order_by(Report.edition))}
    found = []
    for report in latest.values():
        period = period_of_report(session, report)
        title = Message(
            N_("Report No. %(number)s: %(period)s"), {"number": report.number or "…", "period": period.title}
        )
        end = min(report.as_of or period.end, period.end)
        found.append(Cited(start=period.start, end=end, year=period.reporting_year, title=title, path=period.path))
    return found


def file_key(sha256: str) -> str:
    """Where a file of a report is kept."""
    return f"{REPORTS}/{sha256[:2]}/{sha256}"


def _use(session: Session, sha256: str) -> FileUse | None:
    kept = session.scalars(sa.select(ReportFile).where(ReportFile.sha256 == sha256).order_by(ReportFile.id)).first()
    return FileUse(kept.name, f"/bao-cao/ban/{kept.report_id}") if kept else None


REPORT_FILES = FileKind(name=REPORTS, label=N_("File of a report"), column=ReportFile.sha256, key=file_key, use=_use)


def issued_file(
    session: Session, period: ReportPeriod, form: str, locale: str, *, internal: bool = False
) -> ReportFile | None:
    """The file of the issued report on a period in a form and a language; None while it is being written.

    A report that was issued before internal copies were kept has none.
    """
    report = find_report(session, period)
    if report is None or report.state is not ReportState.ISSUED:
        return None
    wanted = (form, locale, internal)
    return next((file for file in report.files if (file.form, file.locale, file.internal) == wanted), None)


def get_file(session: Session, report: Report, file_id: int) -> ReportFile:
    """A file of an issued report.

    Raises:
        NotFound: the report has no such file.
    """
    found = session.get(ReportFile, file_id)
    if found is None or found.report_id != report.id:
        raise NotFound(what=str(file_id))
    return found

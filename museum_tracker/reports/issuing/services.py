"""Checking and issuing a report: who may do which step, and the files that are kept for ever."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.core.i18n import LOCALES, Message
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.second_person import Duty, require_second_person
from museum_tracker.history.services import record
from museum_tracker.jobs.queue import enqueue
from museum_tracker.media.keeping import keep
from museum_tracker.media.storage import Storage
from museum_tracker.reports.apart import Order
from museum_tracker.reports.drafts import Choice
from museum_tracker.reports.errors import (
    ChangedMeanwhile,
    DatedAhead,
    NumberTaken,
    PeriodRunning,
    ReasonMissing,
    Unexplained,
    Unresolved,
    WrongState,
)
from museum_tracker.reports.issuing.queries import REPORTS
from museum_tracker.reports.kinds import report as report_kind
from museum_tracker.reports.models import Report, ReportFile, ReportObject
from museum_tracker.reports.queries import gather
from museum_tracker.reports.rules.periods import ReportPeriod
from museum_tracker.reports.rules.sections import cause_key, remedy_key
from museum_tracker.reports.rules.states import STATE_LABELS, ReportState
from museum_tracker.reports.services import render_all
from museum_tracker.reports.summary import Summary, TargetLine
from museum_tracker.reports.writing.queries import authors, draft_of, open_comments, period_of_report, texts_of
from museum_tracker.reports.writing.services import REPORT, facts, move_to

TASK = "reports.issue"
FORMS = ("pdf", "docx", "xlsx", "json")
INTERNAL_FORMS = ("pdf", "docx", "xlsx")
AT_ONCE = 1_000  # lines of lists; the files of longer reports are made by the worker
SIGNED = "signed"
MOST_CITED = 5_000


@dataclass(frozen=True)
class Made:
    """A file of a report, staged and not yet part of it."""

    form: str
    locale: str
    name: str
    content: bytes
    internal: bool = False


def unexplained(session: Session, report: Report, summary: Summary) -> list[TargetLine]:
    """The targets that are not met and still lack their cause or their remedy."""
    written = {key for (key, _), text in texts_of(session, report).items() if text.text.strip()}
    return [line for line in summary.unexplained if not {cause_key(line.code), remedy_key(line.code)} <= written]


def check(
    session: Session, report: Report, summary: Summary, *, deed: ChangeSet, reason: str = "", witness: str = ""
) -> None:
    """Say that another person has checked the report.

    Raises:
        WrongState: it is no draft.
        Unexplained, Unresolved: something is missing before it can be checked.
        OwnWork: the checker has written it, and no decision on a small museum lets them check it.
    """
    _require(report, ReportState.DRAFT)
    missing = unexplained(session, report, summary)
    if missing:
        raise Unexplained(targets="; ".join(line.name_vi for line in missing))
    waiting = open_comments(session, report)
    if waiting:
        raise Unresolved(count=waiting)
    said = {"thing": period_of_report(session, report).title.text("vi"), "reason": reason, "witness": witness}
    require_second_person(session, authors(session, report), duty=Duty.REPORT, deed=deed, **said)
    move_to(session, report, ReportState.CHECKED, deed=deed)


def send_back(session: Session, report: Report, reason: str, *, deed: ChangeSet) -> None:
    """Give a checked report back to its drafter, with the reason.

    Raises:
        WrongState: it was not checked.
        ReasonMissing: nothing was said.
    """
    _require(report, ReportState.CHECKED)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    move_to(session, report, ReportState.DRAFT, deed=deed, reason=reason.strip())


def make_files(
    session: Session,
    report: Report,
    *,
    number: str,
    dated_on: dt.date,
    on: dt.date,
    template: bytes | None = None,
    apart: bool = True,
) -> list[Made]:
    """Every file of the report as it will be issued, official and internal, in both languages; writes nothing.

    Raises:
        PeriodRunning: its period is not over.
        NumberTaken: another report of the year has the number.
    """
    period = period_of_report(session, report)
    _require_over(session, report, dated_on=dated_on, on=on)
    _require_free(session, report, number)
    orders = list(_orders(session, report, period, number=number, dated_on=dated_on, on=on, template=template))
    made = render_all(orders, apart=apart)
    return [
        Made(order.form, order.document.locale, f"{order.document.name}.{order.form}", content, _is_internal(order))
        for order, content in zip(orders, made, strict=True)
    ]


def _is_internal(order: Order) -> bool:
    return bool(order.document.meta["internal"])


def _orders(
    session: Session,
    report: Report,
    period: ReportPeriod,
    *,
    number: str,
    dated_on: dt.date,
    on: dt.date,
    template: bytes | None,
) -> Iterator[Order]:
    """The official files and the museum's own copies, in both languages: all are frozen together."""
    for locale, internal in product(LOCALES, (False, True)):
        summary = gather(session, period, on=on, locale=locale, internal=internal)
        draft = replace(
            draft_of(session, report, locale), number=number, dated_on=dated_on, state=ReportState.ISSUED.value
        )
        document = report_kind.build(summary, draft, Choice(locale=locale, internal=internal))
        for form in INTERNAL_FORMS if internal else FORMS:
            yield Order(document, form, template if form == "docx" else None)


def takes_long(session: Session, report: Report, *, on: dt.date) -> bool:
    """Whether the files of a report take longer than a person should wait for a page."""
    summary = gather(session, period_of_report(session, report), on=on, locale="vi")
    return sum(found.count for found in summary.lists) + summary.exceptions.count > AT_ONCE


def order_issue(session: Session, report: Report, *, number: str, dated_on: dt.date, on: dt.date, by: User) -> int:
    """Have the worker make the files of a long report and issue it in the director's name.

    Raises:
        WrongState, PeriodRunning, NumberTaken: as `issue` would.
    """
    _require(report, ReportState.CHECKED)
    _require_over(session, report, dated_on=dated_on, on=on)
    _require_free(session, report, number)
    return enqueue(
        session,
        TASK,
        report_id=report.id,
        number=number,
        dated_on=dated_on.isoformat(),
        on=on.isoformat(),
        user_id=by.id,
        dedupe_key=f"issue-{report.id}",
    )


def issue(
    session: Session,
    report: Report,
    files: Sequence[Made],
    *,
    storage: Storage,
    number: str,
    dated_on: dt.date,
    on: dt.date,
    version: int,
    deed: ChangeSet,
) -> None:
    """Issue a checked report with its number and date: its files are kept under their hashes, its objects are cited.

    `version` is the report's when its files were made.

    Raises:
        WrongState: it was not checked, or somebody issued it meanwhile.
        ChangedMeanwhile: its files say what the report said before somebody changed it.
        NumberTaken: another report of the year got the number meanwhile.
    """
    _require(report, ReportState.CHECKED)
    if report.version != version:
        raise ChangedMeanwhile
    _require_free(session, report, number)
    for made in files:
        keep_file(session, report, made, storage=storage, deed=deed)
    report.number, report.dated_on = number, dated_on
    summary = gather(session, period_of_report(session, report), on=on, locale="vi")
    report.as_of = summary.as_of
    _cite(session, report, summary)
    move_to(session, report, ReportState.ISSUED, deed=deed)


def keep_file(session: Session, report: Report, made: Made, *, storage: Storage, deed: ChangeSet) -> ReportFile:
    """Put a file beside an issued report, under its hash."""
    staged = storage.stage(iter((made.content,)), limit=len(made.content) + 1)
    keep(session, storage, REPORTS, staged.path, staged.sha256, by=deed.by)
    kept = ReportFile(
        report_id=report.id,
        form=made.form,
        locale=made.locale,
        name=made.name,
        sha256=staged.sha256,
        size=staged.size,
        internal=made.internal,
        at=deed.at,
        by_id=deed.user_id,
    )
    session.add(kept)
    session.flush()
    session.expire(report, ["files"])
    return kept


def attach_signed(session: Session, report: Report, made: Made, *, storage: Storage, deed: ChangeSet) -> ReportFile:
    """Put the scan of the signed paper beside an issued report.

    Raises:
        WrongState: the report was not issued.
    """
    _require(report, ReportState.ISSUED)
    kept = keep_file(session, report, made, storage=storage, deed=deed)
    record(session, deed, entity=REPORT, entity_id=report.id, before={"signed": ""}, after={"signed": kept.sha256})
    return kept


def give_number(session: Session, report: Report, number: str, *, deed: ChangeSet) -> None:
    """Note the number that the clerk gave to an issued report whose files left it blank; the files stay as they are.

    Raises:
        WrongState: the report was not issued, or has its number.
        NumberTaken: another report of the year has it.
    """
    _require(report, ReportState.ISSUED)
    if report.number:
        raise WrongState(state=Message(STATE_LABELS[report.state]))
    _require_free(session, report, number)
    before = facts(report)
    report.number = number
    record(session, deed, entity=REPORT, entity_id=report.id, before=before, after=facts(report))
    session.flush()


def _require(report: Report, state: ReportState) -> None:
    if report.state is not state or report.voided_at is not None:
        raise WrongState(state=Message(STATE_LABELS[report.state]))


def _require_over(session: Session, report: Report, *, dated_on: dt.date, on: dt.date) -> None:
    end = period_of_report(session, report).end
    if on <= end or dated_on <= end:
        raise PeriodRunning(field="dated_on", date=end)
    if dated_on > on:
        raise DatedAhead(field="dated_on", date=dated_on)


def _require_free(session: Session, report: Report, number: str) -> None:
    if not number:
        return
    taken = sa.select(Report.id).where(
        Report.number == number, Report.year == report.year, Report.id != report.id, Report.voided_at.is_(None)
    )
    if session.scalar(taken.limit(1)) is not None:
        raise NumberTaken(field="number", number=number)


def _cite(session: Session, report: Report, summary: Summary) -> None:
    """Note every object that the report names, so that its creation can no longer be undone."""
    ids = {line.artifact_id for found in summary.lists for line in found.read(None)}
    ordered = sorted(ids)
    for start in range(0, len(ordered), MOST_CITED):
        rows = [{"report_id": report.id, "artifact_id": id_} for id_ in ordered[start : start + MOST_CITED]]
        session.execute(sa.insert(ReportObject), rows)

"""Writing a report: begin it from the one before, save texts without overwriting anybody's, remarks and answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import Message
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.reports.errors import AlreadyBegun, NotOpen, TextConflict, TextTooLong
from museum_tracker.reports.models import Report, ReportComment, ReportStep, ReportText
from museum_tracker.reports.rules.periods import ReportPeriod
from museum_tracker.reports.rules.prose import tidy
from museum_tracker.reports.rules.sections import MOST_CHARACTERS, PART_OF, is_known
from museum_tracker.reports.rules.states import STATE_LABELS, ReportState
from museum_tracker.reports.writing.queries import TEXT, earlier_report, find_report, find_text, writings

REPORT, COMMENT = "report", "report_comment"
DETAILS = ("signer", "acting", "addressees", "recipients", "with_forecast", "scenario_ids")


def begin_report(session: Session, period: ReportPeriod, *, deed: ChangeSet) -> Report:
    """Begin the report on a period: its texts start as those of the report before, and say so until they are touched.

    Raises:
        AlreadyBegun: one is being written already.
    """
    standing = find_report(session, period)
    if standing is not None and standing.state is not ReportState.ISSUED:
        raise AlreadyBegun(period=period.name)
    model = earlier_report(session, period)
    report = Report(
        kind=period.kind,
        year=period.year,
        part=period.part,
        edition=_next_edition(session, period),
        created_by_id=deed.user_id,
        created_at=deed.at,
    )
    if model is not None:
        report.carried_from_id = model.id
        for name in DETAILS:
            setattr(report, name, getattr(model, name))
    session.add(report)
    session.flush()
    _step(session, report, ReportState.DRAFT, deed)
    for text in model.texts if model is not None else ():
        if text.key in PART_OF and text.text:
            _add_text(session, report, text.key, text.locale, text.text, deed, carried=True)
    record(session, deed, entity=REPORT, entity_id=report.id, before=None, after=facts(report))
    session.flush()
    return report


def _next_edition(session: Session, period: ReportPeriod) -> int:
    query = sa.select(sa.func.max(Report.edition)).where(
        Report.year == period.year, Report.kind == period.kind, Report.part == period.part
    )
    return (session.scalar(query) or 0) + 1


def facts(report: Report) -> dict[str, Any]:
    """What history keeps of a report."""
    return {
        "state": report.state.value,
        "number": report.number,
        "dated_on": report.dated_on.isoformat() if report.dated_on else "",
        **{name: getattr(report, name) for name in DETAILS},
    }


def require_open(report: Report) -> None:
    """Refuse to change a report that was checked or issued.

    Raises:
        NotOpen: say so.
    """
    if not report.is_open:
        raise NotOpen(state=Message(STATE_LABELS[report.state]))


def write_text(
    session: Session, report: Report, key: str, locale: str, text: str, *, version: int, deed: ChangeSet
) -> ReportText:
    """Save a text; `version` is the one the writer began from (0 where there was none).

    Raises:
        NotFound: the report has no such part.
        NotOpen: the report was checked or issued.
        TextTooLong: more than a part may have.
        TextConflict: somebody else saved something else meanwhile.
    """
    require_open(report)
    if not is_known(key):
        raise NotFound(what=key)
    text = tidy(text)
    if len(text) > MOST_CHARACTERS:
        raise TextTooLong(field="text", length=len(text), most=MOST_CHARACTERS)
    found = find_text(session, report, key, locale)
    if found is None:
        return _add_text(session, report, key, locale, text, deed)
    if version != found.version and found.text != text:
        before = _text_at(session, found, version)
        raise TextConflict(mine=text, theirs=found.text, before=before, version=found.version)
    if found.text == text and not found.carried:
        return found
    record(session, deed, entity=TEXT, entity_id=found.id, before={"text": found.text}, after={"text": text})
    found.text, found.carried = text, False
    found.version += 1
    found.changed_at, found.changed_by_id = deed.at, deed.user_id
    session.flush()
    return found


def _text_at(session: Session, text: ReportText, version: int) -> str:
    """The text as it stood at a version: each saving since then is one version."""
    since = text.version - version
    past = writings(session, text)[:since] if since > 0 else []
    return past[-1].before if past else ""


def _add_text(  # noqa: PLR0917 - private, called twice
    session: Session, report: Report, key: str, locale: str, text: str, deed: ChangeSet, *, carried: bool = False
) -> ReportText:
    added = ReportText(
        report_id=report.id,
        key=key,
        locale=locale,
        text=text,
        version=1,
        carried=carried,
        changed_at=deed.at,
        changed_by_id=deed.user_id,
    )
    session.add(added)
    session.flush()
    if not carried:
        record(session, deed, entity=TEXT, entity_id=added.id, before={"text": ""}, after={"text": text})
    return added


def set_details(session: Session, report: Report, values: Mapping[str, Any], *, deed: ChangeSet) -> None:
    """Who signs, to whom it goes, and whether the forecast is part of it.

    Raises:
        NotOpen: the report was checked or issued.
    """
    require_open(report)
    before = facts(report)
    for name in DETAILS:
        if name in values:
            setattr(report, name, values[name])
    report.version += 1
    record(session, deed, entity=REPORT, entity_id=report.id, before=before, after=facts(report))
    session.flush()


def discard(session: Session, report: Report, *, deed: ChangeSet) -> None:
    """Take back a report that was begun by mistake; an issued one stands for ever.

    Raises:
        NotOpen: the report was checked or issued.
    """
    require_open(report)
    record(session, deed, entity=REPORT, entity_id=report.id, before=facts(report), after=None)
    report.voided_at = deed.at
    session.flush()


def add_comment(session: Session, report: Report, key: str, text: str, *, deed: ChangeSet) -> ReportComment:
    """Leave a remark to the drafter on a part of the report.

    Raises:
        NotFound: the report has no such part.
        NotOpen: the report was issued.
    """
    if report.state is ReportState.ISSUED:
        raise NotOpen(state=Message(STATE_LABELS[report.state]))
    if key and not is_known(key):
        raise NotFound(what=key)
    comment = ReportComment(report_id=report.id, key=key, text=tidy(text)[:5_000], at=deed.at, by_id=deed.user_id)
    session.add(comment)
    session.flush()
    record(session, deed, entity=COMMENT, entity_id=comment.id, before=None, after={"text": comment.text})
    return comment


def get_comment(session: Session, report: Report, comment_id: int) -> ReportComment:
    """A remark on a report.

    Raises:
        NotFound: the report has no such remark.
    """
    found = session.get(ReportComment, comment_id)
    if found is None or found.report_id != report.id:
        raise NotFound(what=str(comment_id))
    return found


def resolve_comment(session: Session, comment: ReportComment, *, deed: ChangeSet) -> None:
    """Say that a remark is settled; a second time changes nothing."""
    if comment.resolved_at is not None:
        return
    comment.resolved_at, comment.resolved_by_id = deed.at, deed.user_id
    record(session, deed, entity=COMMENT, entity_id=comment.id, before={"resolved": False}, after={"resolved": True})
    session.flush()


def move_to(session: Session, report: Report, state: ReportState, *, deed: ChangeSet, reason: str = "") -> None:
    """Bring a report to a state and note who did it."""
    before = facts(report)
    report.state = state
    report.version += 1
    _step(session, report, state, deed, reason)
    record(session, deed, entity=REPORT, entity_id=report.id, before=before, after=facts(report))
    session.flush()


def _step(session: Session, report: Report, state: ReportState, deed: ChangeSet, reason: str = "") -> None:
    session.add(ReportStep(report_id=report.id, state=state, at=deed.at, by_id=deed.user_id, reason=reason))
    session.flush()
    session.expire(report, ["steps"])

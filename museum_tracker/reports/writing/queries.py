"""Reading reports as they are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import LOCALES, N_, Message
from museum_tracker.core.museum import get_profile
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.reports.drafts import Draft
from museum_tracker.reports.models import Report, ReportComment, ReportText
from museum_tracker.reports.rules.periods import ReportPeriod, period_of
from museum_tracker.targets.models import Scenario
from museum_tracker.targets.scenarios import chosen_among, list_scenarios

TEXT = "report_text"


@dataclass(frozen=True)
class Writing:
    """One saving of a text: who, when, what stood before and after."""

    item: ChangeItem
    deed: ChangeSet

    @property
    def before(self) -> str:
        """The text before."""
        return str((self.item.before or {}).get("text") or "")

    @property
    def after(self) -> str:
        """The text after."""
        return str((self.item.after or {}).get("text") or "")


def get_report(session: Session, report_id: int) -> Report:
    """A report by its id.

    Raises:
        NotFound: there is none, or it was taken back.
    """
    found = session.get(Report, report_id)
    if found is None or found.voided_at is not None:
        raise NotFound(what=Message(N_("report %(id)s"), {"id": str(report_id)}))
    return found


def find_report(session: Session, period: ReportPeriod) -> Report | None:
    """The latest report on a period, if somebody has begun one."""
    return session.scalar(_on(period).order_by(Report.edition.desc()).limit(1))


def drawn_scenarios(session: Session, period: ReportPeriod) -> list[Scenario]:
    """The scenarios that the latest report on a period draws; those that were taken away are left out."""
    report = find_report(session, period)
    return chosen_among(list_scenarios(session), report.scenario_ids) if report and report.scenario_ids else []


def list_reports(session: Session, period: ReportPeriod) -> Sequence[Report]:
    """Every report on a period, the latest first."""
    return session.scalars(_on(period).order_by(Report.edition.desc())).all()


def reports_of(session: Session, years: Sequence[int]) -> dict[tuple[int, str, int], Report]:
    """The latest report on each period of some years."""
    query = sa.select(Report).where(Report.year.in_(years), Report.voided_at.is_(None)).order_by(Report.edition)
    return {(found.year, found.kind.value, found.part): found for found in session.scalars(query)}


def period_of_report(session: Session, report: Report) -> ReportPeriod:
    """The period that a report is on."""
    return period_of(get_profile(session), report.year, report.kind, report.part)


def earlier_report(session: Session, period: ReportPeriod) -> Report | None:
    """The report that a new one begins from: the latest on an earlier period of the same kind."""
    query = (
        sa.select(Report)
        .where(
            Report.kind == period.kind,
            Report.voided_at.is_(None),
            sa.or_(Report.year < period.year, sa.and_(Report.year == period.year, Report.part <= period.part)),
        )
        .order_by(Report.year.desc(), Report.part.desc(), Report.edition.desc())
        .limit(1)
        .options(selectinload(Report.texts))
    )
    return session.scalar(query)


def find_text(session: Session, report: Report, key: str, locale: str) -> ReportText | None:
    """A text of a report in a language, if somebody has written it."""
    return session.scalar(
        sa.select(ReportText).where(
            ReportText.report_id == report.id, ReportText.key == key, ReportText.locale == locale
        )
    )


def texts_of(session: Session, report: Report) -> dict[tuple[str, str], ReportText]:
    """Every text of a report by key and language."""
    rows = session.scalars(sa.select(ReportText).where(ReportText.report_id == report.id))
    return {(row.key, row.locale): row for row in rows}


def writings(session: Session, text: ReportText) -> list[Writing]:
    """Every saving of a text, the latest first."""
    rows = session.execute(
        sa.select(ChangeItem, ChangeSet)
        .join(ChangeSet, ChangeSet.id == ChangeItem.change_set_id)
        .where(ChangeItem.entity == TEXT, ChangeItem.entity_id == text.id)
        .order_by(ChangeItem.id.desc())
    )
    return [Writing(item, deed) for item, deed in rows]


def authors(session: Session, report: Report) -> set[int]:
    """Everybody who wrote a text of the report."""
    query = (
        sa.select(ChangeSet.user_id)
        .join(ChangeItem, ChangeItem.change_set_id == ChangeSet.id)
        .join(ReportText, sa.and_(ChangeItem.entity == TEXT, ReportText.id == ChangeItem.entity_id))
        .where(ReportText.report_id == report.id, ReportText.carried.is_(False))
    )
    return set(session.scalars(query))


def open_comments(session: Session, report: Report) -> int:
    """How many remarks nobody has settled."""
    query = sa.select(sa.func.count()).where(ReportComment.report_id == report.id, ReportComment.resolved_at.is_(None))
    return session.scalar(query) or 0


def draft_of(session: Session, report: Report, locale: str) -> Draft:
    """What was decided and written for a report, in a language; Vietnamese texts stand in for those not translated."""
    found = texts_of(session, report)
    texts, foreign = {}, set()
    for key in {key for key, _ in found}:
        for language in (locale, *LOCALES):
            text = found.get((key, language))
            if text is not None and text.text.strip():
                texts[key] = text.text
                if language != locale:
                    foreign.add(key)
                break
    return Draft(
        number=report.number,
        dated_on=report.dated_on,
        signer=report.signer,
        acting=report.acting,
        addressees=lines_of(report.addressees),
        recipients=lines_of(report.recipients),
        with_forecast=report.with_forecast,
        state=report.state.value,
        edition=report.edition,
        texts=texts,
        foreign=frozenset(foreign),
    )


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text that say something, without the dash and semicolon that the paper adds itself."""
    lines = (line.strip().lstrip("-–").strip().rstrip(";.,").strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


def _on(period: ReportPeriod) -> sa.Select[Report]:
    return sa.select(Report).where(
        Report.year == period.year,
        Report.kind == period.kind,
        Report.part == period.part,
        Report.voided_at.is_(None),
    )

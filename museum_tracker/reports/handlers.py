"""What history needs to know about reports, their texts, remarks and templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.i18n import N_, Message, translate
from museum_tracker.history.entities import Entity
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.reports.models import Report, ReportText, WordTemplate
from museum_tracker.reports.rules.sections import PART_OF, target_of
from museum_tracker.reports.rules.states import STATE_LABELS, ReportState
from museum_tracker.reports.writing import services
from museum_tracker.reports.writing.queries import period_of_report

ISSUED_STANDS = N_("An issued report stands; begin a new one in its place.")


class ReportHistory(Entity):
    """Reports in history: a draft may be taken back, a step is reversed on the report's own page."""

    kind = N_("Report")
    needs = Permission.WRITE_REPORTS
    fields = {  # noqa: RUF012 - a table that nobody changes
        "state": N_("State"),
        "number": N_("Number"),
        "dated_on": N_("Date"),
        "signer": N_("Signed by"),
        "acting": N_("Signed for the director"),
        "addressees": N_("Addressed to"),
        "recipients": N_("Recipients"),
        "with_forecast": N_("With the forecast"),
        "scenario_ids": N_("Scenarios drawn"),
        "signed": N_("Signed scan"),
    }

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """The report as it stands; None once it was taken back."""
        report = session.get(Report, entity_id)
        return None if report is None or report.voided_at else services.facts(report)

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Give a draft its earlier details again."""
        services.set_details(session, session.get_one(Report, entity_id), values, deed=deed)

    def void(self, session: Session, entity_id: int, deed: ChangeSet) -> None:
        """Take back a report that was begun."""
        services.discard(session, session.get_one(Report, entity_id), deed=deed)

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """An issued report stands for ever; states change on the report's own page."""
        report = session.get(Report, item.entity_id)
        if report is not None and report.state is ReportState.ISSUED:
            return Message(ISSUED_STANDS)
        if item.before and (item.before.keys() & {"state", "signed", "number"}):
            return Message(N_("The steps of a report are changed on its own page."))
        return None

    def label(self, session: Session, entity_id: int) -> str:
        """The report's name."""
        report = session.get(Report, entity_id)
        return period_of_report(session, report).title.text("vi") if report else str(entity_id)

    def url(self, entity_id: int) -> str:
        """The report's page."""
        return f"/bao-cao/ban/{entity_id}"

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """A state by its name."""
        if field == "state" and value in set(ReportState):
            return translate(STATE_LABELS[ReportState(value)], locale)
        return super().show_value(session, field, value, locale)


class TextHistory(Entity):
    """Texts of reports in history: read back, restored."""

    kind = N_("Text of a report")
    needs = Permission.WRITE_REPORTS
    fields = {"text": N_("Text")}  # noqa: RUF012 - a table that nobody changes

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """The text as it stands."""
        text = session.get(ReportText, entity_id)
        return None if text is None else {"text": text.text}

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Give the text its former words again."""
        text = session.get_one(ReportText, entity_id)
        wanted = str(values.get("text", text.text))
        services.write_text(session, text.report, text.key, text.locale, wanted, version=text.version, deed=deed)

    def void(self, session: Session, entity_id: int, deed: ChangeSet) -> None:
        """Empty a text that was added."""
        self.apply(session, entity_id, {"text": ""}, deed)

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """Texts of a checked or issued report stand."""
        text = session.get(ReportText, item.entity_id)
        if text is not None and not text.report.is_open:
            return Message(N_("The report was checked or issued: its texts stand."))
        return None

    def label(self, session: Session, entity_id: int) -> str:
        """The report and the part."""
        text = session.get(ReportText, entity_id)
        if text is None:
            return str(entity_id)
        part = PART_OF.get(text.key)
        name = translate(part.title, "vi") if part else target_of(text.key) or text.key
        return f"{period_of_report(session, text.report).title.text('vi')}: {name}"


class CommentHistory(Entity):
    """Remarks in history; they are settled on the report's own page."""

    kind = N_("Remark on a report")
    fields = {"text": N_("Text"), "resolved": N_("Settled")}  # noqa: RUF012 - a table that nobody changes


class TemplateHistory(Entity):
    """Word templates in history; they are exchanged on their own page."""

    kind = N_("Word template")
    fields = {"name": N_("File name"), "in_use": N_("In use")}  # noqa: RUF012 - a table that nobody changes

    def label(self, session: Session, entity_id: int) -> str:
        """The file's name."""
        found = session.get(WordTemplate, entity_id)
        return found.name if found else str(entity_id)

    def url(self, entity_id: int) -> str:
        """The page of templates."""
        del entity_id
        return "/bao-cao/mau-van-ban"

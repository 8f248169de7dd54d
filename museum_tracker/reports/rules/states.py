"""The way of a report: draft, checked, issued; and which targets ask for a cause and a remedy."""

from __future__ import annotations

from enum import StrEnum

from museum_tracker.core.i18n import N_
from museum_tracker.targets.rules.bands import Verdict


class ReportState(StrEnum):
    """How far a report has come."""

    DRAFT = "draft"
    CHECKED = "checked"
    ISSUED = "issued"


STATE_LABELS = {
    ReportState.DRAFT: N_("Draft"),
    ReportState.CHECKED: N_("Checked"),
    ReportState.ISSUED: N_("Issued"),
}
STATE_TONES = {ReportState.DRAFT: "idle", ReportState.CHECKED: "gold", ReportState.ISSUED: "ok"}

UNMET = frozenset({Verdict.SHORT, Verdict.FORECAST_SHORT, Verdict.BEHIND})


def asks_why(verdict: Verdict, *, yearly: bool) -> bool:
    """Whether a report must say why a target is not met: at the end of a year always, before that only when lost."""
    return verdict in UNMET if yearly else verdict is Verdict.SHORT

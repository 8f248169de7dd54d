"""Which facts a row attests, and when each became true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.rules.facts import FactKind, Said
from museum_tracker.interop.imports.findings import Found
from museum_tracker.interop.imports.plan import ImportPlan
from museum_tracker.interop.imports.records import Record
from museum_tracker.interop.imports.statuses import Attested

Days = tuple[str | None, str | None, str]  # first and last day, and the words for them
KINDS = {
    Attested.REGISTERED: FactKind.REGISTERED,
    Attested.MARKED: FactKind.MARKED,
    Attested.CLASSIFIED: FactKind.CLASSIFIED,
    Attested.DOSSIER: FactKind.DOSSIER,
}
UNDATED: Days = (None, None, "")
AHEAD = N_("%(date)s has not come yet: kept as written, not counted in any year.")


def facts_of(
    record: Record, *, plan: ImportPlan, arrival: FactKind, today: str, have: Collection[FactKind] = ()
) -> list[Said]:
    """The facts that a row attests and that the object does not have yet; `today` is ISO text, as all days are here.

    Undated evidence of an opening balance was there by its cut-off day; a date after that day is no opening evidence.
    """
    values, attested = record.values, record.attested
    found: list[Said] = []
    came = arrival is not FactKind.RECEIVED
    if (came or Attested.REGISTERED not in attested) and arrival not in have:
        found.append(_dated(record, arrival, _days(values, "collected"), plan, today))
    for word, kind in KINDS.items():
        if word not in attested or kind in have:
            continue
        days = _days(values, "registered") if word is Attested.REGISTERED else UNDATED
        found.append(_dated(record, kind, days, plan, today))
    return found


def _days(values: Mapping[str, Any], name: str) -> Days:
    return values.get(f"{name}_earliest"), values.get(f"{name}_latest"), values.get(f"{name}_text") or ""


def fact_row(artifact_id: int, said: Said) -> dict[str, Any]:
    """A fact as `figures.services.add_facts` takes it."""
    early, late = (dt.date.fromisoformat(day) if day else None for day in (said.effective_on, said.effective_latest))
    return {**said._asdict(), "artifact_id": artifact_id, "effective_on": early, "effective_latest": late}


def _dated(record: Record, kind: FactKind, said: Days, plan: ImportPlan, today: str) -> Said:
    earliest, latest, text = said
    if earliest is not None and earliest > today:
        column = record.row.columns.get("registered" if kind is FactKind.REGISTERED else "collected", "")
        date = dt.date.fromisoformat(earliest)
        record.findings.append(Found(column, text, Message(AHEAD, {"date": date})))
        earliest = latest = None
    opening, cutoff = plan.opening, plan.cutoff
    if opening and cutoff:
        if earliest is None and latest is None:
            latest = cutoff
        elif earliest is not None and earliest > cutoff:
            opening = False
    return Said(kind, earliest, latest, text[:500], opening)

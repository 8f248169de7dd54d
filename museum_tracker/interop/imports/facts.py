"""Which facts a row attests, and when each became true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.interop.imports.findings import Found
from museum_tracker.interop.imports.plan import ImportPlan
from museum_tracker.interop.imports.records import Record
from museum_tracker.interop.imports.statuses import Attested

KINDS = {
    Attested.REGISTERED: FactKind.REGISTERED,
    Attested.MARKED: FactKind.MARKED,
    Attested.CLASSIFIED: FactKind.CLASSIFIED,
    Attested.DOSSIER: FactKind.DOSSIER,
}
Said = tuple[FactKind, tuple[str | None, str | None], str]  # what, between which days, in which words
AHEAD = N_("%(date)s has not come yet: kept as written, not counted in any year.")


def facts_of(
    record: Record, *, plan: ImportPlan, collects: bool, today: dt.date, have: Collection[FactKind] = ()
) -> list[dict[str, Any]]:
    """The facts that a row attests and that the object does not have yet, without the object's id.

    Undated evidence of an opening balance was there by its cut-off day; a date after that day is no opening evidence.
    """
    return [
        _dated(record, attested, plan=plan, today=today)
        for attested in _attested(record, collects=collects)
        if attested[0] not in have
    ]


def _attested(record: Record, *, collects: bool) -> Iterator[Said]:
    values = record.values
    collected = (values.get("collected_earliest"), values.get("collected_latest"))
    collected_text = values.get("collected_text") or ""
    registered = Attested.REGISTERED in record.attested
    if collects:
        yield FactKind.COLLECTED, collected, collected_text
    elif not registered:
        yield FactKind.RECEIVED, collected, collected_text
    for attested in Attested:
        if attested not in record.attested:
            continue
        if attested is Attested.REGISTERED:
            days = (values.get("registered_earliest"), values.get("registered_latest"))
            yield KINDS[attested], days, values.get("registered_text") or ""
        else:
            yield KINDS[attested], (None, None), ""


def _dated(record: Record, said: Said, *, plan: ImportPlan, today: dt.date) -> dict[str, Any]:
    kind, days, text = said
    earliest, latest = (dt.date.fromisoformat(day) if day else None for day in days)
    if earliest is not None and earliest > today:
        column = record.row.columns.get(kind.value, "")  # the fields are called collected and registered too
        record.findings.append(Found(column, text, Message(AHEAD, {"date": earliest})))
        earliest = latest = None
    opening = plan.opening
    cutoff = plan.cutoff_date
    if opening and cutoff is not None:
        if earliest is None and latest is None:
            latest = cutoff
        elif earliest is not None and earliest > cutoff:
            opening = False
    return {
        "kind": kind,
        "effective_on": earliest,
        "effective_latest": latest,
        "effective_text": text[:500],
        "opening": opening,
    }

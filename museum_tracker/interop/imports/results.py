"""What an import came to, in sentences: every row accounted for, everything that was left out named."""

from __future__ import annotations

from collections.abc import Iterator

from museum_tracker.core.i18n import N_, Message
from museum_tracker.interop.imports.plan import ImportPlan
from museum_tracker.interop.imports.rowkinds import ROW_KIND_LABELS, RowKind
from museum_tracker.interop.imports.signed import signed_messages
from museum_tracker.interop.models import ImportBatch

SHOWN_SHEETS = 50
ROWS_READ = N_(
    "Rows read %(read)s = created %(created)s + updated %(updated)s + unchanged %(unchanged)s"
    " + rejected %(rejected)s + waiting %(waiting)s"
)
WAITING = N_("%(count)s rows wait for a decision: answer them on the import's page, number %(batch)s, or with %(way)s.")
OTHER_ROWS = N_("%(sheet)s: %(kind)s: %(count)s")
FINDINGS = N_("%(count)s rows with findings; see the import's page, number %(batch)s.")
UNREAD = N_("Not read, although something stands on them: %(sheets)s.")


def results_of(batch: ImportBatch) -> Iterator[Message]:
    """How many rows were read and what became of them, what else stood in the file, and what was not read."""
    outcomes = ("created", "updated", "unchanged", "rejected", "waiting")
    yield Message(ROWS_READ, {"read": batch.rows_read, **{name: getattr(batch, name) for name in outcomes}})
    number = str(batch.id)
    if batch.waiting:
        way = f"museum-tracker import decide {batch.id}"
        yield Message(WAITING, {"count": batch.waiting, "batch": number, "way": way})
    for sheet, counts in batch.counts.get("sheets", {}).items():
        for kind, count in counts["rows"].items():
            if kind != RowKind.OBJECT:
                yield Message(
                    OTHER_ROWS, {"sheet": sheet, "kind": Message(ROW_KIND_LABELS[RowKind(kind)]), "count": count}
                )
    if batch.with_findings:
        yield Message(FINDINGS, {"count": batch.with_findings, "batch": number})
    yield from signed_messages(batch.counts.get("signed", ()))
    if unread := ImportPlan.from_json(batch.plan).unread:
        yield Message(UNREAD, {"sheets": ", ".join(sheet.name for sheet in unread[:SHOWN_SHEETS])})


def is_whole(batch: ImportBatch) -> bool:
    """Whether nothing was left out: no row rejected or waiting, no sheet in sight unread."""
    unread = any(not sheet.hidden for sheet in ImportPlan.from_json(batch.plan).unread)
    return not (batch.rejected or batch.waiting or unread)

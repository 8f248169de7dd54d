"""What an import came to, as the console says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from museum_tracker.cli.base import say, text
from museum_tracker.core.i18n import N_

if TYPE_CHECKING:
    from museum_tracker.interop.models import ImportBatch


def tell(batch: ImportBatch) -> None:
    """Say how many rows were read and what became of them, and what else stood in the file."""
    from museum_tracker.interop.imports.rowkinds import ROW_KIND_LABELS, RowKind

    say(
        N_(
            "Rows read %(read)s = created %(created)s + updated %(updated)s + unchanged %(unchanged)s"
            " + rejected %(rejected)s + waiting %(waiting)s"
        ),
        read=batch.rows_read,
        created=batch.created,
        updated=batch.updated,
        unchanged=batch.unchanged,
        rejected=batch.rejected,
        waiting=batch.waiting,
    )
    if batch.waiting:
        say(
            N_("%(count)s rows wait for a decision: answer them on the import's page, number %(batch)s, or with %(way)s."),
            count=batch.waiting,
            batch=str(batch.id),
            way=f"museum-tracker import decide {batch.id}",
        )
    for name, counts in batch.counts.get("sheets", {}).items():
        others = {kind: number for kind, number in counts["rows"].items() if kind != RowKind.OBJECT}
        for kind, number in others.items():
            say(
                N_("%(sheet)s: %(kind)s: %(count)s"),
                sheet=name,
                kind=text(ROW_KIND_LABELS[RowKind(kind)]),
                count=number,
            )
    if batch.with_findings:
        say(
            N_("%(count)s rows with findings; see the import's page, number %(batch)s."),
            count=batch.with_findings,
            batch=str(batch.id),
        )


def tell_unread(batch: ImportBatch) -> bool:
    """Name the sheets that hold something and were not read; whether one of them is in sight."""
    from museum_tracker.interop.imports.plan import ImportPlan

    unread = ImportPlan.from_json(batch.plan).unread
    if unread:
        say(N_("Not read, although something stands on them: %(sheets)s."), sheets=", ".join(s.name for s in unread[:50]))
    return any(not sheet.hidden for sheet in unread)

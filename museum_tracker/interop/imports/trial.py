"""The trial: everything an import would do, found out and listed, nothing written to the catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.collecting import rarely_collected
from museum_tracker.core.db import begin_write
from museum_tracker.interop.imports.answers import Answers
from museum_tracker.interop.imports.deciding import Decider, Decision
from museum_tracker.interop.imports.facts import facts_of
from museum_tracker.interop.imports.keeping import keep_rows
from museum_tracker.interop.imports.memory import TrialMemory
from museum_tracker.interop.imports.queries import look_up
from museum_tracker.interop.imports.running import Walk
from museum_tracker.interop.imports.signed import SignedTally
from museum_tracker.interop.models import BatchState, ImportBatch, ImportRow, Outcome
from museum_tracker.years.foreseen import list_cited

MOST_KEPT = 20_000  # rows with findings that a trial keeps; the counts hold all
Commit = Callable[[Session, float], None]


@rarely_collected()
def try_batch(session: Session, batch: ImportBatch, walk: Walk, *, commit: Commit) -> None:
    """Find out what entering the file would do; `commit` is the caller's, called after each chunk with the share done.

    Rows with something to say are kept, with the decisions people made about them before.
    """
    begin_write(session)
    chosen = Answers(session, batch)
    session.execute(sa.delete(ImportRow).where(ImportRow.batch_id == batch.id))
    clear_counts(batch)
    commit(session, 0.0)
    totals: Counter[str] = Counter()
    memory = TrialMemory()
    decider = Decider(walk.lookup, walk.plan, memory)
    signed = SignedTally(list_cited(session))
    kept = 0
    try:
        for _, sheet, records in walk.chunks():
            mine = chosen.of(sheet.name, records)
            found = look_up(session, batch, sheet.name, records, series=walk.plan.series, chosen=mine)
            decisions = decider.decide(records, found)
            _foresee_facts(walk, decisions, signed)
            _count(walk, totals, decisions)
            telling = [one for one in decisions if one.record.findings or one.record.row.number in mine]
            telling = telling[: MOST_KEPT - kept]
            kept += len(telling)
            begin_write(session)
            keep_rows(session, batch, sheet, telling, chosen=mine)
            commit(session, walk.done())
    finally:
        memory.close()
    begin_write(session)
    walk.counts["signed"] = signed.told()
    finish(batch, totals, walk)
    batch.state = BatchState.CHECKED


def clear_counts(batch: ImportBatch) -> None:
    """Begin counting anew."""
    for name in ("rows_read", "created", "updated", "unchanged", "rejected", "waiting", "with_findings"):
        setattr(batch, name, 0)
    batch.counts, batch.error = {}, {}


def finish(batch: ImportBatch, totals: Counter[str], walk: Walk) -> None:
    """Write down what was counted."""
    for outcome in Outcome:
        setattr(batch, outcome.value, totals[outcome.value])
    batch.rows_read = sum(totals[outcome.value] for outcome in Outcome)
    batch.with_findings = totals["with_findings"]
    batch.counts = {**walk.counts, "reasons": dict(walk.reasons.most_common(100))}


def _foresee_facts(walk: Walk, decisions: Sequence[Decision], signed: SignedTally) -> None:
    """What would be said about dates when the facts are written, and which of them lie in signed figures."""
    for decision in decisions:
        if decision.outcome is Outcome.CREATED:
            arrival = walk.maker.arrival(decision.record)
            signed.add(facts_of(decision.record, plan=walk.plan, arrival=arrival, today=walk.today))
        elif decision.outcome is Outcome.UPDATED:
            signed.edit(decision.changes)


def _count(walk: Walk, totals: Counter[str], decisions: Sequence[Decision]) -> None:
    for decision in decisions:
        totals[decision.outcome.value] += 1
        if decision.record.findings:
            totals["with_findings"] += 1
            walk.note(decision.record)

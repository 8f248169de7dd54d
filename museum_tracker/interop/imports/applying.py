"""The real thing: rows become objects in committed chunks, the place in the file moving with them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.catalogue.writing.change import Edit, change_artifacts
from museum_tracker.core import clock
from museum_tracker.core.collecting import rarely_collected
from museum_tracker.core.db import among, begin_write
from museum_tracker.core.i18n import N_
from museum_tracker.figures.models import Fact
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.services import add_facts
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed
from museum_tracker.interop.imports.answers import Answers
from museum_tracker.interop.imports.creating import create_objects
from museum_tracker.interop.imports.deciding import Decider, Decision
from museum_tracker.interop.imports.facts import fact_row, facts_of
from museum_tracker.interop.imports.keeping import LEFT, keep_rows
from museum_tracker.interop.imports.parts import keep_parts
from museum_tracker.interop.imports.places import put_in_place
from museum_tracker.interop.imports.plan import SheetPlan
from museum_tracker.interop.imports.queries import ASKED, look_up
from museum_tracker.interop.imports.records import Record
from museum_tracker.interop.imports.running import Walk
from museum_tracker.interop.imports.states import refresh_states
from museum_tracker.interop.imports.trial import clear_counts
from museum_tracker.interop.models import BatchState, ImportBatch, ImportRow, Outcome

Commit = Callable[[Session, float], None]


class Entering:
    """Enters one batch; a second run goes on after the last chunk that was committed."""

    def __init__(self, session: Session, batch: ImportBatch, walk: Walk, *, by: User, commit: Commit) -> None:
        self._session = session
        self._batch = batch
        self._walk = walk
        self._by = by
        self._commit = commit
        self._decider = Decider(walk.lookup, walk.plan)
        self._later = batch.applied_at is not None

    @rarely_collected()
    def run(self) -> None:
        """Enter every row that is not entered yet; of an entered import, the rows that were answered since."""
        session, batch = self._session, self._batch
        if self._later:
            self._enter_answered()
            return
        begin_write(session)
        if not batch.cursor:
            clear_counts(batch)
        batch.state = BatchState.APPLYING
        cursor = dict(batch.cursor)
        self._commit(session, 0.0)
        place, row = cursor.get("sheet", 0), cursor.get("row", 0)
        answers = Answers(session, batch)
        for at, sheet, records in self._walk.chunks(from_sheet=place, after_row=row):
            begin_write(session)
            self._chunk(sheet, records, answers.of(sheet.name, records))
            batch.cursor = {"sheet": at, "row": records[-1].row.number}
            self._commit(session, self._walk.done())
        self._finish()

    def _enter_answered(self) -> None:
        session, answers = self._session, Answers(self._session, self._batch)
        for _, sheet, records in self._walk.chunks():
            answered = [record for record in records if (sheet.name, record.row.number) in answers.places]
            if answered:
                begin_write(session)
                self._chunk(sheet, answered, answers.of(sheet.name, answered))
                self._commit(session, self._walk.done())
        begin_write(session)
        self._batch.state = BatchState.APPLIED
        self._commit(session, 1.0)

    def _chunk(self, sheet: SheetPlan, records: Sequence[Record], chosen: dict[int, str]) -> None:
        session, batch = self._session, self._batch
        found = look_up(session, batch, sheet.name, records, series=self._walk.plan.series, chosen=chosen)
        decisions = self._decider.decide(records, found)
        deed = begin_deed(
            session,
            by=self._by,
            action=N_("Imported %(rows)s rows of %(file)s"),
            rows=len(records),
            file=batch.file_name,
            batch=batch.id,
        )
        ids = self._create(deed, decisions)
        put_in_place(session, deed, decisions, ids)
        updated = self._update(deed, decisions)
        parted = keep_parts(session, deed, batch, sheet, decisions, ids=ids)
        attested = self._attest(deed, decisions)
        refresh_states(session, sorted({*updated, *parted, *attested}), deed=deed)
        self._keep_rows(deed, sheet, decisions, ids, chosen)
        self._count(decisions)

    def _create(self, deed: ChangeSet, decisions: Sequence[Decision]) -> dict[int, int]:
        """Create the new objects; answers the object of each row (twins of new rows included)."""
        new = [decision.record for decision in decisions if decision.outcome is Outcome.CREATED]
        made = create_objects(self._session, deed, self._walk, new)
        ids = {record.row.number: artifact_id for record, artifact_id in zip(new, made, strict=True)}
        for decision in decisions:
            if decision.known is not None:
                ids[decision.record.row.number] = decision.known.id
            elif decision.twin is not None:
                ids[decision.record.row.number] = ids[decision.twin.row.number]
        return ids

    def _update(self, deed: ChangeSet, decisions: Sequence[Decision]) -> list[int]:
        """Write what rows change of known objects; answers the ids of those that changed."""
        changes: dict[int, dict[str, Any]] = {}
        for decision in decisions:
            if decision.outcome is Outcome.UPDATED and decision.known is not None:
                before = changes.setdefault(decision.known.id, {})
                numbers = [*before.get("numbers", ()), *decision.changes.get("numbers", ())]
                before |= decision.changes | ({"numbers": numbers} if numbers else {})
        edits = {key: Edit.of(said) for key, said in changes.items()}
        return change_artifacts(self._session, edits, deed=deed, keep_repeats=True, tell=False) if edits else []

    def _attest(self, deed: ChangeSet, decisions: Sequence[Decision]) -> list[int]:
        """Write the facts that rows attest and known objects do not have; answers the objects that gained some."""
        about = [
            (decision, decision.known.id)
            for decision in decisions
            if decision.known is not None and decision.outcome not in LEFT
        ]
        if not about:
            return []
        have = self._facts_had([artifact_id for _, artifact_id in about])
        rows: list[dict[str, Any]] = []
        for decision, artifact_id in about:
            facts = facts_of(
                decision.record,
                plan=self._walk.plan,
                arrival=self._walk.maker.arrival(decision.record),
                today=self._walk.today,
                have=have[artifact_id],
            )
            if facts and decision.outcome is Outcome.UNCHANGED:
                decision.outcome = Outcome.UPDATED
            have[artifact_id] |= {fact.kind for fact in facts}
            rows += [fact_row(artifact_id, fact) for fact in facts]
        add_facts(self._session, rows, deed=deed)
        return [row["artifact_id"] for row in rows]

    def _facts_had(self, ids: Sequence[int]) -> dict[int, set[FactKind]]:
        had: dict[int, set[FactKind]] = defaultdict(set)
        voided = sa.select(Fact.voids_id).where(Fact.voids_id.is_not(None))
        for start in range(0, len(ids), ASKED):
            rows = self._session.execute(
                sa.select(Fact.artifact_id, Fact.kind).where(
                    among(self._session, Fact.artifact_id, ids[start : start + ASKED]), Fact.id.not_in(voided)
                )
            )
            for artifact_id, kind in rows:
                had[artifact_id].add(kind)
        for known in had.values():
            if FactKind.COLLECTED in known:
                known.add(FactKind.RECEIVED)
        return had

    def _keep_rows(
        self,
        deed: ChangeSet,
        sheet: SheetPlan,
        decisions: Sequence[Decision],
        ids: dict[int, int],
        chosen: dict[int, str],
    ) -> None:
        session, batch = self._session, self._batch
        numbers = [decision.record.row.number for decision in decisions]
        these = (
            among(session, ImportRow.row, numbers) if self._later else ImportRow.row.between(numbers[0], numbers[-1])
        )
        session.execute(
            sa.delete(ImportRow).where(
                ImportRow.batch_id == batch.id,
                ImportRow.sheet == sheet.name,
                these,
                ImportRow.entered.is_(False),
            )
        )
        keep_rows(session, batch, sheet, decisions, ids=ids, deed=deed, chosen=chosen)

    def _count(self, decisions: Sequence[Decision]) -> None:
        batch = self._batch
        totals = Counter([decision.outcome for decision in decisions])
        for outcome in Outcome:
            setattr(batch, outcome.value, getattr(batch, outcome.value) + totals[outcome])
        if self._later:  # they were read and counted as waiting
            batch.waiting -= len(decisions)
            batch.with_findings -= len(decisions)
        else:
            batch.rows_read += len(decisions)
        noted = [decision.record.findings for decision in decisions if decision.record.findings]
        batch.with_findings += len(noted)
        reasons = Counter(batch.counts.get("reasons", {}))
        reasons.update([found.message.msgid for findings in noted for found in findings])
        self._store_counts(reasons)

    def _store_counts(self, reasons: dict[str, int]) -> None:
        sheets = {**self._batch.counts.get("sheets", {}), **self._walk.counts.get("sheets", {})}
        self._batch.counts = {**self._walk.counts, "sheets": sheets, "reasons": dict(reasons)}

    def _finish(self) -> None:
        session, batch = self._session, self._batch
        begin_write(session)
        session.execute(
            sa.delete(ImportRow).where(
                ImportRow.batch_id == batch.id, ImportRow.entered.is_(False), ImportRow.change_set_id.is_(None)
            )
        )
        self._store_counts(batch.counts.get("reasons", {}))
        batch.state = BatchState.APPLIED
        batch.applied_at = clock.now()
        self._commit(session, 1.0)

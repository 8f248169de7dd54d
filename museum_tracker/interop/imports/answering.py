"""Answers to rows that wait, before an import is entered and afterwards; each can be taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.core.errors import Conflict
from museum_tracker.core.i18n import N_
from museum_tracker.interop.imports.plan import SAME_NUMBER, Answer, ImportPlan, answers_to
from museum_tracker.interop.imports.services import NotNow, require_open, settle
from museum_tracker.interop.imports.undoing import own_deeds, touched_since, undo_rows
from museum_tracker.interop.models import BatchState, ImportBatch, ImportRow, Outcome
from museum_tracker.jobs.queue import enqueue


class WorkedOnSince(Conflict):
    """The object of an answered row was worked on: the answer stays."""

    msgid = N_("“%(object)s” was worked on since: the answer about its row cannot be taken back. Correct the object.")


def answer_rows(session: Session, batch: ImportBatch, answers: Mapping[int, str], together: Mapping[str, str]) -> int:
    """Keep answers about single rows and about all other rows of a question; answers how many rows have one now.

    Raises:
        NotNow: the import runs, or was taken back.
    """
    settle(session, batch)
    later = batch.state is BatchState.APPLIED
    if not later:
        require_open(batch)
        _keep_in_plan(batch, together)
    for row_id, answer in answers.items():
        row = session.get(ImportRow, row_id)
        if row is None or row.batch_id != batch.id or (later and row.outcome is not Outcome.WAITING):
            continue
        row.decision = answer if answer in answers_to(row.question) else ""
    session.flush()
    waiting = (ImportRow.batch_id == batch.id, ImportRow.outcome == Outcome.WAITING)
    for question, answer in together.items() if later else ():
        if answer in answers_to(question):
            rows = sa.update(ImportRow).where(*waiting, ImportRow.question == question, ImportRow.decision == "")
            session.execute(rows.values(decision=answer))
    answered = sa.select(sa.func.count()).select_from(ImportRow).where(*waiting, ImportRow.decision != "")
    return session.scalar(answered) or 0


def _keep_in_plan(batch: ImportBatch, together: Mapping[str, str]) -> None:
    plan = ImportPlan.from_json(batch.plan)
    known = {question: answer for question, answer in together.items() if answer in answers_to(question)}
    kept = {question: answer for question, answer in plan.answers.items() if question not in together}
    answers = {**kept, **{question: answer for question, answer in known.items() if question != SAME_NUMBER}}
    same = known.get(SAME_NUMBER, Answer.ASK.value if SAME_NUMBER in together else plan.same_number)
    batch.plan = replace(plan, answers=answers, same_number=same).to_json()


def start_answered(session: Session, batch: ImportBatch, *, by: User) -> int:
    """Leave entering the answered rows of an entered import to the worker."""
    if batch.state is not BatchState.APPLIED:
        raise NotNow
    batch.state = BatchState.APPLYING
    batch.error = {}
    batch.job_id = enqueue(
        session, "interop.apply_import", batch_id=batch.id, user_id=by.id, dedupe_key=f"import-{batch.id}-answers"
    )
    session.flush()
    return batch.job_id


def reopen_rows(session: Session, batch: ImportBatch, ids: Collection[int], *, by: User) -> int:
    """Take answers back: what they entered is undone, and the rows wait again; answers how many do.

    Parts that were kept with one object in one change go together.

    Raises:
        NotNow: the import runs, or was taken back.
        WorkedOnSince: people have worked on an object since.
    """
    if batch.state is not BatchState.APPLIED:
        raise NotNow
    rows = _answered(session, batch, ids)
    undone = [row for row in rows if row.outcome in {Outcome.CREATED, Outcome.UPDATED}]
    if undone:
        touched = touched_since(session, undone, own_deeds(session, batch))
        if touched:
            raise WorkedOnSince(object=touched[0].row.label or str(touched[0].row.row))
        undo_rows(session, batch, undone, by=by, reason="")
        session.expire_all()
    for row in rows:
        setattr(batch, row.outcome.value, getattr(batch, row.outcome.value) - 1)
        batch.waiting += 1
        row.outcome, row.decision, row.entered, row.undone, row.artifact_id = Outcome.WAITING, "", False, False, None
    session.flush()
    return len(rows)


def _answered(session: Session, batch: ImportBatch, ids: Collection[int]) -> list[ImportRow]:
    of_batch = sa.select(ImportRow).where(
        ImportRow.batch_id == batch.id, ImportRow.decision != "", ImportRow.outcome != Outcome.WAITING
    )
    rows = {row.id: row for row in session.scalars(of_batch.where(ImportRow.id.in_(ids)))}
    for row in list(rows.values()):
        if row.artifact_id is not None:
            beside = of_batch.where(
                ImportRow.change_set_id == row.change_set_id, ImportRow.artifact_id == row.artifact_id
            )
            rows |= {one.id: one for one in session.scalars(beside)}
    return list(rows.values())

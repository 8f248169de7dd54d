"""Imports from the file's arrival to the decision to enter it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.acquisitions.basis import require_allowed
from museum_tracker.catalogue.rules import RegisterBasis
from museum_tracker.core import clock
from museum_tracker.core.errors import Conflict, Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.core.text import clean
from museum_tracker.interop.imports.plan import ImportPlan, Profile, Standing
from museum_tracker.interop.imports.proposing import SAMPLED, SheetView, propose
from museum_tracker.interop.imports.queries import find_profile
from museum_tracker.interop.imports.reading.files import open_table
from museum_tracker.interop.imports.reading.table import RawRow, Reading
from museum_tracker.interop.imports.sheets import continued, holds_objects, people_columns
from museum_tracker.interop.imports.staging import IMPORTS, Staged, path_of
from museum_tracker.interop.imports.targets import NAMES, NUMBERS
from museum_tracker.interop.models import BatchState, ImportBatch, ImportProfile, ImportRow
from museum_tracker.jobs.models import Job, JobStatus
from museum_tracker.jobs.queue import enqueue
from museum_tracker.media.keeping import note_adopted

if TYPE_CHECKING:
    from config import Settings

OPEN_STATES = frozenset({BatchState.STAGED, BatchState.CHECKED, BatchState.FAILED})


RUNNING = frozenset({BatchState.CHECKING, BatchState.APPLYING, BatchState.UNDOING})


class NotNow(Conflict):
    """The import is not in a state in which this can be done."""

    msgid = N_("This cannot be done with the import as it stands now. Look at its page again.")


class CutoffMissing(Refusal):
    """An opening balance needs its cut-off day and its document."""

    msgid = N_("An opening balance needs its cut-off day and the document it rests on.")


class CutoffAhead(Refusal):
    """The cut-off day has not come yet."""

    msgid = N_("The cut-off day %(date)s has not come yet.")


class BasisWithoutDocument(Refusal):
    """The basis of register lines is a document."""

    msgid = N_("The basis of the register lines needs its document, with number and day.")


class NothingMapped(Refusal):
    """No column gives a name or a number."""

    msgid = N_("Choose at least one column that holds a name or a number.")


class NoSheetTaken(Refusal):
    """No sheet is to be entered."""

    msgid = N_("No sheet is chosen. Choose one that has rows below its heading.")


class NamelessProfile(Refusal):
    """A profile needs a name."""

    msgid = N_("Give the mapping a name.")


def read_file(
    settings: Settings,
    staged: Staged,
    *,
    profile: Profile | None = None,
    encoding: str = "",
    separator: str = "",
    header_rows: Mapping[str, int] | None = None,
) -> tuple[Reading, list[SheetView]]:
    """Open a staged file and propose how each of its sheets is read; hidden sheets are not taken by themselves.

    Raises:
        UnreadableTable: it is no table, or damaged, protected or too large.
    """
    table = open_table(path_of(settings, staged.sha256), staged.name, encoding=encoding, separator=separator)
    try:
        views: list[SheetView] = []
        first: SheetView | None = None
        for sheet in table.sheets:
            rows: list[RawRow] = list(islice(table.rows(sheet.name), SAMPLED))
            view = propose(sheet.name, rows, profile=profile, header_row=(header_rows or {}).get(sheet.name))
            if first is not None and not holds_objects(view):
                view = continued(view, rows, first) or view
            elif first is None and view.plan.taken and holds_objects(view):
                first = view
            views.append(_settled(view, hidden=sheet.hidden))
        return table.reading, _without_summaries(views)
    finally:
        table.close()


def _settled(view: SheetView, *, hidden: bool) -> SheetView:
    """A sheet that is hidden, or holds people, is entered only where a person says so."""
    people = people_columns(view)
    taken = view.plan.taken and not hidden and not people
    return replace(view, plan=replace(view.plan, taken=taken, hidden=hidden), people=people)


def _without_summaries(views: list[SheetView]) -> list[SheetView]:
    """Beside sheets of objects, a sheet without a name or number is a summary or a cover: nobody enters it."""
    known = [holds_objects(view) for view in views]
    if not any(view.plan.taken and objects for view, objects in zip(views, known, strict=True)):
        return views
    return [
        view if objects else replace(view, plan=replace(view.plan, taken=False))
        for view, objects in zip(views, known, strict=True)
    ]


def create_batch(
    session: Session, staged: Staged, reading: Reading, views: list[SheetView], *, by: User, profile_name: str = ""
) -> ImportBatch:
    """Open an import for a file that was read."""
    plan = ImportPlan(encoding=reading.encoding, separator=reading.separator, sheets=tuple(view.plan for view in views))
    batch = ImportBatch(
        file_name=staged.name,
        sha256=staged.sha256,
        size=staged.size,
        plan=plan.to_json(),
        profile_name=profile_name,
        user_id=by.id,
        created_at=clock.now(),
    )
    session.add(batch)
    session.flush()
    note_adopted(session, IMPORTS, staged.sha256, staged.adopted, by=by)
    return batch


def set_plan(session: Session, batch: ImportBatch, plan: ImportPlan, *, today: dt.date) -> None:
    """Decide how a file is entered; an earlier trial no longer counts.

    Raises:
        NotNow: the import runs or was entered.
        NoSheetTaken, NothingMapped, CutoffMissing, CutoffAhead, BasisWithoutDocument: something is missing.
        CouncilDecides: a director's decision is named as the basis, and the museum has a council.
    """
    require_open(batch)
    taken = [sheet for sheet in plan.sheets if sheet.taken]
    if not taken and any(sheet.targets for sheet in plan.sheets):
        raise NoSheetTaken
    if not any(set(sheet.targets.values()) & (NAMES | NUMBERS) for sheet in taken):
        raise NothingMapped
    if plan.standing == Standing.OPENING and not (plan.cutoff and plan.document.strip()):
        raise CutoffMissing(field="document" if plan.cutoff else "cutoff")
    if plan.opening and plan.cutoff_date and plan.cutoff_date > today:
        raise CutoffAhead(field="cutoff", date=plan.cutoff_date)
    if plan.basis and not plan.opening:
        if not plan.document.strip():
            raise BasisWithoutDocument(field="document")
        require_allowed(session, RegisterBasis(plan.basis))
    batch.plan = plan.to_json()
    batch.state = BatchState.STAGED
    session.flush()


def require_open(batch: ImportBatch) -> None:
    """Refuse changes to an import that runs, was entered (even in part) or was taken back."""
    if batch.state not in OPEN_STATES or batch.cursor:
        raise NotNow


def settle(session: Session, batch: ImportBatch) -> None:
    """Call an import stopped whose job has failed for good, so that people can go on from there."""
    job = session.get(Job, batch.job_id) if batch.job_id and batch.state in RUNNING else None
    if job is not None and job.status is JobStatus.FAILED:
        batch.state = BatchState.FAILED


def start_trial(session: Session, batch: ImportBatch) -> int:
    """Leave the trial to the worker."""
    settle(session, batch)
    require_open(batch)
    batch.state = BatchState.CHECKING
    batch.error = {}
    batch.job_id = enqueue(session, "interop.check_import", batch_id=batch.id, dedupe_key=f"import-{batch.id}-check")
    session.flush()
    return batch.job_id


def start_entering(session: Session, batch: ImportBatch, *, by: User) -> int:
    """Leave the entering to the worker; an import that was stopped goes on where it stood.

    Raises:
        NotNow: it was not tried first, or was entered already.
    """
    settle(session, batch)
    going_on = batch.state is BatchState.FAILED and bool(batch.cursor)
    if batch.state is not BatchState.CHECKED and not going_on:
        raise NotNow
    batch.state = BatchState.APPLYING
    batch.error = {}
    batch.job_id = enqueue(
        session, "interop.apply_import", batch_id=batch.id, user_id=by.id, dedupe_key=f"import-{batch.id}-apply"
    )
    session.flush()
    return batch.job_id


def start_undo(session: Session, batch: ImportBatch, *, by: User, reason: str, confirmed: list[int]) -> int:
    """Leave taking the import back to the worker.

    Raises:
        NotNow: nothing of it was entered.
    """
    settle(session, batch)
    stopped = batch.state is BatchState.FAILED and bool(batch.cursor)
    if batch.state not in {BatchState.APPLIED, BatchState.UNDONE} and not stopped:
        raise NotNow
    batch.state = BatchState.UNDOING
    batch.error = {}
    batch.job_id = enqueue(
        session,
        "interop.undo_import",
        batch_id=batch.id,
        user_id=by.id,
        reason=reason,
        confirmed=confirmed,
        dedupe_key=f"import-{batch.id}-undo",
    )
    session.flush()
    return batch.job_id


def save_profile(session: Session, plan: ImportPlan, name: str, *, by: User) -> ImportProfile:
    """Keep a file's mapping under a name for the next file of its kind; the same name replaces it.

    Raises:
        NamelessProfile: no name.
    """
    name = clean(name)[:200]
    if not name:
        raise NamelessProfile(field="profile")
    profile = find_profile(session, name)
    if profile is None:
        profile = ImportProfile(name=name, user_id=by.id)
        session.add(profile)
    profile.columns = Profile.of(plan).columns
    profile.user_id = by.id
    profile.updated_at = clock.now()
    session.flush()
    return profile


def drop_batch(session: Session, batch: ImportBatch) -> None:
    """Forget an import that was never entered."""
    require_open(batch)
    session.execute(sa.delete(ImportRow).where(ImportRow.batch_id == batch.id))
    session.delete(batch)
    session.flush()

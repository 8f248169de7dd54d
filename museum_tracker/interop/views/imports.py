"""Imports: the list of them, a new one, and the page of each from trial to result."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core import clock
from museum_tracker.core.db import begin_write
from museum_tracker.core.errors import NotFound, Refusal
from museum_tracker.core.i18n import N_, Message, restored
from museum_tracker.interop.imports import queries, services
from museum_tracker.interop.imports.answers import count_questions
from museum_tracker.interop.imports.findings import WEIGHT_LABELS, Found
from museum_tracker.interop.imports.mending import count_rows_to_mend, write_rows_to_mend
from museum_tracker.interop.imports.plan import ANSWER_LABELS, SAME_NUMBER, ImportPlan, Profile, answers_to
from museum_tracker.interop.imports.rowkinds import DOUBTFUL, ROW_KIND_LABELS
from museum_tracker.interop.imports.signed import signed_messages
from museum_tracker.interop.imports.staging import IMPORTS, mending_path, stage
from museum_tracker.interop.models import BATCH_STATE_LABELS, OUTCOME_LABELS, BatchState, ImportBatch, Outcome
from museum_tracker.interop.views.blueprint import batch_or_404, bp, settings
from museum_tracker.jobs.models import Job, JobStatus
from museum_tracker.media.views.giving import kept_path
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale, word

PAGE = 100
OTHER_NAME_ASKED = N_("The number is that of an object of another name")


@bp.get("/nhap-du-lieu")
@guard(Permission.IMPORT_OBJECTS)
def index() -> str:
    """Choose a table, and see what was imported before."""
    session, before = current_session(), request.args.get("truoc", 0, type=int)
    batches = queries.list_batches(session, before=before, limit=PAGE + 1)
    return render_template(
        "interop/imports.html",
        batches=batches[:PAGE],
        more=batches[PAGE - 1].id if len(batches) > PAGE else None,
        profiles=queries.list_profiles(session),
        labels=BATCH_STATE_LABELS,
        errors=(),
    )


@bp.post("/nhap-du-lieu")
@guard(Permission.IMPORT_OBJECTS, write=False)
def upload() -> Any:
    """Receive a table and propose how it is read; nothing is entered."""
    file = request.files.get("file")
    if file is None or not file.filename:
        flash(_("Choose a table first."), "warning")
        return redirect(url_for("interop.index"), 303)
    try:
        batch_id = _receive(file, request.form.get("profile", ""))
    except Refusal as refusal:
        flash(word(refusal.message), "error")
        return redirect(url_for("interop.index"), 303)
    return redirect(url_for("interop.mapping", batch_id=batch_id), 303)


def _receive(file: FileStorage, profile_name: str) -> int:
    session = current_session()
    named = queries.find_profile(session, profile_name) if profile_name else None
    staged = stage(session, settings(), file.stream, file.filename or "")
    reading, views = services.read_file(settings(), staged, profile=Profile(named.columns) if named else None)
    begin_write(session)
    batch = services.create_batch(
        session, staged, reading, views, by=signed_in(), profile_name=profile_name if named else ""
    )
    session.commit()
    return batch.id


@bp.get("/nhap-du-lieu/<int:batch_id>")
@guard(Permission.IMPORT_OBJECTS)
def show(batch_id: int) -> Any:
    """Where an import stands: at work, tried, entered, stopped or taken back."""
    session, batch = current_session(), batch_or_404(batch_id)
    if batch.state is BatchState.STAGED:
        return redirect(url_for("interop.mapping", batch_id=batch.id), 303)
    outcome = request.args.get("ket-qua", "")
    outcome = outcome if outcome in set(Outcome) else ""
    rows = queries.list_rows(
        session, batch, outcome=outcome, after=request.args.get("sau", 0, type=int), limit=PAGE + 1
    )
    job = session.get(Job, batch.job_id) if batch.job_id and batch.state in services.RUNNING else None
    given_up = job is not None and job.status is JobStatus.FAILED
    running = batch.state in services.RUNNING and not given_up
    if "HX-Request" in request.headers and not running:
        # The heading and its buttons change with the state too: the whole page is fetched once the work has ended.
        return Response(headers={"HX-Refresh": "true"})
    return render_template(
        "interop/import.html",
        batch=batch,
        plan=ImportPlan.from_json(batch.plan),
        job=job,
        now=clock.now(),
        running=running,
        stopped=batch.state is BatchState.FAILED or given_up,
        error=_error(batch, job),
        rows=[(row, [Found.from_json(kept) for kept in row.findings]) for row in rows[:PAGE]],
        more=rows[PAGE - 1].id if len(rows) > PAGE else None,
        outcome=outcome,
        asked=count_questions(session, batch) if batch.waiting else {},
        signed=signed_messages(batch.counts.get("signed", ())),
        mending=count_rows_to_mend(session, batch) > 0,
        can_undo=signed_in().can(Permission.UNDO),
        **_labels(),
    )


def _error(batch: ImportBatch, job: Job | None) -> Message | None:
    """Why the import stopped, as far as anybody can tell."""
    if batch.error:
        return restored(batch.error["msgid"], batch.error["values"])
    return job.error if job is not None and job.error_id else None


def _labels() -> dict[str, Any]:
    return {
        "states": BATCH_STATE_LABELS,
        "outcomes": {outcome.value: text for outcome, text in OUTCOME_LABELS.items()},
        "doubtful": {kind.value for kind in DOUBTFUL},
        "kinds": {kind.value: text for kind, text in ROW_KIND_LABELS.items()},
        "weights": {weight.value: text for weight, text in WEIGHT_LABELS.items()},
        "answers": {answer.value: text for answer, text in ANSWER_LABELS.items()},
        "answers_to": answers_to,
        "questions": {SAME_NUMBER: OTHER_NAME_ASKED, **{kind.value: text for kind, text in ROW_KIND_LABELS.items()}},
    }


@bp.post("/nhap-du-lieu/<int:batch_id>/chay-thu")
@guard(Permission.IMPORT_OBJECTS)
def check(batch_id: int) -> Response:
    """Try the whole file."""
    session, batch = current_session(), batch_or_404(batch_id)
    services.start_trial(session, batch)
    session.commit()
    return redirect(url_for("interop.show", batch_id=batch.id), 303)


@bp.post("/nhap-du-lieu/<int:batch_id>/nhap")
@guard(Permission.IMPORT_OBJECTS)
def apply(batch_id: int) -> Response:
    """Enter the file, or go on with an import that was stopped."""
    session, batch = current_session(), batch_or_404(batch_id)
    services.start_entering(session, batch, by=signed_in())
    session.commit()
    return redirect(url_for("interop.show", batch_id=batch.id), 303)


@bp.post("/nhap-du-lieu/<int:batch_id>/bo")
@guard(Permission.IMPORT_OBJECTS)
def drop(batch_id: int) -> Response:
    """Forget an import that was never entered."""
    session, batch = current_session(), batch_or_404(batch_id)
    name = batch.file_name
    services.drop_batch(session, batch)
    session.commit()
    flash(_("Forgot the import of %(file)s; nothing of it was entered.", file=name), "success")
    return redirect(url_for("interop.index"), 303)


@bp.get("/nhap-du-lieu/<int:batch_id>/can-sua")
@guard(Permission.IMPORT_OBJECTS)
def mend(batch_id: int) -> Response:
    """The rows to mend, as a workbook."""
    batch = batch_or_404(batch_id)
    path = mending_path(settings(), batch.id)
    if not path.exists():
        write_rows_to_mend(current_session(), batch, path, current_locale())
    if not path.exists():
        raise NotFound(what=batch.file_name)
    return send_file(path, as_attachment=True, download_name=f"{_stem(batch)}-can-sua.xlsx", max_age=0)


@bp.get("/nhap-du-lieu/<int:batch_id>/tep")
@guard(Permission.IMPORT_OBJECTS)
def original(batch_id: int) -> Response:
    """The file as it was given."""
    batch = batch_or_404(batch_id)
    path = kept_path(IMPORTS, batch.sha256, batch.file_name)
    return send_file(
        path, mimetype="application/octet-stream", as_attachment=True, download_name=batch.file_name, max_age=0
    )


def _stem(batch: ImportBatch) -> str:
    return batch.file_name.rsplit(".", 1)[0]

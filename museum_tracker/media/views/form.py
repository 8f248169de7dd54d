"""The plain way to add files to an object: a form that works without JavaScript, and from a phone's camera."""

from __future__ import annotations

import shutil
from pathlib import Path

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.db import begin_write
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_, Message
from museum_tracker.history.web import web_deed
from museum_tracker.media import packing, services
from museum_tracker.media.matching import match_files
from museum_tracker.media.names import disk_name, read_name
from museum_tracker.media.rules import VIEW_LABELS
from museum_tracker.media.services import Attached, Outcome
from museum_tracker.media.staging import CHUNK
from museum_tracker.media.views.blueprint import bp, plain_limit, settings, standing_artifact, storage, upload_limit
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, ngettext, word

NAMED_OTHERWISE = N_(
    "The name of %(file)s says another object: %(object)s. It was not kept here; send it on that object's page, or "
    "tick that it is kept all the same."
)
ALREADY = N_("%(file)s is already there: %(object)s.")


@bp.get("/hien-vat/<int:artifact_id>/tai-len")
@guard(Permission.UPLOAD_MEDIA)
def upload(artifact_id: int) -> str:
    """Choose files for one object."""
    artifact = standing_artifact(artifact_id)
    return render_template(
        "media/form.html",
        artifact=artifact,
        views=VIEW_LABELS,
        limit=upload_limit(),
        plain_limit=plain_limit(settings()),
    )


@bp.post("/hien-vat/<int:artifact_id>/tai-len")
@guard(Permission.UPLOAD_MEDIA, write=False)
def send(artifact_id: int) -> Response:
    """Receive the files of the form; each is accepted or refused on its own."""
    session = current_session()
    services.ensure_storage(session, storage())
    storage().require_room(request.content_length or 0)
    files = [file for file in request.files.getlist("files") if file.filename]
    folder = storage().new_folder("form-")
    try:
        staged = _stage(files, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    begin_write(session)
    artifact = standing_artifact(artifact_id)
    if not staged:
        flash(_("Choose at least one file."), "warning")
        return redirect(url_for("media.upload", artifact_id=artifact_id), 303)
    staged = staged if "named" in request.form else _without_others(artifact, staged)
    _attach_all(artifact, staged, view=request.form.get("view", ""), again="again" in request.form)
    session.commit()
    return redirect(url_for("catalogue.show", artifact_id=artifact_id, _anchor="files"), 303)


def _stage(files: list[FileStorage], folder: Path) -> list[tuple[Path, str]]:
    """Bring the files into staging; a model and the files it names become one archive.

    On the disk each file bears a name that every system allows and no other file has: phones call every picture
    "image.jpg", and people's names for files may be longer than a disk takes.
    """
    names: dict[str, str] = {}
    for file in files:
        name = services.clean_name(file.filename or "")
        called = disk_name(name, {known.casefold() for known in names})
        names[called] = name
        with (folder / called).open("wb") as target:
            shutil.copyfileobj(file.stream, target, CHUNK)
    staged = [packing.stage(storage(), path, parts) for path, parts in packing.group(folder.iterdir())]
    told = [(path, names.get(name, name)) for path, name in staged]
    for path, name in told:
        services.send_ahead(storage(), path, name)
    return told


def _without_others(artifact: Artifact, staged: list[tuple[Path, str]]) -> list[tuple[Path, str]]:
    """The files without those whose names say another object: these are kept only when the sender says so."""
    matches = match_files(current_session(), [name for _path, name in staged])
    kept = []
    for (path, name), found in zip(staged, matches, strict=True):
        others = [one.label for one in found.candidates]
        if not others or artifact.id in {one.id for one in found.candidates}:
            kept.append((path, name))
            continue
        path.unlink(missing_ok=True)
        flash(word(Message(NAMED_OTHERWISE, {"file": name, "object": ", ".join(others[:3])})), "warning")
    return kept


def _attach_all(artifact: Artifact, staged: list[tuple[Path, str]], *, view: str, again: bool) -> None:
    deed = web_deed(N_("Added %(count)s files to %(object)s"), count=len(staged), object=artifact.label)
    added = 0
    for path, name in staged:
        named = read_name(name)
        try:
            done = services.attach(
                *(current_session(), storage(), path),
                artifact=artifact,
                name=name,
                deed=deed,
                view=view or named.view,
                page=named.page if not view else None,
                again=again,
            )
        except Refusal as refusal:
            path.unlink(missing_ok=True)
            flash(word(refusal.message), "error")
        else:
            added += done.outcome is Outcome.ADDED
            _tell_of_known(done, name)
    if added:
        text = ngettext(
            "%(num)s file was added and is being prepared.", "%(num)s files were added and are being prepared.", added
        )
        flash(text, "success")


def _tell_of_known(done: Attached, name: str) -> None:
    if done.outcome is Outcome.HEALED:
        flash(_("“%(file)s” is healed.", file=name), "success")
    if done.outcome is Outcome.DUPLICATE:
        flash(word(Message(ALREADY, {"file": name, "object": done.asset.artifact.label})), "info")

"""Exports from the wish to the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Can
from museum_tracker.catalogue.params import Params
from museum_tracker.catalogue.restriction import RIGHT, restricted_since
from museum_tracker.catalogue.sight import sees_column
from museum_tracker.core import clock
from museum_tracker.core.errors import NotFound, Refusal
from museum_tracker.core.i18n import N_, translate
from museum_tracker.interop.exports import find_format
from museum_tracker.interop.exports.rows import (
    chosen_ids,
    count_left_out,
    count_rows,
    export_columns,
    export_rows,
    without_restricted,
)
from museum_tracker.interop.imports.lookup import ImportLookup
from museum_tracker.interop.models import ExportFile
from museum_tracker.jobs.queue import enqueue
from museum_tracker.sources.models import Shown
from museum_tracker.sources.services import note_shown

if TYPE_CHECKING:
    from config import Settings

KEPT = dt.timedelta(days=3)
TICKED = "ma"  # the word in the address for rows ticked in a list
TITLE = N_("Objects")


class UnknownFormat(Refusal):
    """There is no such format."""

    msgid = N_("There is no export in the format “%(format)s”.")


class ExportOutdated(Refusal):
    """The use of an object was restricted after the file was asked for."""

    msgid = N_("The use of an object was restricted after this file was asked for: write the file again.")
    status = 403


def folder(settings: Settings) -> Path:
    """The folder of finished exports."""
    return settings.instance / "exports"


def path_of(settings: Settings, export: ExportFile) -> Path:
    """Where an export's file lies."""
    return folder(settings) / f"{export.id}.{export.format}"


def get_export(session: Session, export_id: int, *, by: User) -> ExportFile:
    """An export of this person's own.

    Raises:
        NotFound: there is none.
    """
    export = session.get(ExportFile, export_id)
    if export is None or export.user_id != by.id:
        raise NotFound(what=str(export_id))
    return export


def start_export(session: Session, args: Iterable[tuple[str, str]], name: str, *, by: User, locale: str) -> ExportFile:
    """Leave writing a list to the worker; `args` are the words of the list's address.

    Raises:
        UnknownFormat: no such format.
    """
    if find_format(name) is None:
        raise UnknownFormat(format=name[:20])
    export = ExportFile(
        user_id=by.id, format=name, locale=locale, args=[list(pair) for pair in args], created_at=clock.now()
    )
    session.add(export)
    session.flush()
    export.job_id = enqueue(session, "interop.export", export_id=export.id, dedupe_key=f"export-{export.id}")
    session.flush()
    return export


def split_args(args: Iterable[Sequence[str]], can: Can) -> tuple[Params, list[int]]:
    """A list's address as its conditions and the rows ticked in it.

    Raises:
        Forbidden: a condition on what this reader may not see.
    """
    pairs = [(str(name), str(value)) for name, value in args]
    ticked = [int(value) for name, value in pairs if name == TICKED and value.isdecimal() and len(value) < 10]
    return Params.parse(pairs, can=can), ticked


def write_export(
    session: Session, export: ExportFile, settings: Settings, *, progress: Callable[[int, int], None]
) -> int:
    """Write the file of an export; answers how many objects it holds. The file appears when it is whole.

    It holds what the person who asked for it may see.
    """
    format_ = find_format(export.format)
    by = session.get_one(User, export.user_id)
    if format_ is None:
        raise UnknownFormat(format=export.format)
    params, ticked = split_args(export.args, by.can)
    asked = chosen_ids(session, params, ticked)
    chosen = without_restricted(asked, by.can)
    total = count_rows(session, chosen)
    locale, target = export.locale, path_of(settings, export)
    rows = export_rows(session, chosen, by.can, ImportLookup(session.get_bind().engine), locale)
    counted = _counted(rows, total, progress)
    folder(settings).mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    try:
        format_.write(part, export_columns(by.can, locale), counted, translate(TITLE, locale))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return total


def require_open(session: Session, export: ExportFile, can: Can) -> None:
    """Give out no file that may hold an object whose use was restricted after the file was asked for.

    Raises:
        ExportOutdated: such an object there is, and the reader has no right to it.
    """
    if not can(RIGHT) and session.scalar(restricted_since(export.created_at).limit(1)) is not None:
        raise ExportOutdated


def finish_export(session: Session, export: ExportFile, settings: Settings, *, rows: int) -> None:
    """Hand out a file that is written; one that names donors is noted as a reading of so many."""
    export.rows, export.size = rows, path_of(settings, export).stat().st_size
    export.done_at = clock.now()
    by = session.get_one(User, export.user_id)
    params, ticked = split_args(export.args, by.can)
    export.left_out = count_left_out(session, chosen_ids(session, params, ticked), by.can)
    if rows and sees_column(by.can, "source_text"):
        note_shown(session, Shown.EXPORT, by=by, subject_id=export.id, count=rows)
    session.flush()


def _counted(rows: Iterable[list[str]], total: int, progress: Callable[[int, int], None]) -> Iterable[list[str]]:
    for number, row in enumerate(rows, 1):
        if number % 200 == 0:
            progress(number, max(total, number))
        yield row


def sweep_exports(session: Session, settings: Settings) -> int:
    """Forget exports older than a few days, and their files; answers how many."""
    old = session.scalars(sa.select(ExportFile).where(ExportFile.created_at < clock.now() - KEPT)).all()
    for export in old:
        path_of(settings, export).unlink(missing_ok=True)
        session.delete(export)
    session.flush()
    return len(old)

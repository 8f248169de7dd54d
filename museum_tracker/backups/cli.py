"""`museum-tracker backup`: copy everything a museum keeps, and read backups back."""

from __future__ import annotations

import os
from pathlib import Path

import click

from museum_tracker.accounts.queries import museum_identity, system_user
from museum_tracker.backups.copying import Made, require_outside
from museum_tracker.backups.place import Place
from museum_tracker.backups.services import get_plan, run_backup
from museum_tracker.backups.verifying import ReadBack, read_place_back
from museum_tracker.cli.base import ExitCode, Failed, Progress, group, open_museum, refusals, say, text
from museum_tracker.core.db import session_scope
from museum_tracker.core.i18n import N_

SHOWN = 20
NO_PLACE = N_(
    "Say where the backup is to lie, on another disk: museum-tracker backup --to E:/sao-luu (or choose the folder once "
    "under Administration › Backups)."
)


@group(
    "backup",
    help=N_(
        "Copy everything a museum keeps to a folder, USB disk or network share: database, every file, settings, key. "
        "Files that are there already are not copied again; the museum may go on working meanwhile."
    ),
    example="museum-tracker backup --to E:/sao-luu\nmuseum-tracker backup verify E:/sao-luu",
)
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help=N_("Where to; else the plan's."))
@click.option(
    "--with-key/--without-key",
    default=None,
    help=N_("Take the secret key along, or not; by itself only where files have owners."),
)
@click.option("--keep", type=click.IntRange(1, 1000), help=N_("How many good backups stay; else the plan's."))
@click.pass_context
def backup(context: click.Context, folder: Path | None, *, with_key: bool | None, keep: int | None) -> None:
    """Copy everything a museum keeps."""
    if context.invoked_subcommand is None:
        context.exit(make(folder, with_key=with_key, keep=keep))


backup.invoke_without_command = True
backup.no_args_is_help = False


def make(folder: Path | None, *, with_key: bool | None = None, keep: int | None = None) -> ExitCode:
    """Make a backup and tell what it holds."""
    with open_museum() as museum:
        with session_scope(museum.engine) as session:
            plan, by_id = get_plan(session), system_user(session).id
            identity = museum_identity(session.connection())
        if folder is None and not plan.place:
            raise Failed(NO_PLACE)
        place = Place((folder or Path(plan.place)).absolute())
        require_outside(museum.settings, place.folder)
        if folder is not None:
            place.mark(identity)
        with Progress(text(N_("Copying files"))) as progress:
            made = run_backup(
                museum.engine,
                museum.settings,
                place,
                by_id=by_id,
                plan=plan,
                with_key=with_key,
                keep=keep,
                commit=lambda session: session.commit(),
                progress=progress,
            )
    _tell(made)
    return ExitCode.PARTLY if made.left_out else ExitCode.DONE


def _tell(made: Made) -> None:
    say(
        N_("Backup: %(path)s. %(files)s files belong to it, %(copied)s of them were copied now."),
        path=str(made.folder),
        files=made.files,
        copied=made.copied,
    )
    for key, finding in sorted(made.left_out.items())[:SHOWN]:
        say(N_("Left out, its kept copy is damaged (%(finding)s): %(key)s"), error=True, key=key, finding=finding)
    if made.left_out:
        say(N_("%(count)s damaged files left out: see Administration › Damaged files."), count=len(made.left_out))
    if os.name != "posix":
        say(N_("Windows: who may open the folder may read the backup. Give that right to the museum's account alone."))
    elif not made.owners:
        say(N_("This disk knows no owners: whoever holds it can read the backup. Keep it locked away."), error=True)
    if not made.with_key:
        say(N_("The secret key was left out (--with-key takes it along): after a move everybody signs in anew."))
    if made.same_disk:
        say(N_("The folder lies on the museum's own disk: when that fails, both are lost."), error=True)


@backup.command(
    "verify",
    help=N_("Read every file and every copy of the database back and compare them with what was copied."),
    example="museum-tracker backup verify E:/sao-luu",
)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.pass_context
def verify(context: click.Context, folder: Path) -> None:
    """Read backups back; the exit code is 1 if anything is not as it was made."""
    from museum_tracker import wire

    wire()
    with refusals(), Progress(text(N_("Reading the backup back"))) as progress:
        found = read_place_back(Place(folder.absolute()), progress)
    _tell_read(found)
    context.exit(ExitCode.DONE if found.whole else ExitCode.REFUSED)


def _tell_read(found: ReadBack) -> None:
    say(
        N_("%(backups)s backups read back: %(files)s files whole, %(damaged)s damaged, %(missing)s missing."),
        backups=found.backups,
        files=found.files,
        damaged=len(found.damaged),
        missing=len(found.missing),
    )
    for key in (*found.damaged, *found.missing)[:SHOWN]:
        say("  %(key)s", key=key)
    for name, reason in found.bad.items():
        say(N_("%(name)s cannot be restored from: %(reason)s"), error=True, name=name, reason=reason)
    if found.damaged:
        say(N_("Damaged copies were laid aside: make a backup now, it copies those files anew."))
    if found.whole:
        say(N_("Everything is as it was copied."))

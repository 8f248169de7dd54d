"""`museum-tracker media`: add files to an object, or take in a whole folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.queries import find_user, system_user
from museum_tracker.catalogue.queries import find_by_number
from museum_tracker.cli.base import ExitCode, Failed, Museum, Progress, group, open_museum, say, text
from museum_tracker.core.db import begin_write, session_scope
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.media import packing
from museum_tracker.media.damage import count_damaged, is_damaged
from museum_tracker.media.ingest import Plan, Planned, make_plan, take
from museum_tracker.media.keeping import heal as heal_from
from museum_tracker.media.matching import Candidate, Match, Matched
from museum_tracker.media.moving import copy_all
from museum_tracker.media.names import read_list, read_name
from museum_tracker.media.services import Outcome, ensure_storage
from museum_tracker.media.staging import hash_file
from museum_tracker.media.storage import LocalStorage
from museum_tracker.media.stores import storage_of
from museum_tracker.media.sweeping_pause import confirm_sweeping

SHOWN = 20


@group("media", help=N_("Add pictures and 3D models."), example='museum-tracker media add "BTBG 98" front.tif back.tif')
def media() -> None:
    """Pictures and 3D models."""


@media.command(
    "add",
    help=N_("Add files to the object that bears a number. A model's materials and textures beside it come along."),
    example='museum-tracker media add "BTBG 98" front.tif back.tif model.obj',
)
@click.argument("number")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", default="", help=N_("User name of the person who adds them."))
def add(number: str, files: tuple[Path, ...], by: str) -> int:
    """Add files to one object."""
    with open_museum() as museum, session_scope(museum.engine) as session:
        found = find_by_number(session, number)
        if not found:
            raise Failed(N_("No object bears the number %(number)s."), number=number)
        if len(found) > 1:
            labels = "; ".join(artifact.label for artifact in found)
            raise Failed(N_("Several objects bear the number %(number)s: %(objects)s."), number=number, objects=labels)
        candidate = Candidate(found[0].id, found[0].label)
        parts = {part for path in files for part in packing.companions(path)}
        planned = [_for(candidate, path) for path in files if path not in parts]
        return _take_all(museum, session, planned, by=by)


def _for(candidate: Candidate, path: Path) -> Planned:
    name = read_name(path.name)
    matched = Matched(path.name, Match.MATCHED, (candidate,), name.view, name.page)
    return Planned(path, packing.companions(path), matched)


@media.command(
    "ingest",
    help=N_(
        "Take in every picture and model below a folder. The object's number is read from the name of the file or its "
        "folder, or from a list; files whose object is not certain are shown and left out. It can be run again."
    ),
    example="museum-tracker media ingest E:/anh --list danh-sach.txt --dry-run",
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--list",
    "list_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=N_('A text file with a line for each file: "name | number".'),
)
@click.option("--dry-run", is_flag=True, help=N_("Only show what would be done."))
@click.option("--yes", is_flag=True, help=N_("Do not ask before writing."))
@click.option("--by", default="", help=N_("User name of the person who adds them."))
def ingest(folder: Path, list_file: Path | None, dry_run: bool, yes: bool, by: str) -> int:  # noqa: FBT001 - click
    """Take in a folder."""
    listed = read_list(list_file.read_text(encoding="utf-8-sig", errors="replace")) if list_file else {}
    with open_museum() as museum, session_scope(museum.engine) as session:
        plan = make_plan(session, folder, listed)
        _show(plan)
        certain = plan.having(Match.MATCHED)
        left_out = len(plan.files) - len(certain) + len(plan.unsupported)
        if dry_run or not certain:
            return ExitCode.PARTLY if left_out else ExitCode.DONE
        if not yes and not click.confirm(text(N_("Add %(count)s files?"), count=len(certain))):
            return ExitCode.DONE
        code = _take_all(museum, session, certain, by=by)
        return code or (ExitCode.PARTLY if left_out else ExitCode.DONE)


def _show(plan: Plan) -> None:
    say(N_("%(count)s files for a known object:"), count=len(plan.having(Match.MATCHED)))
    _list([f"{one.matched.path} → {one.matched.candidates[0].label}" for one in plan.having(Match.MATCHED)])
    ambiguous = plan.having(Match.AMBIGUOUS)
    if ambiguous:
        say(N_("%(count)s files that can mean several objects, left out:"), count=len(ambiguous))
        _list([f"{one.matched.path} → {' / '.join(c.label for c in one.matched.candidates)}" for one in ambiguous])
    unknown = plan.having(Match.UNKNOWN)
    if unknown:
        say(N_("%(count)s files without a known object, left out:"), count=len(unknown))
        _list([one.matched.path for one in unknown])
    if plan.unsupported:
        say(N_("%(count)s files that are neither pictures nor models, left out:"), count=len(plan.unsupported))
        _list([path.relative_to(plan.folder).as_posix() for path in plan.unsupported])


def _list(lines: list[str]) -> None:
    for line in lines[:SHOWN]:
        click.echo(f"  {line}")
    if len(lines) > SHOWN:
        say(N_("  … and %(count)s more"), count=len(lines) - SHOWN)


def _take_all(museum: Museum, session: Session, planned: list[Planned], *, by: str) -> int:
    """Add the files one by one, each committed: an interruption loses nothing that was reported."""
    storage = storage_of(museum.settings)
    ensure_storage(session, storage)
    author = _author(session, by)
    counts: Counter[str] = Counter()
    with Progress(text(N_("Adding files"))) as progress:
        for number, one in enumerate(planned, start=1):
            try:
                done = take(session, storage, one, by=author)
                session.commit()
                counts[done.outcome] += 1
            except Refusal as refusal:
                session.rollback()
                counts["refused"] += 1
                say("%(file)s: %(reason)s", error=True, file=one.path.name, reason=refusal.message)
            progress(number, len(planned))
    say(
        N_("%(added)s added, %(there)s already there, %(refused)s refused. The worker prepares them."),
        added=counts[Outcome.ADDED],
        there=counts[Outcome.DUPLICATE] + counts[Outcome.HEALED],
        refused=counts["refused"],
    )
    if counts[Outcome.HEALED]:
        say(N_("%(count)s damaged files healed."), count=counts[Outcome.HEALED])
    return ExitCode.PARTLY if counts["refused"] else ExitCode.DONE


@media.command(
    "copy-to-store",
    help=N_(
        "Bring every kept file of the folder uploads/ into the object storage that MUSEUM_STORAGE_URL names. Each is "
        "read back there; nothing is removed here. It can be run again and goes on where it was."
    ),
    example="museum-tracker media copy-to-store",
)
def copy_to_store() -> int:
    """Bring the files into the object store."""
    with open_museum() as museum:
        target = storage_of(museum.settings)
        if not target.remote:
            raise Failed(N_("MUSEUM_STORAGE_URL names no object storage."))
        target.is_marked()
        with Progress(text(N_("Copying files"))) as progress:
            done = copy_all(LocalStorage(museum.settings.uploads), target, progress)
    say(
        N_("%(sent)s files copied to %(place)s, %(there)s were there. The folder uploads/ is as it was."),
        sent=done.sent,
        there=done.there,
        place=target.name,
    )
    return ExitCode.DONE


@media.command(
    "heal",
    help=N_(
        "Look through files and folders for the bytes of damaged files (Administration › Damaged files), and put what "
        "is found in their place. Everything else is left alone."
    ),
    example="museum-tracker media heal E:/anh-goc",
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--by", default="", help=N_("User name of the person who does it."))
def heal(paths: tuple[Path, ...], by: str) -> int:
    """Heal damaged files from copies found elsewhere."""
    healed = 0
    with open_museum() as museum, session_scope(museum.engine) as session:
        storage, author = storage_of(museum.settings), _author(session, by)
        for path in _files_below(paths):
            if is_damaged(session, hash_file(path)[0]):
                staged, _name = packing.stage(storage, path, [])
                begin_write(session)
                heal_from(session, storage, staged, path.name, by=session.merge(author))
                session.commit()
                healed += 1
                say(N_("“%(file)s” is healed."), file=path.name)
        left = count_damaged(session)
    say(N_("%(count)s files healed, %(left)s still damaged."), count=healed, left=left)
    return ExitCode.PARTLY if left else ExitCode.DONE


def _files_below(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else (path,)


@media.command(
    "confirm-sweeping",
    help=N_(
        "After a restore: let files that no record names go to the trash again. Look through the list under "
        "Administration › Files first."
    ),
    example="museum-tracker media confirm-sweeping --by quan-tri",
)
@click.option("--by", required=True, help=N_("User name of the person who looked through the list."))
def confirm(by: str) -> None:
    """Let sweeping go on."""
    with open_museum() as museum, session_scope(museum.engine, write=True) as session:
        confirmed = confirm_sweeping(session, storage_of(museum.settings), by=_author(session, by))
        session.commit()
    say(N_("Clearing up goes on.") if confirmed else N_("Clearing up did not pause."))


def _author(session: Session, username: str) -> User:
    if not username:
        return system_user(session)
    user = find_user(session, username)
    if user is None:
        raise Failed(N_("Nobody has the user name %(name)s."), name=username)
    return user

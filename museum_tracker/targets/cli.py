"""Commands of the plans: load one from a file, write one out."""

from __future__ import annotations

from pathlib import Path

import click

from museum_tracker.accounts.queries import system_user
from museum_tracker.cli.base import ExitCode, Failed, group, open_museum, say
from museum_tracker.core.db import session_scope
from museum_tracker.core.i18n import N_
from museum_tracker.history.services import begin_deed
from museum_tracker.targets.planning import export_plan, load_plan, try_plan
from museum_tracker.targets.queries import find_plan, latest_plan
from museum_tracker.targets.rules.plan_file import NO_TEXT, Examined


@group("plan", help=N_("Load a plan with its targets, or write one out."), example="museum-tracker plan export")
def plan() -> None:
    """Load a plan with its targets, or write one out."""


@plan.command(
    "import",
    help=N_("Load a plan from a TOML file: all of it, or nothing and every fault named."),
    example="museum-tracker plan import plan.toml --dry-run",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help=N_("Only say what is wrong with it; store nothing."))
@click.option("--instead", is_flag=True, help=N_("Take the plans now in force off the board."))
@click.option("--reason", default="", help=N_("Why the plans now in force no longer apply."))
def import_plan(file: Path, *, dry_run: bool, instead: bool, reason: str) -> None:
    """Load a plan from a TOML file: all of it, or nothing and every fault named."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Failed(N_("The file is not a plan: %(problem)s"), problem=NO_TEXT) from None
    with open_museum() as museum, session_scope(museum.engine, write=True) as session:
        found = try_plan(session, text, instead=instead)
        _tell(found)
        if found.faults:
            click.get_current_context().exit(ExitCode.REFUSED)
        if dry_run:
            return
        deed = begin_deed(session, by=system_user(session), action=N_("Loaded a plan from %(file)s"), file=file.name)
        loaded = load_plan(session, text, deed=deed, instead=instead, reason=reason)
        session.commit()
        say(N_("Plan %(number)s is loaded."), number=loaded.number)


def _tell(found: Examined) -> None:
    for remark in found.remarks:
        say("%(remark)s", remark=remark.message)
    for fault in found.faults:
        say("%(fault)s", error=True, fault=fault.message)
    number = found.plan.number if found.plan else "–"
    if found.faults:
        say(
            N_("Plan %(number)s: %(count)s faults. Nothing was stored."),
            error=True,
            number=number,
            count=len(found.faults),
        )
    else:
        say(N_("Plan %(number)s: %(count)s targets, no fault."), number=number, count=len(found.targets))


@plan.command(
    "export",
    help=N_("Write a plan as a TOML file: the one named, or the one issued last."),
    example="museum-tracker plan export kh74-2023 --output plan.toml",
)
@click.argument("code", required=False, default="")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help=N_("The file to write; else the screen.")
)
def export(code: str, *, output: Path | None) -> None:
    """Write a plan as a TOML file: the one named, or the one issued last."""
    with open_museum() as museum, session_scope(museum.engine) as session:
        found = find_plan(session, code) if code else latest_plan(session)
        if found is None:
            raise Failed(N_("There is no plan “%(code)s”."), code=code or "–")
        text = export_plan(found)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        say(N_("Written: %(file)s"), file=str(output))

"""The command and the list of its parts, each loaded only when it is called."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from importlib import import_module

import click

from museum_tracker.cli.base import ExitCode, HouseGroup, refusals, text
from museum_tracker.cli.usage import speak
from museum_tracker.core.i18n import N_


@dataclass(frozen=True)
class Part:
    """A command: the module and attribute where it lives, and one line about it."""

    module: str
    attribute: str
    about: str


# In the order in which help lists them. A feature adds its command here and keeps it in its own cli.py.
COMMANDS = {
    "serve": Part("museum_tracker.cli.serve", "serve", N_("Start the web server and its worker.")),
    "demo": Part("museum_tracker.cli.demo", "demo", N_("Show the software with demonstration data.")),
    "worker": Part("museum_tracker.cli.worker", "worker", N_("Do the work behind the pages.")),
    "backup": Part("museum_tracker.backups.cli", "backup", N_("Copy everything a museum keeps; read backups back.")),
    "restore": Part("museum_tracker.cli.database", "restore_all", N_("Put a backup back, on this or a new machine.")),
    "db": Part("museum_tracker.cli.database", "db", N_("Upgrade and back up the database.")),
    "user": Part("museum_tracker.cli.users", "user", N_("Add people and give new passwords.")),
    "import": Part("museum_tracker.interop.cli", "import_", N_("Import objects from a table.")),
    "media": Part("museum_tracker.media.cli", "media", N_("Add pictures and 3D models.")),
    "figures": Part("museum_tracker.figures.cli", "figures", N_("Check the figures or count them anew.")),
    "plan": Part("museum_tracker.targets.cli", "plan", N_("Load a plan of targets or write one out.")),
    "years": Part("museum_tracker.years.cli", "years", N_("List reporting years, prove what was frozen.")),
    "report": Part("museum_tracker.reports.cli", "report", N_("Write the summary of a year.")),
}


class Program(HouseGroup):
    """The group of all commands; printing its help loads none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in their order."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        del ctx
        part = COMMANDS.get(cmd_name)
        return getattr(import_module(part.module), part.attribute) if part else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        del ctx
        with formatter.section(text(N_("Commands"))):
            formatter.write_dl([(name, text(part.about)) for name, part in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a refusal, or a fault that is not the program's own, becomes its sentence and exit code 1."""
        try:
            with refusals():
                return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as fault:
            explained: click.ClickException | None = import_module("museum_tracker.cli.faults").explain(fault)
            if explained is None:
                raise
            raise explained from fault


program = Program(
    "museum-tracker",
    help=N_("Museum Tracker, the working system of a museum. Settings come from MUSEUM_… variables; see the README."),
    example="museum-tracker demo",
)


def main(arguments: list[str] | None = None) -> None:
    """Run the console command and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # Windows consoles start in a code page that has no Vietnamese
            stream.reconfigure(encoding="utf-8", errors="replace")
    speak()
    try:
        code = program.main(arguments, prog_name="museum-tracker", standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(ExitCode.INTERRUPTED)
    except BrokenPipeError:  # who read along, `| head` for instance, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.INTERRUPTED)
    sys.exit(code if isinstance(code, int) else ExitCode.DONE)

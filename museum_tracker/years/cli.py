"""Commands of reporting years: list them, prove what was frozen."""

from __future__ import annotations

import click

from museum_tracker.cli.base import ExitCode, group, open_museum, say, text
from museum_tracker.core import clock
from museum_tracker.core.db import session_scope
from museum_tracker.core.i18n import N_, Message
from museum_tracker.years.pages import list_years
from museum_tracker.years.rules.states import ENUM_LABELS
from museum_tracker.years.verify import count_proved, verify


@group(
    "years",
    help=N_("Reporting years: list them, prove what was frozen."),
    example="museum-tracker years verify",
)
def years() -> None:
    """Reporting years: list them, prove what was frozen."""


@years.command("list", help=N_("List the reporting years with their states."), example="museum-tracker years list")
def list_() -> None:
    """List the reporting years with their states."""
    with open_museum() as museum, session_scope(museum.engine) as session:
        for year in list_years(session, clock.today(museum.settings.timezone)):
            state = text(ENUM_LABELS[year.state])
            say(
                "%(year)s  %(start)s – %(end)s  %(state)s",
                year=str(year.year),
                start=year.start,
                end=year.end,
                state=state,
            )


@years.command(
    "verify",
    help=N_("Recompute every hash, every link of the chain and every frozen list; exit code 1 when one is wrong."),
    example="museum-tracker years verify",
)
def verify_() -> None:
    """Prove what was frozen: exit code 1 when anything is not as it was frozen."""
    with open_museum() as museum, session_scope(museum.engine) as session:
        faults = verify(session)
        closes, lists = count_proved(session)
    for fault in faults:
        say("%(fault)s", fault=fault)
    if faults:
        say(N_("%(count)s faults found."), count=len(faults))
        click.get_current_context().exit(ExitCode.REFUSED)
    say("%(proof)s", proof=_proof(closes, lists))


def _proof(closes: int, lists: int) -> Message:
    msgid = N_("Everything is as it was frozen: %(closes)s closes and restatements, %(lists)s lists of objects.")
    return Message(msgid, {"closes": closes, "lists": lists})

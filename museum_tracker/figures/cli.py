"""Commands of the figures: check them against the facts, or count them anew."""

from __future__ import annotations

import click

from museum_tracker.catalogue.search.index import rebuild as index_anew
from museum_tracker.cli.base import ExitCode, group, open_museum, say
from museum_tracker.core.db import session_scope, snapshot_scope
from museum_tracker.core.i18n import N_
from museum_tracker.figures.checking import find_differences, is_settling
from museum_tracker.figures.standings import rebuild as count_anew
from museum_tracker.figures.tallies import fold


@group(
    "figures",
    help=N_("Check the figures against the facts, or count them anew."),
    example="museum-tracker figures check",
)
def figures() -> None:
    """Check the figures against the facts, or count them anew."""


@figures.command(
    "check",
    help=N_("Recount every figure from the facts and name each difference."),
    example="museum-tracker figures check --limit 20",
)
@click.option("--limit", default=50, show_default=True, help=N_("How many differences to print at most."))
def check(limit: int) -> None:
    """Recount every figure from the facts and name each difference; exit code 1 when there is one."""
    with open_museum() as museum, snapshot_scope(museum.engine) as session:
        if is_settling(session):
            say(N_("A population is being counted just now: check again when its job has ended."))
            click.get_current_context().exit(ExitCode.REFUSED)
        found = find_differences(session)
        for difference in found[:limit]:
            say("%(difference)s", difference=difference.message)
    if found:
        say(N_("%(count)s differences found; “museum-tracker figures rebuild” counts anew."), count=len(found))
        click.get_current_context().exit(ExitCode.REFUSED)
    say(N_("All figures are true."))


@figures.command(
    "rebuild",
    help=N_("Throw away all sums and search rows and make them anew from facts and records."),
    example="museum-tracker figures rebuild",
)
def rebuild() -> None:
    """Throw away all sums and search rows and make them anew from facts and records."""
    with open_museum() as museum, session_scope(museum.engine, write=True) as session:
        counted = count_anew(session)
        fold(session)
        index_anew(session)
        session.commit()
    say(N_("Counted %(count)s objects anew."), count=counted)

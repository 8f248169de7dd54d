"""Commands of the figures: check them against the facts, or count them anew."""

from __future__ import annotations

import click

import config
from museum_tracker.core.db import make_engine, session_scope
from museum_tracker.figures.checker import check as find_differences
from museum_tracker.figures.standings import rebuild as count_anew
from museum_tracker.figures.tallies import fold


@click.group("figures")
def figures() -> None:
    """Check the figures against the facts, or count them anew."""


@figures.command("check")
@click.option("--limit", default=50, show_default=True, help="How many differences to print at most.")
def check(limit: int) -> None:
    """Recount every figure from the facts and name each difference.

    \b
    Ends with 0 when all figures are true, with 1 when a difference was found.
    Example: museum-tracker figures check
    """
    settings = config.load()
    engine = make_engine(settings.database)
    try:
        with session_scope(engine) as session:
            found = find_differences(session)
    finally:
        engine.dispose()
    for difference in found[:limit]:
        click.echo(difference.message.text(settings.language))
    if found:
        raise click.ClickException(f"{len(found)} differences")
    click.echo("All figures are true.")


@figures.command("rebuild")
def rebuild() -> None:
    """Throw away all sums and count every object anew from its facts.

    \b
    Example: museum-tracker figures rebuild
    """
    engine = make_engine(config.load().database)
    try:
        with session_scope(engine, write=True) as session:
            counted = count_anew(session)
            fold(session)
            session.commit()
    finally:
        engine.dispose()
    click.echo(f"Counted {counted} objects.")

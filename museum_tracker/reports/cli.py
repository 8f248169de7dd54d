"""The command that writes the summary of a year."""

from __future__ import annotations

from pathlib import Path

import click

from museum_tracker.cli.base import Failed, command, open_museum, say
from museum_tracker.core import clock
from museum_tracker.core.db import session_scope
from museum_tracker.core.i18n import LOCALES, N_
from museum_tracker.reports import services
from museum_tracker.reports.outputs import OUTPUTS


@command(
    "report",
    help=N_("Write the summary of a year."),
    example="museum-tracker report 2026 --format pdf --output bao-cao-2026.pdf",
)
@click.argument("year", type=int)
@click.option(
    "--format",
    "form",
    type=click.Choice(sorted(OUTPUTS)),
    default="pdf",
    show_default=True,
    help=N_("The form of the file."),
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help=N_("The file to write."))
@click.option("--language", type=click.Choice(LOCALES), default=None, help=N_("Its language; the museum's by default."))
def report(year: int, form: str, output: Path, language: str | None) -> None:
    """Write the summary of a year as a file."""
    with open_museum() as museum, session_scope(museum.engine) as session:
        on = clock.today(museum.settings.timezone)
        document = services.year_document(session, year, on=on, locale=language or museum.settings.language)
        made = services.render(document, form)
    try:
        output.write_bytes(made)
    except OSError as error:
        raise Failed(
            N_("The file %(file)s cannot be written: %(reason)s"), file=str(output), reason=str(error)
        ) from None
    say(N_("Wrote %(file)s."), file=str(output))

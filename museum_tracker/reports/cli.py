"""The command that writes the report on a year, a quarter or a month."""

from __future__ import annotations

from pathlib import Path

import click

from museum_tracker.cli.base import Failed, command, open_museum, say
from museum_tracker.core import clock
from museum_tracker.core.db import session_scope
from museum_tracker.core.i18n import LOCALES, N_
from museum_tracker.core.museum import get_profile
from museum_tracker.media.storage import Storage
from museum_tracker.media.stores import storage_of
from museum_tracker.reports import services
from museum_tracker.reports.drafts import Choice
from museum_tracker.reports.issuing.queries import file_key, issued_edition
from museum_tracker.reports.models import Report
from museum_tracker.reports.outputs import OUTPUTS
from museum_tracker.reports.queries import get_period
from museum_tracker.reports.rules.periods import ReportPeriod, read_period
from museum_tracker.reports.word_templates.queries import bytes_in_use

ISSUED = N_("This is the report as it was issued: No. %(number)s of %(date)s, edition %(edition)s.")


@command(
    "report",
    help=N_("Write the report on a year, a quarter or a month."),
    example="museum-tracker report 2026 --format pdf --output bao-cao-2026.pdf\n"
    "museum-tracker report 2026 --period q3 --format docx --output quy-3.docx\n"
    "museum-tracker report 2025 --live --format xlsx --output hien-nay-2025.xlsx",
)
@click.argument("year", type=int)
@click.option("--period", "word", default="year", show_default=True, help=N_("year, q1 to q4, or m1 to m12."))
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
@click.option("--internal", is_flag=True, help=N_("The internal copy: with donors, places and the forecast."))
@click.option("--no-appendices", is_flag=True, help=N_("Leave out the lists of objects."))
@click.option("--live", is_flag=True, help=N_("Write the figures of today, even where a report was issued."))
def report(
    *,
    year: int,
    word: str,
    form: str,
    output: Path,
    language: str | None,
    internal: bool,
    no_appendices: bool,
    live: bool,
) -> None:
    """Write the report on a period as a file: the issued edition, where there is one, as it was issued."""
    with open_museum() as museum, session_scope(museum.engine) as session:
        on = clock.today(museum.settings.timezone)
        try:
            asked: ReportPeriod = read_period(get_profile(session), year, word)
        except ValueError:
            raise Failed(N_("“%(word)s” is no period: write year, q1 to q4, or m1 to m12."), word=word) from None
        period = get_period(session, year, asked.kind, asked.part, on=on)
        locale = language or museum.settings.language
        choice = Choice(locale=locale, internal=internal, appendices=not no_appendices)
        storage = storage_of(museum.settings)
        issued = None if live else issued_edition(session, period)
        if issued is not None:
            made = _as_issued(issued, form, choice, storage)
        else:
            document = services.report_document(session, period, choice, on=on)
            template = bytes_in_use(session, storage) if form == "docx" else None
            made = services.render(document, form, template=template)
    _write(output, made)
    if issued is not None:
        say(ISSUED, number=issued.number or "…", edition=str(issued.edition), date=issued.dated_on or "…")
    elif live:
        say(N_("These are the figures of today, not those of an issued report."))


def _as_issued(report: Report, form: str, choice: Choice, storage: Storage) -> bytes:
    """The file of an issued report as it was kept."""
    wanted = (form, choice.locale, choice.internal)
    kept = next((file for file in report.files if (file.form, file.locale, file.internal) == wanted), None)
    if kept is None or not choice.appendices:
        raise Failed(
            N_(
                "Report No. %(number)s was issued and has no such file. It was issued as: %(files)s. "
                "The figures of today are written with --live."
            ),
            number=report.number or "…",
            files=", ".join(sorted(f"{file.form} ({file.locale})" for file in report.files if not file.internal)),
        )
    with storage.open(file_key(kept.sha256)) as file:
        return file.read()


def _write(output: Path, made: bytes) -> None:
    try:
        output.write_bytes(made)
    except OSError as error:
        raise Failed(
            N_("The file %(file)s cannot be written: %(reason)s"), file=str(output), reason=str(error)
        ) from None
    say(N_("Wrote %(file)s."), file=str(output))

"""Command: museum-tracker import objects FILE."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from museum_tracker.cli.base import ExitCode, Failed, Museum, Progress, group, language, open_museum, say, text
from museum_tracker.core.i18n import N_

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from museum_tracker.accounts.models import User
    from museum_tracker.interop.imports.plan import ImportPlan, SheetPlan
    from museum_tracker.interop.imports.proposing import SheetView
    from museum_tracker.interop.models import ImportBatch

EXAMPLE = 'museum-tracker import objects so-dang-ky.xlsx --opening 2025-12-31 --document "BB 12/BB-BTBG" --as minh'

MOVES_SIGNED = N_("Entering this file moves figures that were closed or issued: %(moved)s. Add --confirm to enter it.")


@group("import", help=N_("Enter tables."), example=EXAMPLE)
def import_() -> None:
    """Enter tables."""


@import_.command(
    "objects",
    help=N_("Enter objects from a table (.xlsx, .xls, .ods or .csv): as opening balance, or as of the period."),
    example=EXAMPLE,
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--opening", "cutoff", metavar="YYYY-MM-DD", help=N_("Opening balance with this cut-off day."))
@click.option(
    "--document", default="", help=N_("The document that an opening balance, or the basis of register lines, rests on.")
)
@click.option(
    "--basis",
    type=click.Choice(["council", "director", "superior", "stocktake"]),
    help=N_("By what lines of the period are registered; its number and day go into --document."),
)
@click.option("--early-reason", default="", help=N_("Why lines are older than the collecting of their objects."))
@click.option("--in-period", is_flag=True, help=N_("What the table says happened in the period; dates count."))
@click.option("--profile", default="", help=N_("Named mapping of columns."))
@click.option("--encoding", default="", help=N_("Encoding of a text table, where the guess is wrong."))
@click.option(
    "--old-fonts/--keep-fonts",
    default=True,
    help=N_("Read sheets in TCVN3 or VNI as Unicode (so by itself), or leave them."),
)
@click.option("--sheet", "sheets", multiple=True, help=N_("Enter this sheet although it would be left out by itself."))
@click.option("--series", default="", help=N_("Book whose numbers stand for themselves."))
@click.option(
    "--same-number",
    type=click.Choice(["ask", "same_object", "other_object", "leave_out"]),
    default="ask",
    help=N_("A number that an object of another name bears: what is the row?"),
)
@click.option(
    "--doubtful",
    type=click.Choice(["ask", "object", "part", "leave_out"]),
    default="ask",
    help=N_("A row that may be a heading, total, signature or part: what is it?"),
)
@click.option("--dry-run", is_flag=True, help=N_("Only try; write nothing to the catalogue."))
@click.option("--confirm", is_flag=True, help=N_("Enter even where figures that were closed or issued would move."))
@click.option("--as", "user", default="", help=N_("Account in whose name rows are entered."))
def objects(**options: object) -> None:
    """Enter objects from a table."""
    if not options["in_period"] and not (options["cutoff"] and options["document"]):
        raise Failed(N_("Say --in-period, or --opening with a day and --document."))
    with open_museum() as museum:
        run_import(museum, **options)  # type: ignore[arg-type]


def run_import(
    museum: Museum, *, file: Path, profile: str, user: str, dry_run: bool, confirm: bool = False, **options: str
) -> None:
    """Try a file and enter it, in this process; exit code 3 when something was left out or waits."""
    from contextlib import closing

    from museum_tracker.core.db import begin_write, session_scope
    from museum_tracker.interop.imports import running
    from museum_tracker.interop.imports.results import is_whole
    from museum_tracker.years.foreseen import list_cited

    with session_scope(museum.engine, write=True) as session:
        by = _person(session, user)
        batch = _open_batch(museum, session, file, by, options | {"profile": profile})
        session.commit()
        if dry_run or (not confirm and list_cited(session)):
            with closing(running.open_walk(museum.engine, museum.settings, batch)) as walk:
                _try(session, batch, walk)
        if not dry_run:
            _require_confirmed(batch)
            with closing(running.open_walk(museum.engine, museum.settings, batch)) as walk:
                _enter(session, batch, walk, by)
        begin_write(session)
        _tell(batch)
    if not is_whole(batch):
        click.get_current_context().exit(ExitCode.PARTLY)


def _require_confirmed(batch: ImportBatch) -> None:
    """Stop before anything is entered that the trial found to move signed figures."""
    from museum_tracker.interop.imports.signed import signed_messages

    if moved := "; ".join(message.text(language()) for message in signed_messages(batch.counts.get("signed", ()))):
        raise Failed(MOVES_SIGNED, moved=moved)


def _tell(batch: ImportBatch) -> None:
    from museum_tracker.interop.imports.results import results_of

    for message in results_of(batch):
        click.echo(message.text(language()))


def _person(session: Session, name: str) -> User:
    """The account in whose name rows are entered: it must be allowed to."""
    import sqlalchemy as sa

    from museum_tracker.accounts.models import User
    from museum_tracker.accounts.permissions import Permission
    from museum_tracker.accounts.queries import system_user

    if not name:
        return system_user(session)
    person = session.scalar(sa.select(User).where(User.username == name))
    if person is None or not person.can(Permission.IMPORT_OBJECTS):
        raise Failed(N_("There is no account “%(name)s” that may import objects."), name=name)
    return person


def _open_batch(museum: Museum, session: Session, file: Path, by: User, options: dict[str, str]) -> ImportBatch:
    from dataclasses import replace

    from museum_tracker.core import clock
    from museum_tracker.interop.imports.plan import ImportPlan, Profile
    from museum_tracker.interop.imports.queries import find_profile
    from museum_tracker.interop.imports.services import NothingMapped, create_batch, read_file, set_plan
    from museum_tracker.interop.imports.staging import stage

    profile = options["profile"]
    named = find_profile(session, profile) if profile else None
    if profile and named is None:
        raise Failed(N_("There is no mapping named “%(name)s”."), name=profile)
    session.rollback()
    with file.open("rb") as stream:
        staged = stage(session, museum.settings, stream, file.name)
    known = Profile(named.columns) if named else None
    reading, views = read_file(museum.settings, staged, profile=known, encoding=options["encoding"])
    from museum_tracker.core.db import begin_write

    begin_write(session)
    batch = create_batch(session, staged, reading, views, by=by, profile_name=profile)
    plan = _with_options(ImportPlan.from_json(batch.plan), options)
    sheets = _in_unicode(views, convert=bool(options["old_fonts"]))
    plan = replace(plan, sheets=tuple(replace(s, taken=s.taken or s.name in options["sheets"]) for s in sheets))
    _ask_about_people(views, plan)
    try:
        set_plan(session, batch, plan, today=clock.today(museum.settings.timezone))
    except NothingMapped:
        raise _unknown_headings(views) from None
    return batch


def _in_unicode(views: list[SheetView], *, convert: bool) -> tuple[SheetPlan, ...]:
    """The plans of the sheets, each told that is read in an old font."""
    from museum_tracker.core.legacy import ENCODING_LABELS, Encoding
    from museum_tracker.interop.imports.proposing import with_letters_kept

    for view in views if convert else ():
        fonts = {view.plan.legacy, *view.fonts, *(column.legacy for column in view.plan.columns)}
        told = fonts - {"", Encoding.UNICODE}
        if view.plan.taken and told:
            say(
                N_("Sheet %(sheet)s is read as %(encoding)s; --keep-fonts leaves its letters as they are."),
                sheet=view.plan.name,
                encoding=", ".join(text(ENCODING_LABELS[Encoding(code)]) for code in sorted(told)),
            )
    return tuple(view.plan if convert else with_letters_kept(view) for view in views)


def _ask_about_people(views: list[SheetView], plan: ImportPlan) -> None:
    people = next((view for view in views if view.people), None)
    if people and not any(sheet.taken for sheet in plan.sheets):
        raise Failed(
            N_(
                "Sheet %(sheet)s looks like a table of people (%(columns)s): nothing was entered. If its rows are "
                "objects, say --sheet with its name."
            ),
            sheet=people.plan.name,
            columns=", ".join(people.people),
        )


def _unknown_headings(views: list[SheetView]) -> Failed:
    headings = ", ".join(column.plan.heading for view in views for column in view.columns[:10])
    return Failed(
        N_(
            "No column was recognised as a name or a number among: %(headings)s. Choose the columns on the page "
            "“Import a table”, keep them under a name, and give that name with --profile."
        ),
        headings=headings[:300] or "–",
    )


def _with_options(plan: ImportPlan, options: dict[str, str]) -> ImportPlan:
    import datetime as dt
    from dataclasses import replace

    from museum_tracker.interop.imports.plan import Standing
    from museum_tracker.interop.imports.rowkinds import DOUBTFUL

    cutoff = options["cutoff"] or ""
    if cutoff:
        try:
            dt.date.fromisoformat(cutoff)
        except ValueError:
            raise Failed(N_("%(date)s is not a day: write it as 2025-12-31."), date=cutoff) from None
    standing = Standing.IN_PERIOD if options["in_period"] else Standing.OPENING
    return replace(
        plan,
        standing=standing.value,
        cutoff=cutoff,
        document=options["document"],
        series=options["series"],
        same_number=options["same_number"],
        answers={} if options["doubtful"] == "ask" else dict.fromkeys(DOUBTFUL, options["doubtful"]),
        basis=options["basis"] or "",
        early_reason=options["early_reason"],
    )


def _try(session: Session, batch: ImportBatch, walk: object) -> None:
    from museum_tracker.interop.imports.trial import try_batch

    with Progress(text(N_("Trying the rows"))) as progress:

        def commit(open_session: Session, share: float) -> None:
            open_session.commit()
            progress(round(share * 1000), 1000)

        try_batch(session, batch, walk, commit=commit)  # type: ignore[arg-type]
        session.commit()


def _enter(session: Session, batch: ImportBatch, walk: object, by: User) -> None:
    from museum_tracker.interop.imports.applying import Entering

    with Progress(text(N_("Entering the rows"))) as progress:

        def commit(open_session: Session, share: float) -> None:
            open_session.commit()
            progress(round(share * 1000), 1000)

        Entering(session, batch, walk, by=by, commit=commit).run()  # type: ignore[arg-type]


@import_.command(
    "decide",
    help=N_("Say what rows of an entered table are that wait for a decision, all of a question together."),
    example="museum-tracker import decide 12 leave_out --question perhaps_total",
)
@click.argument("batch_id", type=int)
@click.argument("answer", type=click.Choice(["object", "part", "leave_out", "same_object", "other_object"]))
@click.option("--question", default="", help=N_("Only rows of this question; without it, all that the answer fits."))
@click.option("--as", "user", default="", help=N_("Account in whose name rows are entered."))
def decide(batch_id: int, answer: str, question: str, user: str) -> None:
    """Answer the rows of an import that wait."""
    with open_museum() as museum:
        _decide(museum, batch_id, answer, question, user)


def _decide(museum: Museum, batch_id: int, answer: str, question: str, user: str) -> None:
    from contextlib import closing

    from museum_tracker.core.db import session_scope
    from museum_tracker.interop.imports import answering, running
    from museum_tracker.interop.imports.answers import count_questions
    from museum_tracker.interop.imports.plan import answers_to
    from museum_tracker.interop.imports.queries import get_batch
    from museum_tracker.interop.imports.results import is_whole

    with session_scope(museum.engine, write=True) as session:
        by, batch = _person(session, user), get_batch(session, batch_id)
        asked = [one for one in count_questions(session, batch) if answer in answers_to(one)]
        wanted = [one for one in asked if question in {"", one}]
        answering.answer_rows(session, batch, {}, dict.fromkeys(wanted, answer))
        session.commit()
        with closing(running.open_walk(museum.engine, museum.settings, batch)) as walk:
            _enter(session, batch, walk, by)
        _tell(batch)
    if not is_whole(batch):
        click.get_current_context().exit(ExitCode.PARTLY)

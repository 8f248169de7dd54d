"""How long the report on a year takes, and a long appendix beside the bare library.

    python -m tests.bench.bench_reports [--objects 55000] [--rows 100000] [--url postgresql+psycopg://…]

The report's three files together are judged in seconds; the appendix is read as a ratio to XlsxWriter fed from the
same cursor, with the most memory that the writing process held.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
import xlsxwriter
from sqlalchemy.orm import Session

from museum_tracker import wire
from museum_tracker.accounts.models import User
from museum_tracker.core.db import Base, begin_write, make_engine
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.reports.apart import Order
from museum_tracker.reports.drafts import Choice
from museum_tracker.reports.outputs import xlsx
from museum_tracker.reports.papers import paper_document
from museum_tracker.reports.queries import get_period
from museum_tracker.reports.rules.periods import SpanKind
from museum_tracker.reports.services import render_all, report_document
from tests.bench.bench_figures import build
from tests.bench.measuring import peak_mib, spending, table

ON = dt.date(2026, 12, 20)
FORMS = ("docx", "pdf", "xlsx")
LIST = Ask(Measure.PRESENT)


def main() -> None:
    """Build a museum, make its report, then its longest appendix."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--objects", type=int, default=55_000)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--url", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = asked.url or f"sqlite:///{Path(folder) / 'bench.db'}"
        make_museum(url, asked.objects)
        report(url)
        make_museum(url, asked.rows - asked.objects, more=True)
        appendix(url)


def make_museum(url: str, objects: int, *, more: bool = False) -> None:
    """Objects with their facts; `more` adds to those there are."""
    engine = make_engine(url)
    wire()
    if not more:
        with engine.execution_options(write=True).begin() as connection:
            Base.metadata.create_all(connection)
    with Session(engine, expire_on_commit=False) as session:
        if more:
            begin_write(session)
            session.execute(sa.update(User).where(User.username == "bench").values(username="bench-before"))
            session.commit()
        if objects > 0:
            build(session, objects)
    engine.dispose()


def report(url: str, *, rounds: int = 3) -> float:
    """Gather and set the year's report as Word, PDF and Excel without its lists; answers the best seconds."""
    engine = make_engine(url)
    taken = []
    for _ in range(rounds):
        before = child_seconds()
        with Session(engine) as session, spending() as whole:
            with spending() as gathering:
                period = get_period(session, 2026, SpanKind.YEAR, 0, on=ON)
                document = report_document(session, period, Choice(locale="vi", appendices=False), on=ON)
            render_all([Order(document, form) for form in FORMS], apart=True)
        taken.append((whole.wall, whole.cpu + child_seconds() - before, gathering.wall, gathering.cpu))
    engine.dispose()
    wall, cpu, gathered, gathered_cpu = min(taken)
    table(
        ("report of a year", "seconds", "CPU s"),
        [
            ("gathering the figures", f"{gathered:.2f}", f"{gathered_cpu:.2f}"),
            ("all, with docx + pdf + xlsx in a process apart", f"{wall:.2f}", f"{cpu:.2f}"),
        ],
    )
    return wall


def child_seconds() -> float:
    """Processor seconds of all processes that this one has started and waited for."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def appendix(url: str) -> float:
    """The longest list as .xlsx beside the bare library, each in a process of its own; answers the ratio."""
    ours = measured(url, "ours")
    bare = measured(url, "bare")
    again = measured(url, "ours")
    best = min(ours[0], again[0])
    ratio = best / bare[0]
    table(
        ("appendix as .xlsx", "rows", "CPU s", "MiB above start"),
        [("reports", f"{ours[2]:.0f}", f"{best:.2f}", f"{max(ours[1], again[1]):.0f}"),
         ("bare XlsxWriter", f"{bare[2]:.0f}", f"{bare[0]:.2f}", f"{bare[1]:.0f}")],
    )  # fmt: skip
    print(f"appendix / bare XlsxWriter: {ratio:.2f}")
    return ratio


def measured(url: str, side: str) -> tuple[float, float, float]:
    """Seconds of processor time, MiB held above those at its start, and lines of one side, in a fresh process."""
    command = [sys.executable, "-m", "tests.bench.bench_reports_side", side, url]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, peak, rows = done.stdout.split()[-3:]
    return float(seconds), float(peak), float(rows)


def write_ours(session: Session, target: Path) -> int:
    """The list as the reports write it."""
    document = paper_document(session, LIST, "vi")
    xlsx.write(document, str(target))
    return sum(len(found.rows) for found in document.listed())


def write_bare(session: Session, target: Path) -> int:
    """The same lines of the same cursor through the library alone."""
    document = paper_document(session, LIST, "vi")
    found = document.listed()[0]
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(target), options)
    sheet = book.add_worksheet()
    wrapped = book.add_format({"border": 1, "text_wrap": True})
    days = book.add_format({"border": 1, "num_format": "dd/mm/yyyy"})
    for column, heading in enumerate(found.columns):
        sheet.write(0, column, heading.label, wrapped)
    for number, row in enumerate(found.rows, 1):
        for column, value in enumerate(row.values):
            sheet.write(number, column, value, days if isinstance(value, dt.date) else wrapped)
    book.close()
    return len(found.rows)


SIDES: dict[str, Callable[[Session, Path], int]] = {"ours": write_ours, "bare": write_bare}


def one_side(side: str, url: str) -> None:
    """Write the list one way and print what it cost."""
    wire()
    engine = make_engine(url)
    with tempfile.TemporaryDirectory() as folder, Session(engine) as session:
        session.execute(sa.text("select 1"))
        begun = peak_mib()
        with spending() as spent:
            rows = SIDES[side](session, Path(folder) / "list.xlsx")
        print(spent.cpu, peak_mib() - begun, rows, file=sys.stdout)
    engine.dispose()


if __name__ == "__main__":
    main()

"""The whole export of 100,000 objects as a workbook against bare XlsxWriter writing 25 of its columns.

    python -m tests.bench.bench_exports --objects 100000

Each side is a process of its own on the same museum. The bare one reads 25 columns with one question and writes them;
ours reads every field of every object with its numbers, sizes and terms, as texts that an import takes back. Between
them stands our writer on the bare one's rows, and a process that only starts, so that memory can be told apart.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import sqlalchemy as sa
import xlsxwriter
from sqlalchemy.orm import Session

from museum_tracker import wire
from museum_tracker.accounts.permissions import Role, allows
from museum_tracker.catalogue.lookups import TermLookup
from museum_tracker.catalogue.queries import T, live
from museum_tracker.core.db import make_engine
from museum_tracker.interop.exports import xlsx
from museum_tracker.interop.exports.base import ExportColumn
from museum_tracker.interop.exports.rows import export_columns, export_rows
from tests.bench.growing import real_table
from tests.bench.measuring import run_child, table
from tests.bench.museum import temporary_museum
from tests.bench.register import register_table

GOAL = 2.0
MEMORY_GOAL = 80  # MiB above a process that only started
SHOWN = (
    *("number", "classification_number", "name_vi", "name_en", "material_text", "technique", "period_text"),
    *("dating_text", "dimensions_text", "weight_text", "quantity", "count_unit", "production_place", "find_place"),
    *("collected_text", "registered_text", "register_book", "register_page", "register_line", "condition_text"),
    *("custody", "inventory_state", "classification_state", "digitization_level", "description_vi"),
)


def rows(session: Session) -> Iterator[list[str]]:
    """The columns of every object as texts."""
    question = sa.select(*(T.c[name] for name in SHOWN)).order_by(T.c.number_sort, T.c.id)
    for row in session.execute(question.execution_options(yield_per=1000)):
        yield ["" if value is None else str(value) for value in row]


def write_bare(path: Path, session: Session) -> None:
    """What XlsxWriter's own documentation does for large tables."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, SHOWN)
    for place, row in enumerate(rows(session), 1):
        for column, text in enumerate(row):
            if text:
                sheet.write_string(place, column, text)
    book.close()


def write_ours(path: Path, session: Session) -> None:
    """Our writer on the same rows."""
    xlsx.write(path, [ExportColumn(name) for name in SHOWN], rows(session), "Hiện vật")


def write_whole(path: Path, session: Session) -> None:
    """The whole export of every object."""
    told = export_rows(session, live(), partial(allows, Role.CURATOR), TermLookup(session), "vi")
    xlsx.write(path, export_columns(partial(allows, Role.CURATOR), "vi"), told, "Hiện vật")


def write_nothing(path: Path, session: Session) -> None:
    """What starting costs: the programme is wired and the database open."""
    del path
    session.execute(sa.select(sa.literal(1)))


WAYS = {"nothing": write_nothing, "bare": write_bare, "ours": write_ours, "whole": write_whole}


def run(objects: int, *, register: bool = True) -> float:
    """Fill a museum, print what each way costs, answer the ratio."""
    source = register_table(min(objects, 100_000)) if register else real_table()
    with temporary_museum() as museum, tempfile.TemporaryDirectory(prefix="bench-") as folder:
        museum.fill(source, objects)
        costs = {
            way: run_child("-m", "tests.bench.bench_exports", "--write", way, museum.settings.database, folder)
            for way in WAYS
        }
    start = costs.pop("nothing")
    work = {way: max(one.cpu - start.cpu, 0.001) for way, one in costs.items()}
    rows_told = [
        (
            way,
            f"{work[way]:.1f} s",
            f"{one.wall - start.wall:.1f} s",
            f"{objects / work[way]:,.0f}",
            f"{one.peak_mib:.0f} MiB",
            f"{one.peak_mib - start.peak_mib:.0f} MiB",
        )
        for way, one in costs.items()
    ]
    table(("", "cpu", "clock", "rows/s (cpu)", "peak memory", "above start"), rows_told)
    ratio = work["whole"] / work["bare"]
    print(f"whole export / bare XlsxWriter: {ratio:.2f} (goal {GOAL}; memory {MEMORY_GOAL} MiB above start)")
    return ratio


def write(way: str, url: str, folder: str) -> None:
    """One side, in this process."""
    wire()
    engine = make_engine(url)
    with Session(engine) as session:
        WAYS[way](Path(folder) / f"{way}.xlsx", session)
    engine.dispose()


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--objects", type=int, default=100_000)
    parser.add_argument("--write", nargs=3, metavar=("WAY", "URL", "FOLDER"), help="one side alone (used by the bench)")
    asked = parser.parse_args(arguments)
    if asked.write:
        write(*asked.write)
    else:
        run(asked.objects)


if __name__ == "__main__":
    main(sys.argv[1:])

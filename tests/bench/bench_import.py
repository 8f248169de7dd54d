"""Entering a table: the real import against `sqlite-utils insert` and `enable-fts` of the same rows.

    python -m tests.bench.bench_import --objects 100000
    python -m tests.bench.bench_import --objects 100000 --register
    python -m tests.bench.bench_import --objects 20000 --again
    python -m tests.bench.bench_import --objects 100000 --undo
    python -m tests.bench.bench_import --objects 1000000 --memory --share 10

Both sides are one walk through the same file, from its bytes to the last commit. Theirs stores every cell as text and
indexes all of them. Ours reads and checks every field, looks for repeated numbers and known objects, and writes the
record with its sizes and materials, history, dated facts, standings and sums, the row as it was, and a search index
with and without accents. The trial before an import is not part of it: it reads the file once more and writes nothing
to the catalogue. Read the ratio by processor time; both sides share the machine with whatever else runs.

`--again` enters the same table a second time (every row is equal) and a third time with one value of every row changed.
`--undo` enters the table and takes it back.
`--memory` compares the peak memory of ours at a share of the rows and at all of them, each in a process of its own.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
from pathlib import Path

import sqlite_utils

from museum_tracker.interop.models import ImportBatch
from tests.bench.growing import Table, grown, real_table, write_grown
from tests.bench.measuring import Spent, peak_mib, spending, table
from tests.bench.museum import temporary_museum
from tests.bench.register import register_table
from tests.factories.interop import enter_batch, stage_file, undo_file

GOAL = 0.4
MEMORY_GOAL = 1.2
NAMES = frozenset({"title", "name_vi", "Tên hiện vật"})
TURNS = {"first": "created", "equal": "unchanged", "changed": "updated"}


def enter_ours(path: Path, *, pg: bool = False) -> tuple[Spent, ImportBatch]:
    """Enter a file through the real import, from the staged file to the last commit."""
    with temporary_museum(pg=pg) as museum:
        batch_id = stage_file(museum.engine, museum.settings, path)
        with spending() as spent:
            batch = enter_batch(museum.engine, museum.settings, batch_id)
        return spent, batch


def enter_theirs(path: Path, folder: Path) -> Spent:
    """Do what `sqlite-utils insert … --csv` and `enable-fts` do with the same file."""
    store = sqlite_utils.Database(folder / "theirs.db")
    with spending() as spent, path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        store["objects"].insert_all(reader)  # type: ignore[union-attr]
        store["objects"].enable_fts(list(reader.fieldnames or ()), create_triggers=True)  # type: ignore[union-attr]
    store.close()
    return spent


def compare(path: Path, number: int, folder: Path, *, pg: bool = False) -> float:
    """Print rows a second of both sides; the ratio by processor time (by the clock on PostgreSQL, a second process)."""
    theirs = enter_theirs(path, folder)
    ours, batch = enter_ours(path, pg=pg)
    assert batch.rows_read == number == batch.created + batch.updated + batch.unchanged + batch.rejected
    rows = [
        (name, f"{number / spent.cpu:,.0f}", f"{number / spent.wall:,.0f}", f"{spent.cpu:.1f} s", f"{spent.wall:.1f} s")
        for name, spent in (("sqlite-utils insert + enable-fts", theirs), ("import of objects", ours))
    ]
    table(("", "rows/s (cpu)", "rows/s (clock)", "cpu", "clock"), rows)
    ratio = theirs.wall / ours.wall if pg else theirs.cpu / ours.cpu
    print(f"import / sqlite-utils: {ratio:.2f} (goal {GOAL})")
    print(f"peak memory of this process: {peak_mib():.0f} MiB")
    return ratio


def enter_again(source: Table, number: int, folder: Path, *, pg: bool = False) -> dict[str, float]:
    """Enter a table, enter it again, and enter it with one value of every row changed; seconds of each."""
    heading, *_ = source
    name = next(place for place, title in enumerate(heading) if title in NAMES)
    first = write_grown(folder / "rows.csv", source, number)
    changed = folder / "changed.csv"
    with changed.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*heading, "Ghi chú khác"])
        writer.writerows([*row, f"đã sửa {row[name]}"] for row in grown(source, number))
    spent: dict[str, float] = {}
    with temporary_museum(pg=pg) as museum:
        for turn, path in (("first", first), ("equal", first), ("changed", changed)):
            batch_id = stage_file(museum.engine, museum.settings, path)
            with spending() as taken:
                batch = enter_batch(museum.engine, museum.settings, batch_id)
            assert getattr(batch, TURNS[turn]) == number, turn
            spent[turn] = taken.cpu
    table(
        ("", "cpu", "of the first"),
        [(turn, f"{seconds:.1f} s", f"{seconds / spent['first']:.2f}") for turn, seconds in spent.items()],
    )
    return spent


def enter_and_undo(path: Path, number: int, *, pg: bool = False) -> tuple[Spent, Spent]:
    """Enter a table and take the import back; what each cost."""
    with temporary_museum(pg=pg) as museum:
        batch_id = stage_file(museum.engine, museum.settings, path)
        with spending() as entered:
            enter_batch(museum.engine, museum.settings, batch_id)
        with spending() as undone:
            left = undo_file(museum.engine, batch_id)
        assert left == 0
    table(
        ("", "rows/s (cpu)", "cpu", "clock"),
        [
            (name, f"{number / spent.cpu:,.0f}", f"{spent.cpu:.1f} s", f"{spent.wall:.1f} s")
            for name, spent in (("import", entered), ("taking it back", undone))
        ],
    )
    return entered, undone


def compare_memory(number: int, share: int) -> None:
    """Print the peak memory of an import of a share of the rows and of all."""
    peaks = [_peak(number // share), _peak(number)]
    table(("rows", "peak memory"), [(number // share, f"{peaks[0]:.0f} MiB"), (number, f"{peaks[1]:.0f} MiB")])
    print(f"ratio: {peaks[1] / peaks[0]:.2f} (goal {MEMORY_GOAL})")


def _peak(number: int) -> float:
    command = [sys.executable, "-m", "tests.bench.bench_import", "--objects", str(number), "--ours"]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(told.stdout.split()[-1])


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--objects", type=int, default=100_000)
    parser.add_argument("--table", type=Path, help="a real table to grow; otherwise one of the samples")
    parser.add_argument("--register", action="store_true", help="lines of a Vietnamese register instead")
    parser.add_argument("--pg", action="store_true", help="our side on PostgreSQL")
    parser.add_argument("--again", action="store_true", help="enter the table again, equal and changed")
    parser.add_argument("--undo", action="store_true", help="enter the table and take it back")
    parser.add_argument("--memory", action="store_true", help="compare peak memory")
    parser.add_argument("--share", type=int, default=5, help="the smaller table has one row of so many")
    parser.add_argument("--ours", action="store_true", help="our side alone; the last word printed is its peak memory")
    options = parser.parse_args(arguments)
    if options.memory:
        compare_memory(options.objects, options.share)
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        source = register_table(options.objects) if options.register else real_table(options.table)
        if options.again:
            enter_again(source, options.objects, Path(folder), pg=options.pg)
            return
        path = write_grown(Path(folder) / "rows.csv", source, options.objects)
        if options.undo:
            enter_and_undo(path, options.objects, pg=options.pg)
        elif options.ours:
            spent, _ = enter_ours(path, pg=options.pg)
            print(f"{options.objects / spent.cpu:,.0f} rows/s (cpu), peak MiB: {peak_mib():.0f}")
        else:
            compare(path, options.objects, Path(folder), pg=options.pg)


if __name__ == "__main__":
    main()

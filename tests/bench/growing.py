"""Tables as large as wanted, grown from real rows: every copy gets numbers of its own, its words stay."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from itertools import count as counting
from itertools import islice
from pathlib import Path

from museum_tracker.demo.invented import stories

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "samples" / "csv"
REAL = "wcma_objects.csv"
OWN = frozenset({"id", "accession_number", "number", "filename"})  # what no two rows share
Table = tuple[list[str], list[list[str]]]


def real_table(path: Path | None = None) -> Table:
    """The heading and rows of a real table, or of the invented museum where none lies beside the checkout."""
    path = path or SAMPLES / REAL
    if not path.is_file():
        return invented_table()
    with path.open(encoding="utf-8-sig", newline="") as file:
        heading, *rows = csv.reader(file)
    return heading, [row for row in rows if len(row) == len(heading)]


def invented_table() -> Table:
    """The invented museum's records as a table, with Vietnamese words."""
    told = [{"number": f"BTBG {place}", **story.record} for place, story in enumerate(stories(dt.date(2026, 11, 1)), 1)]
    heading = list(dict.fromkeys(name for record in told for name in record))
    return heading, [[record.get(name, "") for name in heading] for record in told]


def grown(table: Table, number: int) -> Iterator[list[str]]:
    """As many rows as wanted: the table over and over, each time with other numbers."""
    heading, rows = table
    own = [place for place, name in enumerate(heading) if name in OWN]
    return islice((_copy(row, own, turn) for turn in counting() for row in rows), number)


def _copy(row: list[str], own: list[int], turn: int) -> list[str]:
    if not turn:
        return row
    copy = list(row)
    for place in own:
        if copy[place]:
            copy[place] = f"{copy[place]}.{turn}"
    return copy


def write_grown(path: Path, table: Table, number: int) -> Path:
    """Write a grown table as a file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table[0])
        writer.writerows(grown(table, number))
    return path

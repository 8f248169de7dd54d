"""A report as one CSV file for machines: a line per number, with its section, table, row and column."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator

from museum_tracker.reports.cells import plain
from museum_tracker.reports.model import Chart, Document, Table

HEADERS = ("section", "table", "row", "column", "value")


def render(document: Document) -> bytes:
    """The report's tables as UTF-8 with a byte-order mark, so that spreadsheets read the accents."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(document.words.get(f"csv_{name}", name) for name in HEADERS)
    for section, table in _tables(document):
        for number, row in enumerate(table.rows, 1):
            for column, value in zip(table.columns, row.values, strict=True):
                writer.writerow((section, table.caption, number, column.label, _text(plain(value, column.kind))))
    return out.getvalue().encode("utf-8-sig")


def _tables(document: Document) -> Iterator[tuple[str, Table]]:
    for section, block in document.blocks():
        name = f"{section.number} {section.title}".strip()
        if isinstance(block, Table):
            yield name, block
        elif isinstance(block, Chart):
            yield name, block.data
    for appendix in document.appendices:
        yield f"{appendix.number} {appendix.title}", appendix.table


def _text(value: str | float | dt.date | None) -> str | float:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@"}:
        return f"'{value}"  # a spreadsheet must not take an object's name for a formula
    return value

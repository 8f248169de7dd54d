"""A report as one CSV file for machines: a line per number, with its table, row and column under stable names.

A list by itself is written as the table it is.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

from museum_tracker.core.spreadsheets import TableWriter
from museum_tracker.reports.cells import plain
from museum_tracker.reports.model import Chart, Document, Table

HEADERS = ("table", "row", "column", "value", "caption", "row_label", "column_label")


def render(document: Document) -> bytes:
    """The report's tables as UTF-8 with a byte-order mark, so that spreadsheets read the accents."""
    out = io.StringIO(newline="")
    writer = TableWriter(out)
    if document.bare:
        for table in document.listed():
            writer.row(column.label for column in table.columns)
            for row in table.rows:
                pairs = zip(table.columns, row.values, strict=True)
                writer.row(_text(plain(value, column.kind)) for column, value in pairs)
        return out.getvalue().encode("utf-8-sig")
    writer.row(HEADERS)
    for key, value in document.meta.items():
        writer.row(("report", key, "value", _text(value), "", "", ""))
    for table in _tables(document):
        for number, row in enumerate(table.rows, 1):
            label = _text(next((value for value in row.values if isinstance(value, str)), ""))
            for column, value in zip(table.columns, row.values, strict=True):
                shown = _text(plain(value, column.kind))
                writer.row((table.name, row.key or number, column.key, shown, table.caption, label, column.label))
    return out.getvalue().encode("utf-8-sig")


def _tables(document: Document) -> Iterator[Table]:
    for _, block in document.blocks():
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Chart):
            yield block.data
    for appendix in document.appendices:
        for block in appendix.blocks:
            if isinstance(block, Chart):
                yield block.data
        if appendix.table is not None:
            yield appendix.table


def _text(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    return value

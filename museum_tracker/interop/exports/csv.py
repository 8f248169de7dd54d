"""Text tables: UTF-8 with its mark, so that Excel reads the accents; no cell can act as a formula."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from museum_tracker.core.i18n import N_
from museum_tracker.core.spreadsheets import TableWriter
from museum_tracker.interop.exports.base import ExportColumn, Format, Rows


def write(path: Path, columns: Sequence[ExportColumn], rows: Rows, title: str) -> None:
    """Write a list as .csv."""
    del title  # a text table has no place for one
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = TableWriter(file)
        table.row(column.heading for column in columns)
        for row in rows:
            table.row(row)


FORMAT = Format(name="csv", label=N_("Text table (.csv)"), extension="csv", media_type="text/csv", write=write)

"""Small sheets read whole for other features: the first visible sheet's rows as text."""

from __future__ import annotations

from pathlib import Path

from museum_tracker.interop.imports.reading.files import open_table
from museum_tracker.interop.imports.reading.limits import MIB, Limits

SMALL = Limits(octets=16 * MIB, unpacked_octets=64 * MIB, rows=20_000, columns=200, cells=400_000)


def read_rows(path: Path, name: str) -> list[list[str]]:
    """The rows of the first sheet that is not hidden, from its top.

    Raises:
        UnreadableTable: the file is no table, damaged, protected or too large.
    """
    table = open_table(path, name, limits=SMALL)
    try:
        sheet = next((one for one in table.sheets if not one.hidden), table.sheets[0])
        return [row.cells for row in table.rows(sheet.name)]
    finally:
        table.close()

"""Workbooks (.xlsx, .xls, .ods): every sheet, merged cells filled, errors named."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import python_calamine as calamine

from museum_tracker.interop.imports.reading.archives import Extent, check_extent, sheet_extents
from museum_tracker.interop.imports.reading.cells import Value, cell_text
from museum_tracker.interop.imports.reading.errors import UnknownSheet, damage_named
from museum_tracker.interop.imports.reading.fonts import RowFonts, sheet_parts, xls_fonts, xlsx_fonts
from museum_tracker.interop.imports.reading.limits import Limits
from museum_tracker.interop.imports.reading.opendocument import Range, ods_sheets
from museum_tracker.interop.imports.reading.portions import CELLS_AT_ONCE, can_be_cut, portions
from museum_tracker.interop.imports.reading.table import NO_FONTS, Mark, Notice, RawRow, Reading, Sheet

LAID_OUT = 2_000_000  # cells that are laid out at once


class Workbook:
    """An open workbook."""

    def __init__(self, path: Path, kind: str, limits: Limits) -> None:
        self._limits, self._path = limits, path
        self._parts: dict[str, str] = {}
        self._merged: dict[str, list[Range]] = {}
        self._extents: list[Extent] = []
        if kind == "ods":
            self._merged = {sheet.name: sheet.merged for sheet in ods_sheets(path, limits)}
        elif kind == "xlsx":
            self._extents = sheet_extents(path, limits)
            with damage_named(), zipfile.ZipFile(path) as archive:
                self._parts = sheet_parts(archive)
        with damage_named():
            self._fonts = xlsx_fonts(path, limits) if kind == "xlsx" else xls_fonts(path) if kind == "xls" else None
        with damage_named():
            self._book = calamine.CalamineWorkbook.from_path(path)
            self._metadata = [sheet for sheet in self._book.sheets_metadata if _is_table(sheet)]
        self.reading = Reading(kind)
        self.sheets = [Sheet(sheet.name, _is_hidden(sheet)) for sheet in self._metadata]
        self._read, self._height = 0, 1

    def rows(self, sheet: str) -> Iterator[RawRow]:
        """The rows of a sheet from its top, its merged cells filled with what their first cell says."""
        merges: _Merges | None = None
        errors = self._errors(sheet)
        fonts = _Fonts(self._fonts(sheet) if self._fonts else iter(()))
        for first, table in self._tables(sheet):
            if table.start is None:
                continue
            merges = merges or _Merges(self._merged.get(sheet) or table.merged_cell_ranges or [])
            left = table.start[1]
            for number, values in enumerate(_named_damage(table), 1):
                if number < first:
                    continue
                cells = [""] * left + [cell_text(value) for value in values]
                for empty in range(self._read + 1, number):  # rows between two portions that hold nothing
                    yield RawRow(empty, [""] * len(cells))
                self._read = number
                spread = merges.fill(number - 1, cells)
                yield RawRow(number, cells, _named(errors.get(number, ()), cells), spread, fonts.of(number))

    def _tables(self, sheet: str) -> Iterator[tuple[int, calamine.CalamineSheet]]:
        """A sheet as it is laid out, or, where that would fill the memory, portion by portion: from which row on."""
        extent, part = self._extent(sheet), self._parts.get(sheet, "")
        if extent is not None and extent.rows * extent.columns > LAID_OUT and part and can_be_cut(self._path, part):
            self._read, self._height = 0, max(extent.rows, 1)
            rows = max(CELLS_AT_ONCE // max(extent.columns, 1), 1)
            for first, path in portions(self._path, part, rows, self._limits):
                with damage_named():
                    yield first, calamine.CalamineWorkbook.from_path(path).get_sheet_by_name(sheet)
            return
        table = self._open(sheet)
        self._read, self._height = 0, max(table.total_height, 1)
        yield 1, table

    def done(self) -> float:
        """The share of the open sheet that has been read."""
        return min(self._read / self._height, 1.0)

    def close(self) -> None:
        """Let go of the file."""
        self._book.close()

    def _open(self, sheet: str) -> calamine.CalamineSheet:
        if sheet not in {known.name for known in self.sheets}:
            raise UnknownSheet(sheet=sheet)
        with damage_named():
            table = self._book.get_sheet_by_name(sheet)
        check_extent(table.total_height, table.total_width, self._limits)
        return table

    def _errors(self, sheet: str) -> dict[int, list[tuple[int, str]]]:
        extent = self._extent(sheet)
        return extent.errors if extent is not None else {}

    def _extent(self, sheet: str) -> Extent | None:
        names = [known.name for known in self.sheets]
        if sheet not in names:
            raise UnknownSheet(sheet=sheet)
        if len(self._extents) != len(names):  # chart sheets and the like: parts and sheets cannot be paired
            return None
        return self._extents[names.index(sheet)]


def _named_damage(table: calamine.CalamineSheet) -> Iterator[Sequence[Value]]:
    with damage_named():
        rows = table.iter_rows()
    while True:
        with damage_named():
            try:
                values: Sequence[Value] = next(rows)
            except StopIteration:
                return
        yield values


def _is_table(sheet: calamine.SheetMetadata) -> bool:
    return sheet.typ == calamine.SheetTypeEnum.WorkSheet


def _is_hidden(sheet: calamine.SheetMetadata) -> bool:
    return sheet.visible != calamine.SheetVisibleEnum.Visible


def _named(errors: list[tuple[int, str]] | tuple[()], cells: list[str]) -> tuple[Notice, ...]:
    """Error values and unsolved formulas become empty cells with a notice: "#N/A" says nothing about an object."""
    return tuple(
        Notice(Mark.NO_RESULT if value.startswith("=") else Mark.CELL_ERROR, column, value)
        for column, value in errors
        if column < len(cells)
    )


class _Fonts:
    """The old fonts of rows, met from the top down."""

    def __init__(self, rows: RowFonts) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def of(self, row: int) -> Mapping[int, str]:
        """The columns of a row that are written in an old font."""
        while self._next is not None and self._next[0] < row:
            self._next = next(self._rows, None)
        return self._next[1] if self._next is not None and self._next[0] == row else NO_FONTS


class _Merges:
    """Merged ranges, met from the top down."""

    def __init__(self, ranges: list[Range]) -> None:
        self._waiting = sorted(ranges, reverse=True)
        self._open: list[tuple[Range, str]] = []

    def fill(self, row: int, cells: list[str]) -> frozenset[int]:
        """Write what merged cells say into the cells they cover; the columns that repeat a cell to their left."""
        while self._waiting and self._waiting[-1][0][0] <= row:
            area = self._waiting.pop()
            column = area[0][1]
            self._open.append((area, cells[column] if column < len(cells) else ""))
        if not self._open:
            return frozenset()
        self._open = [(area, text) for area, text in self._open if area[1][0] >= row]
        spread: set[int] = set()
        for ((_, first), (_, last)), text in self._open:
            for column in range(first, min(last + 1, len(cells))):
                cells[column] = cells[column] or text
                if column > first:
                    spread.add(column)
        return frozenset(spread)

"""Text tables (.csv, .tsv, .txt): any common encoding and separator, read row by row however large the file."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from museum_tracker.core.i18n import N_, Message
from museum_tracker.interop.imports.reading.encodings import checked_encoding, guess_encoding, read_stray_bytes
from museum_tracker.interop.imports.reading.errors import CellTooLong, TableTooLarge
from museum_tracker.interop.imports.reading.limits import Limits
from museum_tracker.interop.imports.reading.table import Mark, Notice, RawRow, Reading, Sheet

SEPARATORS = {";": N_("Semicolon ( ; )"), ",": N_("Comma ( , )"), "\t": N_("Tab"), "|": N_("Bar ( | )")}
MANY_LINES = 60  # honest descriptions have fewer; a missing quotation mark swallows more
_SAMPLE = 128 * 1024


class _Lines:
    """The lines of a file, none longer than a limit, remembering those of the row being read."""

    def __init__(self, file: io.TextIOBase, limit: int) -> None:
        self._file = file
        self._limit = limit
        self.row = 1
        self.taken: list[str] = []
        self._next = file.readline(limit)

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._next
        if not line:
            raise StopIteration
        if len(line) >= self._limit:
            raise CellTooLong(row=str(self.row), limit=self._limit)
        self._next = self._file.readline(self._limit)
        self.taken.append(line)
        return line

    @property
    def at_end(self) -> bool:
        """Whether the last line has been handed out."""
        return not self._next

    def next_row(self) -> None:
        """Forget the lines of the row that was just read."""
        self.row += 1
        self.taken.clear()


class DelimitedTable:
    """A text table: one sheet, named like the file."""

    def __init__(self, path: Path, name: str, limits: Limits, *, encoding: str = "", separator: str = "") -> None:
        self._limits = limits
        self._size = max(path.stat().st_size, 1)
        csv.field_size_limit(limits.cell_length)  # one for the whole process: another reader may have left it small
        self._binary = path.open("rb")
        try:
            code = checked_encoding(encoding) if encoding else guess_encoding(path)
            self._file = io.TextIOWrapper(self._binary, encoding=code, errors=read_stray_bytes(), newline="")
            sample = self._file.read(_SAMPLE)
            self._hint = _separator_hint(sample)
            chosen = separator or self._hint or guess_separator(sample)
        except BaseException:
            self._binary.close()
            raise
        self.reading = Reading("csv", code, chosen, self._notes(code, guessed=not encoding))
        self.sheets = [Sheet(Path(name).stem)]

    def rows(self, sheet: str) -> Iterator[RawRow]:
        """The rows from the top; a row may hold line breaks inside quotation marks."""
        del sheet  # a text file has one
        csv.field_size_limit(self._limits.cell_length)
        self._file.seek(0)
        lines = _Lines(self._file, self._limits.cell_length * 4)
        reader = csv.reader(lines, delimiter=self.reading.separator)
        width = 0
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise CellTooLong(row=str(lines.row), limit=self._limits.cell_length) from error
            self._check(lines.row, cells)
            notices = _notices(lines, cells, width, self.reading.separator)
            if not (lines.row == 1 and self._hint):  # Excel's own "sep=;" is no row of the table
                yield RawRow(lines.row, cells, notices)
            width = len(cells) or width
            lines.next_row()

    def done(self) -> float:
        """The share of the file that has been read."""
        return min(self._binary.tell() / self._size, 1.0) if not self._binary.closed else 1.0

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _check(self, row: int, cells: list[str]) -> None:
        if row > self._limits.rows:
            raise TableTooLarge(found=_rows(row), limit=_rows(self._limits.rows))
        if len(cells) > self._limits.columns:
            raise TableTooLarge(found=_columns(len(cells)), limit=_columns(self._limits.columns))

    @staticmethod
    def _notes(code: str, *, guessed: bool) -> tuple[Message, ...]:
        if guessed and not code.startswith("utf"):
            return (Message(N_("Read as %(encoding)s: check that the accents look right."), {"encoding": code}),)
        return ()


def _notices(lines: _Lines, cells: list[str], width: int, separator: str) -> tuple[Notice, ...]:
    if lines.at_end and cells and (_quote_open(lines.taken, separator) or _unfinished(lines.taken, cells, width)):
        return (Notice(Mark.CUT_SHORT, len(cells) - 1, cells[-1][:200]),)
    if len(lines.taken) > MANY_LINES:
        return (Notice(Mark.MANY_LINES, None, str(len(lines.taken))),)
    return ()


def _unfinished(taken: list[str], cells: list[str], width: int) -> bool:
    return len(cells) < width and bool(taken) and taken[-1][-1] not in "\r\n"


def _quote_open(taken: list[str], separator: str) -> bool:
    """Whether the last row ends inside quotation marks: only a strict reader says so."""
    try:
        list(csv.reader(taken, delimiter=separator, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _rows(count: int) -> Message:
    return Message(N_("%(count)s rows"), {"count": count})


def _columns(count: int) -> Message:
    return Message(N_("%(count)s columns"), {"count": count})


def _separator_hint(sample: str) -> str:
    """The separator of a first line "sep=;", as Excel writes and reads it."""
    first = sample.split("\n", 1)[0].strip('\ufeff\r\n "')
    return first[4:5] if len(first) == 5 and first[:4].lower() == "sep=" and first[4:] in SEPARATORS else ""


def guess_separator(sample: str) -> str:
    """The separator that cuts the first rows most evenly; a comma when nothing cuts them."""
    best, best_score = ",", 0.0
    for separator in SEPARATORS:
        score = _evenness(sample, separator)
        if score > best_score:
            best, best_score = separator, score
    return best


def _evenness(sample: str, separator: str) -> float:
    widths: Counter[int] = Counter()
    try:
        for count, row in enumerate(csv.reader(io.StringIO(sample, newline=""), delimiter=separator)):
            if count >= 200:
                break
            if row:
                widths[len(row)] += 1
    except csv.Error:
        return 0.0
    total = sum(widths.values())
    usual, often = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(1, 0))
    if usual < 2:
        return 0.0
    return often / total + min(usual, 50) / 100  # evenness first, then width

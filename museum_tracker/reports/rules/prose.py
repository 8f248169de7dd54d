"""What people write or paste: plain text read as paragraphs and tables, whatever it came from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff\ud800-\udfff\ufffe\uffff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
BULLET = re.compile(r"^\s*(?:[•●▪◦‣·*–—]|-)\s+")
PLUS = re.compile(r"^\s*\+\s+")
RULE = re.compile(r"^\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$")
MOST_COLUMNS = 12
LONGEST_WORD = 60
_LONG = re.compile(rf"\S{{{LONGEST_WORD},}}")


@dataclass(frozen=True)
class Prose:
    """A paragraph of written text."""

    text: str


@dataclass(frozen=True)
class Grid:
    """A table inside written text; its first row is its heading."""

    rows: tuple[tuple[str, ...], ...]


def tidy(text: str) -> str:
    """A text as it is kept: one kind of line end, composed letters, nothing that a file cannot hold; tabs stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").replace("\x0b", "\n")
    text = UNSEEN.sub("", unicodedata.normalize("NFC", text))
    return "\n".join(map(_ended, text.split("\n"))).strip("\n")


def _ended(line: str) -> str:
    """A line without blanks at its end; tabs there are the empty cells of a table's row."""
    bare = line.rstrip()
    return bare + "\t" * line[len(bare) :].count("\t") if bare else ""


def read(text: str) -> list[Prose | Grid]:
    """A text as paragraphs, a line each, and the tables pasted into it.

    Lines of cells parted by tabs (as Word and Excel paste them) or by upright strokes make a table.
    """
    found: list[Prose | Grid] = []
    rows: list[tuple[str, ...]] = []
    for line in [*tidy(text).split("\n"), ""]:
        cells = _cells(line, len(rows[-1]) if rows else 0)
        if cells is not None:
            rows.append(cells)
            continue
        if rows:
            found += _grid([row for row in rows if row])
            rows = []
        if line.strip():
            found.append(Prose(_plain(line)))
    return found


def _cells(line: str, above: int) -> tuple[str, ...] | None:
    """The cells of a line of a table; None for ordinary text, an empty row for the rule under a heading.

    `above` is how many cells the row above has: a row with its first cells empty begins as an indented line does.
    """
    if RULE.match(line.strip()) and "|" in line:
        return ()
    stripped = line.strip()
    if stripped.startswith("|") and stripped.endswith("|") and stripped.count("|") > 2:
        return tuple(" ".join(cell.split()) for cell in stripped[1:-1].split("|"))
    tabs = line.count("\t")
    if stripped and ("\t" in line.lstrip() or tabs > 1 or (tabs and tabs == above - 1)):
        return tuple(" ".join(cell.split()) for cell in line.split("\t"))
    return None


def _grid(rows: list[tuple[str, ...]]) -> list[Prose | Grid]:
    wide = max(map(len, rows), default=0) > MOST_COLUMNS
    if len(rows) < 2 or wide:
        part = "; " if wide else " "
        return [Prose(_plain(part.join(cell for cell in row if cell))) for row in rows if any(row)]
    width = max(place for row in rows for place, cell in enumerate(row, 1) if cell or place == 1)
    return [Grid(tuple(tuple(row[place] if place < len(row) else "" for place in range(width)) for row in rows))]


def _plain(line: str) -> str:
    """A paragraph with single spaces; every kind of bullet becomes the dash of official papers."""
    if PLUS.match(line):
        text = f"+ {PLUS.sub('', line)}"
    elif BULLET.match(line):
        text = f"- {BULLET.sub('', line)}"
    else:
        text = line
    return _LONG.sub(_broken, " ".join(text.split()))


def _broken(found: re.Match[str]) -> str:
    """Let an endless word break between lines instead of running off the paper."""
    word = found.group()
    return "\u200b".join(word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD))

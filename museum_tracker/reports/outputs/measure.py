"""How long a text stands on paper, so that the lines beneath it can have the length the decree asks for."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from museum_tracker.reports.model import Letterhead
from museum_tracker.reports.rules.phrases import breaks

HEAD_WIDTHS = (66.0, 99.0)
SPARE = 3.0  # mm that lines of the heads leave free: Word's own reckoning may be a little wider than ours
TEXT_WIDTH = 165.0
ONE_LINE_MORE, TOO_LONG = 25, 1000
FONTS = Path(__file__).parent.parent / "fonts"
POINTS_A_MM = 72 / 25.4
_DRAWN = 1000


@cache
def _font(bold: bool) -> Any:  # noqa: FBT001 - a key of the cache
    from PIL import ImageFont

    return ImageFont.truetype(str(FONTS / f"Tinos-{'Bold' if bold else 'Regular'}.ttf"), _DRAWN)


def length(text: str, size: float, *, bold: bool = True) -> float:
    """The length of a line of text in mm; Tinos has the metrics of Times New Roman."""
    return float(_font(bold).getlength(text)) * size / _DRAWN / POINTS_A_MM


def broken(text: str, size: float, across: float, *, bold: bool = True, capitals: bool = False) -> list[str]:
    """A text in as few lines as it takes, broken between units of meaning and about equally long.

    A line more is taken where a name would be torn apart otherwise. `capitals` sets the text in capital letters; where
    it may be broken is read from the letters as they were written.
    """
    words, costs = text.split(), breaks(text)
    shown = [word.upper() for word in words] if capitals else words
    if not words:
        return [""]

    def line(first: int, end: int) -> str:
        return " ".join(shown[first:end])

    @cache
    def best(first: int, lines: int) -> tuple[float, tuple[str, ...]]:
        """The least bad way to set the words from one on in so many lines."""
        if lines == 1:
            return _slack(line(first, len(words)), size, across, bold=bold), (line(first, len(words)),)
        ways = []
        for end in range(first + 1, len(words) - lines + 2):
            here = _slack(line(first, end), size, across, bold=bold)
            rest, told = best(end, lines - 1)
            ways.append((here + costs[end - 1] + rest, (line(first, end), *told)))
        return min(ways)

    fewest = len(_lines(line(0, len(words)), size, across, bold=bold))
    ways = [best(0, fewest)]
    if fewest < len(words):
        worse, more = best(0, fewest + 1)
        ways.append((worse + ONE_LINE_MORE, more))
    return list(min(ways)[1])


def head_lines(head: Letterhead) -> dict[str, list[str]]:
    """The lines of the names above a paper: its parent body, its agency, its subject."""
    left = HEAD_WIDTHS[0] - SPARE
    return {
        "parent": broken(head.parent, 12, left, bold=False, capitals=True) if head.parent else [],
        "agency": broken(head.agency, 12, left, capitals=True),
        "subject": broken(head.subject, 14, TEXT_WIDTH),
    }


def _slack(line: str, size: float, across: float, *, bold: bool) -> float:
    """How far a line is from filling its room; one that does not fit counts as torn."""
    room = across - length(line, size, bold=bold)
    return (room / across) ** 2 * 20 if room >= 0 else TOO_LONG


def _lines(text: str, size: float, across: float, *, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and length(f"{lines[-1]} {word}", size, bold=bold) <= across:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines

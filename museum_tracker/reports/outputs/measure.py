"""How long a text stands on paper, so that the lines beneath it can have the length the decree asks for."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

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


def balanced(text: str, size: float, across: float, *, bold: bool = True) -> str:
    """A text with breaks between words, so that its lines are as equal as they can be in as few lines as it takes."""
    count = len(_lines(text, size, across, bold=bold))
    narrow = across
    while narrow > 20 and len(_lines(text, size, narrow - 1, bold=bold)) <= count:
        narrow -= 1
    return "\n".join(_lines(text, size, narrow, bold=bold))


def _lines(text: str, size: float, across: float, *, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and length(f"{lines[-1]} {word}", size, bold=bold) <= across:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines

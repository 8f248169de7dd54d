"""How wide a text is drawn, so that labels can be kept apart without a browser."""

from __future__ import annotations

import unicodedata

# Advance widths of Be Vietnam Pro Regular, space to tilde, in thousandths of the text size.
_WIDTHS = (
    230, 280, 318, 807, 645, 849, 740, 179, 439, 439, 497, 608, 303, 608, 286, 503, 676, 385, 651, 660, 710, 660, 680,
    594, 634, 680, 286, 303, 556, 726, 556, 573, 1005, 736, 674, 775, 728, 620, 633, 783, 709, 258, 465, 679, 624, 853,
    732, 826, 644, 822, 668, 635, 650, 725, 706, 1005, 720, 665, 660, 459, 485, 459, 559, 702, 202, 642, 652, 613, 652,
    599, 386, 643, 583, 264, 274, 555, 255, 893, 573, 642, 652, 652, 392, 508, 428, 566, 576, 870, 559, 583, 502, 426,
    408, 426, 468,
)  # fmt: skip
_OTHER = 690
_BOLDER = 1.04
LINE_HEIGHT = 1.3


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The drawn width of a line of text, in the units of its size."""
    thousandths = 0
    for letter in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(letter):
            place = ord(letter) - 32
            thousandths += _WIDTHS[place] if 0 <= place < len(_WIDTHS) else _OTHER
    return thousandths / 1000 * size * (_BOLDER if bold else 1)


def wrap(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """The text in as few lines as fit a width, the lines about equally long; a word that is too long stands alone."""
    lines = _filled(text, size, room, bold=bold)
    while room > size:
        room -= size / 2
        narrower = _filled(text, size, room, bold=bold)
        if len(narrower) > len(lines) or max(width(line, size, bold=bold) for line in narrower) > room:
            break
        lines = narrower
    return lines


def _filled(text: str, size: float, room: float, *, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}", size, bold=bold) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines

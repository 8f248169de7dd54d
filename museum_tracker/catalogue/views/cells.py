"""The cells of a list's rows: text, or a pill where the column holds a state."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from museum_tracker.catalogue.registry import Column
from museum_tracker.catalogue.rules import ClassificationState, Custody, InventoryState, LegalClass
from museum_tracker.catalogue.signs import TONES
from museum_tracker.core.i18n import translate

STATES: dict[str, type[StrEnum]] = {
    "kiem_ke": InventoryState,
    "phan_loai": ClassificationState,
    "luu_giu": Custody,
    "phap_ly": LegalClass,
}


class Cell(NamedTuple):
    """One cell: its text, the column's name for phones, whether it holds a figure, and a tone if it is a sign."""

    text: str
    label: str
    numeric: bool
    sign: bool = False
    tone: str = ""


def cells(rows: Sequence[Any], columns: Sequence[Column], locale: str) -> list[tuple[Cell, ...]]:
    """What each row shows in the columns asked for."""
    drawn = [_drawn([getattr(row, f"column_{column.name}") for row in rows], column, locale) for column in columns]
    return list(zip(*drawn, strict=True)) if drawn else [()] * len(rows)


def _drawn(values: Sequence[Any], column: Column, locale: str) -> list[Cell]:
    """The cells of a column: rows often hold the same, which is put into words once."""
    label, words = translate(column.label, locale), STATES.get(column.name)
    made: dict[Any, Cell] = {}
    for value in values:
        if value not in made:
            made[value] = _cell(value, column, label, locale, words)
    return [made[value] for value in values]


def _cell(value: Any, column: Column, label: str, locale: str, words: type[StrEnum] | None) -> Cell:
    text = "" if value is None else column.show(value, locale)
    if words is None or value is None:
        return Cell(text, label, column.numeric)
    return Cell(text, label, numeric=False, sign=True, tone=TONES.get(words(value), ""))

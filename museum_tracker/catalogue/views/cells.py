"""The cells of a list's rows: text, or a pill where the column holds a state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from museum_tracker.catalogue.registry import Column
from museum_tracker.catalogue.rules import ClassificationState, Custody, InventoryState, LegalClass
from museum_tracker.catalogue.signs import TONES
from museum_tracker.core.i18n import translate

STATES = {"kiem_ke": InventoryState, "phan_loai": ClassificationState, "luu_giu": Custody, "phap_ly": LegalClass}


@dataclass(frozen=True)
class Cell:
    """One cell: its text, the column's name for phones, whether it holds a figure, and a tone if it is a sign."""

    text: str
    label: str
    numeric: bool
    sign: bool = False
    tone: str = ""


def cells(row: Any, columns: Sequence[Column], locale: str) -> list[Cell]:
    """What a row shows in the columns asked for."""
    return [_cell(getattr(row, f"column_{column.name}"), column, locale) for column in columns]


def _cell(value: Any, column: Column, locale: str) -> Cell:
    text = "" if value is None else column.show(value, locale)
    label = translate(column.label, locale)
    words = STATES.get(column.name)
    if words is None or value is None:
        return Cell(text, label, column.numeric)
    return Cell(text, label, numeric=False, sign=True, tone=TONES.get(words(value), ""))

"""Steps of the inventory, the state they add up to, and what a complete dossier holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from museum_tracker.catalogue.rules import InventoryState
from museum_tracker.core.i18n import N_
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.rules.measures import BIT, Measure


class Step(StrEnum):
    """One piece of evidence of the inventory; each stands for itself."""

    REGISTERED = "registered"
    MARKED = "marked"
    CLASSIFIED = "classified"
    DOSSIER = "dossier"


STEP_LABELS: dict[Step, str] = {
    Step.REGISTERED: N_("On the register"),
    Step.MARKED: N_("Number marked on the object"),
    Step.CLASSIFIED: N_("Classification confirmed"),
    Step.DOSSIER: N_("Dossier complete"),
}
MEASURES: dict[Step, Measure] = {
    Step.REGISTERED: Measure.REGISTERED,
    Step.MARKED: Measure.MARKED,
    Step.CLASSIFIED: Measure.CLASSIFIED,
    Step.DOSSIER: Measure.DOSSIER,
}
GAINS: dict[Step, FactKind] = {
    Step.REGISTERED: FactKind.REGISTERED,
    Step.MARKED: FactKind.MARKED,
    Step.CLASSIFIED: FactKind.CLASSIFIED,
    Step.DOSSIER: FactKind.DOSSIER,
}
LOSSES: dict[Step, FactKind] = {
    Step.REGISTERED: FactKind.STRUCK,
    Step.MARKED: FactKind.UNMARKED,
    Step.CLASSIFIED: FactKind.UNCLASSIFIED,
    Step.DOSSIER: FactKind.DOSSIER_REOPENED,
}
_STATES = (
    (Step.REGISTERED, InventoryState.REGISTERED),
    (Step.MARKED, InventoryState.MARKED),
    (Step.CLASSIFIED, InventoryState.CLASSIFIED),
    (Step.DOSSIER, InventoryState.COMPLETE),
)


def state_of(stocks: int) -> InventoryState:
    """The highest step reached without a gap, from the stocks that count an object."""
    state = InventoryState.NONE
    for step, reached in _STATES:
        if not stocks & BIT[MEASURES[step]]:
            break
        state = reached
    return state


@dataclass(frozen=True)
class DossierCheck:
    """One thing a dossier holds, and whether this one does; `section` is the part of the record that mends it."""

    text: str
    met: bool
    section: str


# What the object sheet of a base store asks for; "không rõ" and "không đo được" are answers, blank is not.
_DOSSIER: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (N_("Registration number"), ("number",), "numbers"),
    (N_("Name"), ("name_vi", "name_en"), "identity"),
    (N_("Material"), ("material_text", "materials"), "making"),
    (N_("Dating, or that it is not known"), ("dating_text", "period_text", "period_id"), "making"),
    (N_("Dimensions, or that they cannot be taken"), ("dimensions_text",), "description"),
    (N_("Place where it was made, found or collected"), ("place_id", "find_place", "production_place"), "acquisition"),
    (N_("Description"), ("description_vi", "description_en"), "description"),
    (N_("Condition"), ("condition_id", "condition_text"), "legal"),
    (N_("Way of acquisition"), ("acquisition_method_id",), "acquisition"),
    (N_("Source"), ("source_id", "source_text"), "acquisition"),
    (N_("Origin or history"), ("provenance", "history_note", "significance"), "description"),
)


def dossier_checks(values: Mapping[str, Any]) -> list[DossierCheck]:
    """What the dossier of an object holds and lacks, from the values of its record."""
    return [
        DossierCheck(text, any(_filled(values.get(name)) for name in names), section)
        for text, names, section in _DOSSIER
    ]


def _filled(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else bool(value)

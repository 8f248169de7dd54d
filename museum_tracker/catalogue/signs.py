"""How the states of an object look everywhere: the tone of each pill, and which pills an object shows."""

from __future__ import annotations

from enum import StrEnum

from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.restriction import is_restricted
from museum_tracker.catalogue.rules import (
    ClassificationState,
    Custody,
    DocumentaryHeritage,
    Holding,
    InventoryState,
    LegalClass,
    label,
)
from museum_tracker.core.i18n import N_, translate

# Tones: ok reached, late waiting, miss refused or gone, idle not begun, gold treasured.
TONES: dict[StrEnum, str] = {
    InventoryState.NONE: "idle",
    InventoryState.CLASSIFIED: "ok",
    InventoryState.COMPLETE: "ok",
    ClassificationState.NONE: "idle",
    ClassificationState.PROPOSED: "late",
    ClassificationState.CONFIRMED: "ok",
    ClassificationState.SENT_BACK: "miss",
    ClassificationState.CONTESTED: "late",
    Custody.RECEIVED: "late",
    Custody.UNDER_REVIEW: "late",
    Custody.RETURNED: "miss",
    Custody.DEACCESSION_PROPOSED: "late",
    Custody.DEACCESSIONED: "miss",
    LegalClass.NATIONAL_TREASURE: "gold",
    DocumentaryHeritage.NATIONAL: "gold",
    DocumentaryHeritage.REGIONAL: "gold",
    DocumentaryHeritage.WORLD: "gold",
}


def signs(artifact: Artifact, locale: str) -> list[tuple[str, str]]:
    """The pills of an object as text and tone; what is ordinary is left out."""
    words: list[StrEnum] = [artifact.inventory_state]
    confirmed = artifact.classification_state is ClassificationState.CONFIRMED
    if not (confirmed and artifact.inventory_state in {InventoryState.CLASSIFIED, InventoryState.COMPLETE}):
        words.append(artifact.classification_state)
    if artifact.custody is not Custody.ACCESSIONED:
        words.insert(0, artifact.custody)
    if artifact.legal_class is not LegalClass.OBJECT:
        words.append(artifact.legal_class)
    if artifact.documentary_heritage is not DocumentaryHeritage.NONE:
        words.append(artifact.documentary_heritage)
    if artifact.holding not in {Holding.BASE, Holding.UNDECIDED}:
        words.append(artifact.holding)
    pills = [(label(word, locale), TONES.get(word, "")) for word in words]
    return [*pills, (translate(N_("Use restricted"), locale), "miss")] if is_restricted(artifact) else pills

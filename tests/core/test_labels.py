"""Labels of several lists of words in one table."""

from __future__ import annotations

from enum import StrEnum

from museum_tracker.catalogue.rules import ENUM_LABELS, ArtifactKind, ClassificationState, InventoryState, LegalClass
from museum_tracker.core.labels import Labels


class Fruit(StrEnum):
    ORANGE = "orange"


class Colour(StrEnum):
    ORANGE = "orange"


def test_words_spelled_alike_keep_their_own_labels() -> None:
    labels = Labels((Fruit.ORANGE, "an orange"), (Colour.ORANGE, "the colour orange"))
    assert labels[Fruit.ORANGE] == "an orange"
    assert labels[Colour.ORANGE] == "the colour orange"
    assert len(labels) == len(list(labels)) == 2


def test_states_of_objects_are_not_confused() -> None:
    assert ENUM_LABELS[ArtifactKind.OBJECT] != ENUM_LABELS[LegalClass.OBJECT]
    assert ENUM_LABELS[InventoryState.NONE] != ENUM_LABELS[ClassificationState.NONE]

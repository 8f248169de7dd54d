"""The catalogue: object records, their numbers, how they are found, listed and changed."""

from __future__ import annotations

from museum_tracker.catalogue.builtin import wire_builtin
from museum_tracker.catalogue.undo import ArtifactEntity
from museum_tracker.history.entities import register_entity


def wire() -> None:
    """Tell history how objects are read back, and lists what they may be filtered, counted and shown by."""
    register_entity("artifact", ArtifactEntity())
    wire_builtin()

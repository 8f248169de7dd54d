"""Writing history and taking deeds back: the names other features use."""

from __future__ import annotations

from museum_tracker.history.recording import begin_deed, record
from museum_tracker.history.undo import CannotUndo, NothingToUndo, Step, StepKind, plan_undo, undo

__all__ = ["CannotUndo", "NothingToUndo", "Step", "StepKind", "begin_deed", "plan_undo", "record", "undo"]

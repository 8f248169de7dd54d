"""Writing history and taking deeds back: the names other features use."""

from __future__ import annotations

from museum_tracker.history.recording import begin_deed, record
from museum_tracker.history.undo import CannotUndo, NothingToUndo, put_back, undo
from museum_tracker.history.undo_plan import Step, StepKind, Thing, plan_undo

__all__ = [
    "CannotUndo",
    "NothingToUndo",
    "Step",
    "StepKind",
    "Thing",
    "begin_deed",
    "plan_undo",
    "put_back",
    "record",
    "undo",
]

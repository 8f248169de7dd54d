"""What the worker does with files: prepare them, prove that they are intact, sweep what was left behind."""

from __future__ import annotations

from museum_tracker.media.tasks import deriving, upkeep

__all__ = ["deriving", "upkeep"]

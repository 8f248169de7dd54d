"""The console command `museum-tracker`."""

from __future__ import annotations

from museum_tracker.cli.program import main

__all__ = ["main"]

"""Reporting years: planned, running, closed with frozen figures, and restated beside what was closed."""

from __future__ import annotations

from museum_tracker.history.entities import register_entity
from museum_tracker.history.protection import add_protection
from museum_tracker.years import tasks
from museum_tracker.years.cited import cited_by_close
from museum_tracker.years.handlers import SampleHistory, SampleItemHistory, YearHistory
from museum_tracker.years.signals import protect

__all__ = ["tasks", "wire"]


def wire() -> None:
    """Keep frozen rows from being changed, deeds that a close cites from being undone, and history informed."""
    protect()
    add_protection(cited_by_close)
    register_entity("reporting_year", YearHistory())
    register_entity("year_sample", SampleHistory())
    register_entity("year_sample_item", SampleItemHistory())

"""Pages of the catalogue."""

from __future__ import annotations

from museum_tracker.catalogue.views import adding, editing, listing, numbers, origin, parts, record, series
from museum_tracker.catalogue.views.blueprint import bp

__all__ = ["adding", "bp", "editing", "listing", "numbers", "origin", "parts", "record", "series"]

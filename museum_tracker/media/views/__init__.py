"""Pages and addresses of pictures and models."""

from __future__ import annotations

from museum_tracker.media.views import damage_page, deeds, files, form, storage_page, tray, tus, viewing, zoom
from museum_tracker.media.views.blueprint import bp

__all__ = ["bp", "damage_page", "deeds", "files", "form", "storage_page", "tray", "tus", "viewing", "zoom"]

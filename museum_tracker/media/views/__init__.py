"""Pages and addresses of pictures and models."""

from __future__ import annotations

from museum_tracker.media.views import deeds, files, form, storage_page, tray, tus, viewing, zoom
from museum_tracker.media.views.blueprint import bp

__all__ = ["bp", "deeds", "files", "form", "storage_page", "tray", "tus", "viewing", "zoom"]

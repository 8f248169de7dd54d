"""The blueprint that the pages of imports and exports share."""

from __future__ import annotations

from flask import Blueprint, Flask, current_app

import config
from museum_tracker.interop.imports.queries import get_batch
from museum_tracker.interop.imports.reading.limits import DEFAULT_LIMITS
from museum_tracker.interop.models import ImportBatch
from museum_tracker.web.bodies import allow_body
from museum_tracker.web.database import current_session

bp = Blueprint("interop", "museum_tracker.interop", template_folder="templates")


def settings() -> config.Settings:
    """The settings of this installation."""
    found: config.Settings = current_app.config["SETTINGS"]
    return found


def batch_or_404(batch_id: int) -> ImportBatch:
    """The import of this page."""
    return get_batch(current_session(), batch_id)


def bound_bodies(app: Flask) -> None:
    """Say how large a table may be."""
    allow_body(app, "interop.upload", lambda _settings: DEFAULT_LIMITS.octets + config.MIB)

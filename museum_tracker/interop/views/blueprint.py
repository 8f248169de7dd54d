"""The blueprint that the pages of imports and exports share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, request
from flask_login import current_user

import config
from museum_tracker.accounts.permissions import Permission
from museum_tracker.interop.imports.queries import get_batch
from museum_tracker.interop.imports.reading.limits import DEFAULT_LIMITS
from museum_tracker.interop.models import ImportBatch
from museum_tracker.web.database import current_session

bp = Blueprint("interop", "museum_tracker.interop", template_folder="templates")


def settings() -> config.Settings:
    """The settings of this installation."""
    found: config.Settings = current_app.config["SETTINGS"]
    return found


def batch_or_404(batch_id: int) -> ImportBatch:
    """The import of this page."""
    return get_batch(current_session(), batch_id)


@bp.url_value_preprocessor
def _allow_large_tables(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Lift the limit of ordinary forms for those who may import, before anything reads the body."""
    del values
    if endpoint != "interop.upload" or request.method != "POST":
        return
    if current_user.is_authenticated and current_user.can(Permission.IMPORT_OBJECTS):
        request.max_content_length = DEFAULT_LIMITS.octets + config.MIB

"""The blueprint that all media pages share, and what they have in common."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, request
from flask_login import current_user

import config
from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.services import get_artifact
from museum_tracker.core.errors import NotFound
from museum_tracker.media.storage import LocalStorage, local_storage
from museum_tracker.web.database import current_session

bp = Blueprint("media", "museum_tracker.media", template_folder="templates")
LARGE_BODIES = {"media.send"}


def settings() -> config.Settings:
    """The settings of this installation."""
    found: config.Settings = current_app.config["SETTINGS"]
    return found


def storage() -> LocalStorage:
    """The museum's storage of files."""
    return local_storage(settings())


def upload_limit() -> int:
    """The largest file accepted, in bytes."""
    return settings().max_upload_mb * config.MIB


def standing_artifact(artifact_id: int) -> Artifact:
    """The object that files are for.

    Raises:
        NotFound: there is none, or its creation was taken back.
    """
    artifact = get_artifact(current_session(), artifact_id)
    if artifact.voided_at is not None:
        raise NotFound(what=artifact.label)
    return artifact


@bp.url_value_preprocessor
def _allow_large_bodies(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Lift the limit of ordinary forms for those who may upload, before anything reads the body."""
    del values
    if endpoint not in LARGE_BODIES or request.method != "POST":
        return
    if current_user.is_authenticated and current_user.can(Permission.UPLOAD_MEDIA):
        request.max_content_length = upload_limit() + config.MIB
        if storage().is_marked():
            storage().require_room(request.content_length or 0)

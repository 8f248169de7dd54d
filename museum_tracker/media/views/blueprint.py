"""The blueprint that all media pages share, and what they have in common."""

from __future__ import annotations

from flask import Blueprint, Flask, current_app

import config
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.services import get_artifact
from museum_tracker.core.errors import NotFound
from museum_tracker.media.storage import Storage
from museum_tracker.media.stores import storage_of
from museum_tracker.web.bodies import allow_body
from museum_tracker.web.database import current_session

bp = Blueprint("media", "museum_tracker.media", template_folder="templates")
PIECE_BYTES = 8 * config.MIB  # one piece of a resumable upload; the tray sends 5 MiB at a time


def settings() -> config.Settings:
    """The settings of this installation."""
    found: config.Settings = current_app.config["SETTINGS"]
    return found


def storage() -> Storage:
    """The museum's storage of files."""
    return storage_of(settings())


def upload_limit() -> int:
    """The largest file accepted, in bytes."""
    return settings().max_upload_mb * config.MIB


def plain_limit(chosen: config.Settings) -> int:
    """The most that the plain form takes at once, in bytes."""
    return min(chosen.max_plain_upload_mb, chosen.max_upload_mb) * config.MIB


def bound_bodies(app: Flask) -> None:
    """Say how much the upload pages take at once."""
    allow_body(app, "media.send", lambda chosen: plain_limit(chosen) + config.MIB)  # the files and the form's own words
    allow_body(app, "media.heal_file", lambda chosen: plain_limit(chosen) + config.MIB)
    # One more: a stream that may hold no more is refused at the look that finds its end.
    allow_body(app, "media.patch", lambda _chosen: PIECE_BYTES + 1)
    allow_body(app, "media.create", lambda chosen: plain_limit(chosen) + 1)


def standing_artifact(artifact_id: int) -> Artifact:
    """The object that files are for.

    Raises:
        NotFound: there is none, or its creation was taken back.
    """
    artifact = get_artifact(current_session(), artifact_id)
    if artifact.voided_at is not None:
        raise NotFound(what=artifact.label)
    return artifact

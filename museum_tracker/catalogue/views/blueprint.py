"""The blueprint that all catalogue pages share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("catalogue", "museum_tracker.catalogue", template_folder="templates")

"""The blueprint that all account pages share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("accounts", "museum_tracker.accounts", template_folder="templates")

"""Pages of accounts."""

from __future__ import annotations

from museum_tracker.accounts.views import people, profile, sign_in
from museum_tracker.accounts.views.blueprint import bp

__all__ = ["bp", "people", "profile", "sign_in"]

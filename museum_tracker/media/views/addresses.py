"""Addresses of files, for every template."""

from __future__ import annotations

from flask import url_for

from museum_tracker.media.models import AssetVersion
from museum_tracker.media.preparing import RECIPE


def cover_url(cover: str, role: str = "thumb") -> str:
    """The address of an object's picture from its cover; "" when it has none. Roles: thumb (160 px), card (512 px)."""
    return url_for("media.derived", sha256=cover, role=role, v=RECIPE) if cover else ""


def media_url(version: AssetVersion, role: str, page: int = 1) -> str:
    """The address of what was made from a file; "" when there is none of that role."""
    if not any(one.role == role and one.page == page for one in version.derivatives):
        return ""
    drawn = f"{RECIPE}{version.up}" if version.up else RECIPE
    return url_for("media.derived", sha256=version.sha256, role=role if page == 1 else f"{role}-{page}", v=drawn)

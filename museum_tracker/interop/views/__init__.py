"""Pages of imports and exports."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the pages, the place in the navigation and the buttons of the object list."""
    del app

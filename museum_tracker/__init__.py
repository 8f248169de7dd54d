"""Museum Tracker: the whole wiring on one screen.

`wire()` connects what needs no web server (signals, jobs, registries); `create_app()` adds the pages.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from config import Settings

# In the order of the staircase: a feature may use those before it, never those after.
FEATURES = (
    "jobs",
    "web",
    "accounts",
    "history",
    "vocabularies",
    "sources",
    "locations",
    "catalogue",
    "figures",
    "acquisitions",
    "media",
    "movements",
    "classification",
    "inventory",
    "digitization",
    "targets",
    "years",
    "reports",
    "interop",
    "backups",
    "administration",
)


@contextmanager
def _building() -> Iterator[None]:
    """Look for no garbage meanwhile: what is built stays, and looking through it again and again slows the start."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@cache
@_building()
def wire() -> None:
    """Connect signals, jobs and registries of every feature, once a process; needs no Flask."""
    import_module("museum_tracker.core.museum")  # the one table that belongs to no feature
    for name in FEATURES:
        feature = import_module(f"museum_tracker.{name}")
        if hasattr(feature, "wire"):
            feature.wire()


@_building()
def create_app(settings: Settings | None = None) -> Flask:
    """The web application, every feature in place."""
    from museum_tracker.web.application import make_app  # the one place where Flask enters

    wire()
    app = make_app(settings)
    for name in FEATURES:
        feature = import_module(f"museum_tracker.{name}")
        if hasattr(feature, "init_app"):
            feature.init_app(app)
    return app

"""Applications built once in a worker process and lent to one test after the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

import config
from museum_tracker import create_app
from tests.page import CheckedClient


class Applications:
    """Lends an application whose settings, database and notes are those of the test, whatever others did to it."""

    def __init__(self) -> None:
        self.built: dict[config.Settings, tuple[Flask, dict[str, Any], dict[str, Any]]] = {}

    def lend(self, settings: config.Settings, engine: sa.Engine) -> Flask:
        """The application for these settings, speaking to that database."""
        # Pages and addresses are the same wherever a museum lives: one application serves all homes.
        kind = settings.with_(home=Path("/"), database_url="")
        if kind not in self.built:
            app = new_app(settings)
            app.extensions["engine"].dispose()
            self.built[kind] = app, dict(app.config), _copied(app.extensions)
        app, configured, extensions = self.built[kind]
        app.config.clear()
        app.config.update(configured, SETTINGS=settings)
        app.extensions.clear()
        app.extensions.update(_copied(extensions), engine=engine)
        return app


def new_app(settings: config.Settings) -> Flask:
    """An application of the test's own, to which it may add pages."""
    app = create_app(settings)
    app.test_client_class = CheckedClient
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    return app


def _copied(extensions: dict[str, Any]) -> dict[str, Any]:
    return {name: value.copy() if isinstance(value, (dict, list)) else value for name, value in extensions.items()}

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
        self.built: dict[config.Settings, _Kept] = {}

    def lend(self, settings: config.Settings, engine: sa.Engine) -> Flask:
        """The application for these settings, speaking to that database."""
        # Pages and addresses are the same wherever a museum lives: one application serves all homes.
        kind = settings.with_(home=Path("/"), database_url="", storage_url="")
        if kind not in self.built:
            app = new_app(settings)
            app.extensions["engine"].dispose()
            self.built[kind] = _Kept(app)
        return self.built[kind].renewed(settings, engine)


class _Kept:
    """An application and how it was when nobody had used it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.attributes = dict(vars(app))
        self.configured = dict(app.config)
        self.extensions = _copied(app.extensions)

    def renewed(self, settings: config.Settings, engine: sa.Engine) -> Flask:
        vars(self.app).update(self.attributes)
        for added in vars(self.app).keys() - self.attributes.keys():
            delattr(self.app, added)
        self.app.config.clear()
        self.app.config.update(self.configured, SETTINGS=settings)
        self.app.extensions.clear()
        self.app.extensions.update(_copied(self.extensions), engine=engine)
        return self.app


def new_app(settings: config.Settings) -> Flask:
    """An application of the test's own, to which it may add pages."""
    app = create_app(settings)
    app.test_client_class = CheckedClient
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    return app


def _copied(extensions: dict[str, Any]) -> dict[str, Any]:
    return {name: value.copy() if isinstance(value, (dict, list)) else value for name, value in extensions.items()}

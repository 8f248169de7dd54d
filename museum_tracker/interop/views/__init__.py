"""Pages of imports and exports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask, url_for

from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.list_actions import ListAction, add_list_action
from museum_tracker.catalogue.panels import Panel, add_panel
from museum_tracker.core.i18n import N_
from museum_tracker.interop import panels
from museum_tracker.interop.views import deciding, exports, imports, mapping, undoing
from museum_tracker.interop.views.blueprint import bound_bodies, bp

__all__ = ["deciding", "exports", "imports", "init_app", "mapping", "undoing"]


def init_app(app: Flask) -> None:
    """Add the pages and the buttons of the object list."""
    app.register_blueprint(bp)
    bound_bodies(app)
    add_panel(
        Panel(
            name="imports",
            title=N_("As written in the imported table"),
            render=panels.origin,
            order=80,
            permission=Permission.VIEW_SOURCES,
        )
    )
    add_list_action(
        ListAction(
            name="interop-import",
            label=N_("Import a table"),
            url=_import_url,
            permission=Permission.IMPORT_OBJECTS,
            icon="upload",
            place="head",
            order=60,
        )
    )
    add_list_action(
        ListAction(
            name="interop-export",
            label=N_("Export this list (.xlsx, .csv)"),
            url=_export_url,
            permission=Permission.EXPORT_OBJECTS,
            order=10,
        )
    )


def _import_url(args: Mapping[str, Any]) -> str:
    del args
    return url_for("interop.index")


def _export_url(args: Mapping[str, Any]) -> str:
    return url_for("interop.export", **args)

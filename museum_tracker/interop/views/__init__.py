"""Pages of imports and exports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, request, url_for

from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.list_actions import ListAction, add_list_action
from museum_tracker.catalogue.panels import Panel, add_panel
from museum_tracker.core.i18n import N_
from museum_tracker.interop import panels
from museum_tracker.interop.views import deciding, exports, imports, mapping, undoing
from museum_tracker.interop.views.blueprint import bound_bodies, bp
from museum_tracker.sources.models import Shown
from museum_tracker.sources.views_noting import note_page

__all__ = ["deciding", "exports", "imports", "init_app", "mapping", "undoing"]


SHOW_ROWS = frozenset(
    f"interop.{name}" for name in ("show", "mapping", "preview", "mend", "legacy", "original", "undo")
)


@bp.after_request
def _note_rows(response: Response) -> Response:
    """Rows of old tables tell whom objects came from: note who looked at which table."""
    if request.endpoint in SHOW_ROWS and response.status_code == 200:
        note_page(Shown.IMPORT, subject_id=(request.view_args or {}).get("batch_id"))
    return response


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

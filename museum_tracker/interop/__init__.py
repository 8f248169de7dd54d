"""Tables in and out: imports with a trial, a record and a way back; exports of any list."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def wire() -> None:
    """Register the models, the worker's tasks and the condition that lists an import's objects."""
    from museum_tracker.interop import filters, tasks, work
    from museum_tracker.interop.imports.small_sheets import read_rows
    from museum_tracker.interop.imports.staging import IMPORT_FILES
    from museum_tracker.media.file_references import add_file_kind
    from museum_tracker.targets.sheets import set_reader

    add_file_kind(IMPORT_FILES)
    filters.register()
    tasks.register()
    work.register()
    set_reader(read_rows)


def init_app(app: Flask) -> None:
    """Add the pages of imports and the exports of lists."""
    from museum_tracker.interop import views

    views.init_app(app)

"""Backups: everything a museum keeps, copied to another disk, read back, and made by a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def wire() -> None:
    """Let the worker make backups when they are due, and raise the alarm when the last one is too old."""
    from museum_tracker.accounts.permissions import Permission
    from museum_tracker.backups import tasks
    from museum_tracker.backups.handlers import PlanEntity
    from museum_tracker.backups.services import ENTITY, told_of_age
    from museum_tracker.core.alarms import Alarm, add_alarm
    from museum_tracker.history.entities import register_entity

    tasks.register()
    register_entity(ENTITY, PlanEntity())
    add_alarm(Alarm(name="backups", find=told_of_age, url="/quan-tri/sao-luu", permission=Permission.SEE_BACKUPS))


def init_app(app: Flask) -> None:
    """Add the page."""
    from museum_tracker.backups.views import bp

    app.register_blueprint(bp)

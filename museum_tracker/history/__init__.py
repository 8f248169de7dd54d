"""Change sets: every deed with its author, its time, what stood before and after, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from museum_tracker.accounts.signals import account_changed
from museum_tracker.history import tasks
from museum_tracker.history.entities import register_entity
from museum_tracker.history.handlers import SecondPersonEntity, SmallMuseumEntity, UserEntity, record_account

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["tasks"]


def wire() -> None:
    """Listen to accounts, which stand below history."""
    register_entity("user", UserEntity())
    register_entity("small_museum", SmallMuseumEntity())
    register_entity("second_person", SecondPersonEntity())
    account_changed.connect(record_account)


def init_app(app: Flask) -> None:
    """Add the pages, and the question before a change that moves what was signed."""
    from museum_tracker.history import confirming, views, views_small

    app.register_blueprint(views.bp)
    del views_small
    confirming.init_app(app)

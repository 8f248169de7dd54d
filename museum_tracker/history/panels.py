"""The history of one thing, as a part of that thing's own page."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from museum_tracker.accounts.guards import signed_in
from museum_tracker.history import queries
from museum_tracker.web.i18n import current_locale


def entity_history_html(session: Session, entity: str, entity_id: int, *, limit: int = 20) -> Markup:
    """What happened to one thing, newest first, each change with its fields before and after."""
    locale, can = current_locale(), signed_in().can
    items = queries.entity_history(session, entity, entity_id, limit=limit)
    changes = [
        (item.change_set, queries.deed_message(item.change_set, can), queries.describe(session, item, locale, can))
        for item in items
    ]
    return Markup(render_template("history/_entity.html", changes=changes, limit=limit))  # noqa: S704 - rendered by us

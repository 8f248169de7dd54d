"""Noting at the edge that a page has shown whom objects came from."""

from __future__ import annotations

import datetime as dt

from museum_tracker.accounts.guards import signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core import clock
from museum_tracker.core.db import begin_write
from museum_tracker.sources import queries, services
from museum_tracker.sources.models import Shown
from museum_tracker.web.database import current_session

AGAIN_AFTER = dt.timedelta(days=1)


def note_page(shown: Shown, *, subject_id: int | None, source_id: int | None = None, count: int = 1) -> None:
    """Note, once a day for each reader and subject, that the page just drawn names donors or sellers.

    Call it when the page is drawn: it ends the reading transaction and writes in one of its own.
    """
    by, session = signed_in(), current_session()
    since = clock.now() - AGAIN_AFTER
    if not by.can(Permission.VIEW_SOURCES) or queries.is_noted(
        session, shown, by=by, subject_id=subject_id, since=since
    ):
        return
    begin_write(session)
    services.note_shown(session, shown, by=by, source_id=source_id, subject_id=subject_id, count=count)
    session.commit()


def note_history(needs: Permission, change_set_id: int) -> None:
    """Note that a page of history has shown a change of what tells whom objects came from."""
    if needs is Permission.VIEW_SOURCES:
        note_page(Shown.HISTORY, subject_id=change_set_id)

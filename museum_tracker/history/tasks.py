"""Undoing large deeds behind the page."""

from __future__ import annotations

from museum_tracker.accounts.models import User
from museum_tracker.core.db import session_scope
from museum_tracker.core.i18n import N_, Message
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.undo import undo
from museum_tracker.jobs.registry import JobContext, task


@task("history.undo", label=N_("Undo a large change"))
def undo_behind_the_page(
    job: JobContext, *, change_set_id: int, user_id: int, reason: str, request_id: str, locale: str
) -> dict[str, int]:
    """Undo a deed that touched many things, in one transaction; a thing with a part that has to stand is left whole."""
    job.progress(0, 1, Message(N_("Undoing change %(number)s"), {"number": str(change_set_id)}))
    with session_scope(job.engine, write=True) as session:
        deed = undo(
            session,
            session.get_one(ChangeSet, change_set_id),
            by=session.get_one(User, user_id),
            reason=reason,
            request_id=request_id,
            locale=locale,
        )
        job.hold(session)
        session.commit()
        return {"change_set_id": deed.id}

"""What waits in the vocabularies, for the overview."""

from __future__ import annotations

from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.i18n import N_
from museum_tracker.core.work import Work, add_work
from museum_tracker.vocabularies.deciding import count_drafts


def register() -> None:
    """Tell the director which meanings of words wait for a decision."""
    add_work(
        Work(
            name="vocabularies.meanings",
            label=N_("Meanings of terms to put in force"),
            count=lambda session, _user: count_drafts(session),
            url="/tu-vung/y-nghia",
            permission=Permission.DECIDE_MEANINGS,
            order=70,
            icon="document",
        )
    )

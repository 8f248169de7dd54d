"""What follows from attested facts: the figures, and the states that other features keep on the object."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from museum_tracker.catalogue.signals import tell_changed
from museum_tracker.history.models import ChangeSet


def refresh_states(session: Session, ids: Sequence[int], *, deed: ChangeSet) -> None:
    """Bring every state that rests on facts in line with them, a few statements for all objects together."""
    if not ids:
        return
    tell_changed(session, ids, deed=deed)

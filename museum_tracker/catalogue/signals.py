"""What the catalogue tells the features above it, in the transaction of the deed."""

from __future__ import annotations

from collections.abc import Sequence

from blinker import Namespace
from sqlalchemy.orm import Session

from museum_tracker.history.models import ChangeSet

_signals = Namespace()

artifacts_changed = _signals.signal(
    "artifacts-changed",
    doc="""Record fields or numbers of objects changed (created, edited, voided, restored, undone).

    Sent with the session as sender; keywords: `ids` (list of object ids) and `deed` (the change set).
    """,
)

artifact_entered = _signals.signal(
    "artifact-entered",
    doc="""Somebody entered an object by hand on the page for new records.

    Sent with the session as sender; keywords: `artifact`, `deed` (the change set), `on_register` (whether it stands
    in an old register: opening evidence) and `early_reason` (why it was registered before it was collected). Receivers
    may refuse.
    """,
)


def tell_changed(session: Session, ids: Sequence[int], *, deed: ChangeSet) -> None:
    """Tell the features above that objects changed; repeats are told once."""
    if ids:
        artifacts_changed.send(session, ids=list(dict.fromkeys(ids)), deed=deed)

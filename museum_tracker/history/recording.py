"""Writing history: a deed is opened once and passed to every service that takes part in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.core import clock
from museum_tracker.core.i18n import stored
from museum_tracker.history.models import ChangeItem, ChangeSet

Values = Mapping[str, Any]
OPENED = "history.change_sets"


def begin_deed(
    session: Session, *, by: User, action: str, reason: str = "", request_id: str = "", **values: object
) -> ChangeSet:
    """Open the record of a deed; the services that carry it out take it as their `deed` argument.

    `action` is a message id such as N_("Moved to %(place)s"); `values` fill its places (text, numbers, days, messages).
    """
    deed = ChangeSet(at=clock.now(), by=by, action=action, values=stored(values), reason=reason, request_id=request_id)
    session.add(deed)
    session.flush()
    session.info.setdefault(OPENED, []).append(deed.id)
    return deed


def change_sets_of(session: Session) -> list[int]:
    """The ids of the change sets that a session has opened since it last committed."""
    return list(session.info.get(OPENED, ()))


def forget_change_sets(session: Session) -> None:
    """Say that what a session opened so far is kept."""
    session.info.pop(OPENED, None)


def record(
    session: Session,
    deed: ChangeSet,
    *,
    entity: str,
    entity_id: int,
    before: Values | None = None,
    after: Values | None = None,
) -> ChangeItem | None:
    """Note what a deed did to one thing. Equal values are left out; nothing is noted when nothing changed.

    `before` None means created, `after` None means it no longer counts.
    """
    if before is not None and after is not None:
        changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
        if not changed:
            return None
        before = {name: before.get(name) for name in changed}
        after = {name: after.get(name) for name in changed}
    item = ChangeItem(
        change_set_id=deed.id,
        entity=entity,
        entity_id=entity_id,
        before=before and dict(before),
        after=after and dict(after),
    )
    session.add(item)
    return item

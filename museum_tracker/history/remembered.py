"""Answers that hold until somebody does something: counted once, kept until the next deed.

Every change is part of a deed, so the last change set and the last item of history tell whether an answer still holds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.history.models import ChangeItem, ChangeSet

Answer = TypeVar("Answer")
Mark = tuple[int | None, int | None]

# On PostgreSQL a deed begun earlier may be committed later than one that was seen: such an answer ages out.
LONGEST_SECONDS = 30.0
_LAST = sa.select(
    sa.select(sa.func.max(ChangeSet.id)).scalar_subquery(), sa.select(sa.func.max(ChangeItem.id)).scalar_subquery()
)
_kept: WeakKeyDictionary[sa.Engine, dict[Hashable, tuple[Mark, float, Any]]] = WeakKeyDictionary()


def until_next_deed(session: Session, key: Hashable, count: Callable[[], Answer]) -> Answer:
    """What `count` answers, asked again only after the next deed; inside a writing transaction always asked.

    `key` names the question with everything it depends on besides the museum's records: the language, the person.
    """
    connection = session.connection()
    if connection.get_execution_options().get("write"):
        return count()
    answers = _kept.setdefault(connection.engine, {})
    mark, now = _mark(session), time.monotonic()
    found = answers.get(key)
    if found is not None and found[0] == mark and now - found[1] < LONGEST_SECONDS:
        answer: Answer = found[2]
        return answer
    answer = count()
    answers[key] = (mark, now, answer)
    return answer


def badge(count: Callable[[Session, Any], int], name: str) -> Callable[[Session, Any], int]:
    """A count for the navigation, which every page shows: counted for each person once until the next deed."""

    def counted(session: Session, user: Any) -> int:
        return until_next_deed(session, ("badge", name, user.id), lambda: count(session, user))

    return counted


def _mark(session: Session) -> Mark:
    """How far history has come, as this transaction sees it; asked once in a transaction."""
    transaction = session.get_transaction()
    seen = session.info.get("history_mark")
    if seen is None or seen[0] is not transaction:
        sets, items = session.execute(_LAST).one()
        seen = session.info["history_mark"] = (transaction, (sets, items))
    mark: Mark = seen[1]
    return mark

"""People of each role, and deeds signed by them."""

from __future__ import annotations

import datetime as dt
from itertools import count

from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Permission, Role
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.second_person import decide_small_museum
from museum_tracker.history.services import begin_deed

_numbers = count(1)


def make_colleague(session: Session, role: Role) -> User:
    """A person of a role."""
    user = User(username=f"dong-nghiep-{next(_numbers)}", name="Lê Hạnh", role=role)
    session.add(user)
    session.flush()
    return user


def deed_of(session: Session, role: Role) -> ChangeSet:
    """A deed of somebody of a role."""
    return begin_deed(session, by=make_colleague(session, role), action="A test")


def sees_all(permission: Permission) -> bool:
    """What a reader may who may everything."""
    del permission
    return True


def allow_small(session: Session) -> None:
    """The director's decision that the museum is one with few people."""
    deed = deed_of(session, Role.DIRECTOR)
    decide_small_museum(session, "3/QĐ-BT", dt.date(2026, 1, 5), deed=deed)

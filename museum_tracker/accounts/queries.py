"""Reading accounts."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.core.errors import NotFound

SYSTEM_USERNAME = "he-thong"


def find_user(session: Session, username: str) -> User | None:
    """The account of that (cleaned) user name, if there is one."""
    return session.scalars(sa.select(User).where(User.username == username)).first()


def get_user(session: Session, user_id: int) -> User:
    """A person's account by its id.

    Raises:
        NotFound: there is none, or it is the system's own.
    """
    user = session.get(User, user_id)
    if user is None or user.is_system:
        raise NotFound(what=str(user_id))
    return user


def list_users(session: Session) -> Sequence[User]:
    """All people, those who may sign in first, then by name."""
    people = sa.select(User).where(User.is_system.is_(False))
    return session.scalars(people.order_by(User.active.desc(), User.name, User.id)).all()


def has_people(session: Session) -> bool:
    """Whether anybody has an account yet; until then the first-run page is open."""
    return session.scalars(sa.select(User.id).where(User.is_system.is_(False)).limit(1)).first() is not None


def count_administrators(session: Session, *, besides: User) -> int:
    """How many active administrators there are besides one person."""
    others = sa.select(sa.func.count(User.id)).where(
        User.role == Role.ADMINISTRATOR, User.active, User.is_system.is_(False), User.id != besides.id
    )
    return session.scalar(others) or 0


def system_user(session: Session) -> User:
    """The account that signs what no person did: migrations, periodic jobs, shipped lists."""
    return session.scalars(sa.select(User).where(User.username == SYSTEM_USERNAME)).one()


def museum_identity(connection: sa.Connection) -> str:
    """What tells one installation's database from every other: the instant at which its first account was made."""
    first = sa.select(User.username, sa.cast(User.created_at, sa.String)).order_by(User.id).limit(1)
    row = connection.execute(first).first()
    return " ".join(str(part) for part in row) if row else ""

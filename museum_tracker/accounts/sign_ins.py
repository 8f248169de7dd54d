"""Standing sign-ins: begun with a password, kept in the database, ended there for every copy of their cookie."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import SignIn, User
from museum_tracker.core import clock

LONGEST_DAYS = 30
# Every request asks this: putting the statement together each time would cost more than the database's answer.
_STANDING = (
    sa.select(User)
    .join(SignIn, SignIn.user_id == User.id)
    .where(SignIn.key == sa.bindparam("key"), SignIn.begun_at >= sa.bindparam("oldest"))
)


def open_sign_in(session: Session, user: User) -> str:
    """Begin a sign-in of a person; answers the identity that the session's cookie carries, known to nobody else.

    Sign-ins older than the longest allowed are cleared away by the way.
    """
    session.execute(sa.delete(SignIn).where(SignIn.begun_at < _oldest()))
    key = secrets.token_urlsafe(24)
    session.add(SignIn(key=_hash(key), user_id=user.id))
    session.flush()
    return f"{user.id}:{key}"


def find_signed_in(session: Session, identity: str) -> User | None:
    """The person whose standing sign-in an identity names; None once it was ended anywhere, or the account closed."""
    user_id, _colon, key = identity.partition(":")
    user = session.scalars(_STANDING, {"key": _hash(key), "oldest": _oldest()}).first()
    return user if user is not None and user.is_active and str(user.id) == user_id else None


def count_sign_ins(session: Session, user: User) -> int:
    """On how many machines or browsers a person is signed in."""
    query = sa.select(sa.func.count()).where(SignIn.user_id == user.id, SignIn.begun_at >= _oldest())
    return session.scalar(query) or 0


def end_sign_in(session: Session, identity: str) -> None:
    """End one sign-in: whoever holds a copy of its cookie is out as well."""
    session.execute(sa.delete(SignIn).where(SignIn.key == _hash(identity.partition(":")[2])))


def end_all_sign_ins(session: Session, user: User) -> None:
    """End every sign-in of a person, on every machine."""
    session.execute(sa.delete(SignIn).where(SignIn.user_id == user.id))


def _oldest() -> dt.datetime:
    return clock.now() - dt.timedelta(days=LONGEST_DAYS)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()

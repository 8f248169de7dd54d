"""Deeds on accounts: making people known, changing what they may do, new passwords."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts import passwords, rules
from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.accounts.queries import SYSTEM_USERNAME, count_administrators, find_user, has_people, system_user
from museum_tracker.accounts.sign_ins import end_all_sign_ins
from museum_tracker.accounts.signals import account_changed
from museum_tracker.core import clock
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_, Message


class AccountRefused(Refusal):
    """A name or password does not meet the rules; the message says which and why."""

    def __init__(self, problem: Message, *, field: str) -> None:
        super().__init__(field=field)
        self._problem = problem

    @property
    def message(self) -> Message:
        """The rule that is not met."""
        return self._problem


class UsernameTaken(Refusal):
    """Somebody else has that user name."""

    msgid = N_("The user name %(username)s is taken.")


class AlreadyBegun(Refusal):
    """The first administrator exists already."""

    msgid = N_("An administrator has been set up already. Sign in.")
    status = 409


class LastAdministrator(Refusal):
    """Without this person nobody could manage accounts."""

    msgid = N_("This is the last active administrator. Make somebody else an administrator first.")


def checked_password(password: str, username: str, *, field: str = "password") -> str:
    """The hash of a password that meets the rules (slow: before any write lock).

    Raises:
        AccountRefused: the password is too weak.
    """
    problem = rules.password_problem(password, username)
    if problem:
        raise AccountRefused(problem, field=field)
    return passwords.hash_password(password)


def create_user(session: Session, *, username: str, name: str, role: Role, password_hash: str, by: User) -> User:
    """Make a person known.

    Raises:
        AccountRefused: the user name has characters that are not allowed.
        UsernameTaken: somebody has it.
    """
    username = rules.clean_username(username)
    problem = rules.username_problem(username)
    if problem:
        raise AccountRefused(problem, field="username")
    user = User(username=username, name=name.strip() or username, role=role, password_hash=password_hash)
    try:
        with session.begin_nested():
            session.add(user)
    except sa.exc.IntegrityError:
        raise UsernameTaken(field="username", username=username) from None
    _tell(session, by=by, user=user, action=N_("Added the account %(username)s"), before=None)
    return user


def create_first_administrator(session: Session, *, username: str, name: str, password_hash: str) -> User:
    """Make the museum's first person, its administrator; of two who try at once the second is refused.

    Raises:
        AlreadyBegun: somebody has an account.
    """
    system = _take_turn(session)
    if has_people(session):
        raise AlreadyBegun
    return create_user(
        session, username=username, name=name, role=Role.ADMINISTRATOR, password_hash=password_hash, by=system
    )


def edit_user(session: Session, user: User, *, name: str, role: Role, active: bool, by: User) -> None:
    """Change a person's name, role or whether they may sign in.

    Raises:
        LastAdministrator: nobody would be left to manage accounts.
    """
    _take_turn(session)
    keeps = role is Role.ADMINISTRATOR and active
    if (
        user.role is Role.ADMINISTRATOR
        and user.active
        and not keeps
        and not count_administrators(session, besides=user)
    ):
        raise LastAdministrator
    before = facts(user)
    if user.active and not active:
        end_all_sign_ins(session, user)
    user.name, user.role, user.active = name.strip() or user.username, role, active
    if facts(user) != before:
        _tell(session, by=by, user=user, action=N_("Changed the account %(username)s"), before=before)


def set_password(session: Session, user: User, *, password_hash: str, by: User) -> None:
    """Give a person a new password; every sign-in made with the old one ends."""
    before = facts(user)
    user.password_hash = password_hash
    end_all_sign_ins(session, user)
    _tell(session, by=by, user=user, action=N_("New password for %(username)s"), before=before)


def set_preferences(session: Session, user: User, *, language: str | None = None, theme: str | None = None) -> None:
    """Keep a person's own choice of language and theme (no deed of the museum, so not in its history)."""
    if language is not None:
        user.language = language
    if theme is not None:
        user.theme = theme
    session.flush()


def welcome(session: Session, user: User, *, password: str) -> None:
    """Note that a person has signed in; an old hash is renewed while the password is at hand."""
    user.last_seen_at = clock.now()
    if passwords.is_outdated(user.password_hash):
        user.password_hash = passwords.hash_password(password)
    session.flush()


def install_system_user(session: Session) -> None:
    """Put the system's own account in place; nobody can sign in with it."""
    if find_user(session, SYSTEM_USERNAME) is None:
        session.add(User(username=SYSTEM_USERNAME, name="Hệ thống", role=Role.ADMINISTRATOR, is_system=True))
        session.flush()


def facts(user: User) -> dict[str, Any]:
    """What history keeps of an account; never the password."""
    return {"username": user.username, "name": user.name, "role": user.role.value, "active": user.active}


def _take_turn(session: Session) -> User:
    # Locking one row makes deeds that count administrators wait for each other (SQLite's write lock does so anyway).
    locked = sa.select(User).where(User.id == system_user(session).id).with_for_update()
    return session.scalars(locked).one()


def _tell(session: Session, *, by: User, user: User, action: str, before: dict[str, Any] | None) -> None:
    session.flush()
    values = {"username": user.username}
    account_changed.send(session, by=by, user=user, action=action, values=values, before=before, after=facts(user))

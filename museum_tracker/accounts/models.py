"""People who sign in, and the record of sign-in attempts."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from museum_tracker.accounts.permissions import Permission, Role, allows
from museum_tracker.core.db import Base, enum_of, flag, moment, moment_or_none, pk


class User(Base):
    """A member of staff, or the system itself, that deeds are signed by."""

    __tablename__ = "users"

    id: Mapped[pk]
    username: Mapped[str] = mapped_column(sa.String(64), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    role: Mapped[Role] = mapped_column(enum_of(Role))
    password_hash: Mapped[str] = mapped_column(sa.String(255), default="")
    active: Mapped[bool] = mapped_column(default=True)
    is_system: Mapped[flag]
    language: Mapped[str] = mapped_column(sa.String(5), default="")
    theme: Mapped[str] = mapped_column(sa.String(10), default="")
    created_at: Mapped[moment]
    last_seen_at: Mapped[moment_or_none]

    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """Whether the account may sign in (read by Flask-Login)."""
        return self.active and not self.is_system

    def get_id(self) -> str:
        """Who this is, for Flask-Login; what a session cookie carries is made by `services.open_sign_in`."""
        return str(self.id)

    def can(self, permission: Permission) -> bool:
        """Whether this person holds a permission."""
        return self.active and allows(self.role, permission)


class SignIn(Base):
    """One standing sign-in of a person on one machine; when it ends its row goes, and its cookie opens nothing more.

    Of the key only the hash is kept: who reads a copy of the database cannot sign in with it.
    """

    __tablename__ = "sign_ins"

    id: Mapped[pk]
    key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    begun_at: Mapped[moment]


class SignInAttempt(Base):
    """A failed sign-in, counted per account and per address to slow guessing down."""

    __tablename__ = "sign_in_attempts"

    id: Mapped[pk]
    key: Mapped[str] = mapped_column(sa.String(200), index=True)
    at: Mapped[dt.datetime] = mapped_column(index=True)

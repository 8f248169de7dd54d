"""Passwords: hashed with argon2, compared in the same time whether or not the account exists."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    return _hasher().hash("nobody has this password")


def hash_password(password: str) -> str:
    """The hash to store (slow on purpose: compute it before taking a write lock)."""
    return _hasher().hash(password)


def check_password(stored: str, password: str) -> bool:
    """Whether a password belongs to a stored hash; an empty hash takes as long and never matches."""
    try:
        _hasher().verify(stored or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(stored)


def is_outdated(stored: str) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return _hasher().check_needs_rehash(stored)

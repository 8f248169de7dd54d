"""Rules of accounts: names, passwords, patience with wrong passwords, and where a sign-in may lead back to."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Final

from museum_tracker.core.i18n import N_, Message

USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")
SHORTEST_PASSWORD: Final = 10
LONGEST_PASSWORD: Final = 256
WINDOW = dt.timedelta(minutes=15)
TRIES_PER_PAIR: Final = 5  # of an account from one address, or from one browser that is known to it
TRIES_PER_ADDRESS: Final = 30
TRIES_PER_ACCOUNT: Final = 100  # from everywhere, of browsers that are not known to it

# The most used passwords of ten characters and more, here and abroad, without digits at their end.
_COMMON_WORDS = """
    password passwordpassword qwertyuiop qwertyuiopasdfghjkl asdfghjkl zxcvbnm administrator admin adminadmin
    iloveyou letmein welcome baotang baotangtinh baotangbentre bentre matkhau matkhaumoi museum museumtracker
    vietnam vietnamvodich hoilamgi anhyeuem emyeuanh khongbiet khongco quantri quantrivien giamdoc hienvat
    changeme secret football baseball superman princess sunshine trustno qazwsxedc abcdefghij abcdefgh
"""
COMMON = frozenset(_COMMON_WORDS.split())
COMMON_DIGITS = frozenset({"1234567890", "0123456789", "0987654321", "9876543210", "12345678910", "123456789"})


def clean_username(text: str) -> str:
    """A user name as it is stored and compared: trimmed, lower case."""
    return unicodedata.normalize("NFC", text).strip().lower()


def username_problem(username: str) -> Message | None:
    """Why a name cannot be a user name, or None: 1–64 small letters a–z, digits, dot, hyphen, underscore."""
    if USERNAME.fullmatch(username):
        return None
    return Message(N_("Use small letters without accents, digits, dots and hyphens, such as “minh.tran”."))


def password_problem(password: str, username: str) -> Message | None:
    """Why a password is too weak, or None."""
    if len(password) < SHORTEST_PASSWORD:
        return Message(N_("The password needs at least %(count)s characters."), {"count": SHORTEST_PASSWORD})
    if len(password) > LONGEST_PASSWORD:
        return Message(N_("The password may have at most %(count)s characters."), {"count": LONGEST_PASSWORD})
    plain = password.casefold()
    if username and username.casefold() in plain and len(plain) - len(username) < 4:
        return Message(N_("The password must not be the user name."))
    if len(set(plain)) < 4 or _is_common(plain):
        return Message(N_("This password is among the first that a stranger would try. Choose another."))
    return None


def _is_common(plain: str) -> bool:
    letters = re.sub(r"[\W_]", "", plain)
    return (
        letters in COMMON_DIGITS or letters.rstrip("0123456789") in COMMON or (letters.isdigit() and len(letters) < 12)
    )


def safe_next(target: str | None, default: str) -> str:
    """Where to go after signing in: a path of this site, never another site's address."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return default
    if any(character in target for character in "\\\r\n\t") or not target.isprintable():
        return default
    return target

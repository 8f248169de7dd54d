"""Patience with wrong passwords: failures are counted in the database, so that no stranger locks anybody out.

A browser in which somebody has signed in before is known to that account by a signed cookie and counted by itself.
All others are counted by account and address together, by address, and by account from everywhere.
"""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts import rules
from museum_tracker.accounts.models import SignInAttempt
from museum_tracker.core import clock
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_


class TooManyAttempts(Refusal):
    """So many wrong passwords that this browser or address has to wait."""

    msgid = N_("Too many wrong passwords. Wait %(minutes)s minutes and try again.")
    status = 429


def begin_attempt(session: Session, *, account: str, address: str, browser: str = "") -> list[int]:
    """Count a try as failed before it is judged, so that parallel guesses all count; answers what to forget on success.

    `browser` names a browser that is known to the account.

    Raises:
        TooManyAttempts: this browser, or strangers from this address, must wait first.
    """
    since = clock.now() - rules.WINDOW
    session.execute(sa.delete(SignInAttempt).where(SignInAttempt.at < since - rules.WINDOW))
    allowed = _allowed(account, address, browser)
    recent = (
        sa.select(SignInAttempt.key, sa.func.count())
        .where(SignInAttempt.key.in_(list(allowed)), SignInAttempt.at > since)
        .group_by(SignInAttempt.key)
    )
    if any(count >= allowed[key] for key, count in session.execute(recent)):
        raise TooManyAttempts(minutes=int(rules.WINDOW.total_seconds() // 60))
    attempts = [SignInAttempt(key=key, at=clock.now()) for key in allowed]
    session.add_all(attempts)
    session.flush()
    return [attempt.id for attempt in attempts]


def forget_attempt(session: Session, attempts: list[int], *, account: str, address: str, browser: str = "") -> None:
    """The try succeeded: the browser, or the account at this address, starts afresh; other counts get one try back."""
    own, *_ = _allowed(account, address, browser)
    session.execute(sa.delete(SignInAttempt).where(sa.or_(SignInAttempt.id.in_(attempts), SignInAttempt.key == own)))


def _allowed(account: str, address: str, browser: str) -> dict[str, int]:
    """What is counted of a try, and how many failures each may have within the window; its own count comes first."""
    if browser:
        return {_key("browser", account, browser): rules.TRIES_PER_PAIR}
    return {
        _key("pair", account, address): rules.TRIES_PER_PAIR,
        _key("address", address): rules.TRIES_PER_ADDRESS,
        _key("account", account): rules.TRIES_PER_ACCOUNT,
    }


def _key(kind: str, *parts: str) -> str:
    return f"{kind}:{hashlib.sha256(chr(0).join(parts).encode('utf-8', 'replace')).hexdigest()}"

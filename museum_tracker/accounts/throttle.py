"""Patience with wrong passwords: failures are counted per account and per address, in the database."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts import rules
from museum_tracker.accounts.models import SignInAttempt
from museum_tracker.core import clock
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_


class TooManyAttempts(Refusal):
    """So many wrong passwords that the account or the address has to wait."""

    msgid = N_("Too many wrong passwords. Wait %(minutes)s minutes and try again.")
    status = 429


def begin_attempt(session: Session, *, account: str, address: str) -> list[int]:
    """Count a try as failed before it is judged, so that parallel guesses all count; answers what to forget on success.

    Raises:
        TooManyAttempts: the account or the address must wait first.
    """
    account_key, address_key = f"account:{account[:150]}", f"address:{address[:60]}"
    since = clock.now() - rules.WINDOW
    session.execute(sa.delete(SignInAttempt).where(SignInAttempt.at < since - rules.WINDOW))
    if not rules.may_try(account=_count(session, account_key), address=_count(session, address_key)):
        raise TooManyAttempts(minutes=int(rules.WINDOW.total_seconds() // 60))
    attempts = [SignInAttempt(key=key, at=clock.now()) for key in (account_key, address_key)]
    session.add_all(attempts)
    session.flush()
    return [attempt.id for attempt in attempts]


def forget_attempt(session: Session, attempts: list[int], *, account: str) -> None:
    """The try succeeded: the account starts afresh, the address only gets this one try back."""
    session.execute(
        sa.delete(SignInAttempt).where(
            sa.or_(SignInAttempt.id.in_(attempts), SignInAttempt.key == f"account:{account[:150]}")
        )
    )


def _count(session: Session, key: str) -> int:
    recent = sa.select(sa.func.count(SignInAttempt.id)).where(
        SignInAttempt.key == key, SignInAttempt.at > clock.now() - rules.WINDOW
    )
    return session.scalar(recent) or 0

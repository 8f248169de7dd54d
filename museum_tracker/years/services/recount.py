"""The recount before a close: every figure from its facts, with the differences named and kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.i18n import LOCALES
from museum_tracker.figures.checker import Difference, check
from museum_tracker.figures.models import Standing
from museum_tracker.years.models import YearCheck

NAMED = 200


def recount(session: Session, *, at: dt.datetime) -> YearCheck:
    """Count every figure again from the facts and keep what was found; `at` is the instant of the recount."""
    return keep_recount(session, check(session), at=at)


def keep_recount(session: Session, found: Sequence[Difference], *, at: dt.datetime) -> YearCheck:
    """Keep what a recount found: how many differences, the first of them in words."""
    kept = YearCheck(
        at=at,
        objects=count_objects(session),
        differences=len(found),
        named=[one.message.text(LOCALES[0]) for one in found[:NAMED]],
    )
    session.add(kept)
    session.flush()
    return kept


def count_objects(session: Session) -> int:
    """How many objects a recount goes through."""
    return session.scalar(sa.select(sa.func.count()).select_from(Standing)) or 0

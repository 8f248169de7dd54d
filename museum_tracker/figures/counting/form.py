"""Whether standings and sums were made by the statements of today, and making them anew where not."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.figures.models import FigureRule, Standing
from museum_tracker.figures.rules.measures import BIT, STATEMENTS, Evidence
from museum_tracker.figures.standings import rebuild
from museum_tracker.figures.tallies import fold

NAME = "counting"
KERNEL = 2  # raised when the same statements are read otherwise by `rules.counting` or `rules.history`


def form() -> str:
    """A word for how figures are counted: another statement, bit or kind of evidence gives another word."""
    said = [(measure.value, repr(one), BIT[measure]) for measure, one in STATEMENTS.items()]
    return hashlib.sha256(repr((KERNEL, said, [*Evidence])).encode()).hexdigest()[:16]


def count_by_today(session: Session) -> None:
    """Make standings and sums anew if they were counted by other statements: run after every upgrade."""
    kept = session.get(FigureRule, NAME)
    if kept is not None and kept.value == [form()]:
        return
    if session.scalar(sa.select(sa.exists().select_from(Standing))):
        rebuild(session)
        fold(session)
    if kept is None:
        session.add(FigureRule(name=NAME, value=[form()]))
    else:
        kept.value = [form()]
    session.flush()

"""Results of the demonstration that people enter by hand: visitors, exhibitions, guides."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_
from museum_tracker.demo.stage import Cast, deed_of, standing_at
from museum_tracker.targets.models import Target
from museum_tracker.targets.services import Entered, enter_value

YEARLY = {
    "mus25_visitors_yearly": {2023: 14_210, 2024: 16_480, 2025: 17_930, 2026: 15_240},
    "mus25_exhibitions_yearly": {2023: 2, 2024: 3, 2025: 4, 2026: 2},
}
NOW = {"mus25_guides": 3, "mus25_private_museums": 1}
DONE = ("mus25_redisplay", "mus25_guides_training")


def enter_results(session: Session, people: Cast, today: dt.date) -> None:
    """Enter them year by year, each with its date and source."""
    targets = {target.code: target for target in session.scalars(sa.select(Target))}
    for code, years in YEARLY.items():
        for year, value in years.items():
            on = min(dt.date(year, 12, 14), today - dt.timedelta(days=4))
            _enter(
                session, targets[code], Entered(year=year, on=on, value=value, source="Sổ theo dõi (minh họa)"), people
            )
    for code, number in NOW.items():
        on = dt.date(2025, 12, 10)
        _enter(session, targets[code], Entered(year=2025, on=on, value=number, source="Báo cáo (minh họa)"), people)
    for code in DONE:
        on = dt.date(2025, 11, 20)
        _enter(session, targets[code], Entered(year=2025, on=on, done=True, source="Biên bản (minh họa)"), people)


def _enter(session: Session, target: Target, entered: Entered, people: Cast) -> None:
    with standing_at(entered.on):
        deed = deed_of(session, people.curator, N_("Entered the result of %(target)s"), target=target.name_vi)
        enter_value(session, target, entered, deed=deed, today=entered.on)

"""Results of the demonstration that people enter by hand: visitors, exhibitions, guides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.core.i18n import N_
from museum_tracker.demo.records import Scribe
from museum_tracker.demo.stage import Scene, deed_of
from museum_tracker.targets.models import Target
from museum_tracker.targets.services import Entered, enter_value

YEARLY = {
    "mus25_visitors_yearly": {2023: 14_210, 2024: 16_480, 2025: 17_930, 2026: 15_240},
    "mus25_exhibitions_yearly": {2023: 2, 2024: 3, 2025: 4, 2026: 2},
}
NOW = {"mus25_guides": 3, "mus25_private_museums": 1}
DONE = ("mus25_redisplay", "mus25_guides_training")


def results(scribe: Scribe, today: dt.date) -> Iterator[Scene]:
    """Results entered year by year, each with its date and source."""
    targets = {target.code: target for target in scribe.session.scalars(sa.select(Target))}
    entered = [
        (code, Entered(year=year, on=min(dt.date(year, 12, 14), today - dt.timedelta(days=4)), value=value))
        for code, years in YEARLY.items()
        for year, value in years.items()
    ]
    entered += [(code, Entered(year=2025, on=dt.date(2025, 12, 10), value=number)) for code, number in NOW.items()]
    entered += [(code, Entered(year=2025, on=dt.date(2025, 11, 20), done=True)) for code in DONE]
    for code, result in entered:
        sourced = replace(result, source="Sổ theo dõi (minh họa)")
        play = partial(_enter, scribe.session, targets[code], sourced, scribe.cast.curator)
        yield Scene(result.on, 16, play)


def _enter(session: Session, target: Target, entered: Entered, by: User) -> None:
    deed = deed_of(session, by, N_("Entered the result of %(target)s"), target=target.name_vi)
    enter_value(session, target, entered, deed=deed, today=entered.on)

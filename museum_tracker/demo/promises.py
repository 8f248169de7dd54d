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
from museum_tracker.core.museum import get_profile
from museum_tracker.demo.records import Scribe
from museum_tracker.demo.stage import Scene, deed_of
from museum_tracker.targets.models import Target
from museum_tracker.targets.rules.visits import Visits, read_span
from museum_tracker.targets.services import Entered, enter_value
from museum_tracker.targets.visitors import enter_visits

YEARLY = {
    "mus25_visitors_yearly": {2023: 14_210, 2024: 16_480, 2025: 17_930},
    "mus25_exhibitions_yearly": {2023: 2, 2024: 3, 2025: 4, 2026: 2},
}
VISITS = (  # the reporting year 2026 month by month; December of the year before belongs to it from the 15th
    ("15/12/2025 – 31/12/2025", 690), ("01/2026", 1_480), ("02/2026", 2_960), ("03/2026", 1_720), ("04/2026", 1_830),
    ("05/2026", 1_950), ("06/2026", 1_240), ("07/2026", 1_310), ("08/2026", 1_180), ("09/2026", 1_420),
    ("10/2026", 1_610),
)  # fmt: skip
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

    for text, number in VISITS:
        span = read_span(text)
        if span.last < today:
            visits = Visits(span=span, visitors=number, source="Sổ vé (minh họa)")
            yield Scene(
                span.last + dt.timedelta(days=1), 9, partial(_visits, scribe.session, visits, scribe.cast.curator)
            )


def _visits(session: Session, visits: Visits, by: User) -> None:
    day = visits.span.last + dt.timedelta(days=1)
    deed = deed_of(session, by, N_("Entered the visits of %(span)s"), span=visits.span.message)
    enter_visits(session, get_profile(session), visits, deed=deed, today=day)


def _enter(session: Session, target: Target, entered: Entered, by: User) -> None:
    deed = deed_of(session, by, N_("Entered the result of %(target)s"), target=target.name_vi)
    enter_value(session, target, entered, deed=deed, today=entered.on)

"""Results of the demonstration that people enter by hand, figures reported before, and what-ifs that were kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.core.i18n import N_
from museum_tracker.core.museum import get_profile
from museum_tracker.demo.invented import OPENING_CUTOFF
from museum_tracker.demo.records import Scribe
from museum_tracker.demo.stage import Scene, deed_of
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.media.storage import Storage
from museum_tracker.targets.evidence import evidence_key
from museum_tracker.targets.models import Target
from museum_tracker.targets.queries import due_day
from museum_tracker.targets.rules.visits import Visits, read_span
from museum_tracker.targets.rules.whatif import WhatIf
from museum_tracker.targets.scenarios import save_scenario
from museum_tracker.targets.services import Entered, Evidence, enter_reported, enter_value
from museum_tracker.targets.visitors import enter_visits
from museum_tracker.targets.whatif import base_of

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
DONE = ("mus25_redisplay", "mus25_guides_training", "mus25_collections")
UNDONE = ("mus25_gallery_digital",)
# Reported to the province before the museum counted here: objects by year, each with the page of its report.
REPORTED = {
    "mus25_collected_yearly": {2019: 58, 2020: 41, 2021: 63, 2022: 77},
    "mus25_digitized_yearly": {2020: 2, 2021: 3, 2022: 5},
}
REPORTED_ON = dt.date(2023, 1, 10)
SCENARIOS = (  # name, objects digitized a year, growth of the population a year, remark
    ("Thêm một tổ chụp ảnh nhận diện", 150, 60, "Hai người, mỗi tuần ba buổi tại kho"),
    ("Thuê dịch vụ số hóa 2027 - 2030", 240, 60, "Theo dự toán đề nghị Sở (minh họa)"),
)
GOAL = "mus30_digitized_share"


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
    entered += [(code, Entered(year=2025, on=dt.date(2025, 12, 10), done=False)) for code in UNDONE]
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


def before_the_program(scribe: Scribe, storage: Storage) -> Iterator[Scene]:
    """Figures of earlier years, entered once with the pages of the reports that named them."""
    targets = {target.code: target for target in scribe.session.scalars(sa.select(Target))}
    for code, years in REPORTED.items():
        for year, value in years.items():
            play = partial(_report, scribe, storage, targets[code], year, value)
            yield Scene(REPORTED_ON, 14, play)


def _report(scribe: Scribe, storage: Storage, target: Target, year: int, value: int) -> None:
    action = N_("Entered a reported figure for target %(target)s")
    deed = deed_of(scribe.session, scribe.cast.curator, action, target=target.name_vi)
    text = f"MINH HỌA - trích báo cáo năm {year}\n\n{target.name_vi}: {value}\n"
    staged = storage.stage([text.encode("utf-8-sig")], limit=10_000)
    storage.adopt(staged.path, evidence_key(staged.sha256))
    entered = Entered(
        year=year, on=dt.date(year, 12, 14), value=value, source=f"Báo cáo công tác năm {year} (minh họa)"
    )
    enter_reported(
        scribe.session,
        target,
        entered,
        deed=deed,
        today=REPORTED_ON,
        first_counted=OPENING_CUTOFF.year + 1,
        evidence=Evidence(sha256=staged.sha256, name=f"trich-bao-cao-{year}.txt", size=staged.size),
    )


def scenarios(scribe: Scribe, today: dt.date) -> Iterator[Scene]:
    """What the director and the curator tried out and kept."""
    for place, (name, pace, growth, note) in enumerate(SCENARIOS):
        day = today - dt.timedelta(days=9 - place)
        yield Scene(day, 14, partial(_try_out, scribe, day, name, pace=pace, growth=growth, note=note))


def _try_out(scribe: Scribe, day: dt.date, name: str, *, pace: int, growth: int, note: str) -> None:
    session = scribe.session
    goal = session.scalars(sa.select(Target).where(Target.code == GOAL).order_by(Target.version.desc())).first()
    if goal is None:
        return
    what = WhatIf(
        population=goal.population,
        measure=Measure(goal.measure),
        share=Fraction(int(goal.least or 0), 100),
        due=due_day(get_profile(session), goal.due),
        pace=pace,
        growth=growth,
    )
    base = base_of(session, what, day)
    deed = deed_of(session, scribe.cast.director, N_("Kept the scenario “%(name)s”"), name=name)
    save_scenario(session, name, what, base=(base.on, base.population, base.done), deed=deed, note=note)


def _visits(session: Session, visits: Visits, by: User) -> None:
    day = visits.span.last + dt.timedelta(days=1)
    deed = deed_of(session, by, N_("Entered the visits of %(span)s"), span=visits.span.message)
    enter_visits(session, get_profile(session), visits, deed=deed, today=day)


def _enter(session: Session, target: Target, entered: Entered, by: User) -> None:
    deed = deed_of(session, by, N_("Entered the result of %(target)s"), target=target.name_vi)
    enter_value(session, target, entered, deed=deed, today=entered.on)

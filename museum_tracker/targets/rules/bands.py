"""Verdicts: what an achieved value says about a yearly band, a threshold or a milestone."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from museum_tracker.core.i18n import N_
from museum_tracker.core.periods import Period


class TargetKind(StrEnum):
    """How a target is to be read."""

    YEARLY_BAND = "yearly_band"
    YEARLY_FLOOR = "yearly_floor"
    THRESHOLD = "threshold"
    MILESTONE = "milestone"


KIND_LABELS = {
    TargetKind.YEARLY_BAND: N_("Each year, from–to"),
    TargetKind.YEARLY_FLOOR: N_("Each year, at least"),
    TargetKind.THRESHOLD: N_("By the date, at least"),
    TargetKind.MILESTONE: N_("Done or not done"),
}

YEARLY = frozenset({TargetKind.YEARLY_BAND, TargetKind.YEARLY_FLOOR})


class Verdict(StrEnum):
    """How a target stands."""

    ACHIEVED = "achieved"
    EXCEEDED = "exceeded"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    SHORT = "short"
    FORECAST_SHORT = "forecast_short"
    UNDER_WAY = "under_way"
    TOO_EARLY = "too_early"
    NO_VALUE = "no_value"
    OVER = "over"
    NOT_APPLICABLE = "not_applicable"


VERDICT_LABELS = {
    Verdict.ACHIEVED: N_("Achieved"),
    Verdict.EXCEEDED: N_("Exceeded"),
    Verdict.ON_PACE: N_("On pace"),
    Verdict.BEHIND: N_("Behind pace"),
    Verdict.SHORT: N_("Not achieved"),
    Verdict.FORECAST_SHORT: N_("Forecast to fall short"),
    Verdict.UNDER_WAY: N_("Under way"),
    Verdict.TOO_EARLY: N_("Not enough data yet"),
    Verdict.NO_VALUE: N_("No value yet"),
    Verdict.OVER: N_("Period over"),
    Verdict.NOT_APPLICABLE: N_("No longer applies"),
}

TONES = {
    Verdict.ACHIEVED: "ok",
    Verdict.EXCEEDED: "ok",
    Verdict.ON_PACE: "ok",
    Verdict.BEHIND: "late",
    Verdict.SHORT: "miss",
    Verdict.FORECAST_SHORT: "miss",
    Verdict.UNDER_WAY: "idle",
    Verdict.TOO_EARLY: "idle",
    Verdict.NO_VALUE: "idle",
    Verdict.OVER: "idle",
    Verdict.NOT_APPLICABLE: "idle",
}

MET = frozenset({Verdict.ACHIEVED, Verdict.EXCEEDED})


@dataclass(frozen=True, kw_only=True)
class Rest:
    """What is left of a yearly target: objects missing to its minimum, and the pace for the days that remain.

    `work_left` counts the working days among `days_left` by the museum's calendar; the paces are rounded up and are
    never more than what is missing.
    """

    missing: int
    days_left: int
    work_left: int
    a_month: int
    a_week: int
    a_working_day: int


def days_of(period: Period) -> int:
    """The length of a period in days."""
    return (period.end - period.start).days + 1


def elapsed(period: Period, on: dt.date) -> Fraction:
    """The share of a period that has passed at the end of a day, from 0 to 1."""
    days = days_of(period)
    return Fraction(min(max((on - period.start).days + 1, 0), days), days)


def days_left(period: Period, on: dt.date) -> int:
    """Days of a period after a day."""
    return min(max((period.end - on).days, 0), days_of(period))


def judge_year(
    value: float | Fraction | None,
    *,
    least: float,
    most: float | None,
    period: Period,
    on: dt.date,
) -> Verdict:
    """A yearly band: below its minimum not achieved, up to its maximum achieved, above exceeded.

    While the period runs, a value below the minimum is compared with the minimum times the elapsed share: it is behind
    when it is short of that by at least one and a twentieth of the year's minimum. The last day judges finally, on
    every page and in every report.
    """
    if value is None:
        return Verdict.NO_VALUE
    if most is not None and value > most:
        return Verdict.EXCEEDED
    if value >= least:
        return Verdict.ACHIEVED
    if on >= period.end:
        return Verdict.SHORT
    short = expected(least, period, on) - Fraction(value)
    return Verdict.BEHIND if short >= max(Fraction(1), Fraction(least) / 20) else Verdict.ON_PACE


def judge_threshold(
    value: float | Fraction | None, *, least: float, most: float | None, due: dt.date, on: dt.date
) -> Verdict:
    """A level to reach by a date; a stated upper end is a range of ambition, not a cap."""
    if value is None:
        return Verdict.NO_VALUE
    if most is not None and value > most:
        return Verdict.EXCEEDED
    if value >= least:
        return Verdict.ACHIEVED
    return Verdict.SHORT if on > due else Verdict.UNDER_WAY


def judge_milestone(*, done: bool | None, due: dt.date, on: dt.date) -> Verdict:
    """Something to have done by a date."""
    if done is None:
        return Verdict.NO_VALUE
    if done:
        return Verdict.ACHIEVED
    return Verdict.SHORT if on > due else Verdict.UNDER_WAY


def expected(least: float, period: Period, on: dt.date) -> Fraction:
    """Where the pace should be today: the minimum times the elapsed share of the period."""
    return Fraction(least) * elapsed(period, on)


def ratio_to_minimum(value: float, least: float) -> Fraction | None:
    """Achieved against the band's minimum; None where the minimum is nothing."""
    return Fraction(value) / Fraction(least) if least else None


def rest_of_year(value: int, *, least: int, period: Period, on: dt.date, work_left: int) -> Rest:
    """What the minimum still takes of each month, week and working day that is left of the period.

    `work_left` are the working days after the day, up to the period's end.
    """
    missing = max(0, least - value)
    days = days_left(period, on)

    def pace(of_those: Fraction) -> int:
        return min(missing, math.ceil(missing / of_those)) if of_those else missing

    return Rest(
        missing=missing,
        days_left=days,
        work_left=work_left,
        a_month=pace(Fraction(days * 12, 365)),
        a_week=pace(Fraction(days, 7)),
        a_working_day=pace(Fraction(work_left)),
    )

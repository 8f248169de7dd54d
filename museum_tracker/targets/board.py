"""The board of all targets: what is planned, what was reached, how each stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from museum_tracker.core.formats import number
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import MuseumProfile
from museum_tracker.figures.queries import flows, since
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.periods import Period
from museum_tracker.targets.models import IndicatorValue, Target
from museum_tracker.targets.promises import Promise, promises_in
from museum_tracker.targets.queries import all_values, due_day, list_targets, period_on
from museum_tracker.targets.rules.bands import (
    YEARLY,
    TargetKind,
    Verdict,
    judge_milestone,
    judge_threshold,
    judge_year,
    ratio_to_minimum,
)
from museum_tracker.targets.rules.plan_words import Scope
from museum_tracker.targets.rules.words import Percent

PERIODS_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class BoardRow:
    """A target as the board shows it. `past` are the values of earlier periods, oldest first, for a sparkline."""

    target: Target
    plan: Message
    achieved: Message | None
    ratio: float | None
    verdict: Verdict
    past: tuple[float, ...] = ()
    on: dt.date | None = None
    promise: Promise | None = None
    value: IndicatorValue | None = None

    @property
    def ask(self) -> Ask | None:
        """The question whose objects stand behind the value, for computed targets."""
        return self.promise.ask if self.promise else None

    @property
    def carried_on(self) -> bool:
        """Whether the target's own period is over and it is carried on."""
        return bool(self.promise and self.promise.carried_on)

    @property
    def lacks_evidence(self) -> bool:
        """Whether a value was entered without a file that proves it."""
        return self.value is not None and not self.value.evidence_sha256


def board(session: Session, profile: MuseumProfile, on: dt.date) -> list[BoardRow]:
    """Every target valid on a day: the museum's own first, then in the plan's order."""
    return board_in(session, profile, period_on(profile, on), on)


def board_in(session: Session, profile: MuseumProfile, period: Period, on: dt.date) -> list[BoardRow]:
    """The board as it stood on a day of a reporting period."""
    promises = {promise.target.code: promise for promise in promises_in(session, profile, period, on)}
    values = all_values(session)
    trends = _trends(session, profile, period, list(promises.values()))
    rows = [
        replace(_computed(target, promises[target.code]), past=trends.get(target.code, ()))
        if target.code in promises
        else _entered(profile, target, values.get(target.code, []), period, on)
        for target in list_targets(session, on)
    ]
    return sorted(rows, key=lambda row: row.target.scope is not Scope.MUSEUM)


def plan_of(target: Target) -> Message:
    """What a target asks for, in words of its kind: "50–100", "≥ 20.000", "done"."""
    if target.kind is TargetKind.MILESTONE:
        return Message(N_("to be done"))
    unit = "%" if target.unit_vi.startswith("%") else ""
    values = {"least": target.least, "most": target.most, "unit": unit}
    if target.most is None:
        return Message(N_("≥ %(least)s%(unit)s"), values)
    return Message(N_("%(least)s–%(most)s%(unit)s"), values)


def _trends(
    session: Session, profile: MuseumProfile, period: Period, promises: Sequence[Promise]
) -> dict[str, tuple[float, ...]]:
    """What the yearly promises brought in up to five periods, from the first that the museum recorded itself."""
    yearly = [promise for promise in promises if promise.seen is None]
    begun = {promise.target.code: since(session, promise.ask.measure, promise.ask.population) for promise in yearly}
    first = {code: profile.year_on(day) for code, day in begun.items() if day is not None}
    years = range(max(min(first.values(), default=period.year), period.year - PERIODS_SHOWN + 1), period.year + 1)
    found = {year: flows(session, *profile.year_span(year)) for year in years}
    return {
        promise.target.code: tuple(
            found[year][promise.ask.population, promise.ask.measure].objects
            for year in years
            if year >= first.get(promise.target.code, period.year)
        )
        for promise in yearly
    }


def _computed(target: Target, promise: Promise) -> BoardRow:
    if promise.seen is None:
        ratio = ratio_to_minimum(promise.value.objects, target.least or 0)
        achieved: Message | None = Message("%(n)s", {"n": promise.value.objects})
    else:
        share = promise.share
        ratio = share / promise.seen.goal.share if share is not None and promise.seen.goal.share else None
        shown = None if share is None else Percent(share, promise.seen.goal.share).value
        achieved = None if shown is None else Message("%(n)s%%", {"n": shown})
    return BoardRow(
        target=target,
        plan=plan_of(target),
        achieved=achieved,
        ratio=None if ratio is None else float(ratio),
        verdict=promise.verdict,
        on=promise.on,
        promise=promise,
    )


def _entered(
    profile: MuseumProfile, target: Target, values: Sequence[IndicatorValue], period: Period, on: dt.date
) -> BoardRow:
    known = [value for value in values if value.on <= on]
    wanted = [value for value in known if value.year == period.year] if target.kind in YEARLY else known
    latest = wanted[-1] if wanted else None
    return BoardRow(
        target=target,
        plan=plan_of(target),
        achieved=_achieved(target, latest),
        ratio=_ratio(target, latest),
        verdict=_verdict(profile, target, latest, period, on),
        past=_past(target, known),
        on=latest.on if latest else None,
        value=latest,
    )


def _achieved(target: Target, value: IndicatorValue | None) -> Message | None:
    if value is None:
        return None
    if target.kind is TargetKind.MILESTONE:
        return Message(N_("done") if value.done else N_("not done"))
    return Message("%(n)s%(unit)s", {"n": value.value, "unit": "%" if target.unit_vi.startswith("%") else ""})


def _ratio(target: Target, value: IndicatorValue | None) -> float | None:
    if value is None or value.value is None or not target.least:
        return None
    return value.value / target.least


def _verdict(
    profile: MuseumProfile, target: Target, value: IndicatorValue | None, period: Period, on: dt.date
) -> Verdict:
    if target.ended_reason:
        return Verdict.NOT_APPLICABLE
    due = due_day(profile, target.due)
    if target.kind is TargetKind.MILESTONE:
        return judge_milestone(done=value.done if value else None, due=due, on=on)
    number_ = value.value if value else None
    if target.kind in YEARLY:
        return judge_year(number_, least=target.least or 0, most=target.most, period=period, on=on)
    return judge_threshold(number_, least=target.least or 0, most=target.most, due=due, on=on)


def _past(target: Target, values: Sequence[IndicatorValue]) -> tuple[float, ...]:
    if target.kind is TargetKind.MILESTONE:
        return ()
    by_year = {value.year: value.value for value in values if value.value is not None}
    return tuple(by_year[year] for year in sorted(by_year))


def spark_label(row: BoardRow, locale: str) -> str:
    """The numbers of a sparkline, for those who cannot see it."""
    return " · ".join(number(value, locale) for value in row.past)

"""The promises that the catalogue keeps or breaks: each with its figure, verdict, honest sentence and scope."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import MuseumProfile
from museum_tracker.core.periods import Period
from museum_tracker.figures.queries import Figures, flows, get_population, measure, stocks
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.figures.rules.results import Figure
from museum_tracker.targets.calendars import get_calendar
from museum_tracker.targets.models import Target
from museum_tracker.targets.pace import flow_between, past_of
from museum_tracker.targets.queries import due_day, list_computed, period_on
from museum_tracker.targets.rules.bands import YEARLY, Rest, Verdict, expected, judge_year, rest_of_year
from museum_tracker.targets.rules.forecast import (
    Forecast,
    Goal,
    Upper,
    a_year_before,
    forecast,
    upper_bound,
    years_between,
)
from museum_tracker.targets.rules.words import Labour, forecast_sentence, goal_verdict, year_sentence
from museum_tracker.targets.scopes import population_of, way_of

LABOURS = {
    Measure.COLLECTED: Labour.COLLECT,
    Measure.INVENTORIED: Labour.INVENTORY,
    Measure.NEWLY_INVENTORIED: Labour.INVENTORY,
}
YEAR_LABELS = {Labour.COLLECT: N_("Collected this period"), Labour.DIGITIZE: N_("Digitized this period")}
SHARE_LABELS = {Labour.INVENTORY: N_("Inventoried and classified"), Labour.DIGITIZE: N_("Digitized towards %(year)s")}


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A remark beside a figure that opens to objects of its own."""

    message: Message
    ask: Ask


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A promise as it stands on a day.

    `value` is the count (a yearly promise) or the objects done (a share); `share` and `whole` belong to shares. `pace`
    is where the value, or the share, should be today, `rest` what a yearly one still takes. `seen` holds the forecast
    of a share; `year` is the reporting year in which it is judged.
    """

    target: Target
    labour: Labour
    label: Message
    population: Message
    way: Message
    on: dt.date
    year: int
    verdict: Verdict
    sentence: Message
    value: Figure
    ask: Ask
    pace: Fraction
    beside: tuple[Beside, ...] = ()
    levels: tuple[Beside, ...] = ()
    whole: Figure | None = None
    whole_ask: Ask | None = None
    seen: Forecast | None = None
    upper: Upper | None = None
    band: tuple[int, int] | None = None
    rest: Rest | None = None

    @property
    def share(self) -> Fraction | None:
        """The share reached; None for yearly promises and empty populations."""
        return self.seen.share if self.seen else None

    @property
    def carried_on(self) -> bool:
        """Whether the target stands in a period that is over and is carried on."""
        return self.target.carried_on and self.year > self.target.due


@dataclass
class _View:
    """The figures that all promises of a page read, each asked for once."""

    session: Session
    profile: MuseumProfile
    on: dt.date
    period: Period
    stocks: Figures
    before: Figures
    year: Figures
    twelve: Figures
    work_left: int
    starts: dict[dt.date, Figures] = field(default_factory=dict)


def list_promises(session: Session, profile: MuseumProfile, on: dt.date) -> list[Promise]:
    """The promises in force on a day: the yearly ones first, then the shares."""
    return promises_in(session, profile, period_on(profile, on), on)


def promises_in(session: Session, profile: MuseumProfile, period: Period, on: dt.date) -> list[Promise]:
    """The promises as they stood on a day of a reporting period (its last day, for a year gone by)."""
    targets = [
        target
        for target in list_computed(session, on, period.year)
        if get_population(session, target.population, on).ready
    ]
    if not targets:
        return []
    year_ago = a_year_before(on)
    view = _View(
        session=session,
        profile=profile,
        on=on,
        period=period,
        stocks=stocks(session, as_of=on),
        before=stocks(session, as_of=year_ago),
        year=flows(session, period.start, min(period.end, on)),
        twelve=flows(session, year_ago + dt.timedelta(days=1), on),
        work_left=get_calendar(session).left(on, period.end),
    )
    yearly = [_yearly(view, target) for target in targets if target.kind in YEARLY]
    yearly.sort(key=lambda promise: list(Labour).index(promise.labour))
    band = next((p.band for p in yearly if p.labour is Labour.DIGITIZE), None)
    return yearly + [_share(view, target, band) for target in targets if target.kind not in YEARLY and target.whole]


def _yearly(view: _View, target: Target) -> Promise:
    measure, least = Measure(target.measure), int(target.least or 0)
    most = None if target.most is None else int(target.most)
    period, on = view.period, view.on
    value = view.year[target.population, measure]
    verdict = judge_year(value.objects, least=least, most=most, period=period, on=on)
    rest = rest_of_year(value.objects, least=least, period=period, on=on, work_left=view.work_left)
    labour = LABOURS.get(measure, Labour.DIGITIZE)
    return Promise(
        target=target,
        labour=labour,
        label=Message(YEAR_LABELS.get(labour, N_("This period"))),
        population=population_of(view.session, target.population, on),
        way=way_of(view.session, measure, on),
        on=on,
        year=period.year,
        verdict=verdict,
        sentence=year_sentence(verdict, rest, value=value.objects, least=least, most=most, period=period),
        value=value,
        ask=Ask(measure, target.population, start=period.start, end=min(period.end, on)),
        pace=expected(least, period, on),
        beside=_waiting(view, target) if labour is Labour.COLLECT else (),
        levels=_levels_reached(view, target) if labour is Labour.DIGITIZE else (),
        band=(least, most if most is not None else least),
        rest=rest,
    )


def _waiting(view: _View, target: Target) -> tuple[Beside, ...]:
    waiting = view.year[target.population, Measure.AWAITING_COUNCIL].objects
    if not waiting:
        return ()
    end = min(view.period.end, view.on)
    ask = Ask(Measure.AWAITING_COUNCIL, target.population, start=view.period.start, end=end)
    return (
        Beside(
            message=Message(N_("%(count)s received this period, not yet decided by the council"), {"count": waiting}),
            ask=ask,
        ),
    )


def _levels_reached(view: _View, target: Target) -> tuple[Beside, ...]:
    """How many objects first reached each level in the period: every digitized figure says them side by side."""
    start, end = view.period.start, min(view.period.end, view.on)
    steps = (Measure.FIRST_LEVEL_1, Measure.FIRST_LEVEL_2, Measure.FIRST_LEVEL_3)
    return tuple(
        _level(level, view.year[target.population, measure], Ask(measure, target.population, start=start, end=end))
        for level, measure in enumerate(steps, 1)
    )


def _levels_held(view: _View, target: Target) -> tuple[Beside, ...]:
    """How many objects of the population stand at each level or above."""
    return tuple(
        _level(level, view.stocks[target.population, measure], _stock_ask(view, measure, target.population))
        for level, measure in enumerate((Measure.LEVEL_1, Measure.LEVEL_2, Measure.LEVEL_3), 1)
    )


def _level(level: int, value: Figure, ask: Ask) -> Beside:
    return Beside(message=Message(N_("level %(n)s: %(count)s"), {"n": str(level), "count": value.objects}), ask=ask)


def _share(view: _View, target: Target, band: tuple[int, int] | None) -> Promise:
    part, whole = Measure(target.measure), Measure(target.whole)
    done, population = view.stocks[target.population, part], view.stocks[target.population, whole]
    seen = _seen(view, target, population=population.objects, done=done.objects)
    labour = LABOURS.get(part, Labour.DIGITIZE)
    year = str(target.due)
    return Promise(
        target=target,
        labour=labour,
        label=Message(SHARE_LABELS.get(labour, N_("Towards %(year)s")), {"year": year}),
        population=population_of(view.session, target.population, view.on),
        way=way_of(view.session, part, view.on),
        on=view.on,
        year=view.period.year,
        verdict=goal_verdict(seen),
        sentence=forecast_sentence(seen, labour),
        value=done,
        ask=_stock_ask(view, part, target.population),
        pace=_pace(view, target, seen.goal),
        beside=_backlog(view, target, seen),
        levels=_levels_held(view, target) if labour is Labour.DIGITIZE else (),
        whole=population,
        whole_ask=_stock_ask(view, whole, target.population),
        seen=seen,
        upper=_upper(seen, band) if labour is Labour.DIGITIZE and band else None,
        band=band if labour is Labour.DIGITIZE else None,
    )


def _seen(view: _View, target: Target, *, population: int, done: int) -> Forecast:
    """The forecast of a share at its own level and population, with the paces of past years beside it."""
    flow, whole = Measure(target.flow or Measure.NEWLY_REGISTERED), Measure(target.whole)
    share = Fraction(target.least or 0).limit_denominator(10_000) / 100
    moved = flow_between(
        view.session,
        (flow, whole, target.population),
        done=view.twelve[target.population, flow].objects,
        grown=population - _a_year_ago(view, whole, target.population),
        on=view.on,
    )
    return forecast(
        population,
        done,
        moved,
        Goal(share=share, due=due_day(view.profile, target.due)),
        on=view.on,
        working_days=view.profile.working_days,
        past=past_of(view.session, flow, whole, target.population, on=view.on, first=moved.since),
    )


def _a_year_ago(view: _View, whole: Measure, population: str) -> int:
    """The population a year before as today's version counts it: what another version held is no growth."""
    version, then = get_population(view.session, population, view.on), a_year_before(view.on)
    if version.covers(then):
        return view.before[population, whole].objects
    return measure(view.session, whole, version.pinned, as_of=then).objects


def _upper(seen: Forecast, band: tuple[int, int]) -> Upper | None:
    growth = seen.flow.growth if seen.flow.known(seen.on) else 0
    return upper_bound(seen.population, seen.done, growth=growth, band=band, years=max(seen.years, Fraction(0)))


def _pace(view: _View, target: Target, goal: Goal) -> Fraction:
    """Where the share should be today on a straight line from the day the plan was issued."""
    start = target.plan.issued
    if start not in view.starts:
        view.starts[start] = stocks(view.session, as_of=start)
    then = view.starts[start]
    whole = then[target.population, Measure(target.whole)].objects
    first = Fraction(then[target.population, Measure(target.measure)].objects, whole) if whole else Fraction(0)
    length = years_between(start, goal.due)
    passed = years_between(start, view.on) / length if length > 0 else Fraction(1)
    return first + (goal.share - first) * min(max(passed, Fraction(0)), Fraction(1))


def _backlog(view: _View, target: Target, seen: Forecast) -> tuple[Beside, ...]:
    """What of a share's population still waits for its first step."""
    if Measure(target.whole) is not Measure.PRESENT or seen.share is None:
        return ()
    waiting = view.stocks[target.population, Measure.UNREGISTERED].objects
    if not waiting:
        return ()
    message = Message(N_("%(count)s held and not yet registered"), {"count": waiting})
    return (Beside(message=message, ask=_stock_ask(view, Measure.UNREGISTERED, target.population)),)


def _stock_ask(view: _View, measure: Measure, population: str) -> Ask:
    return Ask(measure, population, as_of=view.on)


def of_labour(promises: Sequence[Promise], labour: Labour, *, yearly: bool) -> Promise | None:
    """The promise of a kind, if there is one."""
    return next((p for p in promises if p.labour is labour and (p.seen is None) == yearly), None)

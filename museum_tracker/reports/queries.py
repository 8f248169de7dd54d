"""Gathering a report: every number read once from figures, targets and closed years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import MuseumProfile, get_profile
from museum_tracker.core.periods import Period
from museum_tracker.figures.models import Fact
from museum_tracker.figures.queries import flows, stocks
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.figures.rules.populations import DEFAULT
from museum_tracker.figures.rules.results import Figure
from museum_tracker.reports.balances import list_balances
from museum_tracker.reports.closed import Closed, find_closed
from museum_tracker.reports.compared import counted_lines, level_lines
from museum_tracker.reports.exceptions import exceptions_of
from museum_tracker.reports.objects import object_list
from museum_tracker.reports.removals import removal_decisions
from museum_tracker.reports.reported import Reported, reported_figures
from museum_tracker.reports.rules.periods import ReportPeriod, SpanKind, period_of, same_days
from museum_tracker.reports.rules.states import asks_why
from museum_tracker.reports.summary import Issuer, ObjectList, PlanName, Summary, TargetLine
from museum_tracker.reports.visits import visits_of
from museum_tracker.reports.writing.queries import drawn_scenarios
from museum_tracker.targets.board import BoardRow, board_in, is_share, number_of
from museum_tracker.targets.history_line import road_facts
from museum_tracker.targets.models import Scenario
from museum_tracker.targets.promises import Promise, of_labour
from museum_tracker.targets.queries import latest_plan, period_on
from museum_tracker.targets.rules.bands import TargetKind
from museum_tracker.targets.rules.plan_words import Scope
from museum_tracker.targets.rules.road import RoadFacts
from museum_tracker.targets.rules.words import Labour, remarks_of, upper_sentence
from museum_tracker.years.shapes import FrozenTarget

YEARS_COMPARED = 5
FIRST_REPORTED = 1990
Counts = Mapping[tuple[str, Measure], Figure]
LISTS = (
    ("collected", N_("List of objects collected"), Measure.COLLECTED),
    ("digitized", N_("List of objects digitized"), Measure.FIRST_FULL_LEVEL),
    ("inventoried", N_("List of objects inventoried and classified"), Measure.NEWLY_INVENTORIED),
)


def list_years(session: Session, profile: MuseumProfile, on: dt.date) -> list[int]:
    """Reporting years with something to report, newest first; always the running one."""
    this = period_on(profile, on).year
    first = session.scalar(
        sa.select(sa.func.min(Fact.effective_on)).where(Fact.opening.is_(False), Fact.voids_id.is_(None))
    )
    earliest = profile.year_on(first) if first else this
    return list(range(this, max(min(earliest, this), FIRST_REPORTED, this - 30) - 1, -1))


def get_period(session: Session, year: int, kind: SpanKind, part: int, *, on: dt.date) -> ReportPeriod:
    """A period that can be reported on a day: it has begun.

    Raises:
        NotFound: the period lies ahead, before any record can, or is no part of a year.
    """
    profile = get_profile(session)
    try:
        if not FIRST_REPORTED <= year <= period_on(profile, on).year:
            raise ValueError(year)
        period = period_of(profile, year, kind, part)
        if period.start > on:
            raise ValueError(part)
    except ValueError:
        raise NotFound(what=Message(N_("the report on the year %(year)s"), {"year": str(year)})) from None
    return period


def gather(session: Session, period: ReportPeriod, *, on: dt.date, locale: str, internal: bool = False) -> Summary:
    """Everything that the report on a period says, as of its last day or of today while it runs.

    A closed year says what was frozen. An `internal` report also reads donors' names and places for its lists.
    """
    profile = get_profile(session)
    as_of = min(period.end, on)
    until = Period(period.year, period.start, as_of)
    closed = find_closed(session, period.year) if period.kind is SpanKind.YEAR else None
    held = stocks(session, as_of=as_of)
    rows = board_in(session, profile, period.reporting_year, as_of)
    promises = [row.promise for row in rows if row.promise]
    counted, compared = counted_lines(session, profile, period, until, closed, internal=internal)
    collected, digitized, inventoried = _lists(session, until, locale, internal=internal, closed=closed)
    return Summary(
        period=period,
        as_of=as_of,
        running=on <= period.end,
        issuer=_issuer(profile, locale),
        plan=_plan(session, locale),
        counted=counted,
        levels=level_lines(session, held, as_of, closed),
        balances=list_balances(session, until, held, closed),
        targets=_targets(rows, period, locale, closed),
        sentences=_sentences(promises),
        **_drawn(session, profile, until, on, promises),
        road=_road(session, promises, drawn_scenarios(session, period)),
        collected=collected,
        digitized=digitized,
        inventoried=inventoried,
        exceptions=exceptions_of(session, until),
        removals=removal_decisions(session, until.start, until.end),
        visits=visits_of(session, period, same_days(profile, period, as_of), as_of),
        frozen=closed.told(internal=internal) if closed else None,
        compared=compared,
    )


def _drawn(
    session: Session, profile: MuseumProfile, until: Period, on: dt.date, promises: list[Promise]
) -> dict[str, Any]:
    """What the charts by year draw up to the report's day: both labours against their bands."""
    told = reported_figures(session, on)
    years = _years(session, profile, until.year, on, told)
    counts = [_flows_of(session, profile, named, until.end) for named in years]
    return {
        "years": tuple(str(named) for named in years),
        "collected_by_year": _by_year(Measure.COLLECTED, years, counts, told),
        "digitized_by_year": _by_year(Measure.FIRST_FULL_LEVEL, years, counts, told),
        "collected_band": _band(of_labour(promises, Labour.COLLECT, yearly=True)),
        "digitized_band": _band(of_labour(promises, Labour.DIGITIZE, yearly=True)),
    }


def _road(session: Session, promises: list[Promise], scenarios: Sequence[Scenario]) -> RoadFacts | None:
    """The road to the goal of digitization, with the scenarios that the report draws."""
    goal = of_labour(promises, Labour.DIGITIZE, yearly=False)
    return road_facts(session, goal, scenarios) if goal else None


def _by_year(measure: Measure, years: list[int], counts: list[Counts], told: Reported) -> tuple[int, ...]:
    """A flow of each year: as recorded, or as reported where the museum has no records of that year."""
    recorded = [found.get((DEFAULT, measure), Figure()).objects for found in counts]
    return tuple(count or told.get((measure, year), 0) for count, year in zip(recorded, years, strict=True))


def _years(session: Session, profile: MuseumProfile, year: int, on: dt.date, told: Reported) -> list[int]:
    earliest = min(*list_years(session, profile, on), *(known for _, known in told), year)
    return list(range(min(max(year - YEARS_COMPARED + 1, earliest), year), year + 1))


def _flows_of(session: Session, profile: MuseumProfile, year: int, on: dt.date) -> Counts:
    """The flows of a year up to a day: as frozen where it is closed and over by then."""
    start, end = profile.year_span(year)
    closed = find_closed(session, year) if end <= on else None
    if closed is not None:
        return closed.year.figures
    return flows(session, start, min(end, on))


def _lists(session: Session, until: Period, locale: str, *, internal: bool, closed: Closed | None) -> list[ObjectList]:
    return [
        object_list(
            session,
            Ask(measure, start=until.start, end=until.end),
            locale,
            key=key,
            title=Message(title),
            internal=internal,
            frozen=closed.objects(session, measure) if closed else None,
        )
        for key, title, measure in LISTS
    ]


def _issuer(profile: MuseumProfile, locale: str) -> Issuer:
    return Issuer(
        name=profile.name(locale),
        parent=profile.parent(locale),
        place=profile.place(locale) or "…",
        code=profile.document_code,
        director=profile.director_name,
        director_title=profile.director_title if locale == "vi" else "",
    )


def _plan(session: Session, locale: str) -> PlanName | None:
    plan = latest_plan(session)
    if plan is None:
        return None
    return PlanName(number=plan.number, issued=plan.issued, issuer=plan.issuer(locale), title=plan.title(locale))


def _targets(rows: list[BoardRow], period: ReportPeriod, locale: str, closed: Closed | None) -> tuple[TargetLine, ...]:
    """The museum's own targets: as they were frozen where the year is closed, else as the board has them."""
    live = [_target(row, period) for row in rows if row.target.scope is Scope.MUSEUM]
    if closed is None:
        return tuple(live)
    frozen = {target.code: target for target in closed.year.targets}
    return tuple(_frozen(line, frozen[line.code], locale) if line.code in frozen else line for line in live)


def _frozen(line: TargetLine, kept: FrozenTarget, locale: str) -> TargetLine:
    achieved = kept.achieved_text(locale)
    return replace(
        line,
        plan=Message("%(text)s", {"text": kept.plan_text(locale)}),
        achieved=Message("%(text)s", {"text": achieved}) if achieved else None,
        ratio=kept.ratio,
        number=kept.value if kept.computed or not line.share or kept.value is None else kept.value / 100,
        verdict=kept.verdict,
        asks_why=asks_why(kept.verdict, yearly=True),
    )


def _target(row: BoardRow, period: ReportPeriod) -> TargetLine:
    note = Message(N_("The targets of the period to 2025 continue to apply.")) if row.carried_on else None
    yearly = period.kind is SpanKind.YEAR
    return TargetLine(
        code=row.target.code,
        name_vi=row.target.name_vi,
        name_en=row.target.name_en,
        plan=row.plan,
        achieved=row.achieved,
        ratio=row.ratio,
        verdict=row.verdict,
        computed=row.promise is not None,
        note=note,
        figure=row.ask,
        asks_why=asks_why(row.verdict, yearly=yearly),
        basis=_basis(row.promise) or (row.told_for if row.achieved is not None else None),
        number=number_of(row),
        minimum=_single_minimum(row),
        share=is_share(row),
        milestone=row.target.kind is TargetKind.MILESTONE,
    )


def _single_minimum(row: BoardRow) -> float | None:
    """What a target asks for where that is one number; a share is a part of one."""
    least = row.target.least
    if least is None or row.target.most is not None:
        return None
    return least / 100 if is_share(row) else least


def _basis(promise: Promise | None) -> Message | None:
    """Population, definition and day of a computed figure: every share names them."""
    if promise is None:
        return None
    values = {"population": promise.population, "way": promise.way, "date": promise.on}
    return Message(N_("%(population)s; %(way)s; as of %(date)s"), values)


def _sentences(promises: list[Promise]) -> tuple[Message, ...]:
    """The forecast of each share, what the yearly band would bring at most, and what else must be said beside it."""
    told = []
    for promise in promises:
        seen = promise.seen
        if seen is None:
            continue
        told.append(Message(N_("%(label)s: %(sentence)s"), {"label": promise.label, "sentence": promise.sentence}))
        if promise.upper and promise.band and not seen.reached:
            told.append(upper_sentence(promise.upper, band=promise.band, goal=seen.goal.share, due=seen.goal.due))
        told += remarks_of(seen)
    return tuple(told)


def _band(promise: Promise | None) -> tuple[int, int | None] | None:
    if promise is None or promise.band is None:
        return None
    return promise.band[0], promise.band[1] if promise.target.most is not None else None

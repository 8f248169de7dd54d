"""Gathering a year: every number of the summary, read once from figures and targets."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import MuseumProfile, get_profile
from museum_tracker.figures.models import Fact
from museum_tracker.figures.queries import Figures, flows, get_population, since, stocks
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.measures import MEASURE_LABELS, Measure
from museum_tracker.figures.rules.periods import Period
from museum_tracker.reports.balances import list_balances
from museum_tracker.reports.objects import list_objects
from museum_tracker.reports.summary import Counted, Issuer, LevelLine, PlanName, TargetLine, YearSummary
from museum_tracker.targets.board import BoardRow, board_in
from museum_tracker.targets.history_line import road_facts
from museum_tracker.targets.promises import Promise, of_labour
from museum_tracker.targets.queries import latest_plan, period_named, period_on
from museum_tracker.targets.rules.plan_words import Scope
from museum_tracker.targets.rules.words import Labour, never_sentence, upper_sentence

COUNTED = (
    Measure.COLLECTED, Measure.NEWLY_REGISTERED, Measure.NEWLY_INVENTORIED, Measure.FIRST_LEVEL_1,
    Measure.FIRST_FULL_LEVEL, Measure.REMOVED,
)  # fmt: skip
LEVELS = (Measure.LEVEL_1, Measure.LEVEL_2, Measure.LEVEL_3)
POPULATIONS = ("all_holdings", "base_store", "objects_proper", "documents", "representative", "treasures")
YEARS_COMPARED = 5
FIRST_REPORTED = 1990


def list_years(session: Session, profile: MuseumProfile, on: dt.date) -> list[int]:
    """Reporting years with something to report, newest first; always the running one."""
    this = period_on(profile, on).year
    first = session.scalar(
        sa.select(sa.func.min(Fact.effective_on)).where(Fact.opening.is_(False), Fact.voids_id.is_(None))
    )
    earliest = profile.year_on(first) if first else this
    return list(range(this, max(min(earliest, this), FIRST_REPORTED, this - 30) - 1, -1))


def gather(session: Session, year: int, *, on: dt.date, locale: str) -> YearSummary:
    """Everything that the summary of a year says, as of its last day or of today while it runs.

    Raises:
        NotFound: the year lies ahead, or before any record can.
    """
    profile = get_profile(session)
    if not FIRST_REPORTED <= year <= period_on(profile, on).year:
        raise NotFound(what=Message(N_("the report on the year %(year)s"), {"year": str(year)}))
    period = period_named(profile, year)
    until = replace(period, end=min(period.end, on))
    held = stocks(session, as_of=until.end)
    rows = board_in(session, profile, period, until.end)
    promises = [row.promise for row in rows if row.promise]
    goal = of_labour(promises, Labour.DIGITIZE, yearly=False)
    earliest = min(list_years(session, profile, on))
    years = list(range(min(max(year - YEARS_COMPARED + 1, earliest), year), year + 1))
    counts = [_flows_of(session, profile, named, on) for named in years]
    return YearSummary(
        period=period,
        as_of=until.end,
        running=on <= period.end,
        issuer=_issuer(profile, locale),
        plan=_plan(session, locale),
        counted=_counted(session, until, counts),
        levels=_levels(session, held, until.end),
        balances=list_balances(session, until, held),
        targets=tuple(_target(row) for row in rows if row.target.scope is Scope.MUSEUM),
        sentences=_sentences(promises),
        years=tuple(str(named) for named in years),
        collected_by_year=tuple(found["all_holdings", Measure.COLLECTED].objects for found in counts),
        digitized_by_year=tuple(found["all_holdings", Measure.FIRST_FULL_LEVEL].objects for found in counts),
        collected_band=_band(of_labour(promises, Labour.COLLECT, yearly=True)),
        digitized_band=_band(of_labour(promises, Labour.DIGITIZE, yearly=True)),
        road=road_facts(session, goal) if goal else None,
        collected=list_objects(session, Ask(Measure.COLLECTED, start=until.start, end=until.end), locale),
        digitized=list_objects(session, Ask(Measure.FIRST_FULL_LEVEL, start=until.start, end=until.end), locale),
    )


def _flows_of(session: Session, profile: MuseumProfile, year: int, on: dt.date) -> Figures:
    start, end = profile.year_span(year)
    return flows(session, start, min(end, on))


def _issuer(profile: MuseumProfile, locale: str) -> Issuer:
    return Issuer(
        name=profile.name(locale),
        parent=profile.parent(locale),
        place=profile.place(locale) or "…",
        code=profile.document_code,
        director=profile.director_name,
    )


def _plan(session: Session, locale: str) -> PlanName | None:
    plan = latest_plan(session)
    if plan is None:
        return None
    return PlanName(number=plan.number, issued=plan.issued, issuer=plan.issuer(locale), title=plan.title(locale))


def _counted(session: Session, until: Period, counts: list[Figures]) -> tuple[Counted, ...]:
    lines = []
    for measure in COUNTED:
        now = counts[-1]["all_holdings", measure]
        begun = since(session, measure) if measure is not Measure.REMOVED else since(session, Measure.NEWLY_REGISTERED)
        known = len(counts) > 1 and begun is not None and begun < until.start
        lines.append(
            Counted(
                label=Message(MEASURE_LABELS[measure]),
                objects=now.objects,
                pieces=now.pieces,
                before=counts[-2]["all_holdings", measure].objects if known else None,
                figure=Ask(measure, start=until.start, end=until.end),
            )
        )
    return tuple(lines)


def _levels(session: Session, held: Figures, on: dt.date) -> tuple[LevelLine, ...]:
    lines = []
    for code in POPULATIONS:
        registered = held[code, Measure.REGISTERED].objects
        if not registered and code != POPULATIONS[0]:
            continue
        one, two, three = (held[code, level].objects for level in LEVELS)
        measures = (Measure.REGISTERED, *LEVELS, Measure.FULL_LEVEL)
        lines.append(
            LevelLine(
                population=Message(get_population(session, code).name),
                registered=registered,
                levels=(one, two, three),
                full=held[code, Measure.FULL_LEVEL].objects,
                figures=tuple(Ask(measure, code, as_of=on) for measure in measures),
            )
        )
    return tuple(lines)


def _target(row: BoardRow) -> TargetLine:
    note = Message(N_("The targets of the period to 2025 continue to apply.")) if row.carried_on else None
    return TargetLine(
        name_vi=row.target.name_vi,
        name_en=row.target.name_en,
        plan=row.plan,
        achieved=row.achieved,
        ratio=row.ratio,
        verdict=row.verdict,
        computed=row.promise is not None,
        note=note,
        figure=row.ask,
    )


def _sentences(promises: list[Promise]) -> tuple[Message, ...]:
    """The forecast of each share, what the yearly band would bring at most, and where pace alone cannot reach."""
    told = []
    for promise in promises:
        seen = promise.seen
        if seen is None:
            continue
        told.append(Message(N_("%(label)s: %(sentence)s"), {"label": promise.label, "sentence": promise.sentence}))
        if promise.upper and promise.band and not seen.reached:
            told.append(upper_sentence(promise.upper, band=promise.band, goal=seen.goal.share, due=seen.goal.due))
        never = never_sentence(seen)
        if never:
            told.append(never)
    return tuple(told)


def _band(promise: Promise | None) -> tuple[int, int | None] | None:
    if promise is None or promise.band is None:
        return None
    return promise.band[0], promise.band[1] if promise.target.most is not None else None

"""The board of all targets: what is planned, what was reached, how each stands."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from sqlalchemy.orm import Session

from museum_tracker.core.formats import number
from museum_tracker.core.i18n import N_, Message, translate
from museum_tracker.core.museum import MuseumProfile
from museum_tracker.core.periods import Period
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.targets.calendars import get_calendar
from museum_tracker.targets.counters import COUNTERS
from museum_tracker.targets.models import IndicatorValue, Target
from museum_tracker.targets.promises import Promise, promises_in
from museum_tracker.targets.queries import (
    all_values,
    due_day,
    in_force,
    list_targets,
    period_named,
    period_on,
    reported_values,
)
from museum_tracker.targets.rules.bands import (
    YEARLY,
    Rest,
    TargetKind,
    Verdict,
    expected,
    judge_milestone,
    judge_threshold,
    judge_year,
    ratio_to_minimum,
    rest_of_year,
)
from museum_tracker.targets.rules.plan_words import Scope
from museum_tracker.targets.rules.words import Percent, rest_words, year_sentence
from museum_tracker.targets.told_years import says_nothing_entered, year_told
from museum_tracker.targets.trends import counted_trends

SMALL = 100


@dataclass(frozen=True, kw_only=True)
class BoardRow:
    """A target as the board shows it.

    `past` are the values of earlier periods, oldest first, for a sparkline; the first `reported` of them were reported
    before the museum counted here. `expected` is where a yearly target should stand today, `rest` what it still takes.
    `records` opens what a counted value was summed from. `told_for` says of which year an entered value is, where it
    is not of the year asked about, and that nothing was entered for that one.
    """

    target: Target
    plan: Message
    achieved: Message | None
    ratio: float | None
    verdict: Verdict
    past: tuple[float, ...] = ()
    reported: int = 0
    on: dt.date | None = None
    promise: Promise | None = None
    value: IndicatorValue | None = None
    expected: float | None = None
    rest: Rest | None = None
    sentence: Message | None = None
    records: str = ""
    carried_on: bool = False
    number: float | None = None
    told_for: Message | None = None

    @property
    def ask(self) -> Ask | None:
        """The question whose objects stand behind the value, for computed targets."""
        return self.promise.ask if self.promise else None

    @property
    def within_year(self) -> Message | None:
        """What a yearly target below its minimum still takes; nothing once it is reached or its year over."""
        rest = self.rest
        if rest is None or self.achieved is None or not rest.missing or not rest.days_left:
            return None
        values = {"expected": self.expected or 0, "missing": rest.missing, "rest": rest_words(rest)}
        return Message(N_("expected so far %(expected)s · %(missing)s missing · %(rest)s"), values)

    @property
    def lacks_evidence(self) -> bool:
        """Whether a value was entered without a file that proves it."""
        return self.value is not None and not self.value.evidence_sha256 and not self.records


@dataclass(frozen=True)
class _Known:
    """All that the rows of one board read, asked for once."""

    session: Session
    profile: MuseumProfile
    period: Period
    on: dt.date
    values: dict[str, list[IndicatorValue]]
    reported: dict[tuple[str, int], IndicatorValue]
    work_left: int


def board(session: Session, profile: MuseumProfile, on: dt.date) -> list[BoardRow]:
    """Every target valid on a day: the museum's own first, then in the plan's order."""
    return board_in(session, profile, period_on(profile, on), on)


def board_in(session: Session, profile: MuseumProfile, period: Period, on: dt.date) -> list[BoardRow]:
    """The board as it stood on a day of a reporting period."""
    promises = {(one.target.plan_id, one.target.code): one for one in promises_in(session, profile, period, on)}
    work_left = get_calendar(session).left(on, period.end)
    known = _Known(session, profile, period, on, all_values(session), reported_values(session), work_left)
    trends = counted_trends(session, profile, period, list(promises.values()))
    rows = []
    for target in list_targets(session, on):
        promise = promises.get((target.plan_id, target.code))
        if promise is None:
            row = _entered(known, target)
        else:
            row = _with_past(_computed(target, promise), known, trends.get(target.code, {}))
        rows.append(row)
    return sorted(rows, key=lambda row: row.target.scope is not Scope.MUSEUM)


def _with_past(row: BoardRow, known: _Known, counted: Mapping[int, float]) -> BoardRow:
    """Earlier periods of a computed target: reported figures before the first year counted here, then counted ones."""
    first = min(counted, default=known.period.year + 1)
    told = {
        year: value.value
        for (code, year), value in known.reported.items()
        if code == row.target.code and year < first and value.value is not None
    }
    years = sorted(told)
    past = (*(told[year] for year in years), *(counted[year] for year in sorted(counted)))
    return replace(row, past=past, reported=len(years))


def plan_of(target: Target) -> Message:
    """What a target asks for, in words of its kind: "50–100", "≥ 20.000", "done"."""
    if target.kind is TargetKind.MILESTONE:
        return Message(N_("to be done"))
    unit = "%" if target.unit_vi.startswith("%") else ""
    values = {"least": target.least, "most": target.most, "unit": unit}
    if target.most is None:
        return Message(N_("≥ %(least)s%(unit)s"), values)
    return Message(N_("%(least)s–%(most)s%(unit)s"), values)


def lacks_year(row: BoardRow) -> bool:
    """Whether a target entered by hand has no value of the year asked about."""
    return says_nothing_entered(row.told_for)


def is_share(row: BoardRow) -> bool:
    """Whether a target is a share of something: computed from two counts, or entered in per cent."""
    return row.promise.seen is not None if row.promise else row.target.unit_vi.startswith("%")


def number_of(row: BoardRow) -> float | Fraction | None:
    """What a target has reached as a number; a share is a part of one."""
    if row.promise is not None:
        return row.promise.share if row.promise.seen is not None else row.promise.value.objects
    if row.number is None:
        return None
    return Fraction(row.number) / 100 if is_share(row) else row.number


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
        expected=_rounded(promise.pace) if promise.seen is None else None,
        rest=promise.rest,
        sentence=promise.sentence,
        carried_on=promise.carried_on,
    )


def _entered(known: _Known, target: Target) -> BoardRow:
    """A target whose number is entered by hand, or summed from records such as visits.

    A yearly target that binds no more is shown as it stood in its last year.
    """
    asked = known.period.year
    if target.kind in YEARLY and not in_force(target, asked) and not target.ended_reason:
        known = replace(known, period=period_named(known.profile, target.due))
    entered = [value for value in known.values.get(target.code, []) if value.on <= known.on]
    yearly = target.kind in YEARLY
    wanted = [value for value in entered if value.year == known.period.year] if yearly else entered
    latest = wanted[-1] if wanted else None
    summed = _summed(known, target)
    number_ = float(summed) if summed is not None else latest.value if latest else None
    verdict = _verdict(known, target, number_, done=latest.done if latest else None)
    row = BoardRow(
        target=target,
        plan=plan_of(target),
        achieved=_achieved(target, number_, latest),
        ratio=number_ / target.least if number_ is not None and target.least else None,
        verdict=verdict,
        past=_past(target, entered),
        on=known.on if summed is not None else latest.on if latest else None,
        value=latest,
        number=number_,
        records=COUNTERS[target.counter].path(known.period.year) if summed is not None else "",
        carried_on=target.carried_on and known.period.year > target.due,
        told_for=None if summed is not None else year_told(target, latest, entered, asked, known.period.year),
    )
    return _within_year(row, known, number_) if yearly and known.period.contains(known.on) else row


def _within_year(row: BoardRow, known: _Known, value: float | None) -> BoardRow:
    """What a yearly target still takes in the period that runs."""
    target, period, on = row.target, known.period, known.on
    least = math.ceil(target.least or 0)
    rest = rest_of_year(math.floor(value or 0), least=least, period=period, on=on, work_left=known.work_left)
    most = None if target.most is None else math.floor(target.most)
    shown = math.floor(value or 0)
    sentence = year_sentence(row.verdict, rest, value=shown, least=least, most=most, period=period)
    return replace(row, rest=rest, sentence=sentence, expected=_rounded(expected(target.least or 0, period, on)))


def _rounded(value: Fraction) -> float:
    """Where a count should stand: a decimal says something of a small one only."""
    return round(float(value), 1) if value < SMALL else round(value)


def _summed(known: _Known, target: Target) -> int | None:
    """The sum of the records kept for a yearly target in the period, up to the day; None where there are none."""
    counter = COUNTERS.get(target.counter)
    if counter is None or target.kind not in YEARLY:
        return None
    return counter.count(known.session, known.period.start, min(known.period.end, known.on))


def _achieved(target: Target, number_: float | None, value: IndicatorValue | None) -> Message | None:
    if target.kind is TargetKind.MILESTONE:
        return Message(N_("done") if value.done else N_("not done")) if value else None
    if number_ is None:
        return None
    return Message("%(n)s%(unit)s", {"n": number_, "unit": "%" if target.unit_vi.startswith("%") else ""})


def _verdict(known: _Known, target: Target, value: float | None, *, done: bool | None) -> Verdict:
    if target.ended_reason:
        return Verdict.NOT_APPLICABLE
    due = due_day(known.profile, target.due)
    if target.kind is TargetKind.MILESTONE:
        return judge_milestone(done=done, due=due, on=known.on)
    least, most = target.least or 0, target.most
    if target.kind not in YEARLY:
        return judge_threshold(value, least=least, most=most, due=due, on=known.on)
    if value is None and known.on > known.period.end:
        return Verdict.OVER
    return judge_year(value, least=least, most=most, period=known.period, on=known.on)


def _past(target: Target, values: Sequence[IndicatorValue]) -> tuple[float, ...]:
    if target.kind is TargetKind.MILESTONE:
        return ()
    by_year = {value.year: value.value for value in values if value.value is not None}
    return tuple(by_year[year] for year in sorted(by_year))


def spark_label(row: BoardRow, locale: str) -> str:
    """The numbers of a sparkline, for those who cannot see it; figures reported before are said to be."""
    told = [number(value, locale) for value in row.past]
    if row.reported:
        told[row.reported - 1] += f" ({translate(N_('reported figures'), locale)})"
    return " · ".join(told)

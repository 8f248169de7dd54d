"""Numbers of a period beside those of the same period a year before: frozen ones where that year was closed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import MuseumProfile
from museum_tracker.core.periods import Period
from museum_tracker.figures.queries import Figures, flows, get_population, since
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.measures import MEASURE_LABELS, Measure
from museum_tracker.figures.rules.results import Figure
from museum_tracker.reports.closed import Closed, find_closed
from museum_tracker.reports.reported import Reported, reported_figures
from museum_tracker.reports.rules.periods import ReportPeriod, SpanKind, same_days
from museum_tracker.reports.summary import Counted, LevelLine

COUNTED = (
    Measure.COLLECTED, Measure.NEWLY_REGISTERED, Measure.NEWLY_CLASSIFIED, Measure.NEWLY_INVENTORIED,
    Measure.FIRST_LEVEL_1, Measure.FIRST_FULL_LEVEL, Measure.REMOVED,
)  # fmt: skip
LEVELS = (Measure.LEVEL_1, Measure.LEVEL_2, Measure.LEVEL_3)
POPULATIONS = ("all_holdings", "base_store", "objects_proper", "documents", "representative", "treasures")
WHOLE = "all_holdings"


@dataclass(frozen=True)
class Before:
    """The same period a year before: its numbers, frozen or live."""

    period: ReportPeriod
    closed: Closed | None
    live: Figures
    reported: Reported
    whole: bool = True

    def objects(self, session: Session, measure: Measure) -> int | None:
        """A number of that period; None where the museum had no records of it then."""
        frozen = self.closed.figure(measure) if self.closed else None
        if frozen is not None:
            return frozen.objects
        begun = since(session, Measure.NEWLY_REGISTERED if measure is Measure.REMOVED else measure)
        known = begun is not None and begun <= self.period.end
        if known:
            return _of(self.live, measure).objects
        yearly = self.whole and self.period.kind is SpanKind.YEAR
        return self.reported.get((measure, self.period.year)) if yearly else None

    def basis(self, *, internal: bool) -> Message:
        """What its numbers rest on, in words."""
        name = self.period.name
        if not self.whole:
            values = {"period": name, "start": self.period.start, "end": self.period.end}
            return Message(N_("%(period)s, the same days (%(start)s – %(end)s): figures as recorded now"), values)
        if self.closed:
            return Message(N_("%(period)s: %(basis)s"), {"period": name, "basis": self.closed.told(internal=internal)})
        if not any(self.live.values()) and any(year == self.period.year for _, year in self.reported):
            return Message(N_("%(period)s: figures as reported then"), {"period": name})
        return Message(N_("%(period)s: figures as recorded now, the year was not closed"), {"period": name})


def counted_lines(
    session: Session,
    profile: MuseumProfile,
    period: ReportPeriod,
    until: Period,
    closed: Closed | None,
    *,
    internal: bool = False,
) -> tuple[tuple[Counted, ...], Message | None]:
    """What the period brought, each number beside that of the same days a year before, and what those rest on."""
    now = flows(session, until.start, until.end)
    so_far = flows(session, period.reporting_year.start, until.end) if period.kind is not SpanKind.YEAR else None
    earlier = _before(session, profile, period, until.end)
    lines = []
    for measure in COUNTED:
        frozen = closed.figure(measure) if closed else None
        figure = frozen or _of(now, measure)
        lines.append(
            Counted(
                key=measure.value,
                label=Message(MEASURE_LABELS[measure]),
                objects=figure.objects,
                pieces=figure.pieces,
                before=earlier.objects(session, measure),
                figure=Ask(measure, start=until.start, end=until.end),
                so_far=_of(so_far, measure).objects if so_far is not None else None,
            )
        )
    known = any(line.before is not None for line in lines)
    return tuple(lines), earlier.basis(internal=internal) if known else None


def level_lines(session: Session, held: Figures, on: dt.date, closed: Closed | None) -> tuple[LevelLine, ...]:
    """Each population with its levels side by side; populations without an object are left out."""
    lines = []
    for code in POPULATIONS:
        found = {measure: _stock(held, closed, code, measure) for measure in (Measure.REGISTERED, *LEVELS)}
        registered = found[Measure.REGISTERED].objects
        if not registered and code != WHOLE:
            continue
        one, two, three = (found[level].objects for level in LEVELS)
        measures = (Measure.REGISTERED, *LEVELS, Measure.FULL_LEVEL)
        lines.append(
            LevelLine(
                key=code,
                population=get_population(session, code, on).title,
                registered=registered,
                levels=(one, two, three),
                full=_stock(held, closed, code, Measure.FULL_LEVEL).objects,
                figures=tuple(Ask(measure, code, as_of=on) for measure in measures),
            )
        )
    return tuple(lines)


def _before(session: Session, profile: MuseumProfile, period: ReportPeriod, on: dt.date) -> Before:
    earlier, whole = same_days(profile, period, on), on >= period.end
    closed = find_closed(session, earlier.year) if whole and earlier.kind is SpanKind.YEAR else None
    told = reported_figures(session, period.end)
    return Before(earlier, closed, flows(session, earlier.start, earlier.end), told, whole)


def _of(found: Figures, measure: Measure) -> Figure:
    return found.get((WHOLE, measure), Figure())


def _stock(held: Figures, closed: Closed | None, code: str, measure: Measure) -> Figure:
    frozen = closed.figure(measure, code) if closed else None
    return frozen or held.get((code, measure), Figure())

"""What earlier periods brought, for the sparklines of the board."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from museum_tracker.core.museum import MuseumProfile
from museum_tracker.core.periods import Period
from museum_tracker.figures.queries import flows, since, stocks
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.figures.rules.results import Figure
from museum_tracker.targets.models import Target
from museum_tracker.targets.promises import Promise

PERIODS_SHOWN = 5


def counted_trends(
    session: Session, profile: MuseumProfile, period: Period, promises: Sequence[Promise]
) -> dict[str, dict[int, float]]:
    """What each promise brought, or stood at, in up to five periods: `{target code: {year: value}}`.

    A yearly promise is counted, a share in per cent; both begin with the first period that the museum recorded itself.
    """
    first = {promise.target.code: first_counted_year(session, profile, promise.target) for promise in promises}
    begun = [year for year in first.values() if year is not None]
    years = range(max(min(begun, default=period.year), period.year - PERIODS_SHOWN + 1), period.year + 1)
    found: dict[str, dict[int, float]] = {promise.target.code: {} for promise in promises}
    for year in years:
        start, end = profile.year_span(year)
        came, stood = flows(session, start, end), stocks(session, as_of=end)
        for promise in promises:
            code, began = promise.target.code, first[promise.target.code]
            if began is None or year < began:
                continue
            if promise.seen is None:
                found[code][year] = came.get((promise.ask.population, promise.ask.measure), Figure()).objects
            elif year == period.year:
                found[code][year] = float(promise.share or 0) * 100
            else:
                whole = stood.get((promise.ask.population, Measure(promise.target.whole)), Figure()).objects
                done = stood.get((promise.ask.population, promise.ask.measure), Figure()).objects
                found[code] |= {year: done / whole * 100} if whole else {}
    return found


def first_counted_year(session: Session, profile: MuseumProfile, target: Target) -> int | None:
    """The first reporting year in which the museum counted a computed target itself; None before that."""
    day = since(session, Measure(target.measure), target.population)
    return None if day is None else profile.year_on(day)

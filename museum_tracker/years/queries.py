"""Reading reporting years and what was frozen when they were closed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, undefer

from museum_tracker.accounts.models import User
from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import get_profile
from museum_tracker.core.periods import Period
from museum_tracker.figures.queries import Figures
from museum_tracker.figures.rules.balances import Balance
from museum_tracker.figures.rules.days import Span
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.years.days import read_days
from museum_tracker.years.models import FrozenList, ReportingYear, YearClose, YearSample, YearStep
from museum_tracker.years.rules.packing import numbers_to_pieces, unpack, unpack_numbers
from museum_tracker.years.rules.states import YearState, state_by_calendar
from museum_tracker.years.shapes import (
    Bridge,
    FrozenPopulation,
    FrozenTarget,
    OpenPoint,
    read_balance,
    read_bridge,
    read_figure,
    read_target,
)

FIRST, LAST = 1900, 2200
MOST = 10_000


@dataclass(frozen=True)
class Year:
    """A reporting year: its own first and last day, its state, and how often it was restated."""

    year: int
    start: dt.date
    end: dt.date
    state: YearState
    restatements: int = 0
    steps: Sequence[YearStep] = ()

    @property
    def period(self) -> Period:
        """The year as a period of figures."""
        return Period(self.year, self.start, self.end)

    @property
    def closed(self) -> bool:
        """Whether its figures are frozen."""
        return self.state is YearState.CLOSED


@dataclass(frozen=True)
class ClosedYear:
    """What was frozen: `number` 0 is the close, n the n-th restatement. Everything is read from the hashed content."""

    year: int
    number: int
    closed_at: dt.datetime
    by: User
    hash: str
    previous_hash: str
    reason: str
    document: str
    content: dict[str, Any] = field(repr=False)

    @property
    def start(self) -> dt.date:
        """The year's first day."""
        return dt.date.fromisoformat(self.content["start"])

    @property
    def end(self) -> dt.date:
        """The year's last day: its stocks are of this day."""
        return dt.date.fromisoformat(self.content["end"])

    @cached_property
    def figures(self) -> Figures:
        """Every frozen figure: stocks at the year's end, flows of the year."""
        return Figures(
            {
                (population, Measure(measure)): read_figure(kept)
                for population, measures in self.content["figures"].items()
                for measure, kept in measures.items()
            }
        )

    @cached_property
    def balances(self) -> tuple[Balance, ...]:
        """Both balances of every population, as they were frozen."""
        return tuple(read_balance(kept, self.figures) for kept in self.content["balances"])

    def balance(self, measure: Measure, population: str) -> Balance | None:
        """The balance of one stock of a population."""
        wanted = (found for found in self.balances if (found.measure, found.population) == (measure, population))
        return next(wanted, None)

    @cached_property
    def bridges(self) -> tuple[Bridge, ...]:
        """How the year before was led to each opening that differed from its close; none before content had form 3."""
        return tuple(read_bridge(kept) for kept in self.content.get("bridges", ()))

    @cached_property
    def targets(self) -> tuple[FrozenTarget, ...]:
        """Every target with what was reached and how it was judged."""
        return tuple(read_target(kept) for kept in self.content["targets"])

    @cached_property
    def populations(self) -> tuple[FrozenPopulation, ...]:
        """The populations as they were counted."""
        return tuple(FrozenPopulation(**kept) for kept in self.content["populations"])

    @property
    def definition(self) -> dict[str, Any]:
        """The digitization definition in force at the year's end: version, document, valid_from, rules."""
        kept: dict[str, Any] = self.content["definition"]
        return kept

    @property
    def definitions(self) -> dict[str, Any]:
        """What counted as done: the digitization definition, and the evidence that the 100% goal read."""
        return {"digitization": self.definition, **self.content["rules"]}

    @property
    def open_points(self) -> list[OpenPoint]:
        """What was still unsettled when the year was closed."""
        return [OpenPoint.read(kept) for kept in self.content["open_points"]]

    def list_hash(self, population: str, measure: Measure) -> str:
        """The SHA-256 under which the objects behind a figure are kept; "" where nothing was frozen."""
        kept = self.content["figures"].get(population, {}).get(measure.value)
        return kept[4] if kept else ""

    def ids(self, session: Session, population: str, measure: Measure) -> list[int]:
        """The objects behind a frozen figure, ascending.

        Raises:
            Damaged: the list is not what was frozen.
        """
        wanted = self.list_hash(population, measure)
        return unpack(frozen_bytes(session, wanted), wanted) if wanted else []

    def pieces(self, session: Session) -> dict[int, int]:
        """The pieces of each object of more than one piece, as frozen."""
        wanted: str = self.content["pieces"]
        return numbers_to_pieces(unpack_numbers(frozen_bytes(session, wanted), wanted))

    def days(self, session: Session, measure: Measure) -> dict[int, Span] | None:
        """When each object came to a figure; None where none were frozen, as before content had form 2."""
        wanted = self.content.get("days", {}).get(measure.value)
        return None if wanted is None else read_days(unpack_numbers(frozen_bytes(session, wanted), wanted))


def frozen_bytes(session: Session, sha256: str) -> bytes:
    """The packed bytes of a frozen list; nothing where it is gone."""
    return session.scalar(sa.select(FrozenList.data).where(FrozenList.sha256 == sha256)) or b""


def get_year(session: Session, year: int, on: dt.date | None = None) -> Year:
    """A reporting year with its own days; one that nobody has touched has the state that the calendar gives it.

    `on` is today; without it a year that nobody touched counts as running.

    Raises:
        NotFound: no such year can be reported.
    """
    require_sensible(year)
    row = session.get(ReportingYear, year, options=[joinedload(ReportingYear.steps).joinedload(YearStep.by)])
    if row is None:
        start, end = get_profile(session).year_span(year)
        return Year(year, start, end, YearState.RUNNING if on is None else state_by_calendar(start, on))
    return Year(year, row.start, row.end, row.state, _restatements(session).get(year, 0), row.steps)


def require_sensible(year: int) -> None:
    """Refuse a year that no museum reports.

    Raises:
        NotFound: it lies outside what can be reported.
    """
    if not FIRST <= year <= LAST:
        raise NotFound(what=Message(N_("the year %(year)s"), {"year": str(year)}))


def list_known(session: Session) -> list[Year]:
    """The years that somebody has planned, run or closed, newest first."""
    counts = _restatements(session)
    rows = session.scalars(sa.select(ReportingYear).order_by(ReportingYear.year.desc()))
    return [Year(row.year, row.start, row.end, row.state, counts.get(row.year, 0)) for row in rows]


def closed_year(session: Session, year: int, number: int | None = None) -> ClosedYear | None:
    """What was frozen of a year: its latest restatement, or the one of a number (0 is the close); None if open."""
    if not (FIRST <= year <= LAST and 0 <= (number or 0) <= MOST):
        return None
    query = sa.select(YearClose).options(undefer(YearClose.content), joinedload(YearClose.by))
    query = query.where(YearClose.year == year).order_by(YearClose.number.desc()).limit(1)
    row = session.scalar(query if number is None else query.where(YearClose.number == number))
    return None if row is None else _closed(row)


def list_closes(session: Session, year: int | None = None) -> list[YearClose]:
    """The close of a year and its restatements, or those of all years, in the order of the chain; without content."""
    query = sa.select(YearClose).options(joinedload(YearClose.by)).order_by(YearClose.id)
    if year is None:
        return list(session.scalars(query))
    return list(session.scalars(query.where(YearClose.year == year))) if FIRST <= year <= LAST else []


def closed_spans(session: Session) -> list[tuple[YearClose, dt.date, dt.date]]:
    """Every close (not the restatements) with the first and last day of its year, the earliest year first."""
    query = (
        sa.select(YearClose, ReportingYear.start, ReportingYear.end)
        .join(ReportingYear, ReportingYear.year == YearClose.year)
        .where(YearClose.number == 0)
        .order_by(YearClose.year)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def find_sample(session: Session, year: int) -> YearSample | None:
    """The sample of a year that counts; one that was set aside is not it."""
    if not FIRST <= year <= LAST:
        return None
    query = sa.select(YearSample).where(YearSample.year == year, YearSample.voided_at.is_(None))
    return session.scalar(query.order_by(YearSample.id.desc()).limit(1))


def _restatements(session: Session) -> dict[int, int]:
    query = sa.select(YearClose.year, sa.func.max(YearClose.number)).group_by(YearClose.year)
    return {row[0]: row[1] for row in session.execute(query)}


def _closed(row: YearClose) -> ClosedYear:
    return ClosedYear(
        year=row.year,
        number=row.number,
        closed_at=row.closed_at,
        by=row.by,
        hash=row.hash,
        previous_hash=row.previous_hash,
        reason=row.reason,
        document=row.document,
        content=json.loads(row.content),
    )

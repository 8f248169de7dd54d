"""The facts of a year's summary, gathered once: what the page shows and every export writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from museum_tracker.core.i18n import Message
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.periods import Period
from museum_tracker.targets.rules.bands import Verdict
from museum_tracker.targets.rules.road import RoadFacts


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """Who issues the report: names as they stand on paper."""

    name: str
    parent: str
    place: str
    code: str


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A number of the year beside that of the year before; `label` is a message."""

    label: Message
    objects: int
    pieces: int
    before: int | None
    figure: Ask

    @property
    def change(self) -> Fraction | None:
        """Growth on the year before; None where that year has no number or nothing to grow from."""
        return Fraction(self.objects - self.before, self.before) if self.before else None


@dataclass(frozen=True, kw_only=True)
class LevelLine:
    """A population with its objects on the register and those at each level of the ladder, or higher."""

    population: Message
    registered: int
    levels: tuple[int, int, int]
    full: int
    figures: tuple[Ask, ...]

    def share(self, level: int) -> Fraction | None:
        """The share of the register that stands at a level or higher."""
        return Fraction(self.levels[level - 1], self.registered) if self.registered else None


@dataclass(frozen=True, kw_only=True)
class BalanceLine:
    """A line of a balance: opening and closing are totals, the others are added (negative when taken away)."""

    label: Message
    objects: int
    total: bool = False
    beside: bool = False
    figure: Ask | None = None


@dataclass(frozen=True, kw_only=True)
class Balance:
    """Opening, what came and went, closing; must add up."""

    title: Message
    lines: tuple[BalanceLine, ...]

    @property
    def adds_up(self) -> bool:
        """Whether opening and movements together give the closing figure."""
        counted = [line for line in self.lines if not line.beside]
        return sum(line.objects for line in counted[:-1]) == counted[-1].objects


@dataclass(frozen=True, kw_only=True)
class TargetLine:
    """A target with its plan and its achievement; `plan` and `achieved` are messages because their units are words."""

    name_vi: str
    name_en: str
    plan: Message
    achieved: Message | None
    ratio: Fraction | None
    verdict: Verdict
    computed: bool
    note: Message | None = None
    figure: Ask | None = None

    def name(self, locale: str) -> str:
        """The target's name in a language."""
        return self.name_vi if locale == "vi" else self.name_en


@dataclass(frozen=True, kw_only=True)
class ObjectLine:
    """An object in an appendix: no location, no price, no donor."""

    artifact_id: int
    number: str
    name: str
    kind: str
    material: str
    dating: str
    quantity: int
    on: dt.date | None
    on_text: str
    basis: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanName:
    """The plan that the report answers to."""

    number: str
    issued: dt.date
    issuer: str
    title: str


@dataclass(frozen=True, kw_only=True)
class YearSummary:
    """Everything that a year's summary says."""

    period: Period
    as_of: dt.date
    issuer: Issuer
    plan: PlanName | None
    counted: tuple[Counted, ...]
    levels: tuple[LevelLine, ...]
    balances: tuple[Balance, ...]
    targets: tuple[TargetLine, ...]
    sentences: tuple[Message, ...]
    years: tuple[str, ...]
    collected_by_year: tuple[int, ...]
    digitized_by_year: tuple[int, ...]
    collected_band: tuple[int, int | None] | None
    digitized_band: tuple[int, int | None] | None
    road: RoadFacts | None
    collected: Sequence[ObjectLine]
    digitized: Sequence[ObjectLine]

    @property
    def year(self) -> str:
        """The year's name."""
        return str(self.period.year)

    @property
    def running(self) -> bool:
        """Whether the period had not ended when the figures were taken."""
        return self.as_of <= self.period.end

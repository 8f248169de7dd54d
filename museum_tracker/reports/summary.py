"""The facts of a year's summary, gathered once: what the page shows and every export writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.measures import Measure
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
    director: str = ""


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

    @property
    def change_rate(self) -> float | None:
        """The growth as a plain share."""
        return None if self.change is None else float(self.change)


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

    @property
    def steps(self) -> list[tuple[int, float | None, Ask]]:
        """Each level with its count, its share and its question."""
        shares = [self.share(level) for level in (1, 2, 3)]
        plain = [None if share is None else float(share) for share in shares]
        return list(zip(self.levels, plain, self.figures[1:4], strict=True))


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
    ratio: float | Fraction | None
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
    """Everything that a year's summary says; `running` while its period had not ended when it was taken."""

    period: Period
    as_of: dt.date
    running: bool
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
    def lists(self) -> list[tuple[Message, Sequence[ObjectLine], Ask]]:
        """The lists of objects: collected and digitized, each with the question it answers."""
        start, end = self.period.start, min(self.period.end, self.as_of)
        return [
            (Message(N_("List of objects collected")), self.collected, Ask(Measure.COLLECTED, start=start, end=end)),
            (
                Message(N_("List of objects digitized")),
                self.digitized,
                Ask(Measure.FIRST_FULL_LEVEL, start=start, end=end),
            ),
        ]

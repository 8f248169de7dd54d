"""The facts of a report, gathered once: what its page shows and every file writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from museum_tracker.core.i18n import Message
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.reports.rules.periods import ReportPeriod
from museum_tracker.reports.visits import Visits
from museum_tracker.targets.rules.bands import Verdict
from museum_tracker.targets.rules.road import RoadFacts
from museum_tracker.years.balances import BalanceLine


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """Who issues the report: names as they stand on paper."""

    name: str
    parent: str
    place: str
    code: str
    director: str = ""
    director_title: str = ""


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A number of the period beside that of the same period a year before; `so_far` counts since the year began."""

    key: str
    label: Message
    objects: int
    pieces: int
    before: int | None
    figure: Ask
    so_far: int | None = None

    @property
    def difference(self) -> int | None:
        """How many more (or fewer) than the year before."""
        return None if self.before is None else self.objects - self.before

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

    key: str
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
class Balance:
    """Opening, what came and went, closing; must add up."""

    key: str
    title: Message
    lines: tuple[BalanceLine, ...]

    @property
    def adds_up(self) -> bool:
        """Whether opening and movements together give the closing figure."""
        *before, closing = [line.figure.objects for line in self.lines if line.counts]
        return sum(before) == closing


@dataclass(frozen=True, kw_only=True)
class TargetLine:
    """A target with its plan and its achievement; `plan` and `achieved` are messages because their units are words.

    `number` is the achievement as a number (of one, where it is a `share`); `minimum` the plan where it is a single
    one; a `milestone` has neither.
    """

    code: str
    name_vi: str
    name_en: str
    plan: Message
    achieved: Message | None
    ratio: float | Fraction | None
    verdict: Verdict
    computed: bool
    note: Message | None = None
    figure: Ask | None = None
    asks_why: bool = False
    basis: Message | None = None
    number: float | Fraction | None = None
    minimum: float | None = None
    share: bool = False
    milestone: bool = False

    def name(self, locale: str) -> str:
        """The target's name in a language."""
        return self.name_vi if locale == "vi" else self.name_en

    @property
    def rate(self) -> float | None:
        """The ratio to the minimum as a plain number."""
        return None if self.ratio is None else float(self.ratio)


@dataclass(frozen=True, kw_only=True)
class ObjectLine:
    """An object in an appendix; where it stands and whom it came from are filled for internal copies only."""

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
    donor: str = ""
    location: str = ""


@dataclass(frozen=True, kw_only=True)
class ObjectList:
    """The objects behind a figure of the period, read when they are needed."""

    key: str
    title: Message
    figure: Ask | None
    count: int
    read: Callable[[int | None], Iterator[ObjectLine]]
    donors: bool = False
    locations: bool = False

    def first(self, most: int = 10) -> list[ObjectLine]:
        """The first objects of the list."""
        return list(self.read(most))


@dataclass(frozen=True, kw_only=True)
class PlanName:
    """The plan that the report answers to."""

    number: str
    issued: dt.date
    issuer: str
    title: str


@dataclass(frozen=True, kw_only=True)
class RemovalDecision:
    """A decision of the period that removed objects from the register."""

    number: str
    on: dt.date
    objects: int


@dataclass(frozen=True, kw_only=True)
class ExceptionLine:
    """An approval by the person who made the file, allowed by the director for a reason."""

    number: str
    name: str
    on: dt.date
    by: str
    reason: str


@dataclass(frozen=True)
class ExceptionList:
    """The exceptions of a period, read when they are needed; a long list is an appendix."""

    count: int = 0
    read: Callable[[], Iterator[ExceptionLine]] = lambda: iter(())

    @property
    def is_long(self) -> bool:
        """Whether it has more lines than the body of a report bears."""
        return self.count > 30


@dataclass(frozen=True, kw_only=True)
class Summary:
    """Everything that a report says in figures; `running` while its period had not ended when it was taken.

    `frozen` names the close that the figures rest on, `compared` what those of the year before rest on.
    """

    period: ReportPeriod
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
    collected: ObjectList
    digitized: ObjectList
    inventoried: ObjectList
    exceptions: ExceptionList = ExceptionList()
    removals: tuple[RemovalDecision, ...] = ()
    visits: Visits | None = None
    frozen: Message | None = None
    compared: Message | None = None
    notes: tuple[Message, ...] = field(default=())

    @property
    def year(self) -> str:
        """The year's name."""
        return str(self.period.year)

    @property
    def lists(self) -> list[ObjectList]:
        """The lists of objects: collected, digitized, inventoried."""
        return [self.collected, self.digitized, self.inventoried]

    @property
    def unexplained(self) -> list[TargetLine]:
        """The targets that are not met and need a cause and a remedy."""
        return [line for line in self.targets if line.asks_why]

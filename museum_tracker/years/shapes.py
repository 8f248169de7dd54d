"""The shape of frozen content: how figures, balances and targets are written into it and read back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from museum_tracker.core.formats import percent
from museum_tracker.core.i18n import Message, restored, stored
from museum_tracker.figures.rules.balances import Balance, BalanceRow, Line, StockBalance, lines_of
from museum_tracker.figures.rules.measures import FLOW_OF, Measure
from museum_tracker.figures.rules.results import Figure
from museum_tracker.targets.rules.bands import Verdict

# Form 1 had no days, form 2 no bridges: what they froze is read and proved as it is.
FORM = 3


@dataclass(frozen=True, kw_only=True)
class FrozenPopulation:
    """A population as it was counted when the year was frozen."""

    code: str
    name: str
    name_en: str
    version: int
    document: str
    note: str
    valid_from: str
    valid_to: str
    filter: Mapping[str, Any]
    words: Mapping[str, str]

    def label(self, locale: str) -> str:
        """The population's name in a language."""
        return self.words[locale]


@dataclass(frozen=True, kw_only=True)
class FrozenTarget:
    """A target with what was promised and reached when the year was frozen; texts in both languages."""

    code: str
    version: int
    scope: str
    section: str
    name_vi: str
    name_en: str
    document: str
    plan: Mapping[str, str]
    achieved: Mapping[str, str] | None
    value: float | None
    ratio: float | None
    verdict: Verdict
    computed: bool
    carried_on: bool
    on: str
    source: str
    evidence: str

    def name(self, locale: str) -> str:
        """The target's name in a language."""
        return self.name_vi if locale == "vi" else self.name_en

    def plan_text(self, locale: str) -> str:
        """What was promised, in a language."""
        return self.plan[locale]

    def achieved_text(self, locale: str) -> str:
        """What was reached, in a language; nothing where no value was known."""
        return self.achieved[locale] if self.achieved else ""

    def ratio_text(self, locale: str) -> str:
        """What was reached against the minimum, in a language."""
        return "" if self.ratio is None else percent(self.ratio, locale)


@dataclass(frozen=True, kw_only=True)
class OpenPoint:
    """Something unsettled that a year was closed with."""

    code: str
    count: int
    message: Message

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> OpenPoint:
        """The point from frozen content."""
        return cls(code=kept["code"], count=kept["count"], message=restored(kept["msgid"], kept["values"]))


def write_figure(figure: Figure) -> list[int]:
    """A figure as four numbers."""
    return list(figure)


def read_figure(kept: Sequence[int]) -> Figure:
    """A figure from its four numbers."""
    return Figure(*kept[:4])


@dataclass(frozen=True, kw_only=True)
class BridgePart:
    """Objects by which a year opens otherwise than the year before was closed, all for one cause."""

    code: str
    label: Message
    figure: Figure
    sha256: str = ""
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Bridge:
    """From the closing of a year, as it was frozen, to the opening of the next: `parts` explain the difference."""

    measure: Measure
    population: str
    year: int
    number: int
    closing: Figure
    parts: tuple[BridgePart, ...]

    def part(self, code: str) -> BridgePart | None:
        """The part of a code."""
        return next((part for part in self.parts if part.code == code), None)


def write_bridge(found: Bridge, hashes: Sequence[str]) -> dict[str, Any]:
    """A bridge with its parts, each with the hash of the list of its objects."""
    return {
        "measure": found.measure.value,
        "population": found.population,
        "year": found.year,
        "number": found.number,
        "closing": write_figure(found.closing),
        "parts": [
            {
                "code": part.code,
                "msgid": part.label.msgid,
                "values": stored(part.label.values),
                "figure": write_figure(part.figure),
                "list": sha256,
            }
            for part, sha256 in zip(found.parts, hashes, strict=True)
        ],
    }


def read_bridge(kept: Mapping[str, Any]) -> Bridge:
    """A bridge from frozen content."""
    return Bridge(
        measure=Measure(kept["measure"]),
        population=kept["population"],
        year=kept["year"],
        number=kept["number"],
        closing=read_figure(kept["closing"]),
        parts=tuple(
            BridgePart(
                code=part["code"],
                label=restored(part["msgid"], part["values"]),
                figure=read_figure(part["figure"]),
                sha256=part["list"],
            )
            for part in kept["parts"]
        ),
    )


def write_balance(found: Balance) -> dict[str, Any]:
    """A balance with all its lines."""
    kept: dict[str, Any] = {
        "measure": found.measure.value,
        "population": found.population,
        "start": found.start.isoformat(),
        "end": found.end.isoformat(),
        "opening": write_figure(found.opening),
        "lines": [[row.line.value, write_figure(row.figure)] for row in found.lines],
        "closing": write_figure(found.closing),
    }
    if isinstance(found, StockBalance):
        kept["beside"] = [
            write_figure(figure)
            for figure in (found.collected_this_period, found.collected_earlier, found.awaiting_register, found.merged)
        ]
    return kept


def read_balance(kept: Mapping[str, Any], figures: Mapping[tuple[str, Measure], Figure]) -> Balance:
    """A balance from frozen content, in the shape in which `figures` counts it; `figures` are those frozen with it."""
    measure = Measure(kept["measure"])
    labels = lines_of(measure)
    plain = Balance(
        measure,
        kept["population"],
        dt.date.fromisoformat(kept["start"]),
        dt.date.fromisoformat(kept["end"]),
        opening=read_figure(kept["opening"]),
        lines=tuple(BalanceRow(Line(word), labels[Line(word)], read_figure(four)) for word, four in kept["lines"]),
        closing=read_figure(kept["closing"]),
        attained=figures.get((kept["population"], FLOW_OF[measure]), Figure()),
    )
    if "beside" not in kept:
        return plain
    this_period, earlier, waiting, *later = (read_figure(four) for four in kept["beside"])
    return StockBalance(
        **vars(plain),
        collected_this_period=this_period,
        collected_earlier=earlier,
        awaiting_register=waiting,
        merged=later[0] if later else Figure(),  # closes from before mergers were told apart have none
    )


def read_target(kept: Mapping[str, Any]) -> FrozenTarget:
    """A target from frozen content."""
    return FrozenTarget(**{**kept, "verdict": Verdict(kept["verdict"])})

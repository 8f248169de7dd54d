"""Where one object stands: from its facts and its record to the entries that it makes in every figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from museum_tracker.figures.rules.days import UNKNOWN, Span
from museum_tracker.figures.rules.facts import FactKind, FactRow, standing_facts
from museum_tracker.figures.rules.history import sweep
from museum_tracker.figures.rules.measures import (
    BIT,
    DEFAULT_INVENTORIED,
    FLOWS,
    STOCKS,
    UNLESS,
    Evidence,
    Measure,
    Reason,
    needs,
)
from museum_tracker.figures.rules.populations import Record, Scope, mask_of

Steps = tuple[Evidence, ...]
CUSTODY = frozenset({FactKind.RECEIVED, FactKind.FOUND, FactKind.COLLECTED, FactKind.REGISTERED})
SIMPLE = {
    FactKind.RECEIVED: None,
    FactKind.FOUND: None,
    FactKind.COLLECTED: Evidence.COLLECTED,
    FactKind.REGISTERED: Evidence.REGISTERED,
    FactKind.MARKED: Evidence.MARKED,
    FactKind.CLASSIFIED: Evidence.CLASSIFIED,
    FactKind.DOSSIER: Evidence.DOSSIER,
    FactKind.FULL_LEVEL: Evidence.FULL,
    FactKind.LEVEL: None,
}
LEVELS = (Evidence.LEVEL_1, Evidence.LEVEL_2, Evidence.LEVEL_3)


class Entry(NamedTuple):
    """One object entering (+1) or leaving (−1) a figure, for the populations in `mask`."""

    measure: Measure
    reason: Reason
    span: Span
    opening: bool
    sign: int
    mask: int


@dataclass(frozen=True, slots=True)
class Stand:
    """Where an object stands now, the dates of its evidence, and the entries it makes in the figures.

    `stocks`, `flows` and `opening` are bits by measure; `opening_evidence` bits by evidence. `dates` is None for an
    object that came and went: then its entries have to be kept, else they follow from the dates.
    """

    mask: int
    stocks: int
    flows: int
    opening: int
    opening_evidence: int
    dates: Mapping[Evidence, Span] | None
    entries: tuple[Entry, ...] = ()

    @property
    def kept_entries(self) -> tuple[Entry, ...]:
        """The entries that cannot be told again from the dates."""
        return self.entries if self.dates is None else ()


NOWHERE = Stand(0, 0, 0, 0, 0, {})
EVIDENCE_BIT = {evidence: 1 << place for place, evidence in enumerate(Evidence)}


def stand(
    record: Record, facts: Sequence[FactRow], scopes: Sequence[Scope], inventoried: Steps = DEFAULT_INVENTORIED
) -> Stand:
    """Where an object stands by its facts: what counts it now, since when, and in which populations."""
    if record.voided:
        return NOWHERE
    alive = standing_facts(facts)
    dates = plain_dates(alive)
    if dates is not None:
        return _plain(record, alive, dates, scopes, inventoried)
    return _eventful(record, alive, scopes, inventoried)


def plain_dates(facts: Sequence[FactRow]) -> dict[Evidence, Span] | None:
    """The span of each evidence of an object that only ever gained; None if it lost, moved, repeated or went."""
    dates: dict[Evidence, Span] = {}
    for fact in facts:
        if fact.kind not in SIMPLE or (fact.kind is FactKind.LEVEL and fact.values.get("cause")):
            return None
        if fact.kind is FactKind.LEVEL:
            for level in LEVELS[: fact.level]:
                dates.setdefault(level, fact.span)
        else:
            evidence = SIMPLE[fact.kind]
            if evidence in dates or fact.values.get("cause"):
                return None
            if evidence is Evidence.REGISTERED and not dates.keys().isdisjoint((*LEVELS, Evidence.FULL)):
                return None  # digitized before it was on the register: it joins that stock another day
            if evidence is not None:
                dates[evidence] = fact.span
    dates[Evidence.PRESENT] = present_since(facts).span
    return dates


def present_since(facts: Sequence[FactRow]) -> FactRow:
    """The first fact that shows the object in the museum; without one it has been there since an unknown day."""
    found = next((fact for fact in facts if fact.kind in CUSTODY), None)
    return FactRow(
        -1, FactKind.RECEIVED, found.span if found else Span(UNKNOWN, UNKNOWN), opening=bool(found and found.opening)
    )


def _plain(
    record: Record, facts: Sequence[FactRow], dates: dict[Evidence, Span], scopes: Sequence[Scope], inventoried: Steps
) -> Stand:
    opening = _opening_evidence(facts)
    row = Stand(mask_of(record, record.holding, scopes), 0, 0, 0, opening, dates)
    entries = tuple(plain_entries(row, accepted=is_accepted(record, dates), inventoried=inventoried))
    stocks = flows = opened = 0
    for entry in entries:
        bit = BIT[entry.measure]
        if entry.measure in FLOWS:
            flows |= bit
        else:
            stocks = stocks | bit if entry.sign > 0 else stocks & ~bit
            opened |= bit if entry.opening else 0
    return Stand(row.mask, stocks, flows, opened & stocks, opening, dates, entries)


def _opening_evidence(facts: Sequence[FactRow]) -> int:
    bits = EVIDENCE_BIT[Evidence.PRESENT] if present_since(facts).opening else 0
    seen: set[Evidence] = set()
    for fact in facts:
        chosen = LEVELS[: fact.level] if fact.kind is FactKind.LEVEL else (SIMPLE[fact.kind],)
        fresh = {evidence for evidence in chosen if evidence is not None} - seen
        seen |= fresh
        bits |= sum(EVIDENCE_BIT[evidence] for evidence in fresh) if fact.opening else 0
    return bits


def is_accepted(record: Record, dates: Mapping[Evidence, Span]) -> bool:
    """Whether the council or the director took the object in: a title was decided, or it stands on the register."""
    return record.holding != "undecided" or Evidence.REGISTERED in dates


def plain_entries(row: Stand, *, accepted: bool, inventoried: Steps) -> Iterator[Entry]:
    """The entries of an object that only ever gained evidence, from the dates alone."""
    dates = row.dates or {}
    left_out = Measure.AWAITING_COUNCIL if accepted else Measure.COLLECTED
    for measure, wanted, bits in _wanted(inventoried):
        if measure is left_out or not all(evidence in dates for evidence in wanted):
            continue
        opening = bool(row.opening_evidence & bits)
        span = latest([dates[evidence] for evidence in wanted])
        until = dates.get(UNLESS[measure]) if measure in UNLESS else None
        if until is not None and until.last <= span.last:
            continue
        yield Entry(measure, Reason.FIRST, span, opening, 1, row.mask)
        if until is not None:
            yield Entry(measure, Reason.MOVED, until, opening, -1, row.mask)


@cache
def _wanted(inventoried: Steps) -> tuple[tuple[Measure, Steps, int], ...]:
    """Every measure with the evidence behind it, as a list and as bits."""
    found = ((measure, evidence_of(measure, inventoried)) for measure in (*STOCKS, *FLOWS))
    return tuple((name, wanted, sum(EVIDENCE_BIT[evidence] for evidence in wanted)) for name, wanted in found)


def evidence_of(measure: Measure, inventoried: Steps) -> Steps:
    """The evidence behind a measure; a stock also needs the object to be in the museum."""
    wanted = needs(measure, inventoried)
    if measure in FLOWS or Evidence.PRESENT in wanted:
        return wanted
    return (Evidence.PRESENT, *wanted)


def latest(spans: Sequence[Span]) -> Span:
    """When the last of several things happened, as exactly as their dates allow."""
    return Span(max(span.first for span in spans), max(span.last for span in spans))


def _eventful(record: Record, facts: Sequence[FactRow], scopes: Sequence[Scope], inventoried: Steps) -> Stand:
    told = sweep(record, [*facts, present_since(facts)], scopes, inventoried)
    flows = opening = stocks = 0
    for measure, mask in told.counted.items():
        stocks |= BIT[measure] if mask else 0
        opening |= BIT[measure] if mask and measure in told.opened else 0
    entries = tuple(Entry(*step) for step in told.steps)
    for entry in entries:
        flows |= BIT[entry.measure] if entry.measure not in STOCKS else 0
    return Stand(mask_of(record, told.holding, scopes), stocks, flows, opening, 0, None, entries)

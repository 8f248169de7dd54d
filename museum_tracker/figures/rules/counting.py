"""Where one object stands: from its facts and its record to the entries that it makes in every figure.

The statements of `rules.measures` are read here for objects that only ever gained evidence, from their days alone;
`rules.history` reads the same statements for objects that came, moved, lost and regained.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from museum_tracker.figures.rules.days import UNKNOWN, Span, Window
from museum_tracker.figures.rules.evidence import ARRIVALS, CUSTODY, PRESENCE, gained
from museum_tracker.figures.rules.facts import FactKind, FactRow, standing_facts
from museum_tracker.figures.rules.history import sweep
from museum_tracker.figures.rules.measures import (
    BIT,
    DEFAULT_INVENTORIED,
    FLOWS,
    STATEMENTS,
    STOCKS,
    Evidence,
    Measure,
    Reason,
    Statement,
    is_stock,
)
from museum_tracker.figures.rules.populations import Record, Scope, mask_of

Steps = tuple[Evidence, ...]


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


def counted_in(entries: Iterable[Entry], window: Window) -> dict[Measure, int]:
    """The figures of some days that an object's entries count in, each with its populations as bits.

    A stock is counted at the window's end, a flow within it. Entries come in the order in which they were told.
    """
    found: dict[Measure, int] = {}
    for measure, _, span, _, sign, mask in entries:
        if is_stock(measure):
            if window.reached(span):
                was = found.get(measure, 0)
                found[measure] = was | mask if sign > 0 else was & ~mask
        elif window.holds(span):
            found[measure] = found.get(measure, 0) | mask
    return {measure: mask for measure, mask in found.items() if mask}


def stand(
    record: Record, facts: Sequence[FactRow], scopes: Sequence[Scope], inventoried: Steps = DEFAULT_INVENTORIED
) -> Stand:
    """Where an object stands by its facts: what counts it now, since when, and in which populations."""
    if record.voided:
        return NOWHERE
    alive = standing_facts(facts)
    if any(fact.kind is FactKind.MERGED for fact in alive):
        record = record._replace(merged=True)
    dates = plain_dates(alive, inventoried)
    if dates is not None:
        return _plain(record, alive, dates, scopes, inventoried)
    return _eventful(record, alive, scopes, inventoried)


def plain_dates(facts: Sequence[FactRow], inventoried: Steps = DEFAULT_INVENTORIED) -> dict[Evidence, Span] | None:
    """The span of each evidence of an object that only ever gained; None if it lost, moved, repeated or went."""
    dates: dict[Evidence, Span] = {}
    for fact in facts:
        if fact.kind not in ARRIVALS or fact.values.get("cause"):
            return None
        fresh = gained(fact)
        if fact.kind is not FactKind.LEVEL and any(evidence in dates for evidence in fresh):
            return None
        if fact.kind is FactKind.REGISTERED and not dates.keys().isdisjoint(_DIGITIZED):
            return None  # digitized before it was on the register: it joins that stock another day
        for evidence in fresh:
            dates.setdefault(evidence, fact.span)
    dates[Evidence.PRESENT] = present_since(facts).span
    if all(step in dates for step in inventoried):
        dates[Evidence.INVENTORIED] = latest([dates[step] for step in inventoried])
    return dates


_DIGITIZED = frozenset({Evidence.LEVEL_1, Evidence.LEVEL_2, Evidence.LEVEL_3, Evidence.FULL})


def present_since(facts: Sequence[FactRow]) -> FactRow:
    """The first fact that shows the object in the museum; without one it has been there since an unknown day."""
    found = next((fact for fact in facts if fact.kind in CUSTODY), None)
    span = found.span if found else Span(UNKNOWN, UNKNOWN)
    return FactRow(PRESENCE, FactKind.RECEIVED, span, opening=bool(found and found.opening))


def _plain(
    record: Record, facts: Sequence[FactRow], dates: dict[Evidence, Span], scopes: Sequence[Scope], inventoried: Steps
) -> Stand:
    opening = _opening_evidence(facts, dates, inventoried)
    row = Stand(mask_of(record, record.holding, scopes), 0, 0, 0, opening, dates)
    entries = tuple(plain_entries(row, accepted=is_accepted(record, dates)))
    stocks = flows = opened = 0
    for entry in entries:
        bit = BIT[entry.measure]
        if not is_stock(entry.measure):
            flows |= bit
        else:
            stocks = stocks | bit if entry.sign > 0 else stocks & ~bit
            opened |= bit if entry.opening else 0
    return Stand(row.mask, stocks, flows, opened & stocks, opening, dates, entries)


def _opening_evidence(facts: Sequence[FactRow], dates: Mapping[Evidence, Span], inventoried: Steps) -> int:
    bits = EVIDENCE_BIT[Evidence.PRESENT] if present_since(facts).opening else 0
    seen: set[Evidence] = set()
    for fact in facts:
        fresh = set(gained(fact)) - seen
        seen |= fresh
        bits |= sum(EVIDENCE_BIT[evidence] for evidence in fresh) if fact.opening else 0
    if Evidence.INVENTORIED in dates and any(bits & EVIDENCE_BIT[step] for step in inventoried):
        bits |= EVIDENCE_BIT[Evidence.INVENTORIED]
    return bits


def is_accepted(record: Record, dates: Mapping[Evidence, Span]) -> bool:
    """Whether the council or the director took the object in: a title was decided, or it stands on the register."""
    return record.holding != "undecided" or Evidence.REGISTERED in dates


def plain_entries(row: Stand, *, accepted: bool) -> Iterator[Entry]:
    """The entries of an object that only ever gained evidence, from the dates alone."""
    dates = row.dates or {}
    for measure, said, holds, bits in _stated():
        if not holds <= dates.keys() or not said.admits(accepted=accepted):
            continue
        opening = bool(row.opening_evidence & bits)
        span, given = latest([dates[one] for one in said.by]), [dates[one] for one in said.given]
        reason = Reason.FIRST
        if any(one.last > span.last for one in given):  # what had to be given came later
            reason, span = Reason.JOINED, latest([span, *given])
        until = dates.get(said.unless) if said.unless else None
        if until is not None and until.last <= span.last:
            continue
        yield Entry(measure, reason, span, opening, 1, row.mask)
        if until is not None:
            yield Entry(measure, Reason.MOVED, until, opening, -1, row.mask)


@cache
def _stated() -> tuple[tuple[Measure, Statement, frozenset[Evidence], int], ...]:
    """Every measure that evidence leads to, with that evidence as a set and as bits."""
    found = ((measure, STATEMENTS[measure], frozenset(STATEMENTS[measure].holds)) for measure in (*STOCKS, *FLOWS))
    return tuple((measure, said, holds, sum(EVIDENCE_BIT[one] for one in holds)) for measure, said, holds in found)


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
        flows |= 0 if is_stock(entry.measure) else BIT[entry.measure]
    return Stand(mask_of(record, told.holding, scopes), stocks, flows, opening, 0, None, entries)

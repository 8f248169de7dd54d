"""The history of an object that came, moved, lost and regained: one fact after another, one reason for each step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from museum_tracker.figures.rules.days import Span
from museum_tracker.figures.rules.evidence import GONE, LEVEL_FACTS, gained, lost
from museum_tracker.figures.rules.facts import Cause, FactKind, FactRow
from museum_tracker.figures.rules.measures import (
    DEPARTURES,
    DIGITIZED_STOCKS,
    FLOW_OF,
    FLOWS,
    STATEMENTS,
    STOCKS,
    Evidence,
    Measure,
    Reason,
    evidence_of,
    plain,
)
from museum_tracker.figures.rules.populations import Record, Scope, mask_of

Step = tuple[Measure, Reason, Span, bool, int, int]
Evidences = tuple[Evidence, ...]

DATED_BY_ITSELF = frozenset({FactKind.HOLDING, FactKind.REINSTATED, FactKind.STRUCK})
LOSS_REASONS = {
    FactKind.HOLDING: Reason.MOVED,
    FactKind.REGISTERED: Reason.MOVED,
    FactKind.LEFT: Reason.REMOVED,
    FactKind.RETURNED: Reason.RETURNED,
    FactKind.STRUCK: Reason.CORRECTION,
}
GAIN_REASONS = {
    FactKind.HOLDING: Reason.JOINED,
    FactKind.REINSTATED: Reason.REGAINED,
    FactKind.STRUCK: Reason.CORRECTION,
}


@dataclass
class Told:
    """The state of an object while its facts are told in order, and the steps noted so far."""

    holding: str
    have: dict[Evidence, tuple[Span, bool]] = field(default_factory=dict)
    first: dict[Evidence, tuple[Span, bool]] = field(default_factory=dict)
    suspended: set[Evidence] = field(default_factory=set)
    redefined: set[Evidence] = field(default_factory=set)
    gone: FactRow | None = None
    counted: dict[Measure, int] = field(default_factory=dict)
    opened: set[Measure] = field(default_factory=set)
    ever: set[Measure] = field(default_factory=set)
    moves: list[tuple[int, str]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


def sweep(record: Record, facts: Sequence[FactRow], scopes: Sequence[Scope], inventoried: Evidences) -> Told:
    """Tell the facts of an object in order; answers its state and every entry it made in the figures."""
    ordered = _told_in_order(facts)
    moved = next((fact for fact in ordered if fact.kind is FactKind.HOLDING), None)
    told = Told(holding=moved.values.get("from", record.holding) if moved else record.holding)
    told.moves.append((-1, told.holding))
    told.first, told.redefined = _first_attained(facts)
    masks = {}
    for fact in ordered:
        _change(told, fact)
        if told.holding not in masks:
            masks[told.holding] = mask_of(record, told.holding, scopes)
        _note(told, fact, masks[told.holding], inventoried)
    flows = list(_flows(told, record, scopes, inventoried))
    told.steps = [*_revised(told.steps, flows), *flows]
    return told


def _told_in_order(facts: Sequence[FactRow]) -> list[FactRow]:
    """The facts by day; what was regained counts again from the day it was lost, even if dated by an older paper.

    A line struck through today and written anew with its true day of 2012 stands again from today on: until today
    the old line stood.
    """
    until: dict[Evidence, int] = {}
    gone = 0
    told = []
    for fact in sorted(facts, key=lambda fact: fact.id):
        for evidence in lost(fact):
            until[evidence] = max(until.get(evidence, 0), fact.span.last)
        since = max((until.get(evidence, 0) for evidence in gained(fact)), default=0)
        if fact.kind in GONE:
            gone = max(gone, fact.span.last)
        elif fact.kind is FactKind.REINSTATED:
            since = gone
        told.append(fact if fact.span.last >= since else replace(fact, span=Span(since, since)))
    return sorted(told, key=lambda fact: (fact.span.last, fact.id))


def _first_attained(facts: Sequence[FactRow]) -> tuple[dict[Evidence, tuple[Span, bool]], set[Evidence]]:
    """When each evidence was reached first, and whether that rests on old books; and what only a definition gave.

    What a change of definition gave is nobody's work of the year: it raises the stock and stands in no flow.
    """
    first: dict[Evidence, tuple[Span, bool]] = {}
    redefined: set[Evidence] = set()
    for fact in sorted(facts, key=lambda fact: (fact.span.last, fact.id)):
        for evidence in gained(fact):
            if evidence not in first and fact.kind in LEVEL_FACTS and fact.cause is Cause.DEFINITION:
                redefined.add(evidence)
            first.setdefault(evidence, (fact.span, fact.opening))
    return first, redefined


def _change(told: Told, fact: FactRow) -> None:
    for evidence in gained(fact):
        told.have.setdefault(evidence, (fact.span, fact.opening))
        told.suspended.discard(evidence)
    for evidence in lost(fact):
        if told.have.pop(evidence, None) is not None and fact.cause is Cause.WITHDRAWN:
            told.suspended.add(evidence)
    if fact.kind is FactKind.HOLDING:
        told.holding = fact.values["to"]
        told.moves.append((fact.span.last, told.holding))
    elif fact.kind in GONE:
        told.gone = fact
    elif fact.kind is FactKind.REINSTATED:
        told.gone = None


@cache
def _stocks(inventoried: Evidences) -> tuple[tuple[Measure, Evidences, Evidences, Evidence | None], ...]:
    """Every stock with the evidence that it counts, what has to be given beside it, and what it must not have."""
    said = ((measure, STATEMENTS[measure]) for measure in STOCKS)
    return tuple((measure, plain(one.by, inventoried), one.given, one.unless) for measure, one in said)


def _note(told: Told, fact: FactRow, mask: int, inventoried: Evidences) -> None:
    """Compare every stock with what it was before this fact; each difference is an entry with this fact's reason."""
    for measure, by, given, unless in _stocks(inventoried):
        wanted = (*given, *by)
        holds = told.gone is None and unless not in told.have and all(evidence in told.have for evidence in wanted)
        old, new = told.counted.get(measure, 0), mask if holds else 0
        if old == new:
            continue
        if not old:
            told.opened.discard(measure)
            if any(told.have[evidence][1] for evidence in wanted):
                told.opened.add(measure)
        opening = measure in told.opened
        if new & ~old:
            came = not set(by).isdisjoint(gained(fact))
            reason, span = _gain_reason(told, measure, fact, came=came), _since(told, by if came else wanted, fact)
            told.steps.append((measure, reason, span, opening, 1, new & ~old))
        if old & ~new:
            told.steps.append((measure, _loss_reason(measure, fact), fact.span, opening, -1, old & ~new))
        told.counted[measure] = new
        told.ever.add(measure)


def _since(told: Told, evidence: Evidences, fact: FactRow) -> Span:
    """The day of what is counted; where something that had to be given came last, of all of it."""
    if fact.kind in DATED_BY_ITSELF:
        return fact.span
    return Span(max(told.have[one][0].first for one in evidence), fact.span.last)


def _gain_reason(told: Told, measure: Measure, fact: FactRow, *, came: bool) -> Reason:
    if fact.kind in LEVEL_FACTS and fact.cause is Cause.DEFINITION:
        return Reason.DEFINITION
    if fact.kind in GAIN_REASONS:
        return GAIN_REASONS[fact.kind]
    if not came:
        return Reason.JOINED  # digitized before it came onto the register
    return Reason.REGAINED if measure in told.ever else Reason.FIRST


def _loss_reason(measure: Measure, fact: FactRow) -> Reason:
    if fact.kind in LEVEL_FACTS and measure in DIGITIZED_STOCKS and fact.cause is Cause.DEFINITION:
        return Reason.DEFINITION
    if fact.kind in LEVEL_FACTS and fact.cause in {Cause.LOST, Cause.RECORD}:
        return Reason.LOST  # nobody withdrew the approval: the year it was given in keeps it
    return LOSS_REASONS.get(fact.kind, Reason.WITHDRAWN)


def _flows(told: Told, record: Record, scopes: Sequence[Scope], inventoried: Evidences) -> Iterator[Step]:
    """What counts in a period: each first attainment that still stands, and how the object went if it is gone."""
    accepted = told.holding != "undecided" or Evidence.REGISTERED in told.first
    for measure in FLOWS:
        wanted = evidence_of(measure, inventoried)
        if any(e not in told.first or e in told.suspended or e in told.redefined for e in wanted):
            continue
        if not STATEMENTS[measure].admits(accepted=accepted, gone=told.gone is not None):
            continue
        found = [told.first[evidence] for evidence in wanted]
        span = Span(max(span.first for span, _ in found), max(span.last for span, _ in found))
        mask = mask_of(record, _holding_on(told, span.last), scopes)
        yield measure, Reason.FIRST, span, any(opening for _, opening in found), 1, mask
    for measure in DEPARTURES:
        if told.gone is not None and STATEMENTS[measure].gone_by is told.gone.kind:
            mask = mask_of(record, _holding_on(told, told.gone.span.last), scopes)
            yield measure, Reason.FIRST, told.gone.span, told.gone.opening, 1, mask


def _revised(steps: Sequence[Step], flows: Sequence[Step]) -> Iterator[Step]:
    """The steps of the stocks, where a first attainment that its flow no longer counts is told apart.

    So "first attained" on a balance never counts an object that the figure of the year does not.
    """
    counted = {measure: (span, mask) for measure, _, span, _, _, mask in flows}
    for step in steps:
        measure, reason, span, opening, sign, mask = step
        if reason is not Reason.FIRST or measure not in FLOW_OF:
            yield step
            continue
        day, populations = counted.get(FLOW_OF[measure], (None, 0))
        same = mask & populations if day == span else 0
        for reason, part in ((Reason.FIRST, same), (Reason.REVISED, mask & ~same)):
            if part:
                yield measure, reason, span, opening, sign, part


def _holding_on(told: Told, day: int) -> str:
    """Under which title the object was kept on a day; while undecided, the title decided next."""
    past = [holding for since, holding in told.moves if since <= day]
    if past[-1] != "undecided":
        return past[-1]
    later = [holding for since, holding in told.moves if since > day and holding != "undecided"]
    return later[0] if later else "undecided"

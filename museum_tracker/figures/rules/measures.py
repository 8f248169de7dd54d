"""What can be counted: each figure stated once, as what must hold, what must not, and whose day places it in a period.

Nothing else says what counts: `rules.counting` and `rules.history` read these statements over the facts of an object,
`counting.sql` over stored standings. A new figure is a new statement here; standings and sums are made anew by
themselves after an upgrade (see `counting.form`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from museum_tracker.core.i18n import N_
from museum_tracker.figures.rules.facts import FactKind


class Evidence(StrEnum):
    """What an object must have for a figure to count it.

    INVENTORIED is worked out: the museum chooses which other evidence makes an object inventoried.
    """

    PRESENT = "present"
    COLLECTED = "collected"
    MERGED = "merged"
    REGISTERED = "registered"
    MARKED = "marked"
    CLASSIFIED = "classified"
    DOSSIER = "dossier"
    LEVEL_1 = "level_1"
    LEVEL_2 = "level_2"
    LEVEL_3 = "level_3"
    FULL = "full"
    INVENTORIED = "inventoried"


class Measure(StrEnum):
    """A figure of the museum: how many objects stand so on a day (stock), or came to it in a period (flow)."""

    PRESENT = "present"
    REGISTERED = "registered"
    UNREGISTERED = "unregistered"
    COLLECTED_UNREGISTERED = "collected_unregistered"
    MARKED = "marked"
    CLASSIFIED = "classified"
    DOSSIER = "dossier"
    INITIAL_INVENTORY = "initial_inventory"
    SCIENTIFIC_INVENTORY = "scientific_inventory"
    INVENTORIED = "inventoried"
    LEVEL_1 = "level_1"
    LEVEL_2 = "level_2"
    LEVEL_3 = "level_3"
    FULL_LEVEL = "full_level"

    COLLECTED = "collected"
    AWAITING_COUNCIL = "awaiting_council"
    MERGED = "merged"
    NEWLY_REGISTERED = "newly_registered"
    NEWLY_CLASSIFIED = "newly_classified"
    NEWLY_INVENTORIED = "newly_inventoried"
    FIRST_LEVEL_1 = "first_level_1"
    FIRST_LEVEL_2 = "first_level_2"
    FIRST_LEVEL_3 = "first_level_3"
    FIRST_FULL_LEVEL = "first_full_level"
    REMOVED = "removed"
    RETURNED = "returned"


class Reason(StrEnum):
    """Why a stock rose or fell: the lines of a balance.

    REVISED is a first attainment that the flow of its period no longer counts: taken back, dated anew or moved since.
    """

    FIRST = "first"
    REVISED = "revised"
    REGAINED = "regained"
    JOINED = "joined"
    MOVED = "moved"
    REMOVED = "removed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    LOST = "lost"
    CORRECTION = "correction"
    DEFINITION = "definition"


class Kind(StrEnum):
    """How a figure counts: who stands so on a day, who came to it in a period, who went for good in a period."""

    STOCK = "stock"
    FLOW = "flow"
    DEPARTURE = "departure"


class Acceptance(StrEnum):
    """Whether a figure counts only what the museum took in, or only what still waits for that decision."""

    ANY = "any"
    ACCEPTED = "accepted"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """When an object counts in a figure.

    It has all of `by` and of `given`, and not `unless`. The day of `by` places it in a period; `given` only has to be
    true by then. `first_of` names the stock whose first attainment a flow counts, `gone_by` the fact by which an
    object departed.
    """

    label: str
    kind: Kind
    by: tuple[Evidence, ...] = ()
    given: tuple[Evidence, ...] = ()
    unless: Evidence | None = None
    acceptance: Acceptance = Acceptance.ANY
    first_of: Measure | None = None
    gone_by: FactKind | None = None

    @property
    def holds(self) -> tuple[Evidence, ...]:
        """Everything that must hold."""
        return (*self.given, *self.by)

    def admits(self, *, accepted: bool, gone: bool = False) -> bool:
        """Whether an object accepted or waiting, here or gone, can count at all."""
        if self.acceptance is Acceptance.ACCEPTED:
            return accepted
        return self.acceptance is Acceptance.ANY or not (accepted or gone)


_E = Evidence
DEFAULT_INVENTORIED = (_E.REGISTERED, _E.MARKED, _E.CLASSIFIED)


def _stock(label: str, *by: Evidence, given: tuple[Evidence, ...] = (), unless: Evidence | None = None) -> Statement:
    """A stock; whatever is counted has to be in the museum."""
    here = () if _E.PRESENT in by else (_E.PRESENT,)
    return Statement(label=label, kind=Kind.STOCK, by=by, given=(*here, *given), unless=unless)


def _level(label: str, by: Evidence) -> Statement:
    """A stock of digitized objects: only what stands on the register."""
    return _stock(label, by, given=(_E.REGISTERED,))


def _flow(
    label: str, by: Evidence, first_of: Measure | None = None, acceptance: Acceptance = Acceptance.ANY
) -> Statement:
    return Statement(label=label, kind=Kind.FLOW, by=(by,), first_of=first_of, acceptance=acceptance)


def _departure(label: str, by: FactKind) -> Statement:
    """How an object went, if it is gone: leaving is never undone by evidence."""
    return Statement(label=label, kind=Kind.DEPARTURE, gone_by=by)


STATEMENTS: dict[Measure, Statement] = {
    Measure.PRESENT: _stock(N_("Objects held (registered and waiting)"), _E.PRESENT),
    Measure.REGISTERED: _stock(N_("On the register"), _E.REGISTERED),
    Measure.UNREGISTERED: _stock(N_("Held, not on the register"), _E.PRESENT, unless=_E.REGISTERED),
    Measure.COLLECTED_UNREGISTERED: _stock(N_("Collected, not yet registered"), _E.COLLECTED, unless=_E.REGISTERED),
    Measure.MARKED: _stock(N_("Number marked on the object"), _E.MARKED),
    Measure.CLASSIFIED: _stock(N_("Classification confirmed"), _E.CLASSIFIED),
    Measure.DOSSIER: _stock(N_("Dossier complete"), _E.DOSSIER),
    Measure.INITIAL_INVENTORY: _stock(N_("Initial inventory done"), _E.REGISTERED, _E.MARKED),
    Measure.SCIENTIFIC_INVENTORY: _stock(
        N_("Scientific inventory done"), _E.REGISTERED, _E.MARKED, _E.CLASSIFIED, _E.DOSSIER
    ),
    Measure.INVENTORIED: _stock(N_("Inventoried and classified"), _E.INVENTORIED),
    Measure.LEVEL_1: _level(N_("Digitized, level 1 or higher"), _E.LEVEL_1),
    Measure.LEVEL_2: _level(N_("Digitized, level 2 or higher"), _E.LEVEL_2),
    Measure.LEVEL_3: _level(N_("Digitized, level 3"), _E.LEVEL_3),
    Measure.FULL_LEVEL: _level(N_("Digitized to the full level"), _E.FULL),
    Measure.COLLECTED: _flow(N_("Collected in the period"), _E.COLLECTED, acceptance=Acceptance.ACCEPTED),
    Measure.AWAITING_COUNCIL: _flow(
        N_("Received, waiting for the council"), _E.COLLECTED, acceptance=Acceptance.WAITING
    ),
    Measure.MERGED: _flow(N_("Received by merger of museums in the period"), _E.MERGED),
    Measure.NEWLY_REGISTERED: _flow(N_("Registered in the period"), _E.REGISTERED, Measure.REGISTERED),
    Measure.NEWLY_CLASSIFIED: _flow(N_("Classified in the period"), _E.CLASSIFIED, Measure.CLASSIFIED),
    Measure.NEWLY_INVENTORIED: _flow(
        N_("Inventoried and classified in the period"), _E.INVENTORIED, Measure.INVENTORIED
    ),
    Measure.FIRST_LEVEL_1: _flow(N_("First reached level 1 in the period"), _E.LEVEL_1, Measure.LEVEL_1),
    Measure.FIRST_LEVEL_2: _flow(N_("First reached level 2 in the period"), _E.LEVEL_2, Measure.LEVEL_2),
    Measure.FIRST_LEVEL_3: _flow(N_("First reached level 3 in the period"), _E.LEVEL_3, Measure.LEVEL_3),
    Measure.FIRST_FULL_LEVEL: _flow(N_("First reached the full level in the period"), _E.FULL, Measure.FULL_LEVEL),
    Measure.REMOVED: _departure(N_("Removed in the period"), FactKind.LEFT),
    Measure.RETURNED: _departure(N_("Returned in the period"), FactKind.RETURNED),
}
MEASURE_LABELS: dict[Measure, str] = {measure: said.label for measure, said in STATEMENTS.items()}


def _all_of(kind: Kind) -> tuple[Measure, ...]:
    return tuple(measure for measure, said in STATEMENTS.items() if said.kind is kind)


STOCKS, FLOWS, DEPARTURES = (_all_of(kind) for kind in Kind)
ALL_FLOWS = (*FLOWS, *DEPARTURES)
MEASURES = (*STOCKS, *ALL_FLOWS)
DIGITIZED_STOCKS = (Measure.LEVEL_1, Measure.LEVEL_2, Measure.LEVEL_3, Measure.FULL_LEVEL)
FLOW_OF: dict[Measure, Measure] = {said.first_of: flow for flow, said in STATEMENTS.items() if said.first_of}
FIRST_LEVELS = tuple(FLOW_OF[stock] for stock in DIGITIZED_STOCKS)
DIGITIZED = (*DIGITIZED_STOCKS, *FIRST_LEVELS)
# The evidence whose day stands beside each object of a list: of flows and of the stocks that they lead to.
DATED_BY: dict[Measure, Evidence] = {
    measure: STATEMENTS[measure].by[0] for measure in (Measure.COLLECTED, *FLOW_OF.values(), *FLOW_OF)
}
# Stocks and flows are kept in columns of their own: each begins with its own first bit.
BIT: dict[Measure, int] = {measure: 1 << place for some in (STOCKS, ALL_FLOWS) for place, measure in enumerate(some)}


def is_stock(measure: Measure) -> bool:
    """Whether a measure says how many stand so on a day, rather than how many came to it in a period."""
    return STATEMENTS[measure].kind is Kind.STOCK


@cache
def evidence_of(measure: Measure, inventoried: tuple[Evidence, ...] = DEFAULT_INVENTORIED) -> tuple[Evidence, ...]:
    """The evidence behind a measure; `inventoried` is the museum's own choice for the 100% goal."""
    return tuple(dict.fromkeys(plain(STATEMENTS[measure].holds, inventoried)))


def plain(wanted: tuple[Evidence, ...], inventoried: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Evidence that facts speak of: what was worked out is taken apart."""
    if Evidence.INVENTORIED not in wanted:
        return wanted
    return (*(one for one in wanted if one is not Evidence.INVENTORIED), *inventoried)

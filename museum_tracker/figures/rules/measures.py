"""What can be counted: stocks on a day, flows in a period, and the evidence each rests on."""

from __future__ import annotations

from enum import StrEnum

from museum_tracker.core.i18n import N_


class Evidence(StrEnum):
    """What an object must have for a figure to count it."""

    PRESENT = "present"
    COLLECTED = "collected"
    REGISTERED = "registered"
    MARKED = "marked"
    CLASSIFIED = "classified"
    DOSSIER = "dossier"
    LEVEL_1 = "level_1"
    LEVEL_2 = "level_2"
    LEVEL_3 = "level_3"
    FULL = "full"


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
    """Why a stock rose or fell: the lines of a balance."""

    FIRST = "first"
    REGAINED = "regained"
    JOINED = "joined"
    MOVED = "moved"
    REMOVED = "removed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    LOST = "lost"
    CORRECTION = "correction"
    DEFINITION = "definition"


MEASURE_LABELS: dict[Measure, str] = {
    Measure.PRESENT: N_("Objects held (registered and waiting)"),
    Measure.REGISTERED: N_("On the register"),
    Measure.UNREGISTERED: N_("Held, not on the register"),
    Measure.COLLECTED_UNREGISTERED: N_("Collected, not yet registered"),
    Measure.MARKED: N_("Number marked on the object"),
    Measure.CLASSIFIED: N_("Classification confirmed"),
    Measure.DOSSIER: N_("Dossier complete"),
    Measure.INITIAL_INVENTORY: N_("Initial inventory done"),
    Measure.SCIENTIFIC_INVENTORY: N_("Scientific inventory done"),
    Measure.INVENTORIED: N_("Inventoried and classified"),
    Measure.LEVEL_1: N_("Digitized, level 1 or higher"),
    Measure.LEVEL_2: N_("Digitized, level 2 or higher"),
    Measure.LEVEL_3: N_("Digitized, level 3"),
    Measure.FULL_LEVEL: N_("Digitized to the full level"),
    Measure.COLLECTED: N_("Collected in the period"),
    Measure.AWAITING_COUNCIL: N_("Received, waiting for the council"),
    Measure.NEWLY_REGISTERED: N_("Registered in the period"),
    Measure.NEWLY_CLASSIFIED: N_("Classified in the period"),
    Measure.NEWLY_INVENTORIED: N_("Inventoried and classified in the period"),
    Measure.FIRST_LEVEL_1: N_("First reached level 1 in the period"),
    Measure.FIRST_LEVEL_2: N_("First reached level 2 in the period"),
    Measure.FIRST_LEVEL_3: N_("First reached level 3 in the period"),
    Measure.FIRST_FULL_LEVEL: N_("First reached the full level in the period"),
    Measure.REMOVED: N_("Removed in the period"),
    Measure.RETURNED: N_("Returned in the period"),
}

DEFAULT_INVENTORIED = (Evidence.REGISTERED, Evidence.MARKED, Evidence.CLASSIFIED)

_E = Evidence
# PRESENT minus REGISTERED gives UNREGISTERED, so that denominator, register and backlog always add up.
STOCKS: dict[Measure, tuple[Evidence, ...]] = {
    Measure.PRESENT: (_E.PRESENT,),
    Measure.REGISTERED: (_E.REGISTERED,),
    Measure.COLLECTED_UNREGISTERED: (_E.COLLECTED,),
    Measure.MARKED: (_E.MARKED,),
    Measure.CLASSIFIED: (_E.CLASSIFIED,),
    Measure.DOSSIER: (_E.DOSSIER,),
    Measure.INITIAL_INVENTORY: (_E.REGISTERED, _E.MARKED),
    Measure.SCIENTIFIC_INVENTORY: (_E.REGISTERED, _E.MARKED, _E.CLASSIFIED, _E.DOSSIER),
    Measure.INVENTORIED: DEFAULT_INVENTORIED,
    Measure.LEVEL_1: (_E.REGISTERED, _E.LEVEL_1),
    Measure.LEVEL_2: (_E.REGISTERED, _E.LEVEL_2),
    Measure.LEVEL_3: (_E.REGISTERED, _E.LEVEL_3),
    Measure.FULL_LEVEL: (_E.REGISTERED, _E.FULL),
}
UNLESS: dict[Measure, Evidence] = {Measure.COLLECTED_UNREGISTERED: Evidence.REGISTERED}
DIGITIZED_STOCKS = (Measure.LEVEL_1, Measure.LEVEL_2, Measure.LEVEL_3, Measure.FULL_LEVEL)

FLOWS: dict[Measure, tuple[Evidence, ...]] = {
    Measure.COLLECTED: (_E.COLLECTED,),
    Measure.AWAITING_COUNCIL: (_E.COLLECTED,),
    Measure.NEWLY_REGISTERED: (_E.REGISTERED,),
    Measure.NEWLY_CLASSIFIED: (_E.CLASSIFIED,),
    Measure.NEWLY_INVENTORIED: DEFAULT_INVENTORIED,
    Measure.FIRST_LEVEL_1: (_E.LEVEL_1,),
    Measure.FIRST_LEVEL_2: (_E.LEVEL_2,),
    Measure.FIRST_LEVEL_3: (_E.LEVEL_3,),
    Measure.FIRST_FULL_LEVEL: (_E.FULL,),
}
FIRST_LEVELS = (Measure.FIRST_LEVEL_1, Measure.FIRST_LEVEL_2, Measure.FIRST_LEVEL_3, Measure.FIRST_FULL_LEVEL)
# Leaving is never undone by evidence: these flows are told apart by how the object went.
DEPARTURES = (Measure.REMOVED, Measure.RETURNED)
ALL_STOCKS = (*STOCKS, Measure.UNREGISTERED)
ALL_FLOWS = (*FLOWS, *DEPARTURES)

# The evidence whose day stands beside each object of a list; a stock shows the day of what it counts.
INVENTORIED = "inventoried"
DATED_BY: dict[Measure, str] = {
    Measure.COLLECTED: _E.COLLECTED,
    Measure.NEWLY_REGISTERED: _E.REGISTERED,
    Measure.REGISTERED: _E.REGISTERED,
    Measure.NEWLY_CLASSIFIED: _E.CLASSIFIED,
    Measure.CLASSIFIED: _E.CLASSIFIED,
    Measure.NEWLY_INVENTORIED: INVENTORIED,
    Measure.INVENTORIED: INVENTORIED,
    Measure.FIRST_LEVEL_1: _E.LEVEL_1,
    Measure.LEVEL_1: _E.LEVEL_1,
    Measure.FIRST_LEVEL_2: _E.LEVEL_2,
    Measure.LEVEL_2: _E.LEVEL_2,
    Measure.FIRST_LEVEL_3: _E.LEVEL_3,
    Measure.LEVEL_3: _E.LEVEL_3,
    Measure.FIRST_FULL_LEVEL: _E.FULL,
    Measure.FULL_LEVEL: _E.FULL,
}
DIGITIZED = (*DIGITIZED_STOCKS, *FIRST_LEVELS)

BIT: dict[Measure, int] = {measure: 1 << place for place, measure in enumerate((*STOCKS, *FLOWS, *DEPARTURES))}


def is_stock(measure: Measure) -> bool:
    """Whether a measure says how many stand so on a day, rather than how many came to it in a period."""
    return measure in ALL_STOCKS


def needs(measure: Measure, inventoried: tuple[Evidence, ...] = DEFAULT_INVENTORIED) -> tuple[Evidence, ...]:
    """The evidence that a measure asks for; `inventoried` is the museum's own choice for the 100% goal."""
    if measure in {Measure.INVENTORIED, Measure.NEWLY_INVENTORIED}:
        return inventoried
    return STOCKS.get(measure) or FLOWS[measure]

"""Words of a plan: whom a target is for, and where its number comes from."""

from __future__ import annotations

from enum import StrEnum

from museum_tracker.core.i18n import N_


class Scope(StrEnum):
    """Which institutions a target is for."""

    MUSEUM = "museum"
    LIBRARY = "library"
    CULTURE_CENTRE = "culture_centre"


SCOPE_LABELS = {
    Scope.MUSEUM: N_("Museum"),
    Scope.LIBRARY: N_("Libraries"),
    Scope.CULTURE_CENTRE: N_("Culture centres"),
}


class Computed(StrEnum):
    """Where a target's number comes from."""

    CATALOGUE = "catalogue"
    PARTLY = "partly"
    MANUAL = "manual"


COMPUTED_LABELS = {
    Computed.CATALOGUE: N_("Computed from the catalogue"),
    Computed.PARTLY: N_("Partly from records"),
    Computed.MANUAL: N_("Entered by hand"),
}

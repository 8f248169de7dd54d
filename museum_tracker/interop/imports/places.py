"""Where new objects stand, as far as the table names a place that the museum has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from museum_tracker.history.models import ChangeSet
from museum_tracker.interop.imports.deciding import Decision
from museum_tracker.interop.imports.targets import LOCATION
from museum_tracker.interop.models import Outcome
from museum_tracker.locations.queries import find_location
from museum_tracker.movements.services import place_new


def put_in_place(session: Session, deed: ChangeSet, decisions: Sequence[Decision], ids: Mapping[int, int]) -> None:
    """Put new objects where the table says; a place that nobody knows stays with the object as written.

    Objects that were there before are not moved by a table: that is a deed of its own, on their page.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for decision in decisions:
        text = decision.record.row.special.get(LOCATION)
        if text and decision.outcome is Outcome.CREATED:
            places[text].append(ids[decision.record.row.number])
    for text, artifact_ids in places.items():
        place = find_location(session, text)
        if place is not None and place.active:
            place_new(session, artifact_ids, to=place, deed=deed)

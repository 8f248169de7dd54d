"""Places for tests."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.history.models import ChangeSet
from museum_tracker.locations import services
from museum_tracker.locations.models import Location, Rank


def make_location(
    session: Session,
    deed: ChangeSet,
    code: str = "K1",
    name: str = "",
    *,
    rank: Rank = Rank.STORE,
    inside: Location | None = None,
    **more: Any,
) -> Location:
    """A place, by default a store of its own."""
    parent_id = inside.id if inside is not None else None
    return services.add_location(
        session, deed=deed, rank=rank, code=code, name=name or f"Nơi {code}", parent_id=parent_id, **more
    )


def make_store(session: Session, deed: ChangeSet, code: str = "K1") -> tuple[Location, Location, Location]:
    """A store with a cabinet with a shelf."""
    store = make_location(session, deed, code, f"Kho {code}")
    cabinet = make_location(session, deed, "T1", "Tủ 1", rank=Rank.CABINET, inside=store)
    return store, cabinet, make_location(session, deed, "N1", "Ngăn 1", rank=Rank.SHELF, inside=cabinet)

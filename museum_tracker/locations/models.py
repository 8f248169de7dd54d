"""The tree of sites, stores, cabinets and shelves where objects stand."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from museum_tracker.core.db import Base, code, enum_of, pk
from museum_tracker.core.i18n import N_


class Rank(StrEnum):
    """What a location is, from the largest to the smallest."""

    SITE = "site"
    BUILDING = "building"
    STORE = "store"
    ROOM = "room"
    CABINET = "cabinet"
    SHELF = "shelf"
    DRAWER = "drawer"
    BOX = "box"


RANK_LABELS = {
    Rank.SITE: N_("Site"),
    Rank.BUILDING: N_("Building"),
    Rank.STORE: N_("Store"),
    Rank.ROOM: N_("Room"),
    Rank.CABINET: N_("Cabinet"),
    Rank.SHELF: N_("Shelf"),
    Rank.DRAWER: N_("Drawer"),
    Rank.BOX: N_("Box"),
}


class Location(Base):
    """A place inside the museum; `path` holds the ids from the root down, as `/1/4/9/`."""

    __tablename__ = "locations"
    __table_args__ = (sa.UniqueConstraint("parent_id", "code"),)

    id: Mapped[pk]
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("locations.id"), index=True)
    rank: Mapped[Rank] = mapped_column(enum_of(Rank))
    code: Mapped[code] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    path: Mapped[str] = mapped_column(sa.String(500), default="", index=True)
    sort: Mapped[int] = mapped_column(default=0)

    parent: Mapped[Location | None] = relationship(remote_side="Location.id", back_populates="children")
    children: Mapped[list[Location]] = relationship(back_populates="parent", order_by="Location.sort, Location.id")

"""The tree of sites, stores, cabinets and shelves where objects stand."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from museum_tracker.core.db import Base, code, enum_of, long_text, pk
from museum_tracker.locations.rules import RANK_LABELS, Rank

__all__ = ["RANK_LABELS", "Location", "Rank"]


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
    note: Mapped[long_text]
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)

    parent: Mapped[Location | None] = relationship(remote_side="Location.id", back_populates="children")
    children: Mapped[list[Location]] = relationship(back_populates="parent", order_by="Location.sort, Location.id")

    @property
    def label(self) -> str:
        """The place's own name with its code, without the places around it."""
        return (
            self.name if not self.code or self.code.casefold() in self.name.casefold() else f"{self.code} · {self.name}"
        )

    @property
    def depth(self) -> int:
        """How many places stand around it."""
        return max(self.path.count("/") - 2, 0)

"""Change sets: every deed with its author, its time, and what stood before and after."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from museum_tracker.accounts.models import User
from museum_tracker.core.db import Base, Json, pk
from museum_tracker.core.i18n import Message, restored

LEFT = "left"  # what an undo left as it was, beside the values of its sentence


class ChangeSet(Base):
    """One deed: what was done, by whom, when. All its items and facts commit with it or not at all."""

    __tablename__ = "change_sets"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[pk]
    at: Mapped[dt.datetime] = mapped_column(index=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    action: Mapped[str] = mapped_column(sa.String(200))
    values: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    request_id: Mapped[str] = mapped_column(sa.String(40), default="")
    undoes_id: Mapped[int | None] = mapped_column(sa.ForeignKey("change_sets.id"), index=True)

    @property
    def message(self) -> Message:
        """What was done, as a sentence not yet in any language."""
        return restored(self.action, {name: value for name, value in self.values.items() if name != LEFT})

    @property
    def left(self) -> list[tuple[str, Message]]:
        """What an undo left whole, each thing with why."""
        return [(label, restored(kept["msgid"], kept["values"])) for label, kept in self.values.get(LEFT, ())]

    by: Mapped[User] = relationship()
    items: Mapped[list[ChangeItem]] = relationship(back_populates="change_set", order_by="ChangeItem.id")


class ChangeItem(Base):
    """What one deed did to one thing: its values before and after, only those that changed."""

    __tablename__ = "change_items"
    __table_args__ = (sa.Index("ix_change_items_entity", "entity", "entity_id"),)

    id: Mapped[pk]
    change_set_id: Mapped[int] = mapped_column(sa.ForeignKey("change_sets.id"), index=True)
    entity: Mapped[str] = mapped_column(sa.String(40))
    entity_id: Mapped[int]
    before: Mapped[dict[str, Any] | None] = mapped_column(Json)
    after: Mapped[dict[str, Any] | None] = mapped_column(Json)

    change_set: Mapped[ChangeSet] = relationship(back_populates="items")

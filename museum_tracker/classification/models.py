"""Classifications: who proposed which material group and number, who decided, and why it came back."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from museum_tracker.accounts.models import User
from museum_tracker.catalogue.models import Artifact
from museum_tracker.classification.rules import Stage
from museum_tracker.core.db import Base, enum_of, long_text, moment, moment_or_none, pk
from museum_tracker.vocabularies.models import Term


class Classification(Base):
    """One entry for a classification book: a material group and the number in its series, proposed, then decided."""

    __tablename__ = "classifications"
    __table_args__ = (sa.Index("ix_classifications_queue", "stage", "id"),)

    id: Mapped[pk]
    artifact_id: Mapped[int] = mapped_column(sa.ForeignKey("artifacts.id"), index=True)
    material_id: Mapped[int] = mapped_column(sa.ForeignKey("terms.id"), index=True)
    number: Mapped[str] = mapped_column(sa.String(200))
    stage: Mapped[Stage] = mapped_column(enum_of(Stage), default=Stage.PROPOSED)
    note: Mapped[long_text]
    reason: Mapped[long_text]
    proposed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    proposed_at: Mapped[moment]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    decided_at: Mapped[moment_or_none]
    decided_on: Mapped[dt.date | None]

    artifact: Mapped[Artifact] = relationship()
    material: Mapped[Term] = relationship()
    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])

    @property
    def waiting_since(self) -> dt.datetime:
        """Since when it stands where it stands: proposed, or sent back or contested after that."""
        return self.decided_at or self.proposed_at

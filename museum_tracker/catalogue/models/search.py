"""The words of an object as the search index reads them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from museum_tracker.core.db import Base


class ArtifactSearch(Base):
    """The searchable words of one object, with accents as written and without; personal facts are not among them."""

    __tablename__ = "artifact_search"

    artifact_id: Mapped[int] = mapped_column(
        sa.ForeignKey("artifacts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    exact: Mapped[str] = mapped_column(sa.Text)
    folded: Mapped[str] = mapped_column(sa.Text)

"""The numbers of objects, and the series that give them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from museum_tracker.catalogue.rules import NumberKind, NumberState
from museum_tracker.core.db import Base, code, enum_of, flag, moment, pk

if TYPE_CHECKING:
    from museum_tracker.catalogue.models.artifact import Artifact


def sort_text() -> sa.types.TypeEngine[Any]:
    """A sort key computed in Python: both engines compare it byte by byte."""
    return sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")


class NumberSeries(Base):
    """A book or a sequence that numbers come from; a number is unique inside its series.

    `pattern` writes the next number from `{prefix}` and `{seq}` (`{seq:04}` fills up with noughts); a register without
    a prefix writes the museum's. `strict` series refuse a repeat, others (old books) keep it as a duplicate to be
    resolved. A `closed` series gives no numbers any more, `successor` gives them in its place; a museum that was merged
    is named by `former_museum` and `years`, and its numbers stay as they are.
    """

    __tablename__ = "number_series"

    id: Mapped[pk]
    code: Mapped[code] = mapped_column(unique=True)
    kind: Mapped[NumberKind] = mapped_column(enum_of(NumberKind))
    prefix: Mapped[str] = mapped_column(sa.String(40), default="")
    pattern: Mapped[str] = mapped_column(sa.String(100), default="{prefix} {seq}")
    last: Mapped[int] = mapped_column(default=0)
    strict: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(sa.String(200), default="")
    book: Mapped[str] = mapped_column(sa.String(200), default="")
    closed: Mapped[flag]
    former_museum: Mapped[str] = mapped_column(sa.String(200), default="")
    years: Mapped[str] = mapped_column(sa.String(100), default="")
    successor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("number_series.id"))

    @property
    def label(self) -> str:
        """How people call the series: its name, else its letters, else its code."""
        return self.name or self.prefix or self.code


class ArtifactNumber(Base):
    """A number that an object bears or bore; `key` is what is compared, `compact` what is searched."""

    __tablename__ = "artifact_numbers"
    __table_args__ = (
        sa.Index(
            "uq_artifact_numbers_in_series",
            "series_id",
            "key",
            unique=True,
            sqlite_where=sa.text("state IN ('current', 'proposed') AND NOT shelved"),
            postgresql_where=sa.text("state IN ('current', 'proposed') AND NOT shelved"),
        ),
    )

    id: Mapped[pk]
    artifact_id: Mapped[int] = mapped_column(sa.ForeignKey("artifacts.id"), index=True)
    kind: Mapped[NumberKind] = mapped_column(enum_of(NumberKind))
    series_id: Mapped[int | None] = mapped_column(sa.ForeignKey("number_series.id"))
    text: Mapped[str] = mapped_column(sa.String(200))
    key: Mapped[str] = mapped_column(sort_text(), index=True)
    compact: Mapped[str] = mapped_column(sort_text(), index=True)
    sort: Mapped[str] = mapped_column(sort_text())
    state: Mapped[NumberState] = mapped_column(enum_of(NumberState), default=NumberState.CURRENT)
    # The object was voided: its number may be claimed again.
    shelved: Mapped[flag]
    created_at: Mapped[moment]

    artifact: Mapped[Artifact] = relationship(back_populates="numbers")
    series: Mapped[NumberSeries | None] = relationship()

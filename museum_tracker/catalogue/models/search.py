"""The words of an object as the search index reads them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from museum_tracker.core.db import Base

# Statements that create and drop what models cannot declare; the migration runs the same ones.
CREATE: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE VIRTUAL TABLE artifact_fts USING fts5(exact, folded, content='artifact_search', "
            "content_rowid='artifact_id', tokenize='unicode61 remove_diacritics 0')"
        ),
    ),
    "postgresql": (
        "CREATE INDEX ix_artifact_search_exact ON artifact_search USING gin (to_tsvector('simple', exact))",
        "CREATE INDEX ix_artifact_search_folded ON artifact_search USING gin (to_tsvector('simple', folded))",
    ),
}
DROP: dict[str, tuple[str, ...]] = {
    "sqlite": ("DROP TABLE IF EXISTS artifact_fts",),
    "postgresql": (
        "DROP INDEX IF EXISTS ix_artifact_search_exact",
        "DROP INDEX IF EXISTS ix_artifact_search_folded",
    ),
}


class ArtifactSearch(Base):
    """The searchable words of one object, with accents as written and without; personal facts are not among them."""

    __tablename__ = "artifact_search"

    artifact_id: Mapped[int] = mapped_column(
        sa.ForeignKey("artifacts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    exact: Mapped[str] = mapped_column(sa.Text)
    folded: Mapped[str] = mapped_column(sa.Text)


for _dialect, _statements in CREATE.items():
    for _statement in _statements:
        sa.event.listen(ArtifactSearch.__table__, "after_create", sa.DDL(_statement).execute_if(dialect=_dialect))
for _dialect, _statements in DROP.items():
    for _statement in _statements:
        sa.event.listen(ArtifactSearch.__table__, "before_drop", sa.DDL(_statement).execute_if(dialect=_dialect))

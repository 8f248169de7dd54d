"""Indexes by which queues, stores and days are counted without reading every object."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

STANDING = sa.text("voided_at IS NULL")


def upgrade() -> None:
    """Add them; the one of places replaces a plain one."""
    for name, columns in (("custody", ["custody"]), ("location", ["location_id", "custody"])):
        op.create_index(f"ix_artifacts_{name}", "artifacts", columns, sqlite_where=STANDING, postgresql_where=STANDING)
    op.drop_index("ix_artifacts_location_id", "artifacts")
    op.create_index("ix_facts_effective_on", "facts", ["effective_on"])


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_facts_effective_on", "facts")
    op.create_index("ix_artifacts_location_id", "artifacts", ["location_id"])
    op.drop_index("ix_artifacts_location", "artifacts")
    op.drop_index("ix_artifacts_custody", "artifacts")

"""Readings of whom objects came from: on pages, in lists and exports, not only of contact details."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add where each reading was and of what; what was noted so far were contact details."""
    with op.batch_alter_table("source_readings") as readings:
        readings.alter_column("source_id", existing_type=sa.Integer(), nullable=True)
        readings.add_column(sa.Column("shown", sa.String(length=32), nullable=False, server_default="contact"))
        readings.add_column(sa.Column("subject_id", sa.Integer(), nullable=True))
        readings.add_column(sa.Column("count", sa.Integer(), nullable=False, server_default="1"))
    op.execute(sa.text("UPDATE source_readings SET subject_id = source_id"))
    op.create_index("ix_source_readings_at", "source_readings", ["at"])


def downgrade() -> None:
    """An older version knows readings of contact details only."""
    op.drop_index("ix_source_readings_at", "source_readings")
    op.execute(sa.text("DELETE FROM source_readings WHERE shown <> 'contact' OR source_id IS NULL"))
    with op.batch_alter_table("source_readings") as readings:
        for name in ("count", "subject_id", "shown"):
            readings.drop_column(name)
        readings.alter_column("source_id", existing_type=sa.Integer(), nullable=False)

"""Objects that came by a merger of museums: their decision on the record, their day on the standing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; the figures are counted anew by themselves after an upgrade."""
    op.add_column("artifacts", sa.Column("acquisition_decision", sa.String(500), nullable=False, server_default=""))
    op.add_column("artifacts", sa.Column("decision_counts", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name in ("merged_first", "merged_last"):
        op.add_column("standings", sa.Column(name, sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take them away; an older version knows no merger: such an object was merely received."""
    op.execute(sa.text("UPDATE facts SET kind = 'received' WHERE kind = 'merged'"))
    for table in ("tallies", "tally_deltas", "standing_entries"):
        op.execute(sa.text(f"DELETE FROM {table} WHERE measure = 'merged'"))  # noqa: S608 - our own names
    for name in ("merged_last", "merged_first"):
        op.drop_column("standings", name)
    for name in ("decision_counts", "acquisition_decision"):
        op.drop_column("artifacts", name)

"""The axis on which a model was stood up, and the unit of length a person found out, with the version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; nothing was chosen yet."""
    with op.batch_alter_table("asset_versions") as table:
        table.add_column(sa.Column("up", sa.String(2), nullable=False, server_default=""))
        table.add_column(sa.Column("unit", sa.String(8), nullable=False, server_default=""))
    with op.batch_alter_table("asset_versions") as table:
        table.alter_column("up", server_default=None)
        table.alter_column("unit", server_default=None)


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("asset_versions") as table:
        table.drop_column("unit")
        table.drop_column("up")

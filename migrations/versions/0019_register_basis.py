"""The basis of a register line: by what an object was entered. Lines from before stay valid and have none written.

A council's minutes that accepted an object are not taken for its basis by guess: people write it where it is lacking.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both columns."""
    op.add_column("artifacts", sa.Column("register_basis", sa.String(32), nullable=False, server_default="none"))
    op.add_column("artifacts", sa.Column("register_basis_text", sa.String(500), nullable=False, server_default=""))


def downgrade() -> None:
    """Take them away; the bases themselves stay in the history."""
    op.drop_column("artifacts", "register_basis_text")
    op.drop_column("artifacts", "register_basis")

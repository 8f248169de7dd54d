"""Years that are planned, run, closed and restated."""

from __future__ import annotations

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to their new form."""


def downgrade() -> None:
    """Take the new form back."""

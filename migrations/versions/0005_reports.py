"""Reports that are written, checked and issued."""

from __future__ import annotations

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to their new form."""


def downgrade() -> None:
    """Take the new form back."""

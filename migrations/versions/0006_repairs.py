"""Small repairs of the first version's tables."""

from __future__ import annotations

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to their new form."""


def downgrade() -> None:
    """Take the new form back."""

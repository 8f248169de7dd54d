"""What populations and definitions need so that a museum can revise them."""

from __future__ import annotations

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to their new form."""


def downgrade() -> None:
    """Take the new form back."""

"""Index the words of names a second time, marked, so that searches put objects called so first."""

from __future__ import annotations

from alembic import op
from sqlalchemy.orm import Session

from museum_tracker.catalogue.search.index import rebuild

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Write the search index anew from the records."""
    with Session(bind=op.get_bind(), join_transaction_mode="rollback_only") as session:
        rebuild(session)
        session.flush()


def downgrade() -> None:
    """Nothing to take back: the marked words are asked for by nobody then."""

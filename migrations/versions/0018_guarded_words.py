"""Index the words of find-spots behind a mark: searches of those who may not see them do not find by them."""

from __future__ import annotations

from alembic import op
from sqlalchemy.orm import Session

from museum_tracker.catalogue.search.index import rebuild

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Write the search index anew from the records."""
    with Session(bind=op.get_bind(), join_transaction_mode="rollback_only") as session:
        rebuild(session)
        session.flush()


def downgrade() -> None:
    """Nothing to take back: an older version finds no words behind this mark until an object is edited."""

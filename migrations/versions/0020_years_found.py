"""Index the years that datings mean, so that 1783 finds what was made under Cảnh Hưng 44, and mark find-spots."""

from __future__ import annotations

from alembic import op
from sqlalchemy.orm import Session

from museum_tracker.catalogue.search.index import rebuild

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Write the search index anew from the records."""
    with Session(bind=op.get_bind(), join_transaction_mode="rollback_only") as session:
        rebuild(session)
        session.flush()


def downgrade() -> None:
    """Nothing to take back: years are words like others, and an older version asks for no marked ones."""

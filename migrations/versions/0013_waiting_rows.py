"""Rows of imports that wait for a decision: what was asked of each; questions of before are among them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ROWS = sa.table("import_rows", sa.column("outcome", sa.String), sa.column("question", sa.String))


def upgrade() -> None:
    """Call unsure rows waiting, and keep what they were asked."""
    with op.batch_alter_table("import_batches") as batches:
        batches.alter_column("unsure", new_column_name="waiting")
    with op.batch_alter_table("import_rows") as rows:
        rows.add_column(sa.Column("question", sa.String(length=20), nullable=False, server_default=""))
    unsure = sa.update(ROWS).where(ROWS.c.outcome == "unsure")
    op.execute(unsure.values(outcome="waiting", question="same_number"))


def downgrade() -> None:
    """Call waiting rows unsure again; a doubtful row becomes one that was rejected."""
    op.execute(
        sa.update(ROWS).where(ROWS.c.outcome == "waiting", ROWS.c.question == "same_number").values(outcome="unsure")
    )
    op.execute(sa.update(ROWS).where(ROWS.c.outcome == "waiting").values(outcome="rejected"))
    with op.batch_alter_table("import_rows") as rows:
        rows.drop_column("question")
    with op.batch_alter_table("import_batches") as batches:
        batches.alter_column("waiting", new_column_name="unsure")

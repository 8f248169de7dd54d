"""The working calendar; scenarios that a report draws; internal copies among a report's files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add the calendar's own days, the scenarios of reports, and the mark of internal copies."""
    op.create_table(
        "calendar_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("document", sa.String(length=500), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_calendar_days_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_days")),
    )
    op.create_index("ix_calendar_days_on", "calendar_days", ["on"])
    with op.batch_alter_table("reports") as reports:
        reports.add_column(sa.Column("scenario_ids", JSON, nullable=False, server_default="[]"))
    with op.batch_alter_table("report_files") as files:
        files.add_column(sa.Column("internal", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("report_files") as files:
        files.drop_column("internal")
    with op.batch_alter_table("reports") as reports:
        reports.drop_column("scenario_ids")
    op.drop_index("ix_calendar_days_on", table_name="calendar_days")
    op.drop_table("calendar_days")

"""What revised targets, reported figures, visitors and saved scenarios need."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

VISITS = ("mus25_visitors_yearly", "mus30_visitors_yearly")


def added() -> dict[str, list[sa.Column[Any]]]:
    """The columns that tables of the first form gain; made anew each time, since a column belongs to one table."""
    return {
        "plans": [
            sa.Column("starts", sa.Date(), nullable=True),
            sa.Column("ends", sa.Date(), nullable=True),
            sa.Column("ended_on", sa.Date(), nullable=True),
            sa.Column("ended_reason", sa.Text(), nullable=False, server_default=""),
        ],
        "targets": [
            sa.Column("counter", sa.String(length=40), nullable=False, server_default=""),
            sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        ],
        "indicator_values": [
            sa.Column("reported", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        ],
    }


def upgrade() -> None:
    """Bring the tables to their new form; visits of the shipped plan are counted from their records from now on."""
    # Added and dropped in place: rebuilding a table that others point to needs their links switched off on SQLite.
    for table, columns in added().items():
        for column in columns:
            op.add_column(table, column)
    op.create_table(
        "visitor_counts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("visitors", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_visitor_counts_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visitor_counts")),
    )
    op.create_index("ix_visitor_counts_first", "visitor_counts", ["first", "last"])
    op.create_table(
        "scenarios",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("population", sa.String(length=64), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("pace", sa.Integer(), nullable=False),
        sa.Column("growth", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("base_on", sa.Date(), nullable=False),
        sa.Column("base_population", sa.Integer(), nullable=False),
        sa.Column("base_done", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_scenarios_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenarios")),
    )
    targets = sa.table("targets", sa.column("code", sa.String), sa.column("counter", sa.String))
    op.execute(targets.update().where(targets.c.code.in_(VISITS)).values(counter="visitors"))


def downgrade() -> None:
    """Take the new form back."""
    op.drop_table("scenarios")
    op.drop_index("ix_visitor_counts_first", "visitor_counts")
    op.drop_table("visitor_counts")
    for table, columns in added().items():
        for column in columns:
            op.drop_column(table, column.name)

"""Years that are planned, run, closed and restated."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep reporting years with their steps, what was frozen when they were closed, recounts and samples."""
    op.create_table(
        "frozen_lists",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_frozen_lists")),
    )
    op.create_table(
        "reporting_years",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("planning", "running", "closing", "closed", name="yearstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_reporting_years")),
    )
    op.create_table(
        "year_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("objects", sa.Integer(), nullable=False),
        sa.Column("differences", sa.Integer(), nullable=False),
        sa.Column("named", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_checks")),
    )
    op.create_table(
        "year_samples",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("frame", sa.String(length=64), nullable=False),
        sa.Column("frame_count", sa.Integer(), nullable=False),
        sa.Column("present_frame", sa.String(length=64), nullable=False),
        sa.Column("present_count", sa.Integer(), nullable=False),
        sa.Column("members", sa.Text(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_year_samples_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_samples")),
    )
    op.create_index(op.f("ix_year_samples_year"), "year_samples", ["year"], unique=False)
    op.create_table(
        "year_closes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("change_set_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document", sa.String(length=500), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["change_set_id"], ["change_sets.id"], name=op.f("fk_year_closes_change_set_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_year_closes_user_id")),
        sa.ForeignKeyConstraint(["year"], ["reporting_years.year"], name=op.f("fk_year_closes_year")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_closes")),
        sa.UniqueConstraint("hash", name=op.f("uq_year_closes_hash")),
        sa.UniqueConstraint("previous_hash", name=op.f("uq_year_closes_previous_hash")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_year_closes_year_number")),
    )
    op.create_table(
        "year_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("planning", "running", "closing", "closed", name="yearstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("change_set_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["change_set_id"], ["change_sets.id"], name=op.f("fk_year_steps_change_set_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_year_steps_user_id")),
        sa.ForeignKeyConstraint(["year"], ["reporting_years.year"], name=op.f("fk_year_steps_year")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_steps")),
    )
    op.create_index(op.f("ix_year_steps_year"), "year_steps", ["year"], unique=False)
    op.create_table(
        "year_sample_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "direction",
            sa.Enum("book_to_object", "object_to_book", name="direction", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("artifact_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=500), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=500), nullable=False),
        sa.Column("book", sa.String(length=500), nullable=False),
        sa.Column("place_count", sa.Integer(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("pending", "agrees", "differs", "not_found", name="outcome", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("seen_number", sa.String(length=500), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["artifact_id"], ["artifacts.id"], name=op.f("fk_year_sample_items_artifact_id")),
        sa.ForeignKeyConstraint(["checked_by_id"], ["users.id"], name=op.f("fk_year_sample_items_checked_by_id")),
        sa.ForeignKeyConstraint(["sample_id"], ["year_samples.id"], name=op.f("fk_year_sample_items_sample_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_sample_items")),
        sa.UniqueConstraint("sample_id", "position", name=op.f("uq_year_sample_items_sample_id_position")),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("year_sample_items")
    op.drop_index(op.f("ix_year_steps_year"), table_name="year_steps")
    op.drop_table("year_steps")
    op.drop_table("year_closes")
    op.drop_index(op.f("ix_year_samples_year"), table_name="year_samples")
    op.drop_table("year_samples")
    op.drop_table("year_checks")
    op.drop_table("reporting_years")
    op.drop_table("frozen_lists")

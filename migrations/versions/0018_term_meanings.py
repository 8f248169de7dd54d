"""What words mean from a day on: drafted by a curator, put in force by the director."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MEANINGS = sa.table(
    "term_meanings",
    sa.column("id", sa.Integer),
    sa.column("term_id", sa.Integer),
    sa.column("said", JSON),
    sa.column("state", sa.String),
    sa.column("valid_from", sa.Date),
)
TERMS = sa.table("terms", sa.column("id", sa.Integer), sa.column("data", JSON))
SAID = ("collected", "holding", "kind", "flat", "condition")


def upgrade() -> None:
    """Add the table; what is said of the words already holds until somebody decides otherwise."""
    op.create_table(
        "term_meanings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("said", JSON, nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("restated", sa.Boolean(), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["term_id"], ["terms.id"], name=op.f("fk_term_meanings_term_id")),
        sa.ForeignKeyConstraint(["drafted_by_id"], ["users.id"], name=op.f("fk_term_meanings_drafted_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_term_meanings_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_meanings")),
    )
    op.create_index(op.f("ix_term_meanings_term_id"), "term_meanings", ["term_id"])


def downgrade() -> None:
    """Write what is in force last into the words themselves, as the older version reads it, and take the table away."""
    connection = op.get_bind()
    decided = sa.select(MEANINGS.c.term_id, MEANINGS.c.said).where(MEANINGS.c.state == "in_force")
    for term_id, said in connection.execute(decided.order_by(MEANINGS.c.valid_from, MEANINGS.c.id)).all():
        data = connection.scalar(sa.select(TERMS.c.data).where(TERMS.c.id == term_id)) or {}
        kept = {name: value for name, value in data.items() if name not in SAID}
        flags = {"yes": True, "no": False}
        words = {name: flags.get(word, word) if name in {"collected", "flat"} else word for name, word in said.items()}
        connection.execute(sa.update(TERMS).where(TERMS.c.id == term_id).values(data={**kept, **words}))
    op.drop_index(op.f("ix_term_meanings_term_id"), table_name="term_meanings")
    op.drop_table("term_meanings")

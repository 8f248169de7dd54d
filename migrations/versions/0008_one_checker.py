"""Keep recounts once: those made before a close join the runs of the checker."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)

year_checks = sa.table(
    "year_checks",
    sa.column("id", sa.Integer),
    sa.column("at", MOMENT),
    sa.column("objects", sa.Integer),
    sa.column("differences", sa.Integer),
    sa.column("named", JSON),
)
figure_checks = sa.table(
    "figure_checks",
    sa.column("id", sa.Integer),
    sa.column("started_at", MOMENT),
    sa.column("finished_at", MOMENT),
    sa.column("objects", sa.Integer),
    sa.column("count", sa.Integer),
    sa.column("differences", JSON),
)


def upgrade() -> None:
    """Give every recount its place among the runs, in the order in which all were made."""
    connection = op.get_bind()
    runs = [dict(row._mapping) for row in connection.execute(sa.select(figure_checks))]  # noqa: SLF001
    for row in connection.execute(sa.select(year_checks)):
        named = [
            {
                "subject": {"msgid": "%(text)s", "values": {"text": text}},
                "stored": "–",
                "counted": "–",
                "artifact_id": None,
                "of_figures": True,
            }
            for text in row.named
        ]
        runs.append(
            {
                "started_at": row.at,
                "finished_at": row.at,
                "objects": row.objects,
                "count": row.differences,
                "differences": named,
            }
        )
    runs.sort(key=lambda run: run["started_at"])
    connection.execute(sa.delete(figure_checks))
    if runs:
        numbered = [{**run, "id": place} for place, run in enumerate(runs, 1)]
        connection.execute(sa.insert(figure_checks), numbered)
        if connection.dialect.name == "postgresql":
            op.execute(
                "SELECT setval(pg_get_serial_sequence('figure_checks', 'id'), (SELECT max(id) FROM figure_checks))"
            )
    op.drop_table("year_checks")


def downgrade() -> None:
    """Keep recounts before a close apart again; the runs stay where they are."""
    op.create_table(
        "year_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("objects", sa.Integer(), nullable=False),
        sa.Column("differences", sa.Integer(), nullable=False),
        sa.Column("named", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_checks")),
    )

"""Decisions on the standing of objects: legal class, representative, documentary heritage, and restriction of use.

The index of states is made anew, for lists count documentary heritage as they count legal classes. Downgrade loses
what was written into the new columns; it stays in the history.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

DECIDED = ("legal_class", "documentary_heritage", "representative")
WORDS = (
    *(f"{name}_{what}" for name in DECIDED for what in ("decision", "decided_text")),
    "restriction_decision",
    "restricted_until_text",
)
DAYS = tuple(
    f"{name}_{end}"
    for name in (*(f"{name}_decided" for name in DECIDED), "restricted_until")
    for end in ("earliest", "latest")
)
COUNTED = (
    *("flat", "voided_at", "custody", "holding", "kind", "type_id", "period_id", "inventory_state"),
    *("classification_state", "digitization_level", "location_id", "condition_id", "legal_class"),
    *("collected_year", "place_id", "acquisition_method_id", "representative"),
)


def upgrade() -> None:
    """Add the columns, and what an export left out."""
    heritage = sa.Column("documentary_heritage", sa.String(32), nullable=False, server_default="none")
    op.add_column("artifacts", heritage)
    op.add_column("artifacts", sa.Column("use_restricted", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name in DAYS:
        op.add_column("artifacts", sa.Column(name, sa.Date(), nullable=True))
    for name in WORDS:
        op.add_column("artifacts", sa.Column(name, sa.String(500), nullable=False, server_default=""))
    op.add_column("export_files", sa.Column("left_out", sa.Integer(), nullable=False, server_default="0"))
    op.drop_index("ix_artifacts_facets", table_name="artifacts")
    op.create_index("ix_artifacts_facets", "artifacts", [*COUNTED, "documentary_heritage", "id"])
    op.create_index(
        "ix_artifacts_restricted",
        "artifacts",
        ["id"],
        sqlite_where=sa.text("use_restricted IS 1"),
        postgresql_where=sa.text("use_restricted IS true"),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_index("ix_artifacts_restricted", table_name="artifacts")
    op.drop_index("ix_artifacts_facets", table_name="artifacts")
    op.create_index("ix_artifacts_facets", "artifacts", [*COUNTED, "id"])
    op.drop_column("export_files", "left_out")
    for name in (*reversed(WORDS), *reversed(DAYS), "use_restricted", "documentary_heritage"):
        op.drop_column("artifacts", name)

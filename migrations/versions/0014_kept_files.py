"""Readings of every kind of kept file, by its hash; files that are damaged until they are whole again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ORIGINALS = "originals"

checks = sa.table("fixity_checks", sa.column("version_id"), sa.column("kind"), sa.column("sha256"), sa.column("intact"))
versions = sa.table(
    "asset_versions", sa.column("id"), sa.column("sha256"), sa.column("state"), sa.column("verified_at")
)


def upgrade() -> None:
    """Name each reading's file by kind and hash, and list originals that the last reading found unsound."""
    with op.batch_alter_table("fixity_checks") as table:
        table.add_column(sa.Column("kind", sa.String(length=20), nullable=False, server_default=ORIGINALS))
        table.add_column(sa.Column("sha256", sa.String(length=64), nullable=False, server_default=""))
    found = sa.select(versions.c.sha256).where(versions.c.id == checks.c.version_id).scalar_subquery()
    op.execute(sa.update(checks).values(sha256=found))
    damaged = op.create_table(
        "damaged_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("finding", sa.String(length=20), nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.Column("healed_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_damaged_files")),
        sa.UniqueConstraint("kind", "sha256", name=op.f("uq_damaged_files_kind_sha256")),
    )
    op.create_index(op.f("ix_damaged_files_healed_at"), "damaged_files", ["healed_at"])
    unsound = (
        sa.select(sa.literal(ORIGINALS), versions.c.sha256, sa.literal("changed"), sa.func.current_timestamp())
        .join_from(versions, checks, checks.c.sha256 == versions.c.sha256)
        .where(versions.c.verified_at.is_(None), sa.not_(checks.c.intact))
        .where(versions.c.state.in_(("ready", "quarantined", "retired")))
        .distinct()
    )
    op.execute(sa.insert(damaged).from_select(["kind", "sha256", "finding", "found_at"], unsound))
    with op.batch_alter_table("fixity_checks") as table:
        table.drop_index("ix_fixity_checks_version_id")
        table.drop_index("ix_fixity_checks_at")
        table.drop_constraint(op.f("fk_fixity_checks_version_id"), type_="foreignkey")
        table.drop_column("version_id")
        table.alter_column("kind", server_default=None)
        table.alter_column("sha256", server_default=None)
        table.create_index("ix_fixity_checks_file", ["kind", "sha256", "at"])


def downgrade() -> None:
    """Name each reading's file by its first version again; readings of files that are no originals have no place."""
    op.drop_index(op.f("ix_damaged_files_healed_at"), table_name="damaged_files")
    op.drop_table("damaged_files")
    with op.batch_alter_table("fixity_checks") as table:
        table.add_column(sa.Column("version_id", sa.Integer(), nullable=True))
    first = sa.select(sa.func.min(versions.c.id)).where(versions.c.sha256 == checks.c.sha256).scalar_subquery()
    op.execute(sa.update(checks).where(checks.c.kind == ORIGINALS).values(version_id=first))
    op.execute(sa.delete(checks).where(checks.c.version_id.is_(None)))
    with op.batch_alter_table("fixity_checks") as table:
        table.drop_index("ix_fixity_checks_file")
        table.alter_column("version_id", nullable=False)
        table.create_foreign_key(op.f("fk_fixity_checks_version_id"), "asset_versions", ["version_id"], ["id"])
        table.drop_column("sha256")
        table.drop_column("kind")
        table.create_index("ix_fixity_checks_version_id", ["version_id"])
        table.create_index("ix_fixity_checks_at", ["at"])

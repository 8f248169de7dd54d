"""What populations and definitions need so that a museum can revise them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

POPULATION_STATES = ("filling", "ready", "dropped")
DEFINITION_STATES = ("draft", "decided", "applying", "in_force")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Bring the tables to their new form; the populations and the definition that were shipped stay as they count."""
    with op.batch_alter_table("populations") as table:
        table.add_column(sa.Column("name_en", sa.String(length=200), nullable=False, server_default=""))
        table.add_column(sa.Column("state", _words("populationstate", POPULATION_STATES), server_default="ready"))
        table.alter_column("bit", existing_type=sa.Integer(), nullable=True)
        table.drop_column("live")
    with op.batch_alter_table("populations") as table:
        table.alter_column("name_en", existing_type=sa.String(length=200), server_default=None)
        words = _words("populationstate", POPULATION_STATES)
        table.alter_column("state", existing_type=words, nullable=False, server_default=None)
    with op.batch_alter_table("digitization_definitions") as table:
        table.add_column(sa.Column("state", _words("definitionstate", DEFINITION_STATES), server_default="in_force"))
        table.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("applied_to", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("change_set_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("preview", JSON, nullable=True))
        table.alter_column("version", existing_type=sa.Integer(), nullable=True)
        table.alter_column("valid_from", existing_type=sa.Date(), nullable=True)
        table.create_foreign_key(
            op.f("fk_digitization_definitions_change_set_id"), "change_sets", ["change_set_id"], ["id"]
        )
    with op.batch_alter_table("digitization_definitions") as table:
        words = _words("definitionstate", DEFINITION_STATES)
        table.alter_column("state", existing_type=words, nullable=False, server_default=None)
        table.alter_column("note", existing_type=sa.Text(), server_default=None)
        table.alter_column("applied_to", existing_type=sa.Integer(), server_default=None)
    op.create_table(
        "definition_effects",
        sa.Column("definition_id", sa.Integer(), nullable=False),
        sa.Column("artifact_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("was_full", sa.Boolean(), nullable=False),
        sa.Column("is_full", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["artifact_id"], ["artifacts.id"], name=op.f("fk_definition_effects_artifact_id")),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["digitization_definitions.id"], name=op.f("fk_definition_effects_definition_id")
        ),
        sa.PrimaryKeyConstraint("definition_id", "artifact_id", name=op.f("pk_definition_effects")),
    )
    op.create_table(
        "figure_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("objects", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("differences", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_checks")),
    )


def downgrade() -> None:
    """Take the new form back: versions that a museum made are lost, the shipped ones stay."""
    op.drop_table("figure_checks")
    op.drop_table("definition_effects")
    op.execute("DELETE FROM digitization_definitions WHERE version IS NULL OR valid_from IS NULL")
    with op.batch_alter_table("digitization_definitions") as table:
        table.drop_constraint(op.f("fk_digitization_definitions_change_set_id"), type_="foreignkey")
        for name in ("preview", "change_set_id", "applied_to", "note", "state"):
            table.drop_column(name)
        table.alter_column("version", existing_type=sa.Integer(), nullable=False)
        table.alter_column("valid_from", existing_type=sa.Date(), nullable=False)
    op.execute("DELETE FROM populations WHERE bit IS NULL")
    with op.batch_alter_table("populations") as table:
        table.add_column(sa.Column("live", sa.Boolean(), nullable=False, server_default=sa.true()))
        table.drop_column("state")
        table.drop_column("name_en")
        table.alter_column("bit", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("populations") as table:
        table.alter_column("live", existing_type=sa.Boolean(), server_default=None)


def _words(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=32)

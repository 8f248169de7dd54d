"""Let series of numbers have names, books and ends; registers without a prefix of their own write the museum's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from museum_tracker.catalogue.numbers.patterns import seq_of

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
SETTINGS = sa.table("settings", sa.column("key", sa.String), sa.column("value", JSON))
SERIES = sa.table(
    "number_series",
    *(sa.column(name, sa.Integer) for name in ("id", "last")),
    *(sa.column(name, sa.String) for name in ("code", "kind", "prefix", "pattern")),
)
NUMBERS = sa.table("artifact_numbers", sa.column("series_id", sa.Integer), sa.column("text", sa.String))
PLAIN, BARE = "{prefix} {seq}", "{seq}"


def upgrade() -> None:
    """Add what is said of a series; a register of bare figures goes on writing bare figures."""
    with op.batch_alter_table("number_series") as series:
        series.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        for name, most in (("name", 200), ("book", 200), ("former_museum", 200), ("years", 100)):
            series.add_column(sa.Column(name, sa.String(most), nullable=False, server_default=""))
        series.add_column(sa.Column("closed", sa.Boolean(), nullable=False, server_default=sa.false()))
        series.add_column(sa.Column("successor_id", sa.Integer(), nullable=True))
        series.create_foreign_key(op.f("fk_number_series_successor_id"), "number_series", ["successor_id"], ["id"])
    _take_up_the_prefix(op.get_bind())


def _take_up_the_prefix(connection: sa.Connection) -> None:
    """What the museum's register writes from now on: bare figures where it wrote them, else the museum's prefix."""
    plain = sa.select(SERIES.c.id, SERIES.c.last).where(
        SERIES.c.kind == "registration", SERIES.c.prefix == "", SERIES.c.pattern == PLAIN
    )
    profile = connection.scalar(sa.select(SETTINGS.c.value).where(SETTINGS.c.key == "museum")) or {}
    prefix = str(profile.get("number_prefix") or "")
    for series_id, last in connection.execute(plain).all():
        changed = sa.update(SERIES).where(SERIES.c.id == series_id)
        if last:
            connection.execute(changed.values(pattern=BARE))
        elif prefix:
            given = connection.scalars(sa.select(NUMBERS.c.text).where(NUMBERS.c.series_id == series_id))
            connection.execute(changed.values(last=max((seq_of(PLAIN, prefix, text) for text in given), default=0)))


def downgrade() -> None:
    """Take it away again; a register of bare figures writes them by its empty prefix."""
    plain = sa.update(SERIES).where(SERIES.c.kind == "registration", SERIES.c.prefix == "")
    op.get_bind().execute(plain.where(SERIES.c.pattern == BARE).values(pattern=PLAIN))
    with op.batch_alter_table("number_series") as series:
        series.drop_constraint(op.f("fk_number_series_successor_id"), type_="foreignkey")
        for name in ("successor_id", "closed", "years", "former_museum", "book", "name", "version"):
            series.drop_column(name)

"""The entry numbers of a year stand in one book, whether the door gave them or a person wrote them."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

SERIES = sa.table(
    "number_series",
    sa.column("id", sa.Integer),
    sa.column("code", sa.String),
    sa.column("last", sa.Integer),
    sa.column("closed", sa.Boolean),
    sa.column("successor_id", sa.Integer),
)
NUMBERS = sa.table(
    "artifact_numbers", sa.column("id", sa.Integer), sa.column("series_id", sa.Integer), sa.column("key", sa.String)
)
WRITTEN = re.compile(r"entry:t(\d{4})")


def upgrade() -> None:
    """Bring what was written by hand ('entry:t2026') into the book that the door counts on ('entry:2026')."""
    found = {row.code: row for row in op.get_bind().execute(sa.select(SERIES))}
    for code, row in found.items():
        year = WRITTEN.fullmatch(code)
        if year is None:
            continue
        book = found.get(f"entry:{year.group(1)}")
        if book is None:
            op.get_bind().execute(_of(row.id).values(code=f"entry:{year.group(1)}"))
        else:
            _bring(row, book)


def downgrade() -> None:
    """Leave the numbers together: the former program reads them there as well, and opens its own book anew."""


def _bring(row: sa.Row[Any], book: sa.Row[Any]) -> None:
    """Move the numbers that the book does not hold yet, and close what they leave: the book follows it."""
    bind = op.get_bind()
    held = sa.select(NUMBERS.c.key).where(NUMBERS.c.series_id == book.id).scalar_subquery()
    moved = sa.update(NUMBERS).where(NUMBERS.c.series_id == row.id, NUMBERS.c.key.not_in(held))
    bind.execute(moved.values(series_id=book.id))
    bind.execute(_of(book.id).values(last=max(row.last, book.last)))
    bind.execute(_of(row.id).values(closed=True, successor_id=book.id))


def _of(series_id: int) -> sa.Update:
    return sa.update(SERIES).where(SERIES.c.id == series_id)

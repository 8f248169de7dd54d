"""Compare numbers without regard to a space between letters and digits: BTBG1234 and BTBG 1234 are one number.

Where two objects turn out to bear the same number, the later keeps it as a repeated number to be resolved.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from museum_tracker.core.text import exact_key

revision = "0013"
down_revision = "0009"
branch_labels = None
depends_on = None

_AT_ONCE = 500
_LONGEST = 400
_STANDING = ("current", "proposed")
_BORDER = re.compile(r"(?<=[0-9])(?=[^0-9-])|(?<=[^0-9-])(?=[0-9])")
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—―−_/\\.,:;·•|()\[\]]+")
_DIGITS = re.compile(r"[0-9]+")
_numbers = sa.table(
    "artifact_numbers", *map(sa.column, ("id", "series_id", "text", "key", "state")), sa.column("shelved", sa.Boolean())
)


def upgrade() -> None:
    """Write the keys with a border between letters and digits."""
    _write_keys(lambda row: _BORDER.sub("-", row.key))


def downgrade() -> None:
    """Write the keys as they were; what was found repeated stays so."""

    def before(row: sa.Row[tuple[int, int | None, str, str, str, bool]]) -> str:
        joined = _SEPARATORS.sub("-", exact_key(row.text)).strip("-")
        return _DIGITS.sub(lambda run: run.group().lstrip("0") or "0", joined)

    _write_keys(before)


def _write_keys(key_of: Callable[[sa.Row[tuple[int, int | None, str, str, str, bool]]], str]) -> None:
    connection, last = op.get_bind(), 0
    while rows := connection.execute(
        sa.select(_numbers).where(_numbers.c.id > last).order_by(_numbers.c.id).limit(_AT_ONCE)
    ).all():
        last = rows[-1].id
        changed = [(row, key) for row in rows if (key := key_of(row)[:_LONGEST]) != row.key]
        taken = _taken(connection, [key for _, key in changed])
        for row, key in changed:
            state = row.state
            if row.series_id is not None and row.state in _STANDING and not row.shelved:
                state = "duplicate" if (row.series_id, key) in taken else row.state
                taken.add((row.series_id, key))
            connection.execute(sa.update(_numbers).where(_numbers.c.id == row.id).values(key=key, state=state))


def _taken(connection: sa.Connection, keys: list[str]) -> set[tuple[int, str]]:
    """The numbers that stand already under these keys, each with its series."""
    query = sa.select(_numbers.c.series_id, _numbers.c.key).where(
        _numbers.c.key.in_(keys), _numbers.c.state.in_(_STANDING), _numbers.c.shelved.is_(sa.false())
    )
    return {(row.series_id, row.key) for row in connection.execute(query)}

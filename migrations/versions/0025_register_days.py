"""Write the day of a register line into the record that has none, as registering does; the checker compares both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from museum_tracker.acquisitions.titles import DAYS_WRITTEN

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TABLES = ("artifacts", "facts", "change_sets", "change_items", "users")
EMPTY = {"registered_earliest": None, "registered_latest": None, "registered_text": ""}


def upgrade() -> None:
    """Only where one line stands with its exact day: no figure moves, and history tells of each record."""
    connection = op.get_bind()
    read = {name: sa.Table(name, sa.MetaData(), autoload_with=connection) for name in TABLES}
    found = connection.execute(_lacking(read["artifacts"], read["facts"])).all()
    if found:
        _write(connection, read, found)


def downgrade() -> None:
    """The days stay: an older version reads them as it reads its own."""


def _lacking(artifacts: sa.Table, facts: sa.Table) -> sa.Select[Any]:
    other = facts.alias()
    of_object = (other.c.artifact_id == artifacts.c.id, other.c.id != facts.c.id)
    return (
        sa.select(artifacts.c.id, artifacts.c.version, facts.c.effective_on.label("day"))
        .join(facts, facts.c.artifact_id == artifacts.c.id)
        .where(
            artifacts.c.registered_earliest.is_(None),
            artifacts.c.registered_text == "",
            artifacts.c.voided_at.is_(None),
            facts.c.kind == "registered",
            facts.c.effective_on.is_not(None),
            sa.or_(facts.c.effective_latest.is_(None), facts.c.effective_latest == facts.c.effective_on),
            ~sa.exists().where(*of_object, other.c.kind.in_(["registered", "struck"])),
            ~sa.exists().where(*of_object, other.c.voids_id == facts.c.id),
        )
    )


def _write(connection: sa.Connection, read: dict[str, sa.Table], found: Sequence[Any]) -> None:
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None if connection.dialect.name == "sqlite" else dt.UTC)
    system = connection.scalar(sa.select(read["users"].c.id).where(read["users"].c.is_system))
    change: dict[str, Any] = {"at": now, "user_id": system, "action": DAYS_WRITTEN, "values": {}, "reason": ""}
    told = sa.insert(read["change_sets"]).values(**change, request_id=revision)
    (change_id,) = connection.execute(told).inserted_primary_key or (0,)
    days = [_day_of(row.day) for row in found]
    connection.execute(
        sa.insert(read["change_items"]),
        [
            {
                "change_set_id": change_id,
                "entity": "artifact",
                "entity_id": row.id,
                "before": {**EMPTY, "version": row.version},
                "after": {
                    **dict.fromkeys(("registered_earliest", "registered_latest"), day.isoformat()),
                    "registered_text": f"{day:%d/%m/%Y}",
                    "version": row.version + 1,
                },
            }
            for row, day in zip(found, days, strict=True)
        ],
    )
    artifacts = read["artifacts"]
    changed = sa.update(artifacts).where(artifacts.c.id == sa.bindparam("row"))
    connection.execute(
        changed.values(
            registered_earliest=sa.bindparam("day"),
            registered_latest=sa.bindparam("day"),
            registered_text=sa.bindparam("text"),
            version=artifacts.c.version + 1,
        ),
        [{"row": row.id, "day": day, "text": f"{day:%d/%m/%Y}"} for row, day in zip(found, days, strict=True)],
    )


def _day_of(value: dt.date | str) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)

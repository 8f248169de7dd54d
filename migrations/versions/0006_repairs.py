"""Small repairs of the first version's tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from museum_tracker.acquisitions.titles import REPAIRED

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = ("artifacts", "facts", "change_sets", "change_items", "users", "jobs")


def upgrade() -> None:
    """Keep standing sign-ins, so that signing out ends them on the server (everybody signs in once more)."""
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sign_ins_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("key", name=op.f("uq_sign_ins_key")),
    )
    op.create_index(op.f("ix_sign_ins_user_id"), "sign_ins", ["user_id"])
    with op.batch_alter_table("users") as users:
        users.drop_column("session_version")
    _give_titles(op.get_bind())


def downgrade() -> None:
    """Take the new form back."""
    with op.batch_alter_table("users") as users:
        users.add_column(sa.Column("session_version", sa.Integer(), nullable=False, server_default="1"))
    op.drop_index(op.f("ix_sign_ins_user_id"), table_name="sign_ins")
    op.drop_table("sign_ins")


def _give_titles(connection: sa.Connection) -> None:
    """Keep objects that were registered without a council in the base store, as registering does from now on.

    Each gets the dated fact and the history that the deed would have written; the figures are counted anew by a job.
    """
    read = {name: sa.Table(name, sa.MetaData(), autoload_with=connection) for name in TABLES}
    facts, artifacts = read["facts"], read["artifacts"]
    other = facts.alias()
    day = sa.func.coalesce(facts.c.effective_on, facts.c.effective_latest).label("day")
    lines = (
        sa.select(artifacts.c.id, sa.func.min(day).label("day"), sa.func.max(artifacts.c.version).label("version"))
        .join(facts, facts.c.artifact_id == artifacts.c.id)
        .where(
            artifacts.c.holding == "undecided",
            artifacts.c.voided_at.is_(None),
            facts.c.kind == "registered",
            ~sa.exists().where(other.c.voids_id == facts.c.id),
            ~sa.exists().where(other.c.artifact_id == artifacts.c.id, other.c.kind.in_(["struck", "holding"])),
        )
        .group_by(artifacts.c.id)
    )
    found = connection.execute(lines).all()
    lost = sa.select(facts.c.id).where(facts.c.kind == "lost_level").limit(1)
    if not found and connection.scalar(lost) is None:
        return
    _count_anew(connection, read["jobs"])  # what was lost and what was withdrawn stand on lines of their own now
    if found:
        _write_titles(connection, read, found)


def _write_titles(connection: sa.Connection, read: dict[str, sa.Table], found: Sequence[Any]) -> None:
    facts, artifacts = read["facts"], read["artifacts"]
    now = _now(connection)
    system = connection.scalar(sa.select(read["users"].c.id).where(read["users"].c.is_system))
    deed: dict[str, Any] = {
        "at": now,
        "user_id": system,
        "action": REPAIRED,
        "values": {},
        "reason": "",
        "request_id": "0006",
    }
    (deed_id,) = connection.execute(sa.insert(read["change_sets"]).values(**deed)).inserted_primary_key or (0,)
    moved = {"from": "undecided", "to": "base"}
    common = {"kind": "holding", "opening": False, "recorded_at": now, "change_set_id": deed_id, "values": moved}
    connection.execute(
        sa.insert(facts),
        [
            {"artifact_id": row.id, "effective_on": row.day or now.date(), "effective_text": "", **common}
            for row in found
        ],
    )
    connection.execute(
        sa.insert(read["change_items"]),
        [
            {
                "change_set_id": deed_id,
                "entity": "artifact",
                "entity_id": row.id,
                "before": {"version": row.version, "holding": "undecided"},
                "after": {"version": row.version + 1, "holding": "base"},
            }
            for row in found
        ],
    )
    changed = sa.update(artifacts).where(artifacts.c.id == sa.bindparam("row"))
    connection.execute(
        changed.values(holding="base", version=artifacts.c.version + 1), [{"row": row.id} for row in found]
    )


def _count_anew(connection: sa.Connection, jobs: sa.Table) -> None:
    now = _now(connection)
    job = {"kind": "figures.rebuild", "args": {}, "status": "queued", "priority": 0, "run_at": now, "created_at": now}
    job |= {"attempts": 0, "max_attempts": 3, "again": False, "done": 0, "total": 0, "error_detail": ""}
    job |= dict.fromkeys(("message_id", "error_id"), "")
    job |= {name: {} for name in ("message_values", "error_values", "result")}
    connection.execute(sa.insert(jobs).values(**job))


def _now(connection: sa.Connection) -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None if connection.dialect.name == "sqlite" else dt.UTC)

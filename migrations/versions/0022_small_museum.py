"""The setting of one curator becomes that of a museum with few people; its decision is still to be written."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
SETTINGS = sa.table("settings", sa.column("key", sa.String), sa.column("value", JSON))


def upgrade() -> None:
    """Carry the setting over where it was on."""
    profile = _read("museum")
    if profile is None:
        return
    alone = profile.pop("one_curator", False)
    _write("museum", profile)
    if alone and _read("small_museum") is None:
        op.get_bind().execute(sa.insert(SETTINGS).values(key="small_museum", value={"number": "", "on": ""}))


def downgrade() -> None:
    """Carry it back; the decision's number stays in the history."""
    profile, small = _read("museum"), _read("small_museum")
    if profile is not None:
        _write("museum", profile | {"one_curator": bool(small)})
    op.get_bind().execute(sa.delete(SETTINGS).where(SETTINGS.c.key == "small_museum"))


def _read(key: str) -> dict[str, Any] | None:
    found = op.get_bind().scalar(sa.select(SETTINGS.c.value).where(SETTINGS.c.key == key))
    return json.loads(found) if isinstance(found, str) else found


def _write(key: str, value: dict[str, Any]) -> None:
    op.get_bind().execute(sa.update(SETTINGS).where(SETTINGS.c.key == key).values(value=value))

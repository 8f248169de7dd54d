"""Say in the words themselves what only the code knew of them: holdings at the door, transfers, good and bad."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
SCHEMES = sa.table("schemes", sa.column("id", sa.Integer), sa.column("code", sa.String))
TERMS = sa.table(
    "terms",
    sa.column("id", sa.Integer),
    sa.column("scheme_id", sa.Integer),
    sa.column("code", sa.String),
    sa.column("data", JSON),
)
HOLDINGS = {"deposit": "deposit", "copy": "copy"}
CONDITIONS = {"intact": "good", "minor_damage": "good", "damaged": "neither", "severe": "bad", "urgent": "bad"}


def upgrade() -> None:
    """Transfers count where their decision says so; deposits and copies are kept so; conditions are good or bad."""

    def method(code: str, data: dict[str, Any]) -> dict[str, Any]:
        if code in HOLDINGS:
            return {"holding": HOLDINGS[code], **data}
        return {**data, "collected": "decision"} if code == "transfer" and data.get("collected") is True else data

    def condition(code: str, data: dict[str, Any]) -> dict[str, Any]:
        return {"condition": CONDITIONS[code], **data} if code in CONDITIONS else data

    _rewrite("acquisition_method", method)
    _rewrite("condition", condition)


def downgrade() -> None:
    """Leave what the code knows without being told."""

    def method(code: str, data: dict[str, Any]) -> dict[str, Any]:
        del code
        collected = {"decision": True, "merger": False, "yes": True, "no": False}
        said = data.get("collected")
        kept = {name: value for name, value in data.items() if name != "holding"}
        return {**kept, "collected": collected[said]} if isinstance(said, str) and said in collected else kept

    def condition(code: str, data: dict[str, Any]) -> dict[str, Any]:
        del code
        return {name: value for name, value in data.items() if name != "condition"}

    _rewrite("acquisition_method", method)
    _rewrite("condition", condition)


def _rewrite(scheme: str, change: Callable[[str, dict[str, Any]], dict[str, Any]]) -> None:
    """Change what is said of the words of a vocabulary."""
    connection = op.get_bind()
    wanted = sa.select(TERMS.c.id, TERMS.c.code, TERMS.c.data).join(SCHEMES, SCHEMES.c.id == TERMS.c.scheme_id)
    for term_id, code, data in connection.execute(wanted.where(SCHEMES.c.code == scheme)).all():
        said = change(code, data or {})
        if said != data:
            connection.execute(sa.update(TERMS).where(TERMS.c.id == term_id).values(data=said))

"""Two people on one record: what each wrote, and what stood before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.errors import RecordConflict
from museum_tracker.catalogue.fields import COLUMN_LABELS
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.records import EMPTY, KNOWN, plain, snapshot
from museum_tracker.core.i18n import Message
from museum_tracker.history.models import ChangeItem


class Labels(Message):
    """Names of fields in a row, each in the reader's language."""

    def __init__(self, columns: list[str]) -> None:
        super().__init__("", {"columns": columns})

    def text(self, locale: str) -> str:
        """The names, parted by commas."""
        columns = self.values["columns"]
        labels = [Message(COLUMN_LABELS.get(column, column)) for column in columns]  # type: ignore[attr-defined]
        return ", ".join(dict.fromkeys(label.text(locale) for label in labels))


def refuse_conflict(session: Session, artifact: Artifact, values: Mapping[str, Any], version: int) -> None:
    """Let an older form through where nobody touched its values; else show mine, theirs and what stood before.

    Raises:
        RecordConflict: somebody changed one of these values to something else.
    """
    now = snapshot(artifact)
    changed = _values_at(session, artifact, version)
    clashes = [
        column
        for column in values
        if column in changed and column != "numbers" and plain(values[column]) not in (now.get(column), changed[column])
    ]
    if not clashes:
        return
    raise RecordConflict(
        mine={column: plain(values[column]) for column in clashes},
        theirs={column: now[column] for column in clashes},
        before={column: changed[column] for column in clashes},
        version=artifact.version,
        fields=Labels(clashes),
    )


def _values_at(session: Session, artifact: Artifact, version: int) -> dict[str, Any]:
    """The values changed since a version of the record, as they stood then; one history item is one version."""
    items = sa.select(ChangeItem).where(ChangeItem.entity == "artifact", ChangeItem.entity_id == artifact.id)
    before: dict[str, Any] = {}
    steps = artifact.version - version
    for item in session.scalars(items.order_by(ChangeItem.id.desc())):
        old = item.before if item.before is not None else {}
        touched = (old.keys() | (item.after or {}).keys()) & KNOWN
        if not touched and "voided" not in old:
            continue
        if steps <= 0:
            break
        before |= {column: old.get(column, EMPTY.get(column)) for column in touched}
        steps -= 1
    return before

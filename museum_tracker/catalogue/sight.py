"""Who sees what of a record: each field carries the permission that it needs, and every door asks here.

Pages, forms, lists, filters, exports, imports and history show what these functions leave.
"""

from __future__ import annotations

from collections.abc import Iterable

from museum_tracker.accounts.permissions import Can, Permission
from museum_tracker.catalogue.fields import FIELDS, Field

# What a record holds besides its fields. Columns of an old table that no field took often name donors.
_BESIDE = {
    "source_id": Permission.VIEW_SOURCES,
    "raw": Permission.VIEW_SOURCES,
    "location_id": Permission.VIEW_LOCATIONS,
}
COLUMN_NEEDS: dict[str, Permission] = {
    **{column: field.needs for field in FIELDS.values() for column in field.columns if field.needs != Permission.VIEW},
    **_BESIDE,
}


def visible_fields(can: Can, fields: Iterable[Field] = FIELDS.values()) -> list[Field]:
    """The fields that a reader sees, in their order."""
    return [field for field in fields if can(field.needs)]


def sees_column(can: Can, column: str) -> bool:
    """Whether a reader sees what stands in a column of the record."""
    return can(COLUMN_NEEDS.get(column, Permission.VIEW))

"""By what objects are filtered, counted and shown: every feature adds its own to these lists.

Each says in `needs` which permission its reader must hold.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Can, Permission
from museum_tracker.core.formats import show as show_plain

Select = sa.Select[Any]
Column_ = sa.ColumnElement[Any]


def plain_text(value: Any, locale: str) -> str:
    """Any value as text; nothing for nothing."""
    return "" if value is None else show_plain(value, locale)


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A condition that a list of objects can be put under; `name` is its word in the address.

    `apply` adds the condition to a select over `artifacts`; it gets the chosen value, or with `multiple` the tuple of
    all chosen values (any of them may hold). A value that makes no sense is answered by an empty list, never an error.
    `describe` says the condition in the reader's language. `of_record`: it reads only what the record itself says, no
    state, figure or place of the day, so that a population can be made of it. `prepare` looks up first what `apply`
    needs from the database, once for each list.
    """

    name: str
    label: str
    apply: Callable[[Select, Any], Select]
    describe: Callable[[Session, Any, str], str]
    multiple: bool = False
    of_record: bool = False
    prepare: Callable[[Session, Any], Any] | None = None
    needs: Permission = Permission.VIEW


@dataclass(frozen=True, kw_only=True)
class Facet:
    """A property whose values are listed with counts; choosing one sets the filter of the same name.

    `expr` is a column of `artifacts` or an expression over it. A property with several values for one object gives
    `rows` instead: a select of `artifact_id` and `value`. `labels` names many values at once, `label_of` one.
    """

    name: str
    label: str
    expr: Column_ | None = None
    rows: Select | None = None
    label_of: Callable[[Any, str], str] = plain_text
    labels: Callable[[Session, Collection[Any], str], Mapping[Any, str]] | None = None
    order: int = 50
    sort_by_value: bool = False
    needs: Permission = Permission.VIEW


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of the list. `expr` is an expression over `artifacts`, or a function that gives it for a language."""

    name: str
    label: str
    expr: Column_ | Callable[[str], Column_]
    show: Callable[[Any, str], str] = plain_text
    order: int = 50
    default: bool = False
    numeric: bool = False
    needs: Permission = Permission.VIEW

    def expression(self, locale: str) -> Column_:
        """The SQL expression in a reader's language."""
        return self.expr if isinstance(self.expr, sa.ColumnElement) else self.expr(locale)


FILTERS: dict[str, Filter] = {}
FACETS: dict[str, Facet] = {}
COLUMNS: dict[str, Column] = {}


def add_filter(*filters: Filter) -> None:
    """Offer more conditions for lists of objects; called from `wire()`, harmless when repeated."""
    FILTERS.update({filter_.name: filter_ for filter_ in filters})


def add_facet(*facets: Facet) -> None:
    """Offer more properties that are counted beside the list; called from `wire()`, harmless when repeated."""
    FACETS.update({facet.name: facet for facet in facets})


def add_column(*columns: Column) -> None:
    """Offer more columns for the list; called from `wire()`, harmless when repeated."""
    COLUMNS.update({column.name: column for column in columns})


def list_facets(can: Can) -> list[Facet]:
    """The facets that a reader sees, in the order of the page."""
    return sorted((facet for facet in FACETS.values() if can(facet.needs)), key=lambda facet: facet.order)


def list_columns(can: Can) -> list[Column]:
    """The columns that a reader sees, in the order in which they are offered."""
    return sorted((column for column in COLUMNS.values() if can(column.needs)), key=lambda column: column.order)

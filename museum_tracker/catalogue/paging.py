"""Pages by key: a place in a list is the last row's key, so any depth costs the same."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.params import Params
from museum_tracker.catalogue.registry import Select
from museum_tracker.core.db import Instant

Order = tuple[tuple[sa.ColumnElement[Any], bool], ...]
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Page:
    """Rows of a list and the places where the pages before and after it begin; empty at the ends."""

    rows: list[sa.Row[Any]] = field(default_factory=list)
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Segment:
    """A stretch of a list: a select of ids and the columns that order it, each with whether it descends.

    `given` fills the places of the select. Segments of one `name` are alike but for what is given: their statements
    are put together once.
    """

    select: Select
    order: Order
    given: Mapping[str, Any] = field(default_factory=dict)
    name: Hashable = None

    def ordered(self, *, backwards: bool = False) -> Select:
        """The select in its order, or against it."""
        return self.select.order_by(*(c.desc() if down is not backwards else c.asc() for c, down in self.order))

    def beyond(self, *, backwards: bool = False) -> Select:
        """The rows after a key (see `placed`), in order; backwards those before it, nearest first."""
        columns = [column for column, _ in self.order]
        values = [sa.bindparam(f"place_{place}", type_=column.type) for place, column in enumerate(columns)]
        descends = self.order[0][1] is not backwards  # all columns of an order run the same way
        mark, place = (columns[0], values[0]) if len(columns) == 1 else (sa.tuple_(*columns), sa.tuple_(*values))
        return self.ordered(backwards=backwards).where(mark < place if descends else mark > place)

    def page(self, columns: Shown, *, inside: bool, backwards: bool) -> sa.Select[Any]:
        """The shown columns and the key of at most `most` rows, `inside` the segment those beyond a key."""
        name = None if self.name is None else (self.name, columns.name, inside, backwards)
        if name is not None and name in _MADE:
            return _MADE[name]
        marks = [column.label(f"key_{place}") for place, (column, _) in enumerate(self.order)]
        rows = self.beyond(backwards=backwards) if inside else self.ordered(backwards=backwards)
        made = rows.with_only_columns(*columns.listed, *marks, maintain_column_froms=True)
        made = made.limit(sa.bindparam("most", type_=sa.Integer))
        if name is not None:
            if len(_MADE) >= MOST_MADE:
                _MADE.clear()
            _MADE[name] = made
        return made


@dataclass(frozen=True)
class Shown:
    """The columns of a page; those of one `name` are always the same."""

    listed: Sequence[Any]
    name: Hashable = None


MOST_MADE = 500
_MADE: dict[Hashable, sa.Select[Any]] = {}


def placed(key: Key | None) -> dict[str, Any]:
    """A key as the places of a statement hold it."""
    return {f"place_{place}": value for place, value in enumerate(key or ())}


def write_place(number: int, key: Key) -> str:
    """A place in a list as an opaque word for an address."""
    plain = [part.isoformat() if isinstance(part, dt.datetime) else part for part in key]
    return base64.urlsafe_b64encode(json.dumps([number, *plain]).encode()).decode().rstrip("=")


def read_place(text: str, segments: Sequence[Segment]) -> tuple[int, Key] | None:
    """A place from an address; None if it does not fit this list, which then begins at its beginning."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        number, key = parts[0], parts[1:]
        order = segments[number].order if number >= 0 else ()
        return (number, tuple(map(_typed, order, key))) if len(order) == len(key) > 0 else None
    except (ValueError, TypeError, IndexError, KeyError, AttributeError, binascii.Error):
        return None


def _typed(column: tuple[sa.ColumnElement[Any], bool], value: Any) -> Any:
    kind = dt.datetime if isinstance(column[0].type, Instant) else column[0].type.python_type
    value = dt.datetime.fromisoformat(value) if kind is dt.datetime else value
    if not isinstance(value, kind) or isinstance(value, bool) or (isinstance(value, int) and abs(value) >= 2**63):
        raise TypeError(value)
    return value


def page_in(session: Session, segments: list[Segment], columns: Shown, params: Params) -> Page:
    """The page that begins after a place, ends before one, or begins the list."""
    backwards = bool(params.before)
    place = read_place(params.before or params.after, segments) if params.before or params.after else None
    if place is None:
        backwards = False
    rows = _collect(session, segments, columns, place, params.size + 1, backwards=backwards)
    more = len(rows) > params.size
    rows = rows[: params.size]
    if backwards:
        rows.reverse()
    if not rows:
        return Page()
    has_before = more if backwards else place is not None
    has_after = True if backwards else more
    first, last = rows[0], rows[-1]
    return Page(
        rows=[row for _, _, row in rows],
        before=write_place(first[0], first[1]) if has_before else "",
        after=write_place(last[0], last[1]) if has_after else "",
    )


def _collect(
    session: Session,
    segments: list[Segment],
    columns: Shown,
    place: tuple[int, Key] | None,
    limit: int,
    *,
    backwards: bool,
) -> list[tuple[int, Key, sa.Row[Any]]]:
    """Rows from a place on, with their segment and key, over the borders of segments."""
    numbers = range(len(segments) - 1, -1, -1) if backwards else range(len(segments))
    found: list[tuple[int, Key, sa.Row[Any]]] = []
    for number in numbers:
        if place is not None and ((number > place[0]) if backwards else (number < place[0])):
            continue
        key = place[1] if place is not None and number == place[0] else None
        segment = segments[number]
        select = segment.page(columns, inside=key is not None, backwards=backwards)
        rows = session.execute(select, {**segment.given, **placed(key), "most": limit - len(found)}).all()
        found += [(number, tuple(row[-len(segment.order) :]), row) for row in rows]
        if len(found) >= limit:
            break
    return found


def neighbours_in(session: Session, segments: list[Segment], artifact_id: int) -> tuple[int | None, int | None]:
    """The ids before and after one in the list."""
    for number, segment in enumerate(segments):
        mark = [column for column, _ in segment.order]
        ids = _id_column(segment)
        row = session.execute(
            segment.select.with_only_columns(*mark, maintain_column_froms=True).where(ids == artifact_id), segment.given
        ).first()
        if row is None:
            continue
        place = (number, tuple(row))
        before = _collect(session, segments, Shown([ids], "ids"), place, 1, backwards=True)
        after = _collect(session, segments, Shown([ids], "ids"), place, 1, backwards=False)
        return (before[0][2][0] if before else None, after[0][2][0] if after else None)
    return None, None


def _id_column(segment: Segment) -> sa.ColumnElement[Any]:
    return next(iter(segment.select.selected_columns))

"""Reading sources: lists by name, never with contact details."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from museum_tracker.accounts.models import User
from museum_tracker.core.db import Base
from museum_tracker.core.errors import NotFound
from museum_tracker.core.text import fold, tone_key
from museum_tracker.sources.models import Shown, Source, SourceReading

PAGE = 50
MOST_WORDS = 12  # of what is typed; a name has no more


@dataclass(frozen=True)
class SourcePage:
    """A page of sources; `after` is the id from which the next page goes on, 0 at the end."""

    sources: list[Source]
    total: int
    after: int


def get_source(session: Session, source_id: int) -> Source:
    """A source by its id.

    Raises:
        NotFound: there is none.
    """
    source = session.get(Source, source_id)
    if source is None:
        raise NotFound(what=str(source_id))
    return source


def page(session: Session, *, q: str = "", after: int = 0, size: int = PAGE) -> SourcePage:
    """Sources by name, those whose name holds the words typed (accents or not), a page from a given one on."""
    wanted = sa.select(Source)
    for word in fold(q).split()[:MOST_WORDS]:
        wanted = wanted.where(Source.name_folded.contains(word, autoescape=True))
    total = session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0
    last = session.get(Source, after) if after else None
    if last is not None:
        wanted = wanted.where(sa.tuple_(Source.name_sort, Source.id) > sa.tuple_(last.name_sort, last.id))
    rows = list(session.scalars(wanted.order_by(Source.name_sort, Source.id).limit(size + 1)))
    return SourcePage(rows[:size], total, rows[size - 1].id if len(rows) > size else 0)


def find_source(session: Session, name: str) -> Source | None:
    """The source of this name, in either tone spelling and case; none when two bear it."""
    key = tone_key(name)
    near = session.scalars(sa.select(Source).where(Source.name_folded == fold(name)[:500]).order_by(Source.id))
    same = [source for source in near if tone_key(source.name) == key]
    return same[0] if key and len(same) == 1 else None


def list_readings(
    session: Session, source: Source | None = None, *, before_id: int | None = None, limit: int = 50
) -> list[SourceReading]:
    """Who was shown whom objects came from, the latest first: everywhere, or on the pages of one source."""
    wanted = sa.select(SourceReading).options(selectinload(SourceReading.user)).order_by(SourceReading.id.desc())
    if source is not None:
        wanted = wanted.where(SourceReading.source_id == source.id)
    if before_id is not None:
        wanted = wanted.where(SourceReading.id < before_id)
    return list(session.scalars(wanted.limit(limit)))


def is_noted(session: Session, shown: Shown, *, by: User, subject_id: int | None, since: dt.datetime) -> bool:
    """Whether somebody's reading of this is noted already since an instant."""
    noted = sa.select(SourceReading.id).where(
        SourceReading.user_id == by.id,
        SourceReading.at >= since,
        SourceReading.shown == shown,
        SourceReading.subject_id.is_not_distinct_from(subject_id),
    )
    return session.scalar(noted.limit(1)) is not None


def count_objects(session: Session, source: Source) -> int:
    """How many objects and papers name a source."""
    target = Source.__table__
    columns = [
        key.parent
        for table in Base.metadata.tables.values()
        if table is not SourceReading.__table__
        for key in table.foreign_keys
        if key.column.table is target
    ]
    return sum(session.scalar(sa.select(sa.func.count()).where(column == source.id)) or 0 for column in columns)

"""Asking the index: numbers first, then the words as typed, then the words without accents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from museum_tracker.catalogue.models import ArtifactNumber, ArtifactSearch, NumberSeries
from museum_tracker.catalogue.search.words import Asked, Phrase, parse
from museum_tracker.core.db import Base, is_sqlite
from museum_tracker.core.numbers import number_search_key

TIERS = 3  # 0 the number itself, 1 words as typed, 2 words without accents, the last one perhaps unfinished

_fts = sa.table("artifact_fts", sa.column("artifact_fts"), sa.column("rowid", sa.Integer))
_rows = Base.metadata.tables[ArtifactSearch.__tablename__]
_simple: sa.ColumnClause[str] = sa.literal_column("'simple'")


@dataclass(frozen=True)
class Hits:
    """Objects found by the index: `rows.c.artifact_id` gives their order, `key` joins them to the records."""

    rows: sa.FromClause
    key: sa.ColumnElement[int]


class Matches:
    """The objects that answer a search, tier by tier."""

    def __init__(self, session: Session, text: str) -> None:
        self.asked: Asked = parse(text)
        self._sqlite = is_sqlite(session)
        self._numbers = _number_keys(session, self.asked)

    def __bool__(self) -> bool:
        return bool(self.asked)

    def all(self) -> Hits:
        """Every object that answers in any tier."""
        asked = self.asked
        return self._hits(self._select(self._words("folded", asked.folded, grow=asked.open)))

    def tier(self, number: int) -> Hits:
        """The objects of one tier that are not already in a better one."""
        if number == 0:
            return self._hits(self._by_number())
        better = self._by_number() if self._numbers else None
        strict = self._strict()
        if number == 1:
            return self._hits(self._select(strict, but_not=better))
        loose = self._words("folded", self.asked.folded, grow=self.asked.open)
        return self._hits(self._select(loose, without=strict, but_not=better))

    def _hits(self, found: sa.Select[int]) -> Hits:
        if self._sqlite:
            rows = found.subquery("hits")
            # The plus sign keeps SQLite from asking the index once for every object.
            return Hits(rows, UnaryExpression(rows.c.artifact_id, operator=custom_op("+")))
        # Kept apart so that PostgreSQL never reads every object and cuts its words anew.
        cte = found.cte("hits").prefix_with("MATERIALIZED")
        return Hits(cte, cte.c.artifact_id)

    @property
    def tiers(self) -> tuple[int, ...]:
        """The tiers that this search has."""
        numbers = (0,) if self._numbers else ()
        return (*numbers, 1, 2) if self.asked.accented or self.asked.open else (*numbers, 1)

    def _strict(self) -> str:
        return (
            self._words("exact", self.asked.exact) if self.asked.accented else self._words("folded", self.asked.folded)
        )

    def _by_number(self) -> sa.Select[int]:
        found = sa.select(ArtifactNumber.artifact_id.label("artifact_id"))
        return found.where(ArtifactNumber.compact.in_(self._numbers)).distinct()

    def _words(self, column: str, phrases: Sequence[Phrase], *, grow: bool = False) -> str:
        """The question in the engine's own words. Words are letters or digits only, so nothing can be smuggled in."""
        if self._sqlite:
            parts = ['"' + " ".join(phrase) + '"' for phrase in phrases]
            return f"{column} : ({' AND '.join(parts)}{' *' if grow else ''})"
        parts = ["(" + " <-> ".join(f"'{word}'" for word in phrase) + ")" for phrase in phrases]
        if grow:
            parts[-1] = f"'{phrases[-1][-1]}':*"
        return f"{column}|{' & '.join(parts)}"

    def _select(self, words: str, *, without: str = "", but_not: sa.Select[int] | None = None) -> sa.Select[int]:
        if self._sqlite:
            question = f"({words}) NOT ({without})" if without else words
            found = sa.select(_fts.c.rowid.label("artifact_id"))
            found = found.select_from(_fts).where(_fts.c.artifact_fts.op("MATCH")(question))
            return found if but_not is None else found.where(_fts.c.rowid.not_in(but_not))
        found = sa.select(_rows.c.artifact_id.label("artifact_id")).where(_posed(words))
        if without:
            found = found.where(_rows.c.artifact_id.not_in(sa.select(_rows.c.artifact_id).where(_posed(without))))
        return found if but_not is None else found.where(_rows.c.artifact_id.not_in(but_not))


def _posed(words: str) -> sa.ColumnElement[bool]:
    column, _, question = words.partition("|")
    return sa.func.to_tsvector(_simple, _rows.c[column]).op("@@")(sa.func.to_tsquery(_simple, question))


def _number_keys(session: Session, asked: Asked) -> list[str]:
    """The number as typed, and with each prefix of the museum when somebody types the figures only."""
    if not asked.number:
        return []
    keys = [asked.number]
    if asked.number[0].isdigit():
        prefixes = session.scalars(sa.select(NumberSeries.prefix).where(NumberSeries.prefix != "").distinct())
        keys += [number_search_key(f"{prefix} {asked.number}") for prefix in prefixes]
    return keys

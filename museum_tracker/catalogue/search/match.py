"""Asking the index: numbers first, then names, then other words; as typed before without accents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from museum_tracker.catalogue.models import ArtifactNumber, ArtifactSearch, NumberSeries
from museum_tracker.catalogue.search.words import NAME_MARK, Asked, Phrase, parse
from museum_tracker.core.db import Base, is_sqlite
from museum_tracker.core.numbers import number_search_key

_fts = sa.table("artifact_fts", sa.column("artifact_fts"), sa.column("rowid", sa.Integer))
_rows = Base.metadata.tables[ArtifactSearch.__tablename__]
_simple: sa.ColumnClause[str] = sa.literal_column("'simple'")


@dataclass(frozen=True)
class Question:
    """Phrases that must all stand in a column of the index; with `grow` the last word may go on."""

    column: str
    phrases: tuple[Phrase, ...]
    grow: bool = False


@dataclass(frozen=True)
class Hits:
    """Objects found by the index: `rows.c.artifact_id` gives their order, `key` joins them to the records.

    Where tiers were put together `rows.c.rank` tells them apart, the best with the highest.
    """

    rows: sa.FromClause
    key: sa.ColumnElement[int]


class Matches:
    """The objects that answer a search, tier by tier.

    First those that bear the number asked for, then those with the words as typed, then those with the words without
    accents or with a longer last word; in each of the two those that bear all the words in their names come first.
    """

    def __init__(self, session: Session, text: str) -> None:
        self.asked: Asked = parse(text)
        self._sqlite = is_sqlite(session)
        self._numbers = _number_keys(session, self.asked)

    def __bool__(self) -> bool:
        return bool(self.asked)

    def all(self) -> Hits:
        """Every object that answers in any tier."""
        return self._hits(answering(self.words, sqlite=self._sqlite))

    @property
    def words(self) -> str:
        """What is asked, in the engine's own words: every object that answers in any tier."""
        loose = self._loose(names=False)
        return fts_words(loose) if self._sqlite else ts_words(loose)

    def tiers(self) -> list[Hits]:
        """The tiers of this search, the best first; an object stands in the best tier that it answers."""
        return [self._hits(found) for found in self._tiers()]

    def together(self) -> Hits:
        """All tiers in one, each object with the rank of its tier: for searches that find few objects."""
        found = self._tiers()
        ranked = [tier.add_columns(sa.literal(len(found) - place).label("rank")) for place, tier in enumerate(found)]
        return self._hits(sa.union_all(*ranked))

    def _tiers(self) -> list[sa.Select[Any]]:
        strict, loose = self._strict(names=False), self._loose(names=False)
        called, perhaps_called = self._strict(names=True), self._loose(names=True)
        questions = [(called, ()), (strict, (called,))]
        if loose != strict:
            questions += [(perhaps_called, (strict,)), (loose, (strict, perhaps_called))]
        by_number = self._by_number() if self._numbers else None
        found = [self._select(wanted, *better, but_not=by_number) for wanted, better in questions]
        return found if by_number is None else [by_number, *found]

    def _hits(self, found: sa.Select[Any] | sa.CompoundSelect[Any]) -> Hits:
        if self._sqlite:
            rows = found.subquery("hits")
            # The plus sign keeps SQLite from asking the index once for every object.
            return Hits(rows, UnaryExpression(rows.c.artifact_id, operator=custom_op("+")))
        # Kept apart so that PostgreSQL never reads every object and cuts its words anew.
        cte = found.cte("hits").prefix_with("MATERIALIZED")
        return Hits(cte, cte.c.artifact_id)

    def _strict(self, *, names: bool) -> Question:
        asked = self.asked
        column, phrases = ("exact", asked.exact) if asked.accented else ("folded", asked.folded)
        return Question(column, _marked(phrases) if names else phrases)

    def _loose(self, *, names: bool) -> Question:
        phrases = self.asked.folded
        return Question("folded", _marked(phrases) if names else phrases, grow=self.asked.open)

    def _by_number(self) -> sa.Select[Any]:
        found = sa.select(ArtifactNumber.artifact_id.label("artifact_id"))
        return found.where(ArtifactNumber.compact.in_(self._numbers)).distinct()

    def _select(self, wanted: Question, *better: Question, but_not: sa.Select[Any] | None = None) -> sa.Select[Any]:
        key = _fts.c.rowid if self._sqlite else _rows.c.artifact_id
        found = sa.select(key.label("artifact_id"))
        if self._sqlite:
            found = found.where(_fts.c.artifact_fts.op("MATCH")(fts_words(wanted, better)))
        else:
            found = found.where(_posed(wanted, better))
        return found if but_not is None else found.where(key.not_in(but_not))


def _marked(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """The same phrases, asked for in names only."""
    return tuple(tuple(NAME_MARK + word for word in phrase) for phrase in phrases)


def answering(words: Any, *, sqlite: bool) -> sa.Select[Any]:
    """The ids of all objects that answer `words`, as `Matches.words` gives them or a parameter that will hold them."""
    key = _fts.c.rowid if sqlite else _rows.c.artifact_id
    condition = _fts.c.artifact_fts.op("MATCH")(words) if sqlite else _answers("folded", words)
    return sa.select(key.label("artifact_id")).where(condition)


def fts_words(wanted: Question, better: Sequence[Question] = ()) -> str:
    """A question in SQLite's words. Words are letters or digits only, so nothing can be smuggled in."""
    parts = ['"' + " ".join(phrase) + '"' for phrase in wanted.phrases]
    asked = f"{wanted.column} : ({' AND '.join(parts)}{' *' if wanted.grow else ''})"
    if not better:
        return asked
    return f"({asked}) NOT ({' OR '.join(f'({fts_words(other)})' for other in better)})"


def ts_words(wanted: Question) -> str:
    """A question in PostgreSQL's words."""
    parts = ["(" + " <-> ".join(f"'{word}'" for word in phrase) + ")" for phrase in wanted.phrases]
    if wanted.grow:
        parts[-1] = f"'{wanted.phrases[-1][-1]}':*"
    return " & ".join(parts)


def _posed(wanted: Question, better: Sequence[Question]) -> sa.ColumnElement[bool]:
    """A question put to PostgreSQL, without what better questions have found."""
    beside = [f"!({ts_words(other)})" for other in better if other.column == wanted.column]
    apart = [_answers(other.column, ts_words(other)) for other in better if other.column != wanted.column]
    found = _answers(wanted.column, " & ".join([ts_words(wanted), *beside]))
    return sa.and_(found, *(_rows.c.artifact_id.not_in(sa.select(_rows.c.artifact_id).where(one)) for one in apart))


def _answers(column: str, question: Any) -> sa.ColumnElement[bool]:
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

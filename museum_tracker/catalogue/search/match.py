"""Asking the index: numbers first, then names, then other words; as typed before without accents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from museum_tracker.catalogue.models import Artifact, ArtifactSearch
from museum_tracker.catalogue.numbers.bearers import find_bearers, ids_by_rank
from museum_tracker.catalogue.search.words import GUARD_MARK, NAME_MARK, Asked, Phrase, parse
from museum_tracker.core.db import Base, is_sqlite

_fts = sa.table("artifact_fts", sa.column("artifact_fts"), sa.column("rowid", sa.Integer))
_artifacts = Base.metadata.tables[Artifact.__tablename__]
_rows = Base.metadata.tables[ArtifactSearch.__tablename__]
_simple: sa.ColumnClause[str] = sa.literal_column("'simple'")


Columns = tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """Phrases that must all stand in a column of the index; with `grow` the last word may go on.

    With `guarded` each may stand among the words that are not for every reader as well.
    """

    column: str
    phrases: tuple[Phrase, ...]
    grow: bool = False
    guarded: bool = False

    @property
    def choices(self) -> list[tuple[Phrase, ...]]:
        """For each phrase the forms of which one must stand there."""
        return [(one, _behind(GUARD_MARK, one)) if self.guarded else (one,) for one in self.phrases]


@dataclass(frozen=True, eq=False)
class Hits:
    """Objects found by the index: `rows.c.artifact_id` gives their order, `key` joins them to the records.

    Where tiers were put together `rows.c.rank` tells them apart, the best with the highest.
    """

    rows: sa.FromClause
    key: sa.ColumnElement[int]


class Matches:
    """The objects that answer a search, tier by tier.

    First those that bear the number asked for, registered ones before others and as typed before without accents; then
    those with the words as typed, then those with the words without accents or with a longer last word; in each of the
    two those that bear all the words in their names come first. With `guarded` words are sought that are not for every
    reader, too.
    """

    def __init__(self, session: Session, text: str, *, guarded: bool) -> None:
        self.asked: Asked = parse(text)
        self._guarded = guarded
        self._sqlite = is_sqlite(session)
        if self.asked and not self._sqlite:
            _keep_to_the_index(session)
        self._numbers = [*ids_by_rank(find_bearers(session, text) if self.asked.number else ()).values()]
        self.beside = self._beside(session)

    def __bool__(self) -> bool:
        return bool(self.asked)

    def all(self) -> Hits:
        """Every object that answers in any tier."""
        found: sa.Select[Any] | sa.CompoundSelect[Any] = answering(self.words, sqlite=self._sqlite)
        if self.beside:
            found = sa.union(found, sa.select(_artifacts.c.id).where(_artifacts.c.id.in_(self.beside)))
        return self._hits(found)

    def _beside(self, session: Session) -> list[int]:
        """Those that bear the number and do not hold the words: "BTBGMH0153" is one word to the index."""
        ids = [one for tier in self._numbers for one in tier]
        if not ids:
            return []
        key = _key(sqlite=self._sqlite)
        answer = answering(self.words, sqlite=self._sqlite).where(key.in_(ids))
        holding = set(session.scalars(answer))
        return [one for one in ids if one not in holding]

    @property
    def words(self) -> str:
        """What is asked, in the engine's own words: every object that answers in any tier."""
        loose = self._loose(names=False)
        return fts_words(loose) if self._sqlite else ts_words(loose)

    def tiers(self) -> tuple[Hits, ...]:
        """The tiers of this search, the best first; an object stands in the best tier that it answers.

        They hold places only, which `given` fills when they are asked: searches alike share them.
        """
        return _tiers(self._shape)

    def together(self) -> Hits:
        """All tiers in one, each object with the rank of its tier: for searches that find few objects."""
        return _together(self._shape)

    @property
    def given(self) -> dict[str, Any]:
        """What is asked in each tier, by the places that `tiers` and `together` hold."""
        numbers: dict[str, Any] = {f"numbers_{tier}": ids for tier, ids in enumerate(self._numbers)}
        if self._numbers:
            numbers["numbered"] = [one for tier in self._numbers for one in tier]
        texts = {
            f"asked_{tier}_{place}": text
            for tier, (_, asked) in enumerate(self._posed)
            for place, text in enumerate(asked)
        }
        return numbers | texts

    @property
    def _shape(self) -> Shape:
        return Shape(self._sqlite, len(self._numbers), tuple(columns for columns, _ in self._posed))

    @cached_property
    def _posed(self) -> list[tuple[Columns, list[str]]]:
        """The columns and the words of each tier's questions: what is found, then what is left out of it."""
        strict, loose = self._strict(names=False), self._loose(names=False)
        called, perhaps_called = self._strict(names=True), self._loose(names=True)
        questions: list[tuple[Question, tuple[Question, ...]]] = [(called, ()), (strict, (called,))]
        if loose != strict:
            questions += [(perhaps_called, (strict,)), (loose, (strict, perhaps_called))]
        if self._sqlite:
            return [((wanted.column,), [fts_words(wanted, better)]) for wanted, better in questions]
        return [_for_postgresql(wanted, better) for wanted, better in questions]

    def _hits(self, found: sa.Select[Any] | sa.CompoundSelect[Any]) -> Hits:
        return _kept_apart(found, sqlite=self._sqlite)

    def _strict(self, *, names: bool) -> Question:
        asked = self.asked
        column, phrases = ("exact", asked.exact) if asked.accented else ("folded", asked.folded)
        return Question(column, _marked(phrases)) if names else Question(column, phrases, guarded=self._guarded)

    def _loose(self, *, names: bool) -> Question:
        phrases = self.asked.folded
        if names:
            return Question("folded", _marked(phrases), grow=self.asked.open)
        return Question("folded", phrases, grow=self.asked.open, guarded=self._guarded)


@dataclass(frozen=True)
class Shape:
    """How a search is put to the index, whatever its words: the columns of each tier's questions.

    `numbered` are the tiers of those that bear the number asked for.
    """

    sqlite: bool
    numbered: int
    tiers: tuple[Columns, ...]


# Put together once for each shape: that takes longer than the database needs to answer.
@cache
def _selects(shape: Shape) -> tuple[sa.Select[Any], ...]:
    by_number = [
        sa.select(_artifacts.c.id.label("artifact_id")).where(
            _artifacts.c.id.in_(sa.bindparam(f"numbers_{tier}", expanding=True))
        )
        for tier in range(shape.numbered)
    ]
    numbered: sa.BindParameter[Any] = sa.bindparam("numbered", expanding=True)
    key = _key(sqlite=shape.sqlite)
    found = []
    for tier, columns in enumerate(shape.tiers):
        asked = [sa.bindparam(f"asked_{tier}_{place}", type_=sa.Text) for place in range(len(columns))]
        select = sa.select(key.label("artifact_id")).where(_condition(columns[0], asked[0], sqlite=shape.sqlite))
        for column, words in zip(columns[1:], asked[1:], strict=True):
            better = sa.select(_rows.c.artifact_id).where(_condition(column, words, sqlite=False))
            select = select.where(key.not_in(better))
        found.append(select.where(key.not_in(numbered)) if shape.numbered else select)
    return (*by_number, *found)


@cache
def _tiers(shape: Shape) -> tuple[Hits, ...]:
    return tuple(_kept_apart(select, sqlite=shape.sqlite) for select in _selects(shape))


@cache
def _together(shape: Shape) -> Hits:
    tiers = _selects(shape)
    ranked = [tier.add_columns(sa.literal(len(tiers) - place).label("rank")) for place, tier in enumerate(tiers)]
    return _kept_apart(sa.union_all(*ranked), sqlite=shape.sqlite)


def _kept_apart(found: sa.Select[Any] | sa.CompoundSelect[Any], *, sqlite: bool) -> Hits:
    if sqlite:
        rows = found.subquery("hits")
        # The plus sign keeps SQLite from asking the index once for every object.
        return Hits(rows, UnaryExpression(rows.c.artifact_id, operator=custom_op("+")))
    # Kept apart so that PostgreSQL never reads every object and cuts its words anew.
    cte = found.cte("hits").prefix_with("MATERIALIZED")
    return Hits(cte, cte.c.artifact_id)


def _key(*, sqlite: bool) -> sa.ColumnElement[int]:
    return _fts.c.rowid if sqlite else _rows.c.artifact_id


def _marked(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """The same phrases, asked for in names only."""
    return tuple(_behind(NAME_MARK, phrase) for phrase in phrases)


def _behind(mark: str, phrase: Phrase) -> Phrase:
    return tuple(mark + word for word in phrase)


def answering(words: Any, *, sqlite: bool) -> sa.Select[Any]:
    """The ids of all objects that answer `words`, as `Matches.words` gives them or a parameter that will hold them."""
    return sa.select(_key(sqlite=sqlite).label("artifact_id")).where(_condition("folded", words, sqlite=sqlite))


def _condition(column: str, words: Any, *, sqlite: bool) -> sa.ColumnElement[bool]:
    if sqlite:  # SQLite's words name the column themselves
        return _fts.c.artifact_fts.op("MATCH")(words)
    return sa.func.to_tsvector(_simple, _rows.c[column]).op("@@")(sa.func.to_tsquery(_simple, words))


def fts_words(wanted: Question, better: Sequence[Question] = ()) -> str:
    """A question in SQLite's words. Words are letters or digits only, so nothing can be smuggled in."""
    last = len(wanted.phrases) - 1
    parts = [
        " OR ".join(f'"{" ".join(phrase)}"{" *" if wanted.grow and place == last else ""}' for phrase in forms)
        for place, forms in enumerate(wanted.choices)
    ]
    asked = f"{wanted.column} : ({' AND '.join(f'({part})' if wanted.guarded else part for part in parts)})"
    if not better:
        return asked
    return f"({asked}) NOT ({' OR '.join(f'({fts_words(other)})' for other in better)})"


def ts_words(wanted: Question) -> str:
    """A question in PostgreSQL's words."""
    parts = [
        "(" + " | ".join("(" + " <-> ".join(f"'{word}'" for word in phrase) + ")" for phrase in forms) + ")"
        for forms in wanted.choices
    ]
    if wanted.grow:
        parts[-1] = "(" + " | ".join(f"'{phrase[-1]}':*" for phrase in wanted.choices[-1]) + ")"
    return " & ".join(parts)


def _for_postgresql(wanted: Question, better: Sequence[Question]) -> tuple[Columns, list[str]]:
    """A question without what better questions have found: those in the same column are part of its words."""
    beside = [f"!({ts_words(other)})" for other in better if other.column == wanted.column]
    apart = [other for other in better if other.column != wanted.column]
    words = [" & ".join([ts_words(wanted), *beside]), *(ts_words(other) for other in apart)]
    return (wanted.column, *(other.column for other in apart)), words


def _keep_to_the_index(session: Session) -> None:
    """Have PostgreSQL seek common words in the index too, for the rest of the transaction.

    It takes cutting a text into words for as cheap as comparing two numbers, and would cut every text of the museum
    anew whenever a word stands in most of them: a hundred times slower.
    """
    transaction = session.get_transaction() or session.begin()
    if session.info.get("keeps_to_index") is not transaction:
        session.execute(sa.text("SET LOCAL enable_seqscan = off"))
        session.info["keeps_to_index"] = transaction

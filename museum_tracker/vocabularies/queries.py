"""Reading vocabularies: as trees, as choices for forms, and by what people write."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.db import Base
from museum_tracker.core.errors import NotFound
from museum_tracker.vocabularies.models import Scheme, Term, TermMeaning
from museum_tracker.vocabularies.search import TermIndex
from museum_tracker.vocabularies.seeds import ORDER


@dataclass(frozen=True)
class TermRow:
    """A word with its depth in the tree (0 at the top)."""

    term: Term
    depth: int


@dataclass(frozen=True)
class SchemeRow:
    """A vocabulary with the count of its words."""

    scheme: Scheme
    terms: int


def list_schemes(session: Session) -> list[SchemeRow]:
    """All vocabularies, the shipped ones in their usual order."""
    counted = sa.select(Term.scheme_id, sa.func.count()).where(Term.active).group_by(Term.scheme_id)
    counts = dict(session.execute(counted).all())
    rows = [SchemeRow(scheme, counts.get(scheme.id, 0)) for scheme in session.scalars(sa.select(Scheme))]
    return sorted(
        rows, key=lambda row: (ORDER.index(row.scheme.code) if row.scheme.code in ORDER else 99, row.scheme.id)
    )


def get_scheme(session: Session, code: str) -> Scheme:
    """A vocabulary by its code.

    Raises:
        NotFound: there is none.
    """
    scheme = session.scalar(sa.select(Scheme).where(Scheme.code == code))
    if scheme is None:
        raise NotFound(what=code)
    return scheme


def get_term(session: Session, scheme: str, term_id: int) -> Term:
    """A word of a vocabulary.

    Raises:
        NotFound: there is none in this vocabulary.
    """
    term = session.get(Term, term_id)
    if term is None or term.scheme.code != scheme:
        raise NotFound(what=str(term_id))
    return term


def tree(session: Session, scheme: str, *, active_only: bool = False) -> list[TermRow]:
    """The words of a vocabulary, each below its parent."""
    wanted = sa.select(Term).join(Scheme).where(Scheme.code == scheme).order_by(Term.sort, Term.id)
    below: dict[int | None, list[Term]] = defaultdict(list)
    for term in session.scalars(wanted):
        below[term.parent_id].append(term)
    rows: list[TermRow] = []
    waiting = [TermRow(term, 0) for term in reversed(below[None])]
    while waiting:
        row = waiting.pop()
        if row.term.active or not active_only:
            rows.append(row)
        waiting += [TermRow(term, row.depth + 1) for term in reversed(below[row.term.id])]
    return rows


def list_terms(session: Session, scheme: str, *, active_only: bool = False) -> list[Term]:
    """The words of a vocabulary in the order of its tree; retired ones too unless `active_only`."""
    return [row.term for row in tree(session, scheme, active_only=active_only)]


def term_options(session: Session, scheme: str, locale: str) -> list[tuple[int, str]]:
    """The words that may be chosen in a form: id and label, children indented."""
    return [
        (row.term.id, "\u2003" * row.depth + row.term.label(locale)) for row in tree(session, scheme, active_only=True)
    ]


def term_index(session: Session, scheme: str) -> TermIndex:
    """All names of a vocabulary, for recognising many texts."""
    return TermIndex(list_terms(session, scheme))


def find_term(session: Session, scheme: str, text: str) -> Term | None:
    """The word a text means: exact code, else a name or other spelling, else accent-free when only one fits."""
    return term_index(session, scheme).find(text)


def descendant_ids(session: Session, term_id: int) -> list[int]:
    """A word and all words below it."""
    below = sa.select(Term.id).where(Term.id == term_id).cte(recursive=True)
    below = below.union(sa.select(Term.id).join(below, Term.parent_id == below.c.id))
    return list(session.scalars(sa.select(below.c.id)))


def parents_of(session: Session, scheme_id: int) -> dict[int, int | None]:
    """The parent of each word of a vocabulary."""
    rows = session.execute(sa.select(Term.id, Term.parent_id).where(Term.scheme_id == scheme_id))
    return dict(rows.all())


def use_counts(session: Session, scheme_id: int) -> dict[int, int]:
    """How many times each word of a vocabulary is used, wherever other tables point to words."""
    words = sa.select(Term.id).where(Term.scheme_id == scheme_id)
    counts: dict[int, int] = defaultdict(int)
    for column in _pointers():
        used = sa.select(column, sa.func.count()).where(column.in_(words)).group_by(column)
        for term_id, count in session.execute(used):
            counts[term_id] += count
    return dict(counts)


def count_uses(session: Session, term: Term) -> int:
    """How many times a word is used by anything but the vocabulary itself."""
    pointing = (sa.select(sa.func.count()).where(column == term.id) for column in _pointers())
    return sum(session.scalar(counted) or 0 for counted in pointing)


def count_below(session: Session, term: Term) -> int:
    """How many words stand directly below a word."""
    return session.scalar(sa.select(sa.func.count()).where(Term.parent_id == term.id)) or 0


def _pointers() -> list[sa.Column[int]]:
    """Every column that points to words: features above need not be known here."""
    target, own = Term.__table__, {Term.__tablename__, TermMeaning.__tablename__}
    return [
        key.parent
        for table in Base.metadata.tables.values()
        if table.name not in own
        for key in table.foreign_keys
        if key.column.table is target
    ]

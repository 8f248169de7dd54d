"""Lists by words that records keep as text, found by every spelling of the vocabulary; and by good or bad condition."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.registry import Filter, add_filter
from museum_tracker.core.db import table_of
from museum_tracker.core.i18n import N_, translate
from museum_tracker.vocabularies.meanings import CONDITION, read_meanings
from museum_tracker.vocabularies.models import Term
from museum_tracker.vocabularies.queries import descendant_ids, list_terms, term_index

T = table_of(Artifact)
Select = sa.Select[Any]
# name in the address, label, column, vocabulary
WORDED: tuple[tuple[str, str, str, str], ...] = (
    ("ky_thuat", N_("Technique"), "technique", "technique"),
    ("dan_toc", N_("Ethnic group"), "ethnic_group", "ethnic_group"),
    ("don_vi", N_("Unit"), "count_unit", "count_unit"),
)


def register() -> None:
    """Offer the conditions to every list of objects."""
    for name, label, column, scheme in WORDED:
        add_filter(_worded(name, label, T.c[column], scheme))
    add_filter(
        Filter(
            name="tot_xau",
            label=N_("Good or bad condition"),
            apply=lambda select, ids: select.where(T.c.condition_id.in_(ids)),
            describe=lambda _session, value, locale: translate(CONDITION.choices.get(value, value), locale),
            prepare=_conditions,
        )
    )


def _worded(name: str, label: str, column: sa.Column[Any], scheme: str) -> Filter:
    def spellings(session: Session, value: str) -> list[str]:
        """The text itself, and every spelling of the word that it means and of those below."""
        term = term_index(session, scheme).find(value)
        if term is None:
            return [value]
        terms = session.scalars(sa.select(Term).where(Term.id.in_(descendant_ids(session, term.id))))
        words = [word for one in terms for word in (one.name_vi, one.name_en, *one.alt) if word]
        return [value, *words]

    def apply(select: Select, words: list[str]) -> Select:
        cases = (str, str.lower, str.capitalize, str.title, str.upper)
        written = sorted({case(word) for word in words for case in cases})
        return select.where(column.in_(written))

    def describe(session: Session, value: str, locale: str) -> str:
        term = term_index(session, scheme).find(value)
        return term.label(locale) if term is not None else value

    return Filter(name=name, label=label, apply=apply, describe=describe, prepare=spellings)


def _conditions(session: Session, value: str) -> list[int]:
    """The conditions that mean good, bad or neither."""
    meanings = read_meanings(session)
    return [term.id for term in list_terms(session, CONDITION.scheme) if meanings.condition(term.id) == value]

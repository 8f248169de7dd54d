"""Keeping vocabularies: the shipped lists, and what a museum adds, renames, moves and retires."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.text import clean
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.vocabularies.meanings import MEANINGS, read_meanings
from museum_tracker.vocabularies.models import Scheme, Term
from museum_tracker.vocabularies.queries import count_below, count_uses, parents_of
from museum_tracker.vocabularies.rules import (
    BelowItself,
    CodeTaken,
    MeaningWouldMove,
    TermEdited,
    TermInUse,
    check_words,
    is_below,
    propose_code,
)
from museum_tracker.vocabularies.seeds import SeedScheme, list_seeds
from museum_tracker.vocabularies.signals import term_changed

ENTITY = "term"
FIELDS: dict[str, str] = {
    "name_vi": N_("Vietnamese name"),
    "name_en": N_("English name"),
    "code": N_("Code"),
    "alt": N_("Other spellings"),
    "parent_id": N_("Below"),
    "sort": N_("Order"),
    "active": N_("In use"),
    "data": N_("Particulars"),
}


def seed(session: Session) -> None:
    """Put the shipped vocabularies in place; words that a museum changed or retired stay as they are."""
    known = {scheme.code: scheme for scheme in session.scalars(sa.select(Scheme))}
    for seeds in list_seeds():
        scheme = known.get(seeds.code)
        if scheme is None:
            scheme = Scheme(code=seeds.code, name_vi=seeds.name_vi, name_en=seeds.name_en, shipped=[])
            session.add(scheme)
            session.flush()
        if set(scheme.shipped) != {term.code for term in seeds.terms}:
            _seed_terms(session, scheme, seeds)


def _seed_terms(session: Session, scheme: Scheme, seeds: SeedScheme) -> None:
    terms = {term.code: term for term in session.scalars(sa.select(Term).where(Term.scheme_id == scheme.id))}
    for place, word in enumerate(seeds.terms, 1):
        if word.code in scheme.shipped or word.code in terms:
            continue
        term = Term(
            scheme_id=scheme.id,
            code=word.code,
            name_vi=word.name_vi,
            name_en=word.name_en,
            alt=list(word.alt),
            sort=place * 10,
            data=dict(word.data),
            parent_id=terms[word.under].id if word.under in terms else None,
        )
        session.add(term)
        session.flush()
        terms[word.code] = term
    scheme.shipped = sorted({*scheme.shipped, *(word.code for word in seeds.terms)})
    session.flush()


def values_of(term: Term) -> dict[str, Any]:
    """A word's values as history keeps them."""
    return {name: getattr(term, name) for name in FIELDS}


def add_term(
    session: Session,
    scheme: Scheme,
    *,
    deed: ChangeSet,
    name_vi: str,
    name_en: str = "",
    code: str = "",
    alt: list[str] | None = None,
    parent_id: int | None = None,
    data: Mapping[str, Any] | None = None,
) -> Term:
    """Add a word at the end of its place in the tree; without a code it gets one from its name.

    Raises:
        Refusal: the name is missing or the code is taken.
    """
    siblings = sa.select(sa.func.max(Term.sort)).where(Term.scheme_id == scheme.id, Term.parent_id == parent_id)
    last = session.scalar(siblings) or 0
    name_vi = clean(name_vi)
    if not clean(code) and name_vi:
        code = propose_code(name_vi, session.scalars(sa.select(Term.code).where(Term.scheme_id == scheme.id)).all())
    term = Term(scheme_id=scheme.id, sort=last + 10, active=True)
    _give(
        session,
        term,
        {
            "name_vi": name_vi,
            "name_en": clean(name_en),
            "code": clean(code),
            "alt": alt or [],
            "parent_id": parent_id,
            "data": dict(data or {}),
        },
    )
    session.add(term)
    session.flush()
    record(session, deed, entity=ENTITY, entity_id=term.id, before=None, after=values_of(term))
    return term


def edit_term(
    session: Session, term: Term, values: Mapping[str, Any], *, deed: ChangeSet, version: int | None = None
) -> Term:
    """Rename, recode, move, retire or take up again a word; only the values given change.

    Raises:
        TermEdited: it was changed since the form was opened (`version`).
        Refusal: the name is missing, the code is taken, or it would stand below itself.
    """
    if version is not None and version != term.version:
        raise TermEdited(name=term.name_vi)
    before = values_of(term)
    if values.get("parent_id", term.parent_id) != term.parent_id:
        _keep_meaning(session, term, values["parent_id"])
    _give(session, term, values)
    if record(session, deed, entity=ENTITY, entity_id=term.id, before=before, after=values_of(term)):
        term.version += 1
        session.flush()
        term_changed.send(session, term=term, before=before, deed=deed)
    session.flush()
    return term


def _keep_meaning(session: Session, term: Term, parent_id: int | None) -> None:
    """Refuse to move a word in use to where it would mean something else: that is the director's to decide.

    Raises:
        MeaningWouldMove: it inherits what another word above it does not mean.
    """
    meanings = read_meanings(session)
    inherited = [
        meaning
        for meaning in MEANINGS.values()
        if term.id in meanings.terms
        and meanings.of(meaning, term.id) != meanings.moved_below(meaning, term.id, parent_id)
    ]
    if inherited and count_uses(session, term):
        raise MeaningWouldMove(field="parent_id", name=term.name_vi, meaning=Message(inherited[0].label))


def _give(session: Session, term: Term, values: Mapping[str, Any]) -> None:
    """Set a word's values after checking them against the rest of its vocabulary."""
    values = {name: clean(value) if isinstance(value, str) else value for name, value in values.items()}
    code, name_vi = values.get("code", term.code), values.get("name_vi", term.name_vi)
    check_words(code=code, name_vi=name_vi)
    with session.no_autoflush:
        same = sa.select(Term).where(Term.scheme_id == term.scheme_id, Term.code == code, Term.id != (term.id or 0))
        other = session.scalar(same)
        if other is not None:
            raise CodeTaken(field="code", code=code, name=other.name_vi)
        parent_id = values.get("parent_id")
        if parent_id is not None:
            parents = parents_of(session, term.scheme_id)
            if parent_id not in parents or (term.id and is_below(parent_id, term.id, parents)):
                raise BelowItself(field="parent_id", name=name_vi)
    for name, value in values.items():
        setattr(term, name, value)


def remove_unused(session: Session, term: Term, *, deed: ChangeSet) -> None:
    """Take back a word that nothing uses (undo of its creation).

    Raises:
        TermInUse: something uses it.
    """
    uses = count_uses(session, term) + count_below(session, term)
    if uses:
        raise TermInUse(name=term.name_vi, uses=uses)
    record(session, deed, entity=ENTITY, entity_id=term.id, before=values_of(term), after=None)
    session.delete(term)
    session.flush()

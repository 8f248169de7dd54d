"""Changing what a word means: a curator drafts it, the director puts it in force from a day."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core import clock
from museum_tracker.core.errors import NotFound, Refusal
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.text import clean
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.vocabularies.effects import FigureNow, MeaningChange, carry_out, read_figures
from museum_tracker.vocabularies.meanings import MEANINGS, Meaning, read_meanings
from museum_tracker.vocabularies.models import MeaningState, Term, TermMeaning

ENTITY = "term_meaning"
FIELDS: dict[str, str] = {
    "term_id": N_("Term"),
    "said": N_("Meaning"),
    "note": N_("Reason or document"),
    "state": N_("State"),
    "valid_from": N_("In force from"),
    "restated": N_("Earlier facts follow too"),
}
STATE_LABELS = {
    MeaningState.DRAFT: N_("draft"),
    MeaningState.IN_FORCE: N_("in force"),
    MeaningState.DROPPED: N_("dropped"),
}


class NothingDrafted(Refusal):
    """A draft says what is said already."""

    msgid = N_("“%(name)s” means this already: choose something else, or leave it.")


class NotADraft(Refusal):
    """Only a draft is put in force or dropped."""

    msgid = N_("This meaning of “%(name)s” is no longer a draft.")
    status = 409


class RestatedAhead(Refusal):
    """What is restated counts from a day that has come."""

    msgid = N_("Earlier facts can follow only a meaning whose day has come: choose a day up to today.")


@dataclass(frozen=True)
class MovedFigure:
    """A figure that a change of meaning moves."""

    label: Message
    scope: Message
    before: int
    after: int


def meanings_of(term: Term) -> list[Meaning]:
    """What the words of a term's vocabulary can mean."""
    return [meaning for meaning in MEANINGS.values() if meaning.scheme == term.scheme.code]


def values_of(found: TermMeaning) -> dict[str, Any]:
    """A meaning's values as history keeps them."""
    day = found.valid_from.isoformat() if found.valid_from else None
    return {
        "term_id": found.term_id,
        "said": dict(found.said),
        "note": found.note,
        "state": found.state.value,
        "valid_from": day,
        "restated": found.restated,
    }


def get_meaning(session: Session, meaning_id: int) -> TermMeaning:
    """A meaning that was drafted or decided.

    Raises:
        NotFound: there is none.
    """
    found = session.get(TermMeaning, meaning_id)
    if found is None:
        raise NotFound(what=str(meaning_id))
    return found


def list_meanings(session: Session, term: Term | None = None) -> list[TermMeaning]:
    """The meanings drafted and decided, of a term or of all, the newest first; dropped drafts are left to history."""
    found = sa.select(TermMeaning).where(TermMeaning.state != MeaningState.DROPPED)
    if term is not None:
        found = found.where(TermMeaning.term_id == term.id)
    return list(session.scalars(found.order_by(TermMeaning.id.desc())))


def find_draft(session: Session, term: Term) -> TermMeaning | None:
    """The draft that waits for the director."""
    drafts = sa.select(TermMeaning).where(TermMeaning.term_id == term.id, TermMeaning.state == MeaningState.DRAFT)
    return session.scalar(drafts.order_by(TermMeaning.id.desc()).limit(1))


def count_drafts(session: Session) -> int:
    """How many drafts wait for the director."""
    drafts = sa.select(sa.func.count()).select_from(TermMeaning).where(TermMeaning.state == MeaningState.DRAFT)
    return session.scalar(drafts) or 0


def said_of(session: Session, term: Term) -> dict[str, str]:
    """What is said today of a word itself, in the words that can be said."""
    kept = read_meanings(session).terms.get(term.id)
    said = kept.said_on(clock.today()) if kept else {}
    read = {meaning.name: meaning.read(said.get(meaning.name)) for meaning in meanings_of(term)}
    return {name: word for name, word in read.items() if word is not None}


def draft_meaning(
    session: Session, term: Term, said: Mapping[str, str], *, deed: ChangeSet, note: str = ""
) -> TermMeaning:
    """Write down what a word shall mean; what is left out is inherited. A draft there is is changed.

    Raises:
        NothingDrafted: it is said already.
    """
    wanted = {meaning.name: said[meaning.name] for meaning in meanings_of(term) if meaning.read(said.get(meaning.name))}
    if wanted == said_of(session, term):
        raise NothingDrafted(name=term.name_vi)
    found = find_draft(session, term)
    before = values_of(found) if found else None
    if found is None:
        found = TermMeaning(term=term, state=MeaningState.DRAFT, restated=False, valid_from=None)
        session.add(found)
    found.said, found.note = wanted, clean(note)[:500]
    found.drafted_by_id, found.drafted_at = deed.by.id, deed.at
    session.flush()
    record(session, deed, entity=ENTITY, entity_id=found.id, before=before, after=values_of(found))
    return found


def drop_draft(session: Session, found: TermMeaning, *, deed: ChangeSet) -> None:
    """Give a draft up.

    Raises:
        NotADraft: it was decided or dropped.
    """
    _set_state(session, found, MeaningState.DROPPED, deed=deed)


def put_in_force(
    session: Session, found: TermMeaning, *, valid_from: dt.date, restate: bool, deed: ChangeSet
) -> list[MovedFigure]:
    """Let a word mean what was drafted, from a day on; answers the figures that moved.

    What happened before that day stays as it was counted, unless it is restated.

    Raises:
        NotADraft: it was decided or dropped.
        RestatedAhead: earlier facts shall follow from a day that has not come.
    """
    if restate and valid_from > clock.today():
        raise RestatedAhead(field="valid_from")
    figures, before = read_figures(session), read_meanings(session)
    found.valid_from, found.restated = valid_from, restate
    found.decided_by_id, found.decided_at = deed.by.id, deed.at
    _set_state(session, found, MeaningState.IN_FORCE, deed=deed)
    after = read_meanings(session)
    moved: dict[str, dict[int, tuple[str, str]]] = {}
    for meaning in meanings_of(found.term):
        pairs = {key: (before.of(meaning, key, valid_from), after.of(meaning, key, valid_from)) for key in before.terms}
        moved[meaning.name] = {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}
    carry_out(session, MeaningChange(moved=moved, valid_from=valid_from, restate=restate), deed)
    then = read_figures(session)
    keys = dict.fromkeys([*figures, *then])
    return [figure for key in keys if (figure := _moved(figures.get(key), then.get(key)))]


def _moved(before: FigureNow | None, after: FigureNow | None) -> MovedFigure | None:
    numbers = (before.number if before else 0, after.number if after else 0)
    either = after or before
    return MovedFigure(either.label, either.scope, *numbers) if either and numbers[0] != numbers[1] else None


def fingerprint(found: TermMeaning, moved: list[MovedFigure]) -> str:
    """A short word for exactly these figures: who confirms them confirms no others."""
    lines = [values_of(found), *((one.label.text("vi"), one.scope.text("vi"), one.before, one.after) for one in moved)]
    return hashlib.sha256(repr(lines).encode()).hexdigest()[:16]


def restore_meaning(session: Session, found: TermMeaning, values: Mapping[str, Any], *, deed: ChangeSet) -> None:
    """Give a meaning earlier values again (undo): what it moved is put back by the features that moved it."""
    before = values_of(found)
    for name in ("said", "note", "restated"):
        setattr(found, name, values.get(name, getattr(found, name)))
    if "state" in values:
        found.state = MeaningState(values["state"])
    if "valid_from" in values:
        found.valid_from = dt.date.fromisoformat(values["valid_from"]) if values["valid_from"] else None
    session.flush()
    record(session, deed, entity=ENTITY, entity_id=found.id, before=before, after=values_of(found))


def _set_state(session: Session, found: TermMeaning, state: MeaningState, *, deed: ChangeSet) -> None:
    kept = session.execute(
        sa.select(TermMeaning.state, TermMeaning.valid_from, TermMeaning.restated).where(TermMeaning.id == found.id),
        execution_options={"autoflush": False},
    ).one()
    if kept.state is not MeaningState.DRAFT:
        raise NotADraft(name=found.term.name_vi)
    day = kept.valid_from.isoformat() if kept.valid_from else None
    before = values_of(found) | {"state": kept.state.value, "valid_from": day, "restated": kept.restated}
    found.state = state
    session.flush()
    record(session, deed, entity=ENTITY, entity_id=found.id, before=before, after=values_of(found))

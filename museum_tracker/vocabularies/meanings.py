"""What words mean for the figures: said of a word, else inherited from the word above it, else the one default.

Every door that asks what a word means (reception, forms, imports, counting) asks here. A meaning that the director put
in force holds from its day on; what was said before holds for the days before.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core import clock
from museum_tracker.core.i18n import N_
from museum_tracker.vocabularies.models import MeaningState, Scheme, Term, TermMeaning

YES, NO = "yes", "no"
BY_DECISION, BY_MERGER = "decision", "merger"
GOOD, BAD, NEITHER = "good", "bad", "neither"
YES_OR_NO = {YES: N_("Yes"), NO: N_("No")}


@dataclass(frozen=True)
class Meaning:
    """One thing that the words of a vocabulary mean: what may be said, with its labels, and what holds unsaid."""

    name: str
    scheme: str
    label: str
    choices: Mapping[str, str]
    default: str

    def read(self, said: object) -> str | None:
        """What was said of a word, as stored; nothing where it is none of the choices."""
        word = (YES if said else NO) if isinstance(said, bool) else said
        return word if isinstance(word, str) and word in self.choices else None


COLLECTED = Meaning(
    "collected",
    "acquisition_method",
    N_("Counts as collected"),
    {
        YES: N_("Yes"),
        NO: N_("No"),
        BY_DECISION: N_("Only where the decision says so"),
        BY_MERGER: N_("Never: received by merger of museums"),
    },
    YES,
)
HOLDING = Meaning(
    "holding",
    "acquisition_method",
    N_("Kept as, from the first day"),
    {
        "undecided": N_("Not yet decided"),
        "base": N_("Base store"),
        "reference": N_("Reference store"),
        "deposit": N_("Deposit"),
        "copy": N_("Copy"),
        "loan_in": N_("Loan in"),
    },
    "undecided",
)
KIND = Meaning(
    "kind",
    "object_type",
    N_("Counts as"),
    {
        "object": N_("Object"),
        "document": N_("Document"),
        "photograph": N_("Photograph"),
        "specimen": N_("Natural specimen"),
    },
    "object",
)
FLAT = Meaning("flat", "object_type", N_("Flat (its full level is the scan of every page)"), YES_OR_NO, NO)
CONDITION = Meaning(
    "condition",
    "condition",
    N_("Such a condition is"),
    {GOOD: N_("Good"), BAD: N_("Bad"), NEITHER: N_("Neither good nor bad")},
    NEITHER,
)
MEANINGS: dict[str, Meaning] = {each.name: each for each in (COLLECTED, HOLDING, KIND, FLAT, CONDITION)}


Spells = tuple[tuple[dt.date, Mapping[str, Any]], ...]  # what is said of a word from a day on, by day


class MeaningTerm(NamedTuple):
    """A word as far as its meaning goes: the word above it, what is said of itself, and later from which day."""

    id: int
    parent_id: int | None
    said: Mapping[str, Any]
    later: Spells = ()

    def said_on(self, day: dt.date) -> Mapping[str, Any]:
        """What is said of the word on a day."""
        return next((said for first, said in reversed(self.later) if first <= day), self.said)


class Meanings:
    """What the words of some vocabularies mean, today unless a day is named; each answer is worked out once."""

    def __init__(self, terms: Iterable[MeaningTerm], today: dt.date | None = None) -> None:
        self.terms = {term.id: term for term in terms}
        self._today = today or clock.today()
        self._turns = sorted({first for term in self.terms.values() for first, _ in term.later})
        self._known: dict[tuple[str, int, int], str] = {}

    def of(self, meaning: Meaning, term_id: int | None, on: dt.date | None = None) -> str:
        """What a word means; without a word, what holds where nothing is said."""
        if term_id is None:
            return meaning.default
        day = on or self._today
        key = (meaning.name, term_id, bisect_right(self._turns, day))
        if key not in self._known:
            self._known[key] = self.said_above(meaning, term_id, day) or meaning.default
        return self._known[key]

    def said_above(self, meaning: Meaning, term_id: int | None, on: dt.date | None = None) -> str | None:
        """What the nearest word that says anything says, from a word upwards."""
        day = on or self._today
        passed: set[int] = set()
        while term_id is not None and term_id not in passed and term_id in self.terms:
            passed.add(term_id)
            term = self.terms[term_id]
            said = meaning.read(term.said_on(day).get(meaning.name))
            if said is not None:
                return said
            term_id = term.parent_id
        return None

    def moved_below(self, meaning: Meaning, term_id: int, parent_id: int | None) -> str:
        """What a word would mean today below another one."""
        own = meaning.read(self.terms[term_id].said_on(self._today).get(meaning.name))
        return own or self.said_above(meaning, parent_id) or meaning.default

    def collected(self, method_id: int | None, *, decision_says_so: bool = False, on: dt.date | None = None) -> bool:
        """Whether what comes in this way counts as collected; some ways only where their decision says so."""
        said = self.of(COLLECTED, method_id, on)
        return said == YES or (said == BY_DECISION and decision_says_so)

    def by_merger(self, method_id: int | None, on: dt.date | None = None) -> bool:
        """Whether what comes in this way came by a merger of museums."""
        return self.of(COLLECTED, method_id, on) == BY_MERGER

    def holding(self, method_id: int | None) -> str:
        """Under which title what comes in this way is kept from its first day."""
        return self.of(HOLDING, method_id)

    def kind(self, type_id: int | None) -> str:
        """What the figures count a type of object as."""
        return self.of(KIND, type_id)

    def flat(self, type_id: int | None) -> bool:
        """Whether things of a type are flat."""
        return self.of(FLAT, type_id) == YES

    def condition(self, condition_id: int | None) -> str:
        """Whether a condition is good, bad or neither."""
        return self.of(CONDITION, condition_id)


def read_meanings(session: Session) -> Meanings:
    """What all words mean, read in one query."""
    decided = sa.and_(TermMeaning.term_id == Term.id, TermMeaning.state == MeaningState.IN_FORCE)
    days = (TermMeaning.said, TermMeaning.valid_from, TermMeaning.restated)
    found = (
        sa.select(Term.id, Term.parent_id, Term.data, *days)
        .join(Scheme)
        .outerjoin(TermMeaning, decided)
        .where(Scheme.code.in_({meaning.scheme for meaning in MEANINGS.values()}))
        .order_by(Term.id, TermMeaning.decided_at, TermMeaning.id)
    )
    terms: dict[int, MeaningTerm] = {}
    for id_, parent_id, data, said, first, restated in session.execute(found):
        term = terms.setdefault(id_, MeaningTerm(id_, parent_id, data or {}))
        if first is not None:
            terms[id_] = term._replace(later=_decided_next(term.later, first, said, restated=restated))
    return Meanings(terms.values())


def _decided_next(later: Spells, first: dt.date, said: Mapping[str, Any], *, restated: bool) -> Spells:
    """What is said from which day after one more decision; a restated one holds for the days before its own, too."""
    kept = [spell for spell in later if spell[0] > first or (spell[0] < first and not restated)]
    return tuple(sorted([*kept, (dt.date.min if restated else first, said)], key=lambda spell: spell[0]))

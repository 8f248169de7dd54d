"""Whether what a record says of itself agrees with the facts of its object; each disagreement with the way out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from museum_tracker.catalogue.rules import ENUM_LABELS, Holding
from museum_tracker.core.formats import date
from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.rules.days import UNKNOWN, date_of, day_of
from museum_tracker.figures.rules.evidence import CUSTODY, GAINS, GONE, LEVEL_FACTS, LOSSES
from museum_tracker.figures.rules.facts import FactKind, FactRow

NOTHING = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSays:
    """What the record of an object says that facts must bear out."""

    label: str
    today: dt.date
    holding: Holding = Holding.UNDECIDED
    registration: str = ""  # the numbers that stand
    classification: str = ""
    registered: dt.date | None = None
    line: str = ""  # book, page and line of the register
    collected: dt.date | None = None
    level: int = 0
    full: bool = False


@dataclass(frozen=True, slots=True)
class Clash:
    """A disagreement: what is wrong, what the record says and what the facts, and what a person does about it."""

    wrong: Message
    record: str | Message
    facts: str | Message
    way_out: Message


class History:
    """The standing facts of an object, asked for what holds now."""

    def __init__(self, facts: Sequence[FactRow]) -> None:
        self._facts = facts
        self.kinds = {fact.kind for fact in facts}

    def since(self, gain: FactKind) -> FactRow | None:
        """The fact by which something came to hold, and still does."""
        found = None
        for fact in self._facts:
            if fact.kind is gain:
                found = found or fact
            elif LOSSES.get(fact.kind) is GAINS[gain]:
                found = None
        return found

    def last(self, kind: FactKind) -> FactRow | None:
        """The last fact of a kind."""
        return next((fact for fact in reversed(self._facts) if fact.kind is kind), None)

    @property
    def gone(self) -> bool:
        """Whether the object left, and did not come back."""
        found = False
        for fact in self._facts:
            found = fact.kind in GONE or (found and fact.kind is not FactKind.REINSTATED)
        return found

    @property
    def level(self) -> int:
        """The level of digitization that the facts leave."""
        level = 0
        for fact in self._facts:
            if fact.kind is FactKind.LEVEL:
                level = max(level, fact.level)
            elif fact.kind is FactKind.LOST_LEVEL:
                level = min(level, max(fact.level, 1) - 1)
        return level


def clashes(record: RecordSays, facts: Sequence[FactRow]) -> Iterator[Clash]:
    """Every disagreement of a record with the standing facts of its object."""
    history = History(facts)
    for rule in RULES:
        yield from rule(record, history)


def _clash(record: RecordSays, wrong: str, said: str | Message, known: str | Message, way_out: str) -> Clash:
    return Clash(Message(wrong, {"object": record.label}), said or NOTHING, known or NOTHING, Message(way_out))


def _registered(record: RecordSays, history: History) -> Iterator[Clash]:
    fact = history.since(FactKind.REGISTERED)
    if fact is None:
        yield from _unregistered(record)
        return
    day = _shown(fact)
    if not record.registration:
        wrong = N_("%(object)s stands on the register without a registration number")
        way = N_("Give it its number under “Numbers”, or strike its register line through.")
        yield _clash(record, wrong, "", day, way)
    if record.holding is Holding.UNDECIDED and not history.gone:
        wrong = N_("%(object)s stands on the register, and nobody has said under which title it is kept")
        way = N_("Choose its holding in the record, or strike its register line through.")
        yield _clash(record, wrong, Message(ENUM_LABELS[Holding.UNDECIDED]), day, way)
    said = record.registered is not None and record.registered <= record.today
    if (said or fact.span.known) and _day(record.registered) != fact.span.first:
        wrong = N_("The day of registration of %(object)s")
        way = N_("Write the day of the register line into the record, or correct the line.")
        yield _clash(record, wrong, _written(record.registered), day, way)


def _unregistered(record: RecordSays) -> Iterator[Clash]:
    if record.registration and (record.registered is not None or record.line):
        said = " · ".join(part for part in (record.registration, record.line, _written(record.registered)) if part)
        wrong = N_("%(object)s has a number in the register and no register line")
        way = N_("Register it, or take the number and the day of registration out of its record.")
        yield _clash(record, wrong, said, "", way)


def _holding(record: RecordSays, history: History) -> Iterator[Clash]:
    fact = history.last(FactKind.HOLDING)
    moved = fact.values.get("to") if fact else None
    if moved in set(Holding) and moved != record.holding:
        wrong = N_("The holding of %(object)s")
        way = N_("Choose the right holding in the record: the move is then noted with its day.")
        known = Message(ENUM_LABELS[Holding(moved)])
        yield _clash(record, wrong, Message(ENUM_LABELS[record.holding]), known, way)


def _collected(record: RecordSays, history: History) -> Iterator[Clash]:
    if record.collected is None or record.collected > record.today:
        return
    fact = history.last(FactKind.COLLECTED)
    if not history.kinds & CUSTODY:
        wrong = N_("%(object)s has a day of collecting in its record, and nothing says that it came")
        way = N_("Note when and by which paper it came (“Receive”), or take the day out of its record.")
        yield _clash(record, wrong, _written(record.collected), "", way)
    elif fact is not None and fact.span.first != _day(record.collected):
        wrong = N_("The day of collecting of %(object)s")
        way = N_("Write the day of the handover record into the record, or have the fact corrected.")
        yield _clash(record, wrong, _written(record.collected), _shown(fact), way)


def _steps(record: RecordSays, history: History) -> Iterator[Clash]:
    """Marked and dossier complete rest on a register line, a classification on its number."""
    registered = history.since(FactKind.REGISTERED) is not None
    resting = {
        FactKind.MARKED: N_("%(object)s is marked and has no register line"),
        FactKind.DOSSIER: N_("The dossier of %(object)s is complete and it has no register line"),
    }
    for kind, wrong in resting.items():
        fact = history.since(kind)
        if fact is not None and not registered and not history.gone:
            way = N_("Register it, or correct the step on its inventory page.")
            yield _clash(record, wrong, record.registration, _shown(fact), way)
    fact = history.since(FactKind.CLASSIFIED)
    # A contested classification keeps its number until it is decided.
    if FactKind.CLASSIFIED not in history.kinds and record.classification and not history.gone:
        wrong = N_("%(object)s has a classification number, and no confirmed classification")
        way = N_("Propose and confirm its classification, or strike the number out.")
        yield _clash(record, wrong, record.classification, "", way)
    if fact is not None and not fact.opening and not record.classification and not history.gone:
        wrong = N_("The classification of %(object)s is confirmed and it has no classification number")
        way = N_("Have the classification withdrawn and proposed anew: it then gets its number.")
        yield _clash(record, wrong, "", _shown(fact), way)


def _level(record: RecordSays, history: History) -> Iterator[Clash]:
    full = history.since(FactKind.FULL_LEVEL) is not None
    known = history.level if history.kinds & LEVEL_FACTS else 0
    if (record.level, record.full) != (known, full):
        wrong = N_("The level of digitization of %(object)s")
        way = N_("Review one of its files or save its record: its level is then measured anew.")
        yield _clash(record, wrong, _rung(record.level, full=record.full), _rung(known, full=full), way)


RULES: tuple[Callable[[RecordSays, History], Iterator[Clash]], ...] = (
    _registered,
    _holding,
    _collected,
    _steps,
    _level,
)


def _rung(level: int, *, full: bool) -> str | Message:
    return (
        Message(N_("level %(level)s, full"), {"level": level})
        if full
        else Message(N_("level %(level)s"), {"level": level})
    )


def _day(day: dt.date | None) -> int:
    return UNKNOWN if day is None else day_of(day)


def _written(day: dt.date | None) -> str:
    return date(day, "vi") if day else ""


def _shown(fact: FactRow) -> str:
    day = date_of(fact.span.first)
    return date(day, "vi") if day else NOTHING

"""What becomes of each row: created, updated, unchanged, rejected; it waits where only a person can say what it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from museum_tracker.catalogue.fields import Lookup
from museum_tracker.catalogue.rules import NumberKind
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.numbers import number_key
from museum_tracker.interop.imports import register_lines, restrictions
from museum_tracker.interop.imports.comparing import differences, notes_of
from museum_tracker.interop.imports.findings import Found, Weight
from museum_tracker.interop.imports.plan import ABOUT_SAME_NUMBER, SAME_NUMBER, Answer, ImportPlan
from museum_tracker.interop.imports.records import Record, name_key, unspaced
from museum_tracker.interop.imports.rowkinds import RowKind
from museum_tracker.interop.imports.statuses import Attested
from museum_tracker.interop.models import Outcome

REPEATED = N_("The number %(number)s occurs more than once: kept as a repeated number, to be resolved.")
OTHER_NAME = N_("The number %(number)s belongs to “%(name)s”: say whether this is the same object.")
LIKE_OTHER = N_("The number %(number)s is that of “%(name)s” but for its spacing: say whether this is the same object.")
LIKE_ROW = N_("The number %(number)s is that of “%(name)s”, named earlier in this file, but for its spacing.")
WAITS = N_(
    "“%(object)s” waits for the council: the row's other values are entered, but not that it is registered, marked or "
    "classified. Record the council's decision first, then import the row again."
)
DECIDED = frozenset({NumberKind.REGISTRATION.value, NumberKind.CLASSIFICATION.value})
LEFT_OUT = Message(N_("Left out by decision: another object bears the number."))
NO_OBJECT = Message(N_("Left out by decision: it is no object."))
PART_OF = Message(N_("Belongs to the line above, by decision: kept there as written."))
DOUBTS = {
    RowKind.PERHAPS_HEADING: Message(N_("This row may be the heading of a section: say what it is.")),
    RowKind.PERHAPS_TOTAL: Message(N_("This row may be a total or a summary: say what it is.")),
    RowKind.PERHAPS_SIGNATURE: Message(N_("This row may be a signature or a remark on the table: say what it is.")),
    RowKind.PERHAPS_PART: Message(N_("This row may be a part of the object above: say what it is.")),
    RowKind.ODD_NUMBER: Message(N_("What stands in the place of the number is no number: say what the row is.")),
}
SAME_ROW = Message(N_("Says the same as an earlier row of this file."))


@dataclass(frozen=True)
class Known:
    """An object that the museum has, its values where they were read, and whether a council or the register has it."""

    id: int
    names: frozenset[str]
    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    waits: bool = False
    registered: bool = False


@dataclass(slots=True)
class Decision:
    """What becomes of a row. `known` is the object it is about; `twin` an earlier row that says the same.

    `question` is what was asked about it; a `part` is kept with the object of the line above.
    """

    record: Record
    outcome: Outcome
    known: Known | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    twin: Record | None = None
    question: str = ""
    part: bool = False


class Memory(Protocol):
    """What a trial remembers of the rows before: nothing is written, so nothing can be looked up."""

    def seen(self, record: Record) -> bool | None:
        """None if the number is new; whether a row before said exactly the same."""
        ...


@dataclass
class Chunk:
    """What was looked up for a chunk: by number, by the row's own reference, and who was touched by this import.

    `by_likeness` are objects whose number differs from a row's only in its spacing, `entered` the chunk's rows so far.
    """

    by_number: Mapping[tuple[str, str], Sequence[Known]] = field(default_factory=dict)
    by_row: Mapping[int, Known] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    chosen: Mapping[int, str] = field(default_factory=dict)
    by_likeness: Mapping[tuple[str, str], Sequence[Known]] = field(default_factory=dict)
    entered: dict[tuple[str, str, str], Record] = field(default_factory=dict)


class Decider:
    """Decides about rows, chunk by chunk."""

    def __init__(self, lookup: Lookup, plan: ImportPlan, memory: Memory | None = None) -> None:
        self._lookup = lookup
        self._plan = plan
        self._memory = memory

    def decide(self, records: Sequence[Record], chunk: Chunk) -> list[Decision]:
        """What becomes of each record, in order."""
        fresh: dict[tuple[str, str], list[Record]] = defaultdict(list)
        decisions = []
        for record in records:
            decision = _fit(self._one(record, chunk, fresh))
            decisions.append(decision)
            if decision.known is not None:
                chunk.touched.add(decision.known.id)
            elif decision.outcome is Outcome.CREATED and record.identity:
                fresh[record.identity].append(record)
                chunk.entered.setdefault(unspaced(record.identity), record)
        return decisions

    def _one(self, record: Record, chunk: Chunk, fresh: Mapping[tuple[str, str], list[Record]]) -> Decision:
        if record.rejected:
            return Decision(record, Outcome.REJECTED)
        if record.row.doubt is None:
            return self._object(record, chunk, fresh)
        question = record.row.doubt.value
        answer = chunk.chosen.get(record.row.number) or self._plan.answer(question)
        decision = self._doubtful(record, answer) or self._object(record, chunk, fresh)
        decision.question = decision.question or question
        return decision

    @staticmethod
    def _doubtful(record: Record, answer: str) -> Decision | None:
        """What becomes of a row that may be no object; nothing where a person said that it is one."""
        if answer == Answer.LEAVE_OUT:
            record.findings.append(Found("", "", NO_OBJECT, Weight.REJECTED))
            return Decision(record, Outcome.REJECTED)
        if answer == Answer.PART:
            record.findings.append(Found("", "", PART_OF, Weight.NOTE))
            return Decision(record, Outcome.UPDATED, part=True)
        if answer:
            return None
        record.findings.insert(0, Found("", "", DOUBTS[record.row.doubt or RowKind.ODD_NUMBER]))
        return Decision(record, Outcome.WAITING)

    def _object(self, record: Record, chunk: Chunk, fresh: Mapping[tuple[str, str], list[Record]]) -> Decision:
        if record.row.number in chunk.by_row:
            return self._about(record, chunk.by_row[record.row.number])
        if record.identity is None:
            return Decision(record, Outcome.CREATED)
        return self._numbered(record, chunk, chunk.by_number.get(record.identity, ()), fresh.get(record.identity, ()))

    def _numbered(self, record: Record, chunk: Chunk, known: Sequence[Known], fresh: Sequence[Record]) -> Decision:
        """A row with a number: the same as an earlier row, an object of that name, a question, or a new object."""
        if not known and not fresh:
            received = self._received(record, chunk)
            if received is not None:
                return self._about(record, received)
            return self._alike(record, chunk) or self._new(record, repeated=False)
        before = [found for found in known if found.id in chunk.touched]
        free = [found for found in known if found.id not in chunk.touched]
        same = self._says_the_same(record, before, fresh)
        if same is not None:
            return same
        names = names_of(record)
        named = [found for found in free if found.names & names or not found.names or not names]
        if named:
            return self._about(record, self._nearest(record, named))
        if free:
            return self._unsure(record, free[0], chunk)
        return self._new(record, repeated=bool(before or fresh))

    def _alike(self, record: Record, chunk: Chunk) -> Decision | None:
        """A number that differs from another only in its spacing: one object where the names agree, else a question."""
        identity = record.identity or ("", "")
        found = chunk.by_likeness.get(identity, ())
        free = [known for known in found if known.id not in chunk.touched]
        same = next((known for known in free if known.names & names_of(record)), None)
        if same is not None:
            return self._about(record, same)
        if free:
            return self._unsure(record, free[0], chunk, alike=True)
        earlier = chunk.entered.get(unspaced(identity))
        bearers = [known.name for known in found] + ([earlier.label] if earlier else [])
        if bearers:
            message = Message(LIKE_ROW, {"number": _number(record), "name": bearers[0]})
            record.findings.append(Found(_column(record), _number(record), message))
        return None

    @staticmethod
    def _received(record: Record, chunk: Chunk) -> Known | None:
        """The object that came in under the row's entry number and bears its name: the row registers it."""
        if record.entry is None:
            return None
        names = names_of(record)
        borne = chunk.by_number.get(record.entry, ())
        return next((one for one in borne if one.names & names and one.id not in chunk.touched), None)

    def _new(self, record: Record, *, repeated: bool) -> Decision:
        seen = self._memory.seen(record) if self._memory else None
        if seen:
            return self._unchanged(record, None, None)
        if repeated or seen is False:
            self._say_repeated(record)
        return Decision(record, Outcome.CREATED)

    def _says_the_same(self, record: Record, before: Sequence[Known], fresh: Sequence[Record]) -> Decision | None:
        """A row that repeats an earlier one of the file word for word is no second object."""
        for known in before:
            if not differences(record, known.values, self._lookup):
                return self._unchanged(record, known, None)
        for earlier in fresh:
            if earlier.values == record.values:
                return self._unchanged(record, None, earlier)
        return None

    @staticmethod
    def _unchanged(record: Record, known: Known | None, twin: Record | None) -> Decision:
        record.findings.append(Found("", "", SAME_ROW, Weight.NOTE))
        return Decision(record, Outcome.UNCHANGED, known, twin=twin)

    def _nearest(self, record: Record, named: Sequence[Known]) -> Known:
        return next((known for known in named if not differences(record, known.values, self._lookup)), named[0])

    def _about(self, record: Record, known: Known) -> Decision:
        if known.waits:
            leave_to_council(record, known)
        if known.registered:
            register_lines.leave_basis(record)
        restrictions.leave_restriction(record, known.values)
        if not (changed := differences(record, known.values, self._lookup)):
            return Decision(record, Outcome.UNCHANGED, known)
        record.findings += notes_of(changed, known.values, self._lookup)
        return Decision(record, Outcome.UPDATED, known, changed)

    def _unsure(self, record: Record, known: Known, chunk: Chunk, *, alike: bool = False) -> Decision:
        own = chunk.chosen.get(record.row.number)
        chosen = own if own in ABOUT_SAME_NUMBER else self._plan.answer(SAME_NUMBER)
        if chosen == Answer.SAME_OBJECT:
            return replace(self._about(record, known), question=SAME_NUMBER)
        if chosen == Answer.OTHER_OBJECT:
            if not alike:
                self._say_repeated(record)
            return Decision(record, Outcome.CREATED, question=SAME_NUMBER)
        if chosen == Answer.LEAVE_OUT:
            record.findings.append(Found("", "", LEFT_OUT, Weight.REJECTED))
            return Decision(record, Outcome.REJECTED, question=SAME_NUMBER)
        message = Message(LIKE_OTHER if alike else OTHER_NAME, {"number": _number(record), "name": known.name})
        record.findings.append(Found(_column(record), _number(record), message))
        return Decision(record, Outcome.WAITING, question=SAME_NUMBER)

    @staticmethod
    def _say_repeated(record: Record) -> None:
        message = Message(REPEATED, {"number": _number(record)})
        record.findings.append(Found(_column(record), _number(record), message))


def _fit(decision: Decision) -> Decision:
    """A row that cannot enter its object in the register is rejected with reasons, unless the object stands there."""
    record, known = decision.record, decision.known
    stands = (known is not None and known.registered) or decision.twin is not None
    if not record.unfit or stands or Attested.REGISTERED not in record.attested:
        return decision
    if decision.outcome not in {Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED}:
        return decision
    record.findings += record.unfit
    return Decision(record, Outcome.REJECTED)


def names_of(record: Record) -> set[str]:
    """What is compared of a row's names."""
    return {name_key(record.values.get(name) or "") for name in ("name_vi", "name_en")} - {""}


def leave_to_council(record: Record, known: Known) -> None:
    """Take from a row what only the council can decide of an object that waits for it, and say so.

    Its other values are entered; its place in the register stays as written under the column's heading.
    """
    borne = {(number["kind"], number_key(number["text"])) for number in known.values.get("numbers", ())}
    numbers = record.values.get("numbers", ())
    kept = [one for one in numbers if one["kind"] not in DECIDED or (one["kind"], number_key(one["text"])) in borne]
    if not record.attested and len(kept) == len(numbers):
        return
    left = [one["text"] for one in numbers if one not in kept]
    message = Message(WAITS, {"object": known.name})
    record.findings.append(Found(_column(record), "; ".join(left), message))
    record.attested = frozenset()
    if left:
        heading = record.row.columns.get("number") or _column(record)
        record.values["numbers"] = kept
        record.values["raw"] = {**record.values.get("raw", {}), heading: "; ".join(left)}


def _number(record: Record) -> str:
    kind = record.identity[0] if record.identity else ""
    return next((number["text"] for number in record.values.get("numbers", ()) if number["kind"] == kind), "")


def _column(record: Record) -> str:
    texts = record.row.texts
    name = next((name for name in ("number", "entry_number", *texts) if name in texts), "")
    return record.row.columns.get(name, "")

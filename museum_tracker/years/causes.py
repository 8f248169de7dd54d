"""Which deed moved an object into or out of a frozen figure: found by telling its facts again, deed by deed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from museum_tracker.core.db import among
from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.counting.placing import Counting
from museum_tracker.figures.models import Fact
from museum_tracker.figures.populations import inventoried_steps, list_scopes
from museum_tracker.figures.records import FACT_COLUMNS, read_facts, read_records
from museum_tracker.figures.rules.counting import Entry, counted_in
from museum_tracker.figures.rules.days import Window
from museum_tracker.figures.rules.evidence import concerns
from museum_tracker.figures.rules.facts import ENUM_LABELS, FactKind, FactRow
from museum_tracker.figures.rules.measures import STATEMENTS, Measure, evidence_of
from museum_tracker.figures.rules.populations import Record
from museum_tracker.figures.standings import CHUNK
from museum_tracker.history.models import ChangeItem, ChangeSet

Place = tuple[Measure, int]  # a figure and the bit of a population
Counted = frozenset[Place]
DECIDING = frozenset({"holding", "kind", "legal_class", "representative", "quantity", "voided_at"})
EDITED = "edited", N_("The record was changed")
ENTERED = "entered", N_("The record was entered")
REMOVED_RECORD = "taken_back", N_("The record was taken back")
RULES_CHANGED = "rules", N_("What is counted was changed")


@dataclass(frozen=True)
class Cause:
    """Why an object counts otherwise than when the year was frozen, and the deed that made it so."""

    code: str
    why: Message
    deed: ChangeSet | None = None


@dataclass
class Told:
    """What an object counted in after each deed since the freezing, the state before them first."""

    states: list[tuple[int | None, Counted]] = field(default_factory=list)
    kinds: dict[int, Sequence[FactKind]] = field(default_factory=dict)
    edit: ChangeItem | None = None

    def deed_of(self, place: Place, *, joined: bool, after: int) -> int | None:
        """The last deed by which the object joined (or left) a place; one made after a change set before others."""
        flips = [
            change_set_id
            for (_, before), (change_set_id, now) in zip(self.states, self.states[1:], strict=False)
            if change_set_id is not None and (place in before) != (place in now) and (place in now) == joined
        ]
        late = [one for one in flips if one > after]
        if late or (self.edit is not None and self.edit.change_set_id > after):
            return late[-1] if late else None
        return flips[-1] if flips else None


def places_of(entries: Iterable[Entry], window: Window) -> Counted:
    """The figures of a period that entries count in, each with the bit of its population."""
    found = counted_in(entries, window).items()
    return frozenset((measure, bit) for measure, mask in found for bit in range(mask.bit_length()) if mask >> bit & 1)


def tell(session: Session, ids: Sequence[int], window: Window, *, since: int) -> dict[int, Told]:
    """Tell the facts of objects again, deed by deed from the change set `since` on; reads every fact of each."""
    scopes = list_scopes(session)
    counting = Counting(scopes, inventoried_steps(session))
    found: dict[int, Told] = {}
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        facts = read_facts(session, sa.select(*FACT_COLUMNS).where(Fact.artifact_id.in_(chunk)))
        late = _deeds_since(session, chunk, since)
        edits = _edits_since(session, chunk, since)
        for artifact_id, (record, _) in read_records(session, chunk, scopes).items():
            told = found[artifact_id] = Told(edit=edits.get(artifact_id))
            for change_set_id, known, fresh in _prefixes(facts.get(artifact_id, []), late):
                then = record._replace(holding=_holding(record, facts.get(artifact_id, []), known), voided=False)
                told.states.append((change_set_id, places_of(counting.stand(then, known).entries, window)))
                if change_set_id is not None:
                    told.kinds[change_set_id] = [fact.kind for fact in fresh]
            if record.voided:
                told.states.append((told.edit.change_set_id if told.edit else None, frozenset()))
    return found


def causes_of(
    session: Session, told: Mapping[int, Told], places: Mapping[int, Mapping[Place, bool | None]], *, after: int
) -> dict[int, dict[Place, Cause]]:
    """Why objects count otherwise at some places since a change set: they joined, left, or (None) were edited."""
    wanted = {
        one: {
            place: None if joined is None else told[one].deed_of(place, joined=joined, after=after)
            for place, joined in asked.items()
        }
        for one, asked in places.items()
    }
    edits = {edit.change_set_id for one in wanted if (edit := told[one].edit)}
    deeds = _deeds(session, {deed for found in wanted.values() for deed in found.values() if deed} | edits)
    return {
        one: {place: _cause(told[one], place[0], change_set_id, deeds) for place, change_set_id in found.items()}
        for one, found in wanted.items()
    }


def _cause(told: Told, measure: Measure, change_set_id: int | None, deeds: dict[int, ChangeSet]) -> Cause:
    if change_set_id is not None and told.kinds.get(change_set_id):
        kind = _telling(told.kinds[change_set_id], measure)
        return Cause(kind.value, Message(ENUM_LABELS[kind]), deeds.get(change_set_id))
    if told.edit is not None:
        code, words = REMOVED_RECORD if told.edit.after is None else ENTERED if told.edit.before is None else EDITED
        return Cause(code, Message(words), deeds.get(told.edit.change_set_id))
    code, words = RULES_CHANGED
    return Cause(code, Message(words))


def _telling(kinds: Sequence[FactKind], measure: Measure) -> FactKind:
    """Of the facts that a deed added, the one that tells most about a figure."""
    said = STATEMENTS[measure]
    wanted = {*evidence_of(measure), said.unless}
    about = [kind for kind in kinds if kind is said.gone_by or concerns(kind) & wanted]
    return about[-1] if about else kinds[0]


def _prefixes(
    facts: Sequence[FactRow], late: dict[int, int]
) -> Iterable[tuple[int | None, list[FactRow], Sequence[FactRow]]]:
    """The facts known before the deeds, then after each of them, with what that deed added."""
    ordered = sorted(facts, key=lambda fact: fact.id)
    known = [fact for fact in ordered if fact.id not in late]
    yield None, list(known), ()
    for change_set_id, group in groupby((fact for fact in ordered if fact.id in late), key=lambda fact: late[fact.id]):
        fresh = list(group)
        known = sorted([*known, *fresh], key=lambda fact: fact.id)
        yield change_set_id, list(known), fresh


def _holding(record: Record, facts: Sequence[FactRow], known: Sequence[FactRow]) -> str:
    """Under which title the object was kept before the moves that were not known yet."""
    seen = {fact.id for fact in known}
    later = [fact for fact in sorted(facts, key=lambda fact: fact.id) if fact.id not in seen]
    moves = [fact for fact in later if fact.kind is FactKind.HOLDING]
    return moves[0].values.get("from", record.holding) if moves else record.holding


def _deeds_since(session: Session, ids: Sequence[int], since: int) -> dict[int, int]:
    query = sa.select(Fact.id, Fact.change_set_id).where(Fact.artifact_id.in_(ids), Fact.change_set_id >= since)
    return {row.id: row.change_set_id for row in session.execute(query)}


def _edits_since(session: Session, ids: Sequence[int], since: int) -> dict[int, ChangeItem]:
    """The last deed that changed a field by which figures count, or took the record back."""
    query = (
        sa.select(ChangeItem)
        .where(ChangeItem.entity == "artifact", ChangeItem.entity_id.in_(ids), ChangeItem.change_set_id >= since)
        .order_by(ChangeItem.id)
    )
    found: dict[int, ChangeItem] = {}
    for item in session.scalars(query):
        if item.after is None or item.before is None or DECIDING & item.after.keys():
            found[item.entity_id] = item
    return found


def _deeds(session: Session, ids: Iterable[int]) -> dict[int, ChangeSet]:
    query = sa.select(ChangeSet).options(joinedload(ChangeSet.by)).where(among(session, ChangeSet.id, list(ids)))
    return {deed.id: deed for deed in session.scalars(query)}

"""Revising the digitization definition: a draft, what it would change, and the deed that puts it in force."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.core import clock
from museum_tracker.core.db import table_of
from museum_tracker.core.errors import Conflict, Refusal
from museum_tracker.core.i18n import N_, Message
from museum_tracker.digitization.models import DefinitionEffect, DefinitionState, DigitizationDefinition
from museum_tracker.digitization.queries.definitions import definition_on, list_definitions
from museum_tracker.digitization.queries.evidence import evidence_of, worth_climbing
from museum_tracker.digitization.rules.definition import Demands, Rules, check_demands
from museum_tracker.digitization.rules.ladder import climb
from museum_tracker.figures.rules.versions import check_follows, check_possible
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.jobs.queue import enqueue

ENTITY = "digitization_definition"
APPLY = "digitization.apply_definition"
PREVIEW = "digitization.preview_definition"
MEASURE_AGAIN = "digitization.measure_again"
AT_ONCE = 1500
LEVELS = (1, 2, 3)
SOLID, FLAT = "solid", "flat"


class NotADraft(Conflict):
    """Only a draft can be changed."""

    msgid = N_("This definition has been decided: make a new draft to change how levels are counted.")


class DraftExists(Conflict):
    """There is one draft at a time, so that nobody decides on another's half of it."""

    msgid = N_("There is a draft already: finish it or throw it away first.")


class NotPreviewed(Refusal):
    """Nobody has seen what a definition would change."""

    msgid = N_("Look first at how many objects would rise or fall, then decide.")


class DraftChanged(Refusal):
    """The draft is no longer what the person who decides was shown."""

    msgid = N_("The draft was changed after you opened this page. Look at what it would change now, then decide.")
    status = 409


class CountsNothing(Refusal):
    """A definition under which no object stands on any level."""

    msgid = N_("By this definition no object would stand on any level, while %(count)s do today: it counts nothing.")


class DecidedBackwards(Refusal):
    """A definition would count days that are past."""

    msgid = N_("A definition comes into force today at the earliest: days past were counted by the one before.")


class DocumentMissing(Refusal):
    """Who decides says on what it rests."""

    msgid = N_("State the document (or the decision of the museum) on which it rests.")


def install_definition(session: Session) -> None:
    """Put the shipped definition in place as version 1, in force from the beginning."""
    if session.scalar(sa.select(sa.func.count()).select_from(DigitizationDefinition)) == 0:
        session.add(
            DigitizationDefinition(version=1, state=DefinitionState.IN_FORCE, rules=Rules().as_json(), document="")
        )
        session.flush()


def make_draft(session: Session, *, deed: ChangeSet) -> DigitizationDefinition:
    """A draft that asks for what the definition in force asks for.

    Raises:
        DraftExists: there is one already.
    """
    if any(found.state is DefinitionState.DRAFT for found in list_definitions(session)):
        raise DraftExists
    basis = definition_on(session, clock.local(deed.at).date())
    draft = DigitizationDefinition(rules=basis.rules)
    session.add(draft)
    session.flush()
    record(session, deed, entity=ENTITY, entity_id=draft.id, after=_values(draft))
    return draft


def set_demands(
    session: Session,
    draft: DigitizationDefinition,
    group: str,
    demands: Demands | None,
    *,
    name: Message,
    deed: ChangeSet,
) -> None:
    """Say what a draft asks of a group: "solid", "flat", or a type by its id; None takes a type's own demands away.

    Raises:
        NotADraft, AsksForNothing, NoRecord: it cannot be so.
    """
    _require_draft(draft)
    if demands is not None:
        check_demands(demands, name)
    before, rules = _values(draft), Rules.from_json(draft.rules)
    if group == SOLID:
        rules = replace(rules, solid=demands or rules.solid)
    elif group == FLAT:
        rules = replace(rules, flat=demands or rules.flat)
    else:
        types = {number: each for number, each in rules.types.items() if number != int(group)}
        rules = replace(rules, types=types if demands is None else {**types, int(group): demands})
    draft.rules = rules.as_json()
    _forget_preview(session, draft)
    session.flush()
    record(session, deed, entity=ENTITY, entity_id=draft.id, before=before, after=_values(draft))


def throw_away(session: Session, draft: DigitizationDefinition, *, deed: ChangeSet) -> None:
    """Take a draft back: nothing was counted by it."""
    _require_draft(draft)
    _forget_preview(session, draft)
    record(session, deed, entity=ENTITY, entity_id=draft.id, before=_values(draft))
    session.delete(draft)
    session.flush()


def preview(session: Session, draft: DigitizationDefinition) -> bool:
    """Count what a draft would change: at once, or by a job where many objects have files; answers whether it is done.

    Raises:
        NotADraft: it has been decided.
    """
    _require_draft(draft)
    _forget_preview(session, draft)
    many = session.scalar(sa.select(sa.func.count()).select_from(Artifact)) or 0
    if many > AT_ONCE:
        draft.preview = {"waiting": True}
        session.flush()
        enqueue(session, PREVIEW, definition_id=draft.id, dedupe_key=f"{PREVIEW}:{draft.id}")
        return False
    found: Counter[str] = Counter()
    ids = session.scalars(sa.select(Artifact.id).order_by(Artifact.id)).all()
    preview_chunk(session, draft, ids, found)
    finish_preview(session, draft, found)
    return True


def preview_chunk(session: Session, draft: DigitizationDefinition, ids: Sequence[int], found: Counter[str]) -> None:
    """Work out for some objects what a draft would change, and keep those that rise or fall."""
    rules, rows = Rules.from_json(draft.rules), []
    some = worth_climbing(session, ids)
    evidence = evidence_of(session, some)
    caches = sa.select(Artifact.id, Artifact.digitization_level, Artifact.full_level_reached)
    found["objects"] += len(ids)
    for number, before, was_full in session.execute(caches.where(Artifact.id.in_(some))):
        result = climb(evidence[number], rules)
        _tell(found, before, result.level)
        found["full_up"] += result.is_full and not was_full
        found["full_down"] += was_full and not result.is_full
        if (before, was_full) != (result.level, result.is_full):
            rows.append(
                {
                    "definition_id": draft.id,
                    "artifact_id": number,
                    "before": before,
                    "after": result.level,
                    "was_full": was_full,
                    "is_full": result.is_full,
                }
            )
    if rows:
        session.execute(sa.insert(table_of(DefinitionEffect)), rows)


def _tell(found: Counter[str], before: int, after: int) -> None:
    found["rise"] += after > before
    found["fall"] += after < before
    for level in LEVELS:
        found[f"now_{level}"] += before >= level
        found[f"then_{level}"] += after >= level
        found[f"up_{level}"] += before < level <= after
        found[f"down_{level}"] += after < level <= before


def finish_preview(session: Session, draft: DigitizationDefinition, found: Counter[str]) -> None:
    """Keep what was counted with the draft, and when."""
    draft.preview = {"at": clock.now().isoformat(), **found}
    session.flush()


def decide(
    session: Session,
    draft: DigitizationDefinition,
    *,
    valid_from: dt.date,
    document: str,
    note: str = "",
    deed: ChangeSet,
) -> DigitizationDefinition:
    """Put a draft in force from a day on: a job works out all levels anew, each change a fact citing this version.

    Raises:
        NotADraft, NotPreviewed, CountsNothing, DecidedBackwards, DocumentMissing, Overlaps: it cannot be so.
    """
    _require_draft(draft)
    if not document.strip():
        raise DocumentMissing(field="document")
    check_possible(valid_from, "valid_from")
    if valid_from < clock.local(deed.at).date():
        raise DecidedBackwards(field="valid_from")
    if not draft.preview or draft.preview.get("waiting"):
        raise NotPreviewed
    if draft.preview.get("now_1") and not draft.preview.get("then_1"):
        raise CountsNothing(count=draft.preview["now_1"])
    decided = [found for found in list_definitions(session) if found.version is not None]
    last = max((found.version or 0 for found in decided), default=0)
    for found in decided:
        if found.version == last:
            check_follows(_Decided(last, found.valid_from), valid_from)
    before = _values(draft)
    draft.version, draft.valid_from = last + 1, valid_from
    draft.document, draft.note, draft.state = document.strip(), note.strip(), DefinitionState.DECIDED
    session.flush()
    record(session, deed, entity=ENTITY, entity_id=draft.id, before=before, after=_values(draft))
    enqueue(session, APPLY, dedupe_key=APPLY)
    return draft


class _Decided:
    def __init__(self, version: int, valid_from: dt.date | None) -> None:
        self.version = version
        self.valid_from = valid_from


def _require_draft(draft: DigitizationDefinition) -> None:
    if draft.state is not DefinitionState.DRAFT:
        raise NotADraft


def _forget_preview(session: Session, draft: DigitizationDefinition) -> None:
    effect = table_of(DefinitionEffect)
    session.execute(sa.delete(effect).where(effect.c.definition_id == draft.id))
    draft.preview = None


def _values(definition: DigitizationDefinition) -> Mapping[str, Any]:
    return {
        "version": definition.version,
        "state": definition.state.value if definition.state else DefinitionState.DRAFT.value,
        "valid_from": definition.valid_from.isoformat() if definition.valid_from else None,
        "document": definition.document,
        "rules": definition.rules,
    }

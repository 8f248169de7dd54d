"""What figures do when the catalogue says that records changed, and how populations are read in history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.i18n import N_, translate
from museum_tracker.figures.models import Fact, Population, Standing
from museum_tracker.figures.populations import list_scopes
from museum_tracker.figures.previews import said
from museum_tracker.figures.revising import ASK_AGAIN
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.rules.populations import STATE_LABELS, PopulationState
from museum_tracker.figures.services import add_facts, standing
from museum_tracker.figures.standings import touch
from museum_tracker.history.entities import Entity
from museum_tracker.history.models import ChangeSet
from museum_tracker.jobs.queue import enqueue
from museum_tracker.vocabularies.models import Term

CHUNK = 4000


def recount(session: Session, *, ids: Sequence[int], deed: ChangeSet) -> None:
    """Recount objects whose records changed; one kept under another title since is a fact of that day."""
    session.flush()
    moved: list[dict[str, Any]] = []
    for start in range(0, len(ids), CHUNK):
        query = (
            sa.select(Artifact.id, Standing.holding, Artifact.holding)
            .join(Standing, Standing.artifact_id == Artifact.id)
            .where(Artifact.id.in_(ids[start : start + CHUNK]), Artifact.holding != Standing.holding)
        )
        changed = session.execute(query).all()
        told = _titles(session, [id_ for id_, _, _ in changed])
        moved += [
            {"artifact_id": id_, "kind": FactKind.HOLDING, "values": {"from": was, "to": now.value}}
            for id_, was, now in changed
            if told.get(id_) != now.value
        ]
    add_facts(session, moved, deed=deed)
    touch(session, ids, deed=deed)


def ask_again(session: Session, *, term: Term, before: Mapping[str, Any], deed: ChangeSet) -> None:
    """A word that stands elsewhere in its tree may bring objects into populations, or take them out."""
    del deed
    if before["parent_id"] != term.parent_id and any(scope.query for scope in list_scopes(session)):
        enqueue(session, ASK_AGAIN, dedupe_key=ASK_AGAIN)


def _titles(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """The title that its moves give each object: that of the last one, or where the first began if all were undone."""
    query = sa.select(Fact).where(
        Fact.artifact_id.in_(ids), sa.or_(Fact.kind == FactKind.HOLDING, Fact.voids_id.is_not(None))
    )
    facts = session.scalars(query.order_by(Fact.id)).all()
    moves = [fact for fact in facts if fact.kind is FactKind.HOLDING]
    titles = {move.artifact_id: str(move.values["from"]) for move in reversed(moves)}
    return titles | {
        move.artifact_id: str(move.values["to"]) for move in standing(facts) if move.kind is FactKind.HOLDING
    }


class PopulationHistory(Entity):
    """Versions of populations in history: corrected by a new version, never undone."""

    kind = N_("Population")
    fields = {  # noqa: RUF012
        "name": N_("Vietnamese name"),
        "name_en": N_("English name"),
        "version": N_("Version"),
        "filter": N_("Who belongs"),
        "document": N_("Deciding document"),
        "note": N_("Note"),
        "valid_from": N_("Counts from"),
        "valid_to": N_("Last day"),
        "state": N_("State"),
    }

    def label(self, session: Session, entity_id: int) -> str:
        """The population's name and version."""
        found = session.get(Population, entity_id)
        return f"{found.label('vi')} ({found.version})" if found else str(entity_id)

    def url(self, entity_id: int) -> str:
        """The page of all populations."""
        del entity_id
        return "/pham-vi-tinh"

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """State and conditions in words."""
        if value and field == "state":
            return translate(STATE_LABELS[PopulationState(value)], locale)
        if value and field == "filter":
            return "; ".join(f"{label}: {text}" for label, text in said(session, value, locale))
        return super().show_value(session, field, value, locale)

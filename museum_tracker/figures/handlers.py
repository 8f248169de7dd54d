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
from museum_tracker.figures.services import add_facts, void_fact
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
        told = _told(session, [id_ for id_, _, _ in changed])
        moved += [
            {"artifact_id": id_, "kind": FactKind.HOLDING, "values": {"from": was, "to": now.value}}
            for id_, was, now in changed
            if told.get(id_) != now.value
        ]
    if deed.undoes_id is not None and moved:
        undone = _void_moves(session, [row["artifact_id"] for row in moved], deed)
        moved = [row for row in moved if row["artifact_id"] not in undone]
    add_facts(session, moved, deed=deed)
    touch(session, ids, deed=deed)


def ask_again(session: Session, *, term: Term, before: Mapping[str, Any], deed: ChangeSet) -> None:
    """A word that stands elsewhere in its tree may bring objects into populations, or take them out."""
    del deed
    if before["parent_id"] != term.parent_id and any(scope.query for scope in list_scopes(session)):
        enqueue(session, ASK_AGAIN, dedupe_key=ASK_AGAIN)


def _void_moves(session: Session, ids: Sequence[int], deed: ChangeSet) -> set[int]:
    """Void the moves that an undone deed noted: they never were."""
    query = sa.select(Fact).where(
        Fact.artifact_id.in_(ids), Fact.kind == FactKind.HOLDING, Fact.change_set_id == deed.undoes_id
    )
    moves = session.scalars(query).all()
    for move in moves:
        void_fact(session, move, deed=deed)
    return {move.artifact_id for move in moves}


def _told(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """The title that the last move noted by another feature gave each object; a voided move never was."""
    voided = sa.select(Fact.voids_id).where(Fact.voids_id.is_not(None), Fact.artifact_id.in_(ids))
    query = sa.select(Fact.artifact_id, Fact.values).where(
        Fact.artifact_id.in_(ids), Fact.kind == FactKind.HOLDING, Fact.id.not_in(voided)
    )
    return {artifact_id: values["to"] for artifact_id, values in session.execute(query.order_by(Fact.id))}


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

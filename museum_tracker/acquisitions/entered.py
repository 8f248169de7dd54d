"""Objects entered by hand on the page for new records: the dates typed there are what their figures rest on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import Holding
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.services import add_fact, touch
from museum_tracker.history.models import ChangeSet

NOT_COLLECTED = {Holding.DEPOSIT, Holding.COPY, Holding.LOAN_IN}


def note_entered(session: Session, *, artifact: Artifact, deed: ChangeSet) -> None:
    """Count an object by its handover date and its register date, where the person who entered it gave them.

    A record without dates counts as held from an unknown day and waits in "to be registered".

    Raises:
        DatedAhead: a date has not come yet.
    """
    collected = _span(artifact.collected_earliest, artifact.collected_latest, artifact.collected_text)
    registered = _span(artifact.registered_earliest, artifact.registered_latest, artifact.registered_text)
    if collected:
        add_fact(session, artifact.id, FactKind.RECEIVED, deed=deed, **collected)
        if _is_collected(artifact):
            paper = {"handover_record": artifact.handover_record}
            add_fact(session, artifact.id, FactKind.COLLECTED, deed=deed, values=paper, **collected)
    if registered and artifact.number:
        line = {name: getattr(artifact, f"register_{name}") for name in ("book", "page", "line")}
        add_fact(session, artifact.id, FactKind.REGISTERED, deed=deed, values=line, **registered)
    if collected or registered:
        touch(session, [artifact.id], deed=deed)


def _span(earliest: dt.date | None, latest: dt.date | None, text: str) -> dict[str, Any]:
    if latest is None:
        return {}
    return {"effective_on": earliest, "effective_latest": latest, "effective_text": text}


def _is_collected(artifact: Artifact) -> bool:
    method = artifact.acquisition_method
    return artifact.holding not in NOT_COLLECTED and bool(method.data.get("collected", True) if method else True)

"""Objects entered by hand on the page for new records: what is typed of the books is what their figures rest on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.acquisitions.basis import Basis, refuse_early, settle_basis
from museum_tracker.acquisitions.errors import BookMissing, NumberMissing
from museum_tracker.acquisitions.rules import arrival_of, before_collected
from museum_tracker.acquisitions.titles import give_title
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import Holding
from museum_tracker.core import clock
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.services import add_fact, touch
from museum_tracker.history.models import ChangeSet
from museum_tracker.vocabularies.meanings import read_meanings


def note_entered(
    session: Session, *, artifact: Artifact, deed: ChangeSet, on_register: bool = False, early_reason: str = ""
) -> None:
    """Count an object by its handover date and its register date, where the person who entered it gave them.

    `on_register` says that it stands in an old book: opening evidence, there by today if no day is known. What stands
    on the register without another title belongs to the base store. A record without any of this counts as held from
    an unknown day and waits for the council.

    Raises:
        DatedAhead: a date has not come yet.
        NumberMissing, BookMissing: it stands on the register, and has no number or cites no book.
        BasisMissing, NotAccepted, CouncilDecides, EarlyRegistration: it is registered now, and may not be so.
    """
    collected = _span(artifact.collected_earliest, artifact.collected_latest, artifact.collected_text)
    registered = _span(artifact.registered_earliest, artifact.registered_latest, artifact.registered_text)
    if on_register and not artifact.number:
        raise NumberMissing(field="number")
    if on_register and not (artifact.register_book or artifact.register_page or artifact.register_line):
        raise BookMissing(field="register_book")
    if on_register and not registered:
        registered = {"effective_on": None, "effective_latest": clock.local(deed.at).date()}
    if collected:
        add_fact(session, artifact.id, FactKind.RECEIVED, deed=deed, opening=on_register, **collected)
        way, says_so = artifact.acquisition_method_id, artifact.decision_counts
        on = artifact.collected_earliest
        arrival = arrival_of(read_meanings(session), artifact.holding, way, on=on, decision_says_so=says_so)
        if arrival is not FactKind.RECEIVED:
            paper = {"handover_record": artifact.handover_record}
            add_fact(session, artifact.id, arrival, deed=deed, opening=on_register, values=paper, **collected)
    if registered and artifact.number:
        _note_registered(session, artifact, registered, deed, opening=on_register, early_reason=early_reason)
    if collected or registered:
        touch(session, [artifact.id], deed=deed)


def _note_registered(
    session: Session,
    artifact: Artifact,
    registered: dict[str, Any],
    deed: ChangeSet,
    *,
    opening: bool,
    early_reason: str,
) -> None:
    basis: dict[str, object] = {}
    if not opening:
        day = registered["effective_latest"] or registered["effective_on"]
        refuse_early(artifact, day, reason=early_reason)
        named = Basis(kind=artifact.register_basis, document=artifact.register_basis_text)
        basis = settle_basis(session, artifact, named).values
        if before_collected(day, artifact.collected_earliest):
            basis = {**basis, "early_reason": early_reason}
    line: dict[str, object] = {name: getattr(artifact, f"register_{name}") for name in ("book", "page", "line")}
    if artifact.holding is Holding.UNDECIDED:
        days = {"on": registered["effective_on"] or registered["effective_latest"]}
        artifact = give_title(session, artifact, Holding.BASE, deed=deed, values=line, **days)
    add_fact(session, artifact.id, FactKind.REGISTERED, deed=deed, opening=opening, values=line | basis, **registered)


def _span(earliest: dt.date | None, latest: dt.date | None, text: str) -> dict[str, Any]:
    if latest is None:
        return {}
    return {"effective_on": earliest, "effective_latest": latest, "effective_text": text}

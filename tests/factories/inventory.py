"""Register lines for tests, entered through the same service as real ones."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.acquisitions import services as acquisitions
from museum_tracker.acquisitions.basis import Basis
from museum_tracker.acquisitions.models import CouncilBatch
from museum_tracker.acquisitions.rules import Decision
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import RegisterBasis
from museum_tracker.history.models import ChangeSet
from museum_tracker.inventory import services

MEETING = dt.date(2026, 5, 4)
TRANSFER = Basis(kind=RegisterBasis.SUPERIOR, document="số 15/QĐ-SVHTTDL ngày 04/05/2026")


def accept(
    session: Session, artifact: Artifact, *, deed: ChangeSet, decision: Decision = Decision.BASE
) -> CouncilBatch:
    """A meeting of the council that accepts an object by its minutes 12/BB of 4 May 2026."""
    batch = acquisitions.open_batch(session, deed=deed, title="Họp tháng 5")
    acquisitions.put_before(session, batch, [artifact], deed=deed)
    answers = {batch.items[0].id: (decision, "")}
    return acquisitions.decide(session, batch, answers, minutes_number="12/BB", met_on=MEETING, deed=deed)


def register(session: Session, artifact: Artifact, *, basis: Basis | None = TRANSFER, **line: Any) -> Artifact:
    """An object in the register, by a transfer decision unless a test says by what."""
    return services.register(session, artifact, basis=basis, **line)

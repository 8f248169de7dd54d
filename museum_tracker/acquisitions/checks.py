"""Whether custody, entry book and ways of acquisition agree with the facts of objects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.acquisitions.models import ObjectEntry
from museum_tracker.acquisitions.rules import NOT_OWNED, custody_proved
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import ENUM_LABELS
from museum_tracker.core.formats import date
from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.checker import Difference
from museum_tracker.figures.models import Fact, Standing
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.standings import FLOWS, STOCKS
from museum_tracker.vocabularies.meanings import BY_DECISION, COLLECTED, YES, read_meanings

MAY_COUNT = frozenset({YES, BY_DECISION})


def check_custody(session: Session) -> Iterator[Difference]:
    """Every object that is shown as waiting, held or gone against what its facts prove."""
    query = (
        sa.select(Artifact.id, Artifact.custody, STOCKS, FLOWS)
        .outerjoin(Standing, Standing.artifact_id == Artifact.id)
        .where(Artifact.voided_at.is_(None))
        .execution_options(yield_per=5000)
    )
    for artifact_id, shown, stocks, flows in session.execute(query):
        proved = custody_proved(shown, stocks, flows)
        if shown is not proved:
            subject = Message(N_("Custody of object %(id)s"), {"id": str(artifact_id)})
            yield Difference(subject, shown.value, proved.value, artifact_id)


def check_entries(session: Session) -> Iterator[Difference]:
    """Every line of the entry book without its fact, and every fact of the entry book without its line's day."""
    received = _standing(session, FactKind.RECEIVED)
    query = (
        sa.select(ObjectEntry.artifact_id, ObjectEntry.received_on)
        .join(Artifact, Artifact.id == ObjectEntry.artifact_id)
        .where(Artifact.voided_at.is_(None))
    )
    for artifact_id, entered in session.execute(query).all():
        known = received.get(artifact_id)
        if known == entered:
            continue
        wrong = N_("%(object)s came in by the entry book, and no fact says so")
        if known is not None:
            wrong = N_("The day on which %(object)s came in")
        way = Message(N_("Undo its reception and receive it again on the right day."))
        line, fact = date(entered, "vi"), date(known, "vi") if known else "–"
        yield _difference(session, artifact_id, wrong, record=line, facts=fact, way_out=way)


def check_collected(session: Session) -> Iterator[Difference]:
    """Every object that counts as collected in a way, or under a title, that does not mean so."""
    meanings = read_meanings(session)
    collected = _standing(session, FactKind.COLLECTED)
    query = sa.select(Artifact.id, Artifact.holding, Artifact.acquisition_method_id).where(Artifact.voided_at.is_(None))
    for artifact_id, holding, method_id in session.execute(query).all() if collected else ():
        if artifact_id not in collected:
            continue
        day = collected[artifact_id]
        said = meanings.of(COLLECTED, method_id, day)
        if day is None and said not in MAY_COUNT:
            said = meanings.of(COLLECTED, method_id, dt.date.min)  # what has no day may have been counted long ago
        if holding in NOT_OWNED or said not in MAY_COUNT:
            wrong = N_("%(object)s counts as collected, though its way of acquisition or its holding does not")
            way = Message(
                N_("Correct the way of acquisition or the holding in its record, or have the fact taken back.")
            )
            record = Message(ENUM_LABELS[holding]) if holding in NOT_OWNED else Message(COLLECTED.choices[said])
            fact = date(day, "vi") if day else "–"
            yield _difference(session, artifact_id, wrong, record=record, facts=fact, way_out=way)


def _standing(session: Session, kind: FactKind) -> dict[int, dt.date | None]:
    """The objects with a standing fact of a kind, and its day; a voided voiding lets a fact stand again."""
    asked = sa.select(Fact.id, Fact.artifact_id, Fact.effective_on, Fact.voids_id)
    asked = asked.where(sa.or_(Fact.kind == kind, Fact.voids_id.is_not(None))).order_by(Fact.id.desc())
    dead: set[int] = set()
    found: dict[int, dt.date | None] = {}
    for id_, artifact_id, day, voids_id in session.execute(asked):
        if id_ in dead:
            continue
        if voids_id is not None:
            dead.add(voids_id)
        else:
            found[artifact_id] = day
    return found


def _difference(
    session: Session, artifact_id: int, wrong: str, *, record: str | Message, facts: str, way_out: Message
) -> Difference:
    subject = Message(wrong, {"object": session.get_one(Artifact, artifact_id).label})
    return Difference(subject, record, facts, artifact_id, way_out=way_out)

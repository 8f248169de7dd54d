"""Reading the inventory: the evidence of one object, what is to be done, and the figures of the whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import Custody, RegisterBasis
from museum_tracker.core.i18n import N_
from museum_tracker.figures.links import figure_path
from museum_tracker.figures.models import Fact, Standing
from museum_tracker.figures.queries import Ask, Figure, stocks
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.rules.measures import BIT, MEASURE_LABELS, Measure
from museum_tracker.figures.services import facts_of, standing
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.remembered import until_next_deed
from museum_tracker.inventory.rules import GAINS, LOSSES, DossierCheck, Step, dossier_checks


class Work(StrEnum):
    """A list of objects that wait for a step; the words stand in the address."""

    REGISTER = "dang-ky"
    MARK = "danh-so"
    DOSSIER = "ho-so"
    BASIS = "can-cu"
    EARLY = "truoc-suu-tam"


ACCEPTED = (Custody.ACCESSIONED, Custody.DEACCESSION_PROPOSED)
WORK_LABELS: dict[Work, str] = {
    Work.REGISTER: N_("To register"),
    Work.MARK: N_("To mark"),
    Work.DOSSIER: N_("Dossiers to complete"),
    Work.BASIS: N_("Register lines without their basis"),
    Work.EARLY: N_("Registered before they were collected"),
}
WAITING = (Work.REGISTER, Work.MARK, Work.DOSSIER, Work.BASIS)  # lines from before the collecting wait for nothing


@dataclass(frozen=True)
class EvidenceRow:
    """One step of the inventory of an object: whether it is reached, when, by whom, and where it is written."""

    step: Step
    met: bool
    on: dt.date | None = None
    text: str = ""
    seen_by: str = ""
    author: User | None = None
    opening: bool = False
    values: dict[str, Any] | None = None


@dataclass(frozen=True)
class FigureRow:
    """One figure of the inventory, the share it makes of what the museum holds, and the list it opens."""

    label: str
    figure: Figure
    share: float | None
    url: str


def evidence_rows(session: Session, artifact_id: int) -> list[EvidenceRow]:
    """The evidence of the four steps of one object."""
    alive = standing(facts_of(session, artifact_id))
    signed = sa.select(ChangeSet.id, User).join(User, User.id == ChangeSet.user_id)
    deeds = {fact.change_set_id for fact in alive}
    authors = {row.id: row.User for row in session.execute(signed.where(ChangeSet.id.in_(deeds)))}
    rows = []
    for step in Step:
        fact = _last(alive, step)
        if fact is None:
            rows.append(EvidenceRow(step, met=False))
            continue
        seen_by, author = str(fact.values.get("seen_by") or ""), authors.get(fact.change_set_id)
        dated: dict[str, Any] = {"on": fact.effective_on, "text": fact.effective_text, "opening": fact.opening}
        rows.append(EvidenceRow(step, met=True, **dated, seen_by=seen_by, author=author, values=fact.values))
    return rows


def has(session: Session, artifact_id: int, step: Step) -> bool:
    """Whether the evidence of a step stands for an object."""
    return _last(standing(facts_of(session, artifact_id)), step) is not None


def last_fact(session: Session, artifact_id: int, *kinds: Any) -> Fact | None:
    """The last fact of these kinds of an object that is not voided."""
    found = [fact for fact in standing(facts_of(session, artifact_id)) if fact.kind in kinds]
    return found[-1] if found else None


def _last(alive: Sequence[Fact], step: Step) -> Fact | None:
    found = [fact for fact in alive if fact.kind in {GAINS[step], LOSSES[step]}]
    return found[-1] if found and found[-1].kind is GAINS[step] else None


def dossier_of(artifact: Artifact) -> list[DossierCheck]:
    """What the dossier of an object holds and lacks."""
    names = {column.key for column in sa.inspect(Artifact).column_attrs}
    return dossier_checks({"materials": artifact.materials, **{name: getattr(artifact, name) for name in names}})


def waiting(work: Work) -> sa.Select[Any]:
    """The objects that wait for a step; what was accepted is to be registered, what merely came waits for a council."""
    query = sa.select(Artifact).join(Standing, Standing.artifact_id == Artifact.id)
    query = query.where(Artifact.voided_at.is_(None), *_steps(work))
    if work is Work.BASIS:
        return query.where(Artifact.register_basis == RegisterBasis.NONE)
    if work is Work.EARLY:
        return query.where(Artifact.registered_latest < Artifact.collected_earliest)
    return query.where(Artifact.custody.in_(ACCEPTED)) if work is Work.REGISTER else query


def _steps(work: Work) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    """The step that objects have reached and the one that they wait for."""
    if work is Work.REGISTER:
        return _stands(Measure.PRESENT), ~_stands(Measure.REGISTERED)
    if work is Work.MARK:
        return _stands(Measure.REGISTERED), ~_stands(Measure.MARKED)
    if work in {Work.BASIS, Work.EARLY}:
        return _stands(Measure.REGISTERED), Standing.opening.bitwise_and(BIT[Measure.REGISTERED]) == 0
    return _stands(Measure.INVENTORIED), ~_stands(Measure.DOSSIER)


def list_work(session: Session, work: Work, *, after: int = 0, limit: int = 100) -> Sequence[Artifact]:
    """A page of a work list in the order of numbers, after the object given."""
    query = waiting(work)
    last = session.get(Artifact, after) if after else None
    if last is not None:
        query = query.where(sa.tuple_(Artifact.number_sort, Artifact.id) > sa.tuple_(last.number_sort, last.id))
    return session.scalars(query.order_by(Artifact.number_sort, Artifact.id).limit(limit)).all()


def count_early(session: Session, start: dt.date, end: dt.date) -> int:
    """How many register lines of these days are from before the collecting of their objects."""
    within = Artifact.registered_latest.between(start, end)
    return session.scalar(waiting(Work.EARLY).where(within).with_only_columns(sa.func.count())) or 0


def early_reasons(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """The reason of each register line that says why it is from before the collecting."""
    lines = sa.select(Fact).where(Fact.artifact_id.in_(ids), Fact.kind == FactKind.REGISTERED).order_by(Fact.id)
    return {fact.artifact_id: str(fact.values.get("early_reason") or "") for fact in session.scalars(lines)}


def count_work(session: Session, work: Work) -> int:
    """How many objects wait for a step."""
    return until_next_deed(session, ("inventory", work), lambda: session.scalar(_counted(work)) or 0)


def _counted(work: Work) -> sa.Select[Any]:
    if work in {Work.REGISTER, Work.BASIS, Work.EARLY}:
        return waiting(work).with_only_columns(sa.func.count())
    # By its standing alone: an object that was voided stands nowhere.
    return sa.select(sa.func.count()).select_from(Standing).where(*_steps(work))


def figure_rows(session: Session, population: str) -> list[FigureRow]:
    """The figures of the inventory of a population, each with its share of all that is held."""
    found = stocks(session)
    held = found[population, Measure.PRESENT].objects
    return [
        FigureRow(
            MEASURE_LABELS[name],
            found[population, name],
            found[population, name].objects / held if held else None,
            figure_path(Ask(name, population)),
        )
        for name in (
            Measure.PRESENT,
            Measure.REGISTERED,
            Measure.UNREGISTERED,
            Measure.MARKED,
            Measure.CLASSIFIED,
            Measure.INITIAL_INVENTORY,
            Measure.INVENTORIED,
            Measure.DOSSIER,
            Measure.SCIENTIFIC_INVENTORY,
        )
    ]


def _stands(measure: Measure) -> sa.ColumnElement[bool]:
    return Standing.stocks.bitwise_and(BIT[measure]) != 0

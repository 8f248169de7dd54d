"""Runs of the checker: everything kept ready is recounted, and what differs is kept with the run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact, ArtifactSearch
from museum_tracker.catalogue.search.index import expected_words, next_ids
from museum_tracker.core import clock
from museum_tracker.core.i18n import N_, Message, restored, stored
from museum_tracker.figures.checker import Difference
from museum_tracker.figures.checker import check as check_sums
from museum_tracker.figures.models import FigureCheck, Population
from museum_tracker.figures.rules.populations import PopulationState

MOST_KEPT = 1000
WORDED = ("subject", "stored", "counted", "way_out")
Check = Callable[[Session], Iterator[Difference]]
_checks: dict[str, Check] = {}


def add_check(name: str, check: Check) -> None:
    """Have the checker recount another thing kept ready, such as a state shown on objects; called from `wire()`."""
    _checks[name] = check


def find_differences(session: Session) -> list[Difference]:
    """Recount every figure, the search rows and every state kept on objects; empty when all is true.

    Run it in a reading transaction that sees one moment (`core.db.snapshot_scope`).
    """
    beside = (check_search, *_checks.values())
    return [
        *check_sums(session),
        *(replace(found, of_figures=False) for check in beside for found in check(session)),
    ]


def check_search(session: Session) -> Iterator[Difference]:
    """Every object that is not found by its present words."""
    last = 0
    kept = sa.select(ArtifactSearch.artifact_id, ArtifactSearch.exact, ArtifactSearch.folded)
    while ids := next_ids(session, last):
        expected = expected_words(session, ids)
        rows = {key: words for key, *words in session.execute(kept.where(ArtifactSearch.artifact_id.in_(ids)))}
        for artifact_id in ids:
            found = rows.get(artifact_id)
            if found is None or tuple(found) != tuple(expected[artifact_id]):
                subject = Message(N_("Search words of object %(id)s"), {"id": str(artifact_id)})
                yield Difference(subject, found[0][:60] if found else "–", expected[artifact_id][0][:60], artifact_id)
        last = ids[-1]


def is_settling(session: Session) -> bool:
    """Whether a population is just being counted or dropped: then the masks are half new, half old."""
    underway = sa.or_(
        Population.state == PopulationState.FILLING,
        sa.and_(Population.state == PopulationState.DROPPED, Population.bit.is_not(None)),
    )
    return session.scalar(sa.select(sa.exists().where(underway))) or False


def recount_now(session: Session) -> FigureCheck:
    """Recount everything within the caller's transaction and keep what was found: for a small museum."""
    run = begin_check(session)
    return end_check(session, run, find_differences(session))


def begin_check(session: Session) -> FigureCheck:
    """Open the report of a run."""
    run = FigureCheck(started_at=clock.now())
    run.objects = session.scalar(sa.select(sa.func.count()).select_from(Artifact)) or 0
    return run


def end_check(session: Session, run: FigureCheck, found: list[Difference]) -> FigureCheck:
    """Keep what a run found; the first thousand differences are kept by name, all are counted."""
    run.finished_at, run.count = clock.now(), len(found)
    run.differences = [_kept(difference) for difference in found[:MOST_KEPT]]
    session.add(run)
    session.flush()
    return run


def last_check(session: Session) -> FigureCheck | None:
    """The last run that came to its end."""
    return session.scalars(sa.select(FigureCheck).order_by(FigureCheck.id.desc()).limit(1)).first()


def list_checks(session: Session, limit: int = 30) -> list[FigureCheck]:
    """The last runs, newest first."""
    return list(session.scalars(sa.select(FigureCheck).order_by(FigureCheck.id.desc()).limit(limit)))


def kept_differences(run: FigureCheck) -> list[Difference]:
    """The differences that a run named."""
    found = []
    for each in run.differences:
        words: Any = restored("", {name: each.get(name) for name in WORDED}).values
        found.append(Difference(**words, artifact_id=each["artifact_id"], of_figures=each.get("of_figures", True)))
    return found


def count_wrong_figures(run: FigureCheck) -> int:
    """How many of a run's named differences are of figures (they are named first): with one, no year is closed."""
    return sum(difference.of_figures for difference in kept_differences(run))


def _kept(difference: Difference) -> dict[str, object]:
    words = {name: said for name in WORDED if (said := getattr(difference, name)) is not None}
    return {**stored(words), "artifact_id": difference.artifact_id, "of_figures": difference.of_figures}

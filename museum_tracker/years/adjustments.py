"""Adjustments: what a closed year would say today, minus what was frozen; object by object, each with its cause."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.models import Fact, FigureRule
from museum_tracker.figures.populations import counted_versions
from museum_tracker.figures.rules.days import Window, day_of
from museum_tracker.figures.rules.measures import MEASURES, Measure
from museum_tracker.figures.rules.populations import DEFAULT
from museum_tracker.figures.rules.results import Figure
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.years.causes import Cause, causes_of, tell
from museum_tracker.years.models import YearClose
from museum_tracker.years.queries import ClosedYear, closed_year
from museum_tracker.years.roll import Roll, call_roll, kept_figures

# Deeds that were open while the year was being closed may have been committed after it: they are looked at too.
MARGIN = dt.timedelta(days=1)
NAMED = 500
IN_A_QUERY = 10_000


class Change(StrEnum):
    """What happened to an object in a figure since it was frozen."""

    JOINED = "joined"
    LEFT = "left"
    PIECES = "pieces"


CHANGE_LABELS: dict[Change, str] = {
    Change.JOINED: N_("joined"),
    Change.LEFT: N_("no longer counted"),
    Change.PIECES: N_("counts otherwise in pieces"),
}


JOINED: dict[Change, bool | None] = {Change.JOINED: True, Change.LEFT: False, Change.PIECES: None}


@dataclass(frozen=True)
class Adjustment:
    """An object that joined or left a frozen figure since: why, by which deed, by whom and when."""

    measure: Measure
    population: str
    artifact_id: int
    number: str
    name: str
    change: Change
    why: Message
    by: User | None = None
    when: dt.datetime | None = None
    reason: str = ""
    deed_id: int | None = None

    @property
    def joined(self) -> bool:
        """Whether the object joined the figure (else it left, or counts otherwise in pieces)."""
        return self.change is Change.JOINED


@dataclass(frozen=True)
class Shift:
    """A figure that would be another today: as frozen, as it is now, how many objects joined and left."""

    measure: Measure
    population: str
    frozen: Figure
    now: Figure
    joined: int
    left: int


@dataclass(frozen=True)
class Drift:
    """How far a closed year has drifted from what was frozen: the objects behind every difference."""

    frozen: ClosedYear
    roll: Roll
    joined: dict[tuple[str, Measure], list[int]]
    left: dict[tuple[str, Measure], list[int]]
    pieces: dict[int, tuple[int, int]]
    counted_otherwise: dict[tuple[str, Measure], list[int]]

    @property
    def any(self) -> bool:
        """Whether anything differs."""
        return bool(self.joined or self.left or self.counted_otherwise)

    def places(self, population: str | None = None) -> list[tuple[str, Measure]]:
        """The figures that differ, in the order in which figures are shown."""
        found = {*self.joined, *self.left, *self.counted_otherwise}
        codes = [one.code for one in self.frozen.populations]
        return sorted(
            (place for place in found if population in {None, place[0]}),
            key=lambda place: (codes.index(place[0]), MEASURES.index(place[1])),
        )


def list_adjustments(
    session: Session, year: int, *, population: str | None = None, limit: int | None = None
) -> list[Adjustment]:
    """Every object that a closed year would count otherwise today, figure by figure; none for an open year.

    `population` keeps to one population; `limit` names the causes of so many objects at most.
    """
    drift = drift_of(session, year)
    return [] if drift is None else name_adjustments(session, drift, population=population, limit=limit)


def drift_of(session: Session, year: int, number: int | None = None) -> Drift | None:
    """What differs between a frozen year (its latest restatement) and the same question asked today."""
    frozen = closed_year(session, year, number)
    if frozen is None:
        return None
    ids = changed_since(session, frozen)
    roll = call_roll(session, frozen.start, frozen.end, ids=ids)
    drift = Drift(frozen, roll, {}, {}, {}, {})
    if ids is not None and not ids:
        return drift
    was_pieces = frozen.pieces(session)
    lists: dict[str, set[int]] = {}
    for place in frozen.figures:
        was, now = _frozen_ids(session, frozen, place, ids, lists), set(roll.ids(*place))
        if now - was:
            drift.joined[place] = sorted(now - was)
        if was - now:
            drift.left[place] = sorted(was - now)
        other = [i for i in was & now if was_pieces.get(i, 1) != roll.pieces.get(i, 1)]
        if other:
            drift.counted_otherwise[place] = sorted(other)
            drift.pieces.update({i: (was_pieces.get(i, 1), roll.pieces.get(i, 1)) for i in other})
    return drift


def shifts(session: Session, drift: Drift) -> list[Shift]:
    """The figures that differ, each as frozen and as it would be today."""
    live = kept_figures(session, drift.frozen.start, drift.frozen.end)
    return [
        Shift(
            measure,
            population,
            drift.frozen.figures[population, measure],
            live.get((population, measure), Figure()),
            len(drift.joined.get((population, measure), ())),
            len(drift.left.get((population, measure), ())),
        )
        for population, measure in drift.places()
    ]


def name_adjustments(
    session: Session, drift: Drift, *, population: str | None = None, limit: int | None = None
) -> list[Adjustment]:
    """The objects behind the differences, each with its number, its name and the deed that caused it."""
    places = drift.places(population)
    wanted: dict[int, list[tuple[tuple[str, Measure], Change]]] = defaultdict(list)
    for place in places:
        for change, lists in (
            (Change.JOINED, drift.joined),
            (Change.LEFT, drift.left),
            (Change.PIECES, drift.counted_otherwise),
        ):
            for artifact_id in lists.get(place, ()):
                wanted[artifact_id].append((place, change))
    ids = sorted(wanted)[:limit]
    labels = _labels(session, ids)
    bits = {one.code: one.bit for one in counted_versions(session, drift.frozen.end) if one.bit is not None}
    window = Window(day_of(drift.frozen.start), day_of(drift.frozen.end))
    told = tell(session, ids, window, since=first_deed(session, drift.frozen))
    named: list[Adjustment] = []
    after = own_deed(session, drift.frozen)
    asked = {
        one: {(measure, bits[code]): JOINED[change] for (code, measure), change in wanted[one] if code in bits}
        for one in ids
    }
    causes = causes_of(session, told, asked, after=after)
    for artifact_id in ids:
        for (code, measure), change in wanted[artifact_id]:
            cause = causes[artifact_id].get(
                (measure, bits.get(code, -1)), Cause("population", Message(N_("The population is counted no longer")))
            )
            named.append(_adjustment((code, measure), artifact_id, labels[artifact_id], change, cause))
    return sorted(named, key=lambda one: (places.index((one.population, one.measure)), one.change, one.artifact_id))


def changed_since(session: Session, frozen: ClosedYear) -> list[int] | None:
    """The objects that a deed touched since the freezing; None (all) where what is counted was itself changed."""
    if _rules_changed(session, frozen):
        return None
    since = first_deed(session, frozen)
    facts = sa.select(Fact.artifact_id).where(Fact.change_set_id >= since)
    edits = sa.select(ChangeItem.entity_id).where(ChangeItem.entity == "artifact", ChangeItem.change_set_id >= since)
    return sorted(set(session.scalars(sa.union(facts, edits))))


def _rules_changed(session: Session, frozen: ClosedYear) -> bool:
    now = {(one.code, one.version): one.filter for one in counted_versions(session, frozen.end)}
    then = {(one.code, one.version): one.filter for one in frozen.populations}
    chosen = session.get(FigureRule, "inventoried")
    steps = chosen.value if chosen else None
    return then != now or (steps is not None and steps != frozen.content["rules"]["inventoried"])


def first_deed(session: Session, frozen: ClosedYear) -> int:
    """The first change set that may not have been known when the year was frozen."""
    since = session.scalar(sa.select(sa.func.min(ChangeSet.id)).where(ChangeSet.at >= frozen.closed_at - MARGIN))
    own = own_deed(session, frozen)
    return own if since is None else min(own, since)


def own_deed(session: Session, frozen: ClosedYear) -> int:
    """The change set that froze the year."""
    query = sa.select(YearClose.change_set_id)
    return session.scalars(query.where(YearClose.year == frozen.year, YearClose.number == frozen.number)).one()


def _frozen_ids(
    session: Session,
    frozen: ClosedYear,
    place: tuple[str, Measure],
    ids: Sequence[int] | None,
    lists: dict[str, set[int]],
) -> set[int]:
    """The frozen objects of a figure, of those looked at; the same list is read once."""
    sha256 = frozen.list_hash(*place)
    if sha256 not in lists:
        held = frozen.ids(session, *place)
        lists[sha256] = set(held) if ids is None else set(held).intersection(ids)
    return lists[sha256]


def _adjustment(
    place: tuple[str, Measure], artifact_id: int, label: tuple[str, str], change: Change, cause: Cause
) -> Adjustment:
    deed = cause.deed
    return Adjustment(
        place[1],
        place[0],
        artifact_id,
        *label,
        change,
        cause.why,
        by=deed.by if deed else None,
        when=deed.at if deed else None,
        reason=deed.reason if deed else "",
        deed_id=deed.id if deed else None,
    )


def _labels(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    wanted = list(ids)
    found: dict[int, tuple[str, str]] = {}
    for start in range(0, len(wanted), IN_A_QUERY):
        query = sa.select(Artifact.id, Artifact.number, Artifact.name_vi, Artifact.name_en)
        rows = session.execute(query.where(Artifact.id.in_(wanted[start : start + IN_A_QUERY])))
        found.update({row.id: (row.number, row.name_vi or row.name_en) for row in rows})
    return found


def default_population(drift: Drift) -> str:
    """The population whose differences are shown first."""
    codes = [place[0] for place in drift.places()]
    return DEFAULT if DEFAULT in codes or not codes else codes[0]

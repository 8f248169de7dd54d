"""What an open change would move in closed years and issued reports: the same figures with it and without it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from museum_tracker.core.i18n import N_, Message, Named
from museum_tracker.core.periods import Period
from museum_tracker.figures.models import Fact
from museum_tracker.figures.populations import counted_versions
from museum_tracker.figures.rules.facts import ENUM_LABELS
from museum_tracker.figures.rules.measures import MEASURE_LABELS, MEASURES
from museum_tracker.figures.rules.populations import DEFAULT
from museum_tracker.figures.rules.results import Figure
from museum_tracker.history.consequences import Consequence, Moved
from museum_tracker.history.models import ChangeItem
from museum_tracker.targets.rules.bands import VERDICT_LABELS
from museum_tracker.targets.rules.plan_words import Scope
from museum_tracker.years.causes import DECIDING
from museum_tracker.years.contents import target_rows
from museum_tracker.years.queries import ClosedYear, closed_spans, closed_year, list_closes
from museum_tracker.years.roll import Place, call_roll, kept_figures
from museum_tracker.years.shapes import FrozenTarget, read_target

ENTERED = ("indicator_value", "visitor_count", "target", "plan")  # what targets are judged by, besides the objects
CLOSED = N_("Figures of the year %(year)s as closed")
NOT_THERE = N_("not in the plan")
RESTATED = N_("Figures of the year %(year)s, restatement %(number)s")


@dataclass(frozen=True, kw_only=True)
class Cited:
    """Figures that somebody signed: of which days, for the targets of which year, under which name and page."""

    start: dt.date
    end: dt.date
    year: Period
    title: Message
    path: str
    closed: bool = False


@dataclass(frozen=True)
class Touched:
    """What change sets touch: objects with the day from which they count otherwise, and whether targets' own values."""

    days: dict[int, dt.date]
    targets: bool

    def by(self, end: dt.date) -> list[int]:
        """The objects that may count otherwise on a day."""
        return [artifact_id for artifact_id, day in self.days.items() if day <= end]


Citing = Callable[[Session], Iterable[Cited]]
CITING: list[Citing] = []


def add_citing(citing: Citing) -> None:
    """Have a feature named whose papers print figures of a period."""
    if citing not in CITING:
        CITING.append(citing)


def list_cited(session: Session) -> list[Cited]:
    """Every figure that somebody signed: closed years, and what features above have issued."""
    return [one for citing in CITING for one in citing(session)]


def closed_figures(session: Session) -> list[Cited]:
    """Every closed year, by its latest restatement."""
    numbers = {row.year: row.number for row in list_closes(session)}
    return [
        Cited(
            start=start,
            end=end,
            year=Period(close.year, start, end),
            title=Message(
                RESTATED if numbers[close.year] else CLOSED,
                {"year": str(close.year), "number": str(numbers[close.year])},
            ),
            path=f"/nam/{close.year}/dieu-chinh",
            closed=True,
        )
        for close, start, end in closed_spans(session)
    ]


def moved_by(session: Session, before: Session, change_set_ids: Sequence[int]) -> list[Consequence]:
    """What the change sets of an open transaction move; `before` reads what is kept without them."""
    touched = touched_by(session, change_set_ids)
    if not touched.days and not touched.targets:
        return []
    spans: dict[tuple[dt.date, dt.date, int], list[Cited]] = {}
    for cited in list_cited(session):
        spans.setdefault((cited.start, cited.end, cited.year.year), []).append(cited)
    found = []
    for same in spans.values():
        consequence = _consequence(session, before, same, touched)
        if consequence is not None:
            found.append(consequence)
    return found


def evidence_in(session: Session, change_set_ids: Sequence[int]) -> list[Consequence]:
    """How much evidence of change sets lies in signed figures: what would go if the changes were undone."""
    day = sa.func.coalesce(Fact.effective_latest, Fact.effective_on)
    found = []
    for cited in list_cited(session):
        query = sa.select(Fact.kind, sa.func.count(Fact.artifact_id.distinct()))
        query = query.where(Fact.change_set_id.in_(change_set_ids), sa.or_(day.is_(None), day <= cited.end))
        rows = session.execute(query.group_by(Fact.kind).order_by(Fact.kind)).all()
        moved = tuple(
            Moved(
                label=Message(ENUM_LABELS[kind]),
                scope=Message(N_("evidence of this change")),
                signed=None,
                now=Message("%(objects)s", {"objects": objects}),
                then=Message(N_("as much less as can be undone")),
            )
            for kind, objects in rows
        )
        if moved:
            found.append(Consequence(titles=((cited.title, cited.path),), main=moved))
    return found


def touched_by(session: Session, change_set_ids: Sequence[int]) -> Touched:
    """The objects whose evidence or deciding fields changed; an undated fact, or a field, is of every day."""
    voided = aliased(Fact)
    latest = sa.func.coalesce(Fact.effective_latest, Fact.effective_on)
    was = sa.func.coalesce(voided.effective_latest, voided.effective_on)
    days: dict[int, dt.date] = {}
    facts = sa.select(Fact.artifact_id, latest, was, Fact.voids_id).outerjoin(voided, voided.id == Fact.voids_id)
    for artifact_id, day, earlier, voids in session.execute(facts.where(Fact.change_set_id.in_(change_set_ids))):
        since = (earlier if voids else day) or dt.date.min
        days[artifact_id] = min(since, days.get(artifact_id, dt.date.max))
    changed = sa.select(ChangeItem.entity, ChangeItem.entity_id, ChangeItem.before, ChangeItem.after)
    targets = False
    for entity, entity_id, old, new in session.execute(
        changed.where(ChangeItem.change_set_id.in_(change_set_ids), ChangeItem.entity.in_(("artifact", *ENTERED)))
    ):
        if entity != "artifact":
            targets = True
        elif (old is not None and new is None) or DECIDING & ((old or {}).keys() & (new or {}).keys()):
            days[entity_id] = dt.date.min
    return Touched(days, targets)


def _consequence(session: Session, before: Session, same: Sequence[Cited], touched: Touched) -> Consequence | None:
    cited = same[0]
    ids = touched.by(cited.end)
    places = _differing(session, before, cited, ids) if ids else set()
    if not places and not touched.targets:
        return None
    frozen = closed_year(session, cited.year.year) if any(one.closed for one in same) else None
    main, others = _figures(session, before, cited, places, frozen)
    judged = _targets(session, before, cited, frozen)
    if not main and not others and not judged:
        return None
    return Consequence(titles=tuple((one.title, one.path) for one in same), main=(*judged, *main), others=others)


def _differing(session: Session, before: Session, cited: Cited, ids: Sequence[int]) -> set[Place]:
    """The figures that list other objects with the change, or the same ones with other pieces."""
    was, now = (call_roll(one, cited.start, cited.end, ids=ids) for one in (before, session))
    return {
        place
        for place in was.lists.keys() | now.lists.keys()
        if was.ids(*place) != now.ids(*place) or was.count(*place) != now.count(*place)
    }


def _figures(
    session: Session, before: Session, cited: Cited, places: set[Place], frozen: ClosedYear | None
) -> tuple[tuple[Moved, ...], tuple[Moved, ...]]:
    """Figures as signed, now and then: those of all holdings, and those of the other populations."""
    if not places:
        return (), ()
    was, now = (kept_figures(one, cited.start, cited.end) for one in (before, session))
    names = {one.code: one.title for one in counted_versions(session, cited.end)}
    signed = frozen.figures if frozen else {}
    main: list[Moved] = []
    others: list[Moved] = []
    for place in sorted(places, key=lambda place: (MEASURES.index(place[1]), list(names).index(place[0]))):
        population, measure = place
        (main if population == DEFAULT else others).append(
            Moved(
                label=Message(MEASURE_LABELS[measure]),
                scope=names[population],
                signed=_words(signed[place]) if place in signed else None,
                now=_words(was.get(place, Figure())),
                then=_words(now.get(place, Figure())),
            )
        )
    return tuple(main), tuple(others)


def _words(figure: Figure) -> Message:
    if figure.pieces == figure.objects:
        return Message("%(objects)s", {"objects": figure.objects})
    return Message(N_("%(objects)s (%(pieces)s pieces)"), {"objects": figure.objects, "pieces": figure.pieces})


def _targets(session: Session, before: Session, cited: Cited, frozen: ClosedYear | None) -> tuple[Moved, ...]:
    """The museum's own targets that would be judged otherwise, or by another value."""
    was, now = (
        {row["code"]: read_target(row) for row in target_rows(one, cited.year, cited.end)} for one in (before, session)
    )
    signed = {one.code: one for one in frozen.targets} if frozen else {}
    moved = []
    for code in dict.fromkeys((*was, *now)):
        then, today = was.get(code), now.get(code)
        named = today or then
        if named is None or named.scope != Scope.MUSEUM or _judged(then) == _judged(today):
            continue
        moved.append(
            Moved(
                label=Named(named.name_vi, name_en=named.name_en),
                scope=Message(N_("Target of the plan")),
                signed=_judged(signed.get(code)),
                now=_judged(then) or Message(NOT_THERE),
                then=_judged(today) or Message(NOT_THERE),
            )
        )
    return tuple(moved)


def _judged(target: FrozenTarget | None) -> Message | None:
    """What a target reached, and how that is judged."""
    if target is None:
        return None
    reached: Message | None = None
    if target.achieved:
        reached = Named(target.achieved["vi"], name_en=target.achieved["en"])
    verdict = Message(VERDICT_LABELS[target.verdict])
    return Message("%(reached)s · %(verdict)s", {"reached": reached or "–", "verdict": verdict})

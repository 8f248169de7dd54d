"""From the closing of a year to the opening of the next: what was recorded late, cause by cause, object by object.

A year that was closed stays as it was frozen, while the next one opens with what is known today. Where the two differ,
each balance names the difference: "registered additionally after the close: 1".
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.balances import list_balances
from museum_tracker.figures.members import members
from museum_tracker.figures.models import Standing
from museum_tracker.figures.populations import counted_versions
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.balances import Balance
from museum_tracker.figures.rules.days import Window, day_of
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.figures.rules.results import Figure
from museum_tracker.years.adjustments import JOINED, Change, changed_since, first_deed, own_deed
from museum_tracker.years.causes import Cause, causes_of, tell
from museum_tracker.years.models import ReportingYear, YearClose
from museum_tracker.years.queries import ClosedYear, Year, closed_year, frozen_bytes
from museum_tracker.years.rules.packing import unpack
from museum_tracker.years.shapes import Bridge, BridgePart

Place = tuple[str, Measure]
DAY = dt.timedelta(days=1)
TOLD = 2000  # so many objects are asked for their cause; the rest is one part
OTHER = Cause("other", Message(N_("Other changes")))
NOT_KEPT = Cause("not_kept", Message(N_("Changes recorded after the close; their causes were not kept")))
LATE = Message(N_("Registered additionally after the close"))
PIECES = Message(N_("Pieces counted otherwise after the close"))
SINCE = N_("%(why)s, recorded after the close")


def bridges_to(session: Session, balances: Iterable[Balance]) -> dict[Place, Bridge]:
    """The bridge to each balance that opens otherwise than the year before was closed (its latest restatement)."""
    found: dict[Place, Bridge] = {}
    closes: dict[dt.date, ClosedYear | None] = {}
    touched: dict[dt.date, Collection[int] | None] = {}
    for balance in balances:
        eve = balance.start - DAY
        if eve not in closes:
            closes[eve] = closed_on(session, eve)
            frozen = closes[eve]
            touched[eve] = changed_since(session, frozen) if frozen else None
        frozen = closes[eve]
        was = frozen.figures.get((balance.population, balance.measure)) if frozen else None
        if frozen and was and was[:2] != balance.opening[:2]:
            place = balance.population, balance.measure
            found[place] = Bridge(
                measure=balance.measure,
                population=balance.population,
                year=frozen.year,
                number=frozen.number,
                closing=was,
                parts=_parts(session, frozen, balance, touched[eve]),
            )
    return found


def bridges_of(session: Session, frozen: ClosedYear) -> dict[Place, Bridge]:
    """The bridges that were frozen with a year; of one frozen before causes were kept, the bare difference."""
    if "bridges" in frozen.content:
        return {(one.population, one.measure): one for one in frozen.bridges}
    before = closed_on(session, frozen.start - DAY, by=frozen.closed_at)
    found: dict[Place, Bridge] = {}
    for balance in frozen.balances if before else ():
        place = balance.population, balance.measure
        was = before.figures.get(place) if before else None
        if before and was and was[:2] != balance.opening[:2]:
            part = BridgePart(code=NOT_KEPT.code, label=NOT_KEPT.why, figure=balance.opening.minus(was))
            found[place] = Bridge(
                measure=balance.measure,
                population=balance.population,
                year=before.year,
                number=before.number,
                closing=was,
                parts=(part,),
            )
    return found


def closed_on(session: Session, end: dt.date, *, by: dt.datetime | None = None) -> ClosedYear | None:
    """What was frozen of the year that ended on a day: its latest restatement, or the latest by an instant."""
    query = sa.select(YearClose.year, YearClose.number).join(ReportingYear, ReportingYear.year == YearClose.year)
    query = query.where(ReportingYear.end == end).order_by(YearClose.number.desc()).limit(1)
    row = session.execute(query if by is None else query.where(YearClose.closed_at <= by)).first()
    return closed_year(session, *row) if row else None


def bridge_objects(
    session: Session, year: Year, place: Place, code: str, frozen: ClosedYear | None
) -> BridgePart | None:
    """A part of the bridge to a year with its objects: as frozen with the year, or as it is now; None if there is none.

    Raises:
        Damaged: the frozen list is not what was frozen.
        NotFound, PopulationNotReady: the population cannot be counted.
    """
    if frozen is not None:
        bridge = bridges_of(session, frozen).get(place)
        part = bridge.part(code) if bridge else None
        if part is None or not part.sha256:
            return None
        return replace(part, ids=tuple(unpack(frozen_bytes(session, part.sha256), part.sha256)))
    population, measure = place
    balances = list_balances(session, [population], (measure,), start=year.start, end=year.end)
    bridge = bridges_to(session, balances).get(place)
    return bridge.part(code) if bridge else None


def _parts(
    session: Session, frozen: ClosedYear, balance: Balance, looked_at: Collection[int] | None
) -> tuple[BridgePart, ...]:
    """The objects behind the difference, by what happened to them."""
    moved = _moved(session, frozen, balance, looked_at)
    causes = _causes(session, frozen, balance, moved)
    groups: dict[str, list[int]] = defaultdict(list)
    labels: dict[str, Message] = {}
    for artifact_id, change in moved.items():
        cause = causes.get(artifact_id, OTHER)
        code = f"{change}-{cause.code}" if change is not Change.PIECES else change.value
        groups[code].append(artifact_id)
        labels[code] = _label(change, cause)
    pieces = _pieces(session, moved)
    was = frozen.pieces(session)
    return tuple(
        BridgePart(
            code=code,
            label=labels[code],
            figure=_figure([moved[one] for one in ids], [(was.get(one, 1), pieces.get(one, 0)) for one in ids]),
            ids=tuple(sorted(ids)),
        )
        for code, ids in sorted(groups.items())
    )


def _figure(changes: Sequence[Change], pieces: Sequence[tuple[int, int]]) -> Figure:
    """How many objects and pieces came (or went): frozen pieces are lost, those of today are won."""
    total = Figure()
    for change, (was, now) in zip(changes, pieces, strict=True):
        if change is Change.JOINED:
            total = total.plus(Figure(1, now))
        elif change is Change.LEFT:
            total = total.minus(Figure(1, was))
        else:
            total = total.plus(Figure(0, now - was))
    return total


def _moved(
    session: Session, frozen: ClosedYear, balance: Balance, looked_at: Collection[int] | None
) -> dict[int, Change]:
    """The objects that the balance opens with and the close did not count, or the other way round.

    Only objects that were touched since need be `looked_at`; all of them with None.
    """
    ask = Ask(balance.measure, balance.population, as_of=frozen.end)
    then = set(frozen.ids(session, balance.population, balance.measure))
    now = set(session.scalars(members(ask)))
    if looked_at is not None:
        then, now = then.intersection(looked_at), now.intersection(looked_at)
    was, pieces = frozen.pieces(session), _pieces(session, then & now)
    return {
        **dict.fromkeys(sorted(now - then), Change.JOINED),
        **dict.fromkeys(sorted(then - now), Change.LEFT),
        **{one: Change.PIECES for one in sorted(then & now) if pieces.get(one, 0) != was.get(one, 1)},
    }


def _pieces(session: Session, ids: Iterable[int]) -> dict[int, int]:
    wanted, found = list(ids), {}
    for start in range(0, len(wanted), TOLD):
        query = sa.select(Standing.artifact_id, Standing.pieces)
        rows = session.execute(query.where(Standing.artifact_id.in_(wanted[start : start + TOLD])))
        found.update({row[0]: row[1] for row in rows})
    return found


def _causes(session: Session, frozen: ClosedYear, balance: Balance, moved: Mapping[int, Change]) -> dict[int, Cause]:
    ids = [one for one, change in moved.items() if change is not Change.PIECES][:TOLD]
    bits = {one.code: one.bit for one in counted_versions(session, frozen.end)}
    bit = bits.get(balance.population)
    if bit is None or not ids:
        return {}
    window = Window(day_of(frozen.start), day_of(frozen.end))
    told = tell(session, ids, window, since=first_deed(session, frozen))
    place, after = (balance.measure, bit), own_deed(session, frozen)
    causes = causes_of(session, told, {one: {place: JOINED[moved[one]]} for one in ids}, after=after)
    return {one: found[place] for one, found in causes.items()}


def _label(change: Change, cause: Cause) -> Message:
    if change is Change.PIECES:
        return PIECES
    if change is Change.JOINED and cause.code == FactKind.REGISTERED:
        return LATE
    return Message(SINCE, {"why": cause.why})

"""Freezing the figures of a year: everything that is hashed, and the lists of objects behind each number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.db import table_of
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_, Message, stored
from museum_tracker.core.periods import Period
from museum_tracker.figures.balances import Balance, list_balances
from museum_tracker.figures.models import FigureRule, Population
from museum_tracker.figures.populations import counted_versions, inventoried_steps
from museum_tracker.figures.queries import Figures
from museum_tracker.figures.rules.measures import MEASURE_LABELS, MEASURES, Measure
from museum_tracker.history.models import ChangeSet
from museum_tracker.years.bridges import bridges_to
from museum_tracker.years.contents import definition_content, population_content, sample_content, target_rows
from museum_tracker.years.days import days_of
from museum_tracker.years.models import FrozenList, YearClose
from museum_tracker.years.roll import Roll, call_roll, kept_figures
from museum_tracker.years.rules.packing import Packed, canonical, hash_of, pack, pack_numbers, pieces_to_numbers
from museum_tracker.years.shapes import FORM, Bridge, OpenPoint, write_balance, write_bridge, write_figure

BATCH = 200


class FiguresDisagree(Refusal):
    """The sums kept ready and the objects behind them are not the same."""

    msgid = N_(
        "“%(figure)s” (%(population)s) is kept as %(kept)s but lists %(listed)s objects. "
        "The figures have to be counted anew before the year can be closed."
    )
    status = 409


class BalanceDoesNotAddUp(Refusal):
    """The lines of a balance do not lead from its opening to its closing."""

    msgid = N_("The balance of “%(figure)s” (%(population)s) does not add up: %(difference)s objects are unexplained.")
    status = 409


@dataclass(frozen=True)
class Frozen:
    """The content of a snapshot before it is written: everything but its place in the chain."""

    content: dict[str, Any]
    lists: tuple[Packed, ...]


def freeze(session: Session, period: Period, *, open_points: Sequence[OpenPoint] = ()) -> Frozen:
    """Take the figures of a period as they are now, each with its objects; nothing is written yet.

    Raises:
        FiguresDisagree: a kept sum is not what its objects count.
        BalanceDoesNotAddUp: a balance leaves objects unexplained.
    """
    hold_counting(session)
    roll = call_roll(session, period.start, period.end)
    kept = kept_figures(session, period.start, period.end)
    populations = [found for found in counted_versions(session, period.end) if (found.code, Measure.PRESENT) in kept]
    agree(roll, kept, populations)
    balances = balances_of(session, period, populations)
    lists: dict[str, Packed] = {}
    content: dict[str, Any] = {
        "form": FORM,
        "year": period.year,
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "populations": [population_content(found) for found in populations],
        "definition": definition_content(session, period.end),
        "rules": {"inventoried": [step.value for step in inventoried_steps(session)]},
        "figures": {found.code: _figures(found.code, roll, kept, lists) for found in populations},
        "pieces": _keep(lists, pack_numbers(pieces_to_numbers(roll.pieces))),
        "days": _days(session, roll, period, lists),
        "balances": [write_balance(found) for found in balances],
        "bridges": [_bridge(found, lists) for found in bridges_to(session, balances).values()],
        "targets": target_rows(session, period),
        "open_points": [_point(point) for point in open_points],
        "sample": sample_content(session, period.year),
    }
    return Frozen(content, tuple(lists.values()))


def write(session: Session, frozen: Frozen, *, number: int, deed: ChangeSet, document: str = "") -> YearClose:
    """Write a snapshot as the last of the chain, with its lists; `deed` gives author, time and reason."""
    previous = session.scalar(sa.select(YearClose.hash).order_by(YearClose.id.desc()).limit(1)) or ""
    _write_lists(session, frozen.lists)
    text = canonical(
        {
            **frozen.content,
            "number": number,
            "by": deed.by.name,
            "at": deed.at.astimezone(dt.UTC).isoformat(),
            "reason": deed.reason,
            "document": document,
            "previous": previous,
        }
    )
    snapshot = YearClose(
        year=frozen.content["year"],
        number=number,
        closed_at=deed.at,
        by=deed.by,
        change_set_id=deed.id,
        reason=deed.reason,
        document=document,
        content=text,
        previous_hash=previous,
        hash=hash_of(text),
    )
    session.add(snapshot)
    session.flush()
    return snapshot


def hold_counting(session: Session) -> None:
    """Let nobody recount objects until this transaction ends: what is read here belongs together."""
    session.execute(sa.select(FigureRule.name).with_for_update()).all()


def agree(roll: Roll, kept: Figures, populations: Iterable[Population]) -> None:
    """Compare every kept sum with the objects behind it.

    Raises:
        FiguresDisagree: one is not what its objects count.
    """
    for population in populations:
        for measure in MEASURES:
            figure, listed = kept[population.code, measure], roll.count(population.code, measure)
            if (figure.objects, figure.pieces) != listed:
                raise FiguresDisagree(
                    figure=Message(MEASURE_LABELS[measure]),
                    population=population.title,
                    kept=figure.objects,
                    listed=listed[0],
                )


def balances_of(session: Session, period: Period, populations: Iterable[Population]) -> list[Balance]:
    """The balance of the register and of each digitized stock, of every population that ever held an object.

    Raises:
        BalanceDoesNotAddUp: one leaves objects unexplained.
    """
    titles = {found.code: found.title for found in populations}
    balances = list_balances(session, list(titles), start=period.start, end=period.end)
    for balance in balances:
        if not balance.adds_up:
            raise BalanceDoesNotAddUp(
                figure=Message(MEASURE_LABELS[balance.measure]),
                population=titles[balance.population],
                difference=balance.difference.objects,
            )
    return balances


def _figures(code: str, roll: Roll, kept: Figures, lists: dict[str, Packed]) -> dict[str, list[Any]]:
    return {
        measure.value: [*write_figure(kept[code, measure]), _keep(lists, pack(roll.ids(code, measure)))]
        for measure in MEASURES
    }


def _days(session: Session, roll: Roll, period: Period, lists: dict[str, Packed]) -> dict[str, str]:
    found = days_of(session, roll, period.start, period.end)
    return {measure.value: _keep(lists, pack_numbers(numbers)) for measure, numbers in found}


def _bridge(found: Bridge, lists: dict[str, Packed]) -> dict[str, Any]:
    return write_bridge(found, [_keep(lists, pack(part.ids)) for part in found.parts])


def _point(point: OpenPoint) -> dict[str, Any]:
    message = point.message
    return {"code": point.code, "count": point.count, "msgid": message.msgid, "values": stored(message.values)}


def _keep(lists: dict[str, Packed], packed: Packed) -> str:
    lists[packed.sha256] = packed
    return packed.sha256


def _write_lists(session: Session, lists: Iterable[Packed]) -> None:
    """Keep the lists that no earlier snapshot holds already."""
    wanted = {packed.sha256: packed for packed in lists}
    known = set(session.scalars(sa.select(FrozenList.sha256).where(FrozenList.sha256.in_(wanted))))
    fresh = [asdict(packed) for sha256, packed in wanted.items() if sha256 not in known]
    for start in range(0, len(fresh), BATCH):
        session.execute(sa.insert(table_of(FrozenList)), fresh[start : start + BATCH])

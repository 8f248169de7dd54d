"""How long the overview's figures take from the sums, against counting the facts each time, and whether both agree.

    python -m tests.bench.bench_figures [--objects 100000] [--url postgresql+psycopg://…]

Both sides run in one process on the same data; read the ratio, not the times. Beyond 100,000 objects the museum is
copied inside the database. Times are processor time on SQLite, and the clock on PostgreSQL.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker import wire
from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.db import Base, begin_write, is_sqlite, make_engine
from museum_tracker.core.defaults import install_defaults
from museum_tracker.figures.checker import check
from museum_tracker.figures.models import Fact
from museum_tracker.figures.queries import Figure, Measure, flows, history, stocks
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.services import add_facts, touch
from museum_tracker.figures.tallies import fold
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed
from tests.bench.copying import multiply
from tests.bench.measuring import Clock

CHUNK = 5000
WRITTEN = 100_000  # as many objects are written one by one at most
START, END = dt.date(2025, 12, 15), dt.date(2026, 12, 14)
FIRST_DAY = dt.date(1990, 1, 1)
STEPS = (FactKind.COLLECTED, FactKind.REGISTERED, FactKind.MARKED, FactKind.CLASSIFIED)


def main() -> None:
    """Build a museum, then time both ways of counting it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--objects", type=int, default=100_000)
    parser.add_argument("--url", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(asked.url or f"sqlite:///{Path(folder) / 'bench.db'}")
        wire()
        with engine.execution_options(write=True).begin() as connection:
            Base.metadata.create_all(connection)
        with Session(engine, expire_on_commit=False) as session:
            build(session, asked.objects)
            report(session)
        engine.dispose()


def build(session: Session, objects: int) -> None:
    """Objects with their facts, in committed chunks as an import writes them; a large museum is copied from these."""
    times = max(objects // WRITTEN, 1)
    objects = objects // times
    begin_write(session)
    install_defaults(session)
    person = User(username="bench", name="Bench", role=Role.CATALOGUER)
    session.add(person)
    session.commit()
    writing = counting = 0.0
    draw = random.Random(74)  # noqa: S311 - the same museum each time
    for start in range(0, objects, CHUNK):
        begin_write(session)
        deed = begin_deed(session, by=session.merge(person), action="Bench")
        began = time.perf_counter()
        ids = _write(session, deed, draw, min(CHUNK, objects - start))
        between = time.perf_counter()
        touch(session, ids, deed=deed)
        session.commit()
        counting += time.perf_counter() - between
        writing += between - began
    begin_write(session)
    began = time.perf_counter()
    fold(session)
    session.commit()
    if times > 1:
        begin_write(session)
        multiply(session, times)
        session.commit()
        print(f"{times} times ", end="")
    print(f"{objects:,} objects: records and facts {writing:.1f} s, counting {counting:.1f} s", end=", ")
    print(f"folding {time.perf_counter() - began:.1f} s")


def _write(session: Session, deed: ChangeSet, draw: random.Random, count: int) -> list[int]:
    rows = [
        {
            "name_vi": "Hiện vật",
            "holding": "base" if draw.random() < 0.95 else "reference",
            "kind": "object" if draw.random() < 0.7 else "document",
            "quantity": draw.choice((1, 1, 1, 5)),
        }
        for _ in range(count)
    ]
    ids = list(session.scalars(sa.insert(Artifact).returning(Artifact.id, sort_by_parameter_order=True), rows))
    add_facts(session, _facts(ids, draw), deed=deed)
    return ids


def _facts(ids: list[int], draw: random.Random) -> Iterator[dict[str, Any]]:
    for id_ in ids:
        day = FIRST_DAY + dt.timedelta(days=draw.randrange(13_400))
        for kind in STEPS[: draw.choice((1, 2, 3, 4, 4, 4))]:
            yield {"artifact_id": id_, "kind": kind, "effective_on": day, "opening": day.year < 2020}
        for level in range(1, draw.choice((0, 0, 1, 2)) + 1):
            yield {"artifact_id": id_, "kind": FactKind.LEVEL, "level": level, "effective_on": max(day, START)}


def report(session: Session) -> None:
    """Print both times, their ratio, and whether the figures agree."""
    session.rollback()
    clock = time.process_time if is_sqlite(session) else time.perf_counter
    fast, ready = _timed(lambda: _from_sums(session), 30, clock)
    slow, counted = _timed(lambda: _from_facts(session), 2, clock)
    chart, _ = _timed(lambda: history(session, Measure.LEVEL_1, start=dt.date(2011, 1, 1), end=END), 10, clock)
    print(f"overview from sums {fast * 1000:.2f} ms (goal 5 ms); from facts {slow * 1000:.0f} ms", end="; ")
    print(f"ratio 1/{slow / fast:,.0f} (goal 1/500)")
    print(f"chart of 16 years {chart * 1000:.2f} ms")
    print("figures agree" if ready == counted else f"FIGURES DIFFER: {ready} {counted}")
    began = time.perf_counter()
    differences = check(session)
    print(f"full recount {time.perf_counter() - began:.1f} s, {len(differences)} differences")


def _from_sums(session: Session) -> list[Figure]:
    standing, came = stocks(session), flows(session, START, END)
    return [
        Figure(*standing["all_holdings", name][:2])
        for name in (Measure.REGISTERED, Measure.INVENTORIED, Measure.LEVEL_1, Measure.LEVEL_2)
    ] + [Figure(*came["all_holdings", Measure.COLLECTED][:2]), Figure(*came["all_holdings", Measure.FIRST_LEVEL_1][:2])]


def _from_facts(session: Session) -> list[Figure]:
    """The same six figures counted from objects and facts in SQL."""

    def having(kind: FactKind, *more: Any) -> Any:
        found = sa.select(Fact.artifact_id).where(Fact.kind == kind, *more)
        return Artifact.id.in_(found)

    def counted(*where: Any) -> Figure:
        query = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(Artifact.quantity), 0))
        return Figure(*session.execute(query.where(Artifact.holding == "base", *where)).one())

    registered, period = having(FactKind.REGISTERED), Fact.effective_on.between(START, END)
    return [
        counted(registered),
        counted(registered, having(FactKind.MARKED), having(FactKind.CLASSIFIED)),
        counted(registered, having(FactKind.LEVEL, Fact.level >= 1)),
        counted(registered, having(FactKind.LEVEL, Fact.level >= 2)),
        counted(having(FactKind.COLLECTED, period)),
        counted(having(FactKind.LEVEL, Fact.level == 1, period)),
    ]


def _timed(work: Callable[[], Any], times: int, clock: Clock) -> tuple[float, Any]:
    taken, result = [], work()
    for _ in range(times):
        began = clock()
        result = work()
        taken.append(clock() - began)
    return statistics.median(taken), result


if __name__ == "__main__":
    main()

"""How fast a what-if is answered while a slider moves: the whole request, and the rules alone.

    python -m tests.bench.bench_whatif [--objects 100000] [--url postgresql+psycopg://…]

The goal is 50 ms for the whole request (sign-in, question, figures, chart, page); read it beside the machine it ran on.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

import config
from museum_tracker import create_app, wire
from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.accounts.sign_ins import open_sign_in
from museum_tracker.core.db import Base, begin_write, make_engine
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.targets.rules.whatif import WhatIf, outcome
from tests.bench.bench_figures import END, build

GOAL_MS = 50
ROUNDS = 40
SENT = "suu-tam=90&muc=level_1&pham-vi=all_holdings&ty-le=70&den-nam=2030"  # what the page's form sends along


def main() -> None:
    """Build a museum, then move the sliders."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--objects", type=int, default=100_000)
    parser.add_argument("--url", default="")
    asked = parser.parse_args()
    run(asked.objects, asked.url)


def run(objects: int, url: str = "", rounds: int = ROUNDS) -> float:
    """Milliseconds that half of the answers stay below, for a museum of so many objects."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "uploads").mkdir()
        address = url or f"sqlite:///{home / 'bench.db'}"
        engine = make_engine(address)
        wire()
        with engine.execution_options(write=True).begin() as connection:
            Base.metadata.create_all(connection)
        with Session(engine, expire_on_commit=False) as session:
            build(session, objects)
        engine.dispose()
        app = create_app(config.Settings(home=home, database_url=address, secret_key="bench"))
        browser = app.test_client()
        with Session(app.extensions["engine"], expire_on_commit=False) as session:
            begin_write(session)
            person = User(username="director", name="Director", role=Role.DIRECTOR)
            session.add(person)
            session.flush()
            identity = open_sign_in(session, person)
            session.commit()
        with browser.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = identity, True
        found = report(browser, objects, rounds)
        app.extensions["engine"].dispose()
    return found


def report(browser: FlaskClient, objects: int, rounds: int) -> float:
    """Time the fragment that the moving slider asks for, and the rules behind it; print both."""
    ask("/phuong-an/ket-qua", browser)
    addresses = [f"/phuong-an/ket-qua?{SENT}&so-hoa={place * 25}" for place in range(rounds)]
    times = [clocked(partial(ask, address, browser)) for address in addresses]
    what = WhatIf(
        population="all_holdings",
        measure=Measure.LEVEL_1,
        share=Fraction(7, 10),
        due=END.replace(year=2030),
        pace=900,
        growth=90,
    )
    rules = [clocked(lambda: outcome(what, objects, objects // 5, on=END)) for _ in range(rounds)]
    median, worst = statistics.median(times), sorted(times)[int(len(times) * 0.95)]
    print(f"what-if at {objects:,} objects: p50 {median:.1f} ms, p95 {worst:.1f} ms (goal {GOAL_MS} ms); "
          f"rules alone {statistics.median(rules):.2f} ms")  # fmt: skip
    return median


def ask(url: str, browser: FlaskClient) -> None:
    """One answer; anything but a page is an error of the benchmark itself."""
    answer = browser.get(url)
    if answer.status_code != 200:
        raise RuntimeError(f"{url}: {answer.status}")


def clocked(work: Callable[[], object]) -> float:
    """Milliseconds of this process that something takes: what others do on the machine is left out."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    main()

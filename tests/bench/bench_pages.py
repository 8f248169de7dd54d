"""Every page for every role at two sizes of the museum: time, statements and the first visit.

    python -m tests.bench.bench_pages --small 1000 --large 100000

The museum is the demonstration, made once and multiplied inside the database: objects, facts, files, reviews, tasks,
movements, classifications, so that queues and stores grow as the holdings do. Pages are found by following links from
each role's first page, one address of each kind, and the same addresses are opened at both sizes. The first visit is
the first answer of a process that has answered nothing but the sign-in page.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

import config
from museum_tracker import create_app
from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.accounts.sign_ins import open_sign_in
from museum_tracker.catalogue.models import Artifact
from museum_tracker.cli.demo import prepare
from museum_tracker.core.db import begin_write, session_scope
from museum_tracker.figures.tallies import fold
from tests.bench.copying import multiply
from tests.bench.measuring import milliseconds, table

GROWTH, STATEMENTS, CLOSING_STATEMENTS, FIRST = 1.3, 25, 60, 0.2
CLOSING = "years.closing_list"
LINK = re.compile(r'href="(/[^"#]*)"')


class Visit(NamedTuple):
    """What one page cost: the first answer and the median of the rest in seconds, and statements to the database."""

    first: float
    median: float
    statements: int


Visits = dict[str, Visit]  # by role and address


def settings_of(home: Path) -> config.Settings:
    """The settings of a demonstration that stands there."""
    return config.Settings(home=home, secret_key="bench", demo=True)


def grow(home: Path, objects: int) -> int:
    """Multiply the demonstration until it holds about so many objects; answers how many there are."""
    app = create_app(settings_of(home))
    with session_scope(app.extensions["engine"], write=True) as session:
        have = session.scalar(sa.select(sa.func.count()).select_from(Artifact)) or 1
        fold(session)
        multiply(session, max(round(objects / have), 1))
        session.commit()
        count = session.scalar(sa.select(sa.func.count()).select_from(Artifact)) or 0
    with app.extensions["engine"].connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("analyze")
    return count


def enter(app: Flask, role: Role) -> FlaskClient:
    """A browser in which somebody of that role is signed in."""
    with Session(app.extensions["engine"], expire_on_commit=False) as session:
        begin_write(session)
        user = session.scalars(sa.select(User).where(User.role == role, sa.not_(User.is_system))).first()
        if user is None:
            user = User(username=f"reader-{role.value}", name="Người đọc", role=role)
            session.add(user)
            session.flush()
        identity = open_sign_in(session, user)
        session.commit()
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = identity, True
    return browser


def find_pages(app: Flask, browser: FlaskClient) -> dict[str, str]:
    """One address of each page that following links from the first one leads to, by endpoint."""
    urls, found, waiting, seen = app.url_map.bind(""), dict[str, str](), ["/"], set[str]()
    while waiting:
        address = waiting.pop(0).replace("&amp;", "&")
        path, _, query = address.partition("?")
        try:
            endpoint, _values = urls.match(path, method="GET")
        except Exception:  # noqa: BLE001, S112 - a link to nowhere is the tests' business
            continue
        kind = f"{endpoint}?" if query else endpoint
        if kind in seen or endpoint == "accounts.sign_out":
            continue
        seen.add(kind)
        with closing(browser.get(address, follow_redirects=True)) as answer:
            if answer.status_code == 200 and answer.mimetype == "text/html":
                found[kind] = address
                waiting += LINK.findall(answer.text)
    return found


@contextmanager
def counted(engine: sa.Engine) -> Iterator[list[str]]:
    """The statements that a stretch of work sends."""
    sent: list[str] = []

    def note(*event: Any) -> None:
        sent.append(event[2])

    sa.event.listen(engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(engine, "before_cursor_execute", note)


def visit(home: Path, role: Role, pages: dict[str, str], rounds: int) -> dict[str, Visit]:
    """Open each page as one role: once cold, then some times more."""
    app = create_app(settings_of(home))
    browser = enter(app, role)
    browser.get("/dang-nhap")
    cost = {}
    for kind, address in pages.items():
        times = []
        for _ in range(rounds + 1):
            start = time.process_time()
            with counted(app.extensions["engine"]) as sent:
                browser.get(address, follow_redirects=True)
            times.append(time.process_time() - start)
        cost[kind] = Visit(times[0], statistics.median(times[1:]), len(sent))
    return cost


def visit_apart(home: Path, role: Role, pages: dict[str, str], rounds: int) -> dict[str, Visit]:
    """The same in a process of its own, so that nothing is warm."""
    order = json.dumps([str(home), role.value, pages, rounds])
    told = subprocess.run(
        [sys.executable, "-m", "tests.bench.bench_pages", "--visit", order], check=True, capture_output=True, text=True
    )
    return {kind: Visit(*cost) for kind, cost in json.loads(told.stdout.splitlines()[-1]).items()}


def run(small: int, large: int, rounds: int, roles: list[Role], home: Path | None = None) -> int:
    """Print the table of both sizes; answers how many pages miss a goal."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        homes = [Path(name) / "small", Path(name) / "large"]
        if home is None:
            prepare(settings_of(homes[0]), reset=False)
        else:
            shutil.copytree(home, homes[0])
        shutil.copytree(homes[0], homes[1])
        counts = [grow(where, objects) for where, objects in zip(homes, (small, large), strict=True)]
        print(f"{counts[0]} and {counts[1]} objects")
        missed = 0
        for role in roles:
            app = create_app(settings_of(homes[0]))
            pages = find_pages(app, enter(app, role))
            app.extensions["engine"].dispose()
            costs = [visit_apart(where, role, pages, rounds) for where in homes]
            missed += tell(role, *costs)
    print(f"{missed} pages miss a goal")
    return missed


def tell(role: Role, small: dict[str, Visit], large: dict[str, Visit]) -> int:
    """Print the pages of one role, the slowest first; answers how many miss a goal."""
    rows, missed = [], 0
    for kind, cost in sorted(large.items(), key=lambda item: -item[1].median):
        before, allowed = small[kind], CLOSING_STATEMENTS if kind.startswith(CLOSING) else STATEMENTS
        growth = cost.median / before.median
        faults = [
            word
            for word, is_over in (
                ("grows", growth > GROWTH and cost.median - before.median > 0.002),
                ("statements", cost.statements > allowed),
                ("first", cost.first > FIRST),
            )
            if is_over
        ]
        missed += bool(faults)
        times = (before.median, cost.median)
        shown = (milliseconds(before.first), milliseconds(cost.first), *map(milliseconds, times), f"{growth:.2f}")
        rows.append((kind, *shown, before.statements, cost.statements, " ".join(faults)))
    print(role.value)
    table(("page", "first, small", "first, large", "p50, small", "p50, large", "growth", "sql", "sql", ""), rows)
    return missed


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", type=int, default=1_000)
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--role", type=Role, action="append", choices=list(Role))
    parser.add_argument("--home", type=Path, help="a demonstration made before, which is copied")
    parser.add_argument("--visit", help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.visit:
        home, role, pages, rounds = json.loads(asked.visit)
        print(json.dumps(visit(Path(home), Role(role), pages, rounds)))
        return
    run(asked.small, asked.large, asked.rounds, asked.role or list(Role), asked.home)


if __name__ == "__main__":
    main()

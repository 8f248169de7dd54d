"""Twenty people at once on one SQLite museum: nine in ten requests read, one in ten adds an object.

    python -m tests.bench.bench_people --objects 10000 --seconds 30

Everybody waits a moment before the first page and between two pages, as people do; the server is one process of its
own, and the first who comes opens each page once while it is cold. Told are the times of all answers by kind, the
server's processor time for each, errors, and whether every object that somebody was told had been added is there
afterwards. The same crowd then meets a Flask application that says hello: what its answers take is the machine's share.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import statistics
import threading
import time
import urllib.parse
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker import create_app
from museum_tracker.catalogue.models import Artifact
from tests.bench.bench_search import sign_in
from tests.bench.measuring import milliseconds, table
from tests.bench.museum import temporary_museum
from tests.bench.register import register_table
from tests.bench.serving import cookie_of, serving

GOAL = 0.2
HELLO_SECONDS = 10.0  # at most as long as the crowd meets the bare application
PEOPLE = 20
WORDS = ("trong dong", "bát men lam", "gốm", "đá", "hoa văn", "BTBG 12")
NAME = "Hiện vật của người đo"
ADDED = "added"
NEW = "/hien-vat/moi"


@dataclass
class Person:
    """Somebody at a screen: opens pages, adds objects, and notes how long each took."""

    number: int
    port: int
    cookie: str
    objects: int
    pause: float
    bare: bool = False
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    added: int = 0
    errors: list[str] = field(default_factory=list)

    def work(self, until: float) -> None:
        """Go on until the time has come."""
        draw = random.Random(self.number)  # noqa: S311 - the same day each time
        time.sleep(self.pause * draw.random())
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while time.perf_counter() < until:
            try:
                self._ask(connection, *(("hello", "/") if self.bare else self._next(draw)))
            except (OSError, http.client.HTTPException) as error:
                self.errors.append(repr(error))
                connection.close()
            time.sleep(self.pause * draw.random() * 2)
        connection.close()

    def first(self) -> None:
        """Open each page once, as the first who comes in the morning."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        for kind, page in self._pages(random.Random(self.number)):  # noqa: S311
            self._ask(connection, kind, page)
        self._ask(connection, ADDED, NEW)
        connection.close()

    def _ask(self, connection: http.client.HTTPConnection, kind: str, page: str) -> None:
        adds = kind == ADDED
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        body = urllib.parse.urlencode({"name_vi": NAME}) if adds else None
        start = time.perf_counter()
        connection.request("POST" if adds else "GET", page, body, headers)
        answer = connection.getresponse()
        answer.read()
        self.seconds[kind].append(time.perf_counter() - start)
        if answer.status != (303 if adds else 200):
            self.errors.append(f"{answer.status} {kind} {page}")
        elif adds:
            self.added += 1

    def _next(self, draw: random.Random) -> tuple[str, str]:
        return (ADDED, NEW) if draw.random() < 0.1 else draw.choice(self._pages(draw))

    def _pages(self, draw: random.Random) -> list[tuple[str, str]]:
        word = urllib.parse.quote(draw.choice(WORDS))
        return [
            ("list", "/hien-vat"),
            ("search", f"/hien-vat?q={word}"),
            ("object", f"/hien-vat/{draw.randint(1, self.objects)}"),
            ("overview", "/tong-quan"),
        ]


def run(objects: int, seconds: float, people: int, pause: float) -> float:
    """Let them work, print what happened, answer the 95th percentile in seconds."""
    with temporary_museum() as museum:
        museum.fill(register_table(objects), objects)
        app = create_app(museum.settings)
        cookie = cookie_of(sign_in(app, museum.engine))
        app.extensions["engine"].dispose()
        with serving(museum) as (port, process):
            early = Person(-1, port, cookie, objects, pause)
            early.first()
            before = spent_by(process)
            crowd = meet([Person(number, port, cookie, objects, pause) for number in range(people)], seconds)
            spent = None if before is None else (spent_by(process) or 0.0) - before
        with serving(museum, bare=True) as (port, _process):
            bare = meet(
                [Person(number, port, cookie, objects, pause, bare=True) for number in range(people)],
                min(seconds, HELLO_SECONDS),
            )
        with Session(museum.engine) as session:
            kept = sa.select(sa.func.count()).select_from(Artifact).where(Artifact.name_vi == NAME)
            found = session.scalar(kept) or 0
    return tell(crowd, early, bare, spent, found)


def meet(crowd: list[Person], seconds: float) -> list[Person]:
    """Let people work at once for so long."""
    until = time.perf_counter() + seconds
    threads = [threading.Thread(target=person.work, args=(until,)) for person in crowd]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return crowd


def spent_by(process: int) -> float | None:
    """The processor time a process has used so far; None where the system does not tell."""
    told = Path(f"/proc/{process}/stat")
    if not told.exists():
        return None
    user, system = told.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def tell(crowd: list[Person], early: Person, bare: list[Person], spent: float | None, found: int) -> float:
    """Print the times, the errors and what was lost."""
    kinds: dict[str, list[float]] = defaultdict(list)
    for person in (*crowd, *bare):
        for kind, times in person.seconds.items():
            kinds[kind] += times
    told = {**kinds, "all": [one for kind, times in kinds.items() if kind != "hello" for one in times]}
    rows = [
        (
            name,
            len(times),
            milliseconds(early.seconds[name][0]) if name in early.seconds else "",
            milliseconds(statistics.median(times)),
            milliseconds(p95(times)),
        )
        for name, times in told.items()
        if times
    ]
    table(("", "answers", "first", "p50", "p95"), rows)
    if spent is not None:
        print(f"server's processor time for one answer: {milliseconds(spent / max(len(told['all']), 1))}")
    errors = [error for person in (early, *crowd) for error in person.errors]
    added = sum(person.added for person in (early, *crowd))
    print(f"{len(errors)} errors {errors[:3]}; {added} objects added, {added - found} lost", end="; ")
    worst = p95(told["all"])
    print(f"p95 {worst * 1000:.0f} ms (goal {GOAL * 1000:.0f} ms; of hello {p95(told.get('hello', [])) * 1000:.0f} ms)")
    return worst


def p95(times: list[float]) -> float:
    """The time within which nineteen of twenty were answered."""
    return sorted(times)[int(len(times) * 0.95)] if times else 0.0


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--objects", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--pause", type=float, default=1.0, help="mean seconds between two pages of a person")
    asked = parser.parse_args(arguments)
    run(asked.objects, asked.seconds, asked.people, asked.pause)


if __name__ == "__main__":
    main()

"""Twenty people at once on one SQLite museum: nine in ten requests read, one in ten adds an object.

    python -m tests.bench.bench_people --objects 10000 --seconds 30

Everybody waits a moment between two pages, as people do; the server is one process of its own. Told are the times of
all answers by kind, errors, and whether every object that somebody was told had been added is there afterwards.
"""

from __future__ import annotations

import argparse
import http.client
import random
import statistics
import threading
import time
import urllib.parse
from dataclasses import dataclass, field

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
PEOPLE = 20
WORDS = ("trong dong", "bát men lam", "gốm", "đá", "hoa văn", "BTBG 12")
NAME = "Hiện vật của người đo"


@dataclass
class Person:
    """Somebody at a screen: opens pages, adds objects, and notes how long each took."""

    number: int
    port: int
    cookie: str
    objects: int
    pause: float
    seconds: list[float] = field(default_factory=list)
    adding: list[float] = field(default_factory=list)
    added: int = 0
    errors: list[str] = field(default_factory=list)

    def work(self, until: float) -> None:
        """Go on until the time has come."""
        draw = random.Random(self.number)  # noqa: S311 - the same day each time
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while time.perf_counter() < until:
            try:
                self._once(connection, draw)
            except (OSError, http.client.HTTPException) as error:
                self.errors.append(repr(error))
                connection.close()
            time.sleep(self.pause * draw.random() * 2)
        connection.close()

    def _once(self, connection: http.client.HTTPConnection, draw: random.Random) -> None:
        adds = draw.random() < 0.1
        method, path, body = ("POST", "/hien-vat/moi", {"name_vi": NAME}) if adds else ("GET", self._page(draw), {})
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        start = time.perf_counter()
        connection.request(method, path, urllib.parse.urlencode(body) if body else None, headers)
        answer = connection.getresponse()
        answer.read()
        (self.adding if adds else self.seconds).append(time.perf_counter() - start)
        if answer.status != (303 if adds else 200):
            self.errors.append(f"{answer.status} {method} {path}")
        elif adds:
            self.added += 1

    def _page(self, draw: random.Random) -> str:
        word = urllib.parse.quote(draw.choice(WORDS))
        pages = ("/hien-vat", f"/hien-vat?q={word}", f"/hien-vat/{draw.randint(1, self.objects)}", "/tong-quan")
        return draw.choice(pages)


def run(objects: int, seconds: float, people: int, pause: float) -> float:
    """Let them work, print what happened, answer the 95th percentile in seconds."""
    with temporary_museum() as museum:
        museum.fill(register_table(objects), objects)
        app = create_app(museum.settings)
        cookie = cookie_of(sign_in(app, museum.engine))
        app.extensions["engine"].dispose()
        with serving(museum) as (port, _process):
            crowd = [Person(number, port, cookie, objects, pause) for number in range(people)]
            until = time.perf_counter() + seconds
            threads = [threading.Thread(target=person.work, args=(until,)) for person in crowd]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        with Session(museum.engine) as session:
            kept = sa.select(sa.func.count()).select_from(Artifact).where(Artifact.name_vi == NAME)
            found = session.scalar(kept) or 0
    return tell(crowd, found, seconds)


def tell(crowd: list[Person], found: int, seconds: float) -> float:
    """Print the times, the errors and what was lost."""
    reads = [one for person in crowd for one in person.seconds]
    adds = [one for person in crowd for one in person.adding]
    rows = [
        (
            name,
            len(times),
            f"{len(times) / seconds:.0f}",
            milliseconds(statistics.median(times)),
            milliseconds(p95(times)),
        )
        for name, times in (("pages", reads), ("added", adds), ("all", reads + adds))
        if times
    ]
    table(("", "answers", "per second", "p50", "p95"), rows)
    errors = [error for person in crowd for error in person.errors]
    added = sum(person.added for person in crowd)
    print(f"{len(errors)} errors {errors[:3]}; {added} objects added, {added - found} lost", end="; ")
    worst = p95(reads + adds)
    print(f"p95 {worst * 1000:.0f} ms (goal {GOAL * 1000:.0f} ms)")
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

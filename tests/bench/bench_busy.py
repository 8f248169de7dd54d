"""Searching while an import runs: the time of a list page beside an import, against the same pages at rest.

    python -m tests.bench.bench_busy --objects 20000 --rows 20000
    python -m tests.bench.bench_busy --objects 20000 --rows 20000 --pg

A second process enters a table through the real import while this one asks for pages of a rare, a medium and a common
word and of the whole list, as a signed-in reader. Times are by the clock, as people feel them. A third stretch runs
beside a process that only counts: what that costs is the machine's share, not the database's.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import config
from museum_tracker import wire
from museum_tracker.cli.worker import step_back
from museum_tracker.core.db import make_engine
from tests.bench.bench_search import LIST, Bench, chosen_words
from tests.bench.growing import real_table, write_grown
from tests.bench.measuring import milliseconds, table
from tests.bench.museum import Museum, temporary_museum
from tests.factories.interop import enter_batch, stage_file

GOAL = 1.5
AT_LEAST = 50  # pages of a stretch; an import that ends earlier says too little
ENTERING = "entering"
Going = Callable[[], bool]


def urls(museum: Museum) -> list[str]:
    """The addresses that are asked for in turn."""
    words = chosen_words(museum)
    chosen = [words[name] for name in ("rare word", "medium word", "common word")]
    return [LIST, *(f"{LIST}?q={word}+" for word in chosen)]


def pages(bench: Bench, addresses: list[str], going: Going) -> list[float]:
    """The seconds that each page takes, for as long as it goes on."""
    taken: list[float] = []
    while going() or len(taken) < AT_LEAST:
        url = addresses[len(taken) % len(addresses)]
        began = time.perf_counter()
        bench.get(url)
        taken.append(time.perf_counter() - began)
    return taken


@contextmanager
def beside(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A process of its own, ended with the stretch."""
    with subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()


def while_importing(bench: Bench, museum: Museum, addresses: list[str], path: Path) -> tuple[list[float], float]:
    """The seconds of pages while a second process enters a table; and the seconds that took."""
    url = museum.engine.url.render_as_string(hide_password=False)
    with beside("-m", "tests.bench.bench_busy", "--enter", str(path), url, str(museum.settings.home)) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline().strip() == ENTERING
        began = time.perf_counter()
        taken = pages(bench, addresses, lambda: writer.poll() is None)
        assert writer.wait() == 0
        return taken, time.perf_counter() - began


def enter(path: Path, url: str, home: Path) -> None:
    """The second process, a worker: enter a table, telling when it begins."""
    step_back()
    wire()
    engine = make_engine(url)
    settings = config.Settings(home=home, database_url=url, secret_key="bench")
    batch_id = stage_file(engine, settings, path)
    print(ENTERING, flush=True)
    enter_batch(engine, settings, batch_id)
    engine.dispose()


def p95(taken: list[float]) -> float:
    """The time that 95 of 100 pages keep."""
    return statistics.quantiles(taken, n=20)[-1]


def run(objects: int, rows: int, *, pg: bool = False, seconds: float = 10.0) -> float:
    """Fill a museum, measure the three stretches, print and answer the ratio of the 95th percentiles."""
    with temporary_museum(pg=pg) as museum:
        museum.fill(real_table(), objects)
        register = [[f"BAN {number}", f"Hiện vật {number}"] for number in range(rows)]
        path = write_grown(museum.settings.home / "more.csv", (["Số đăng ký", "Tên hiện vật"], register), rows)
        bench = Bench(museum)
        addresses = urls(museum)
        for url in addresses:
            bench.get(url)
        idle = pages(bench, addresses, _for(seconds))
        with beside("-c", "while True: pass"):
            counting = pages(bench, addresses, _for(seconds))
        importing, lasted = while_importing(bench, museum, addresses, path)
        bench.close()
    stretches = {"at rest": idle, "beside a process that counts": counting, "while importing": importing}
    table(
        ("", "pages", "p50", "p95"),
        [
            (name, len(one), milliseconds(statistics.median(one)), milliseconds(p95(one)))
            for name, one in stretches.items()
        ],
    )
    print(f"{rows:,} rows entered in {lasted:.1f} s")
    print(f"p95 while importing / beside counting: {p95(importing) / p95(counting):.2f}")
    print(f"p95 while importing / at rest: {p95(importing) / p95(idle):.2f} (goal {GOAL})")
    return p95(importing) / p95(idle)


def _for(seconds: float) -> Going:
    until = time.perf_counter() + seconds
    return lambda: time.perf_counter() < until


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--objects", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--pg", action="store_true", help="on PostgreSQL")
    parser.add_argument("--enter", nargs=3, metavar=("FILE", "URL", "HOME"), help="the second process")
    options = parser.parse_args(arguments)
    if options.enter:
        file, url, home = options.enter
        enter(Path(file), url, Path(home))
    else:
        run(options.objects, options.rows, pg=options.pg)


if __name__ == "__main__":
    main()

"""The list of objects beside Datasette's, both served: the same rows, the same word, fifty to a page.

    python -m venv /tmp/datasette && /tmp/datasette/bin/pip install datasette
    python -m tests.bench.bench_datasette --objects 100000 --datasette /tmp/datasette/bin/datasette

Datasette gets a table of the shown columns with its own full-text index and draws the rows only: no counts, no facets.
Ours is the whole page of a signed-in reader, counted. Both answer one connection at a time; compared is the processor
time of the two servers, which other programs on the machine disturb least (the clock where the system does not tell).
"""

from __future__ import annotations

import argparse
import http.client
import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from museum_tracker import create_app
from tests.bench.bench_people import spent_by
from tests.bench.bench_search import LIST, SHOWN, chosen_words, sign_in
from tests.bench.growing import real_table
from tests.bench.measuring import milliseconds, table
from tests.bench.museum import Museum, temporary_museum
from tests.bench.serving import cookie_of, serving

GOAL = 2.5
ROWS_ONLY = "_nocount=1&_nofacet=1&_nosuggest=1&_size=50"


def copy_rows(museum: Museum, path: Path) -> None:
    """The shown columns of all objects in a file of their own, with a full-text index that Datasette finds."""
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("ATTACH ? AS museum", (museum.engine.url.database,))
        copy.execute(
            f"CREATE TABLE objects AS SELECT {SHOWN}, s.folded FROM museum.artifacts a"  # noqa: S608
            " JOIN museum.artifact_search s ON s.artifact_id = a.id ORDER BY a.id"
        )
        copy.execute("CREATE VIRTUAL TABLE objects_fts USING fts5(folded, content='objects')")
        copy.execute("INSERT INTO objects_fts(objects_fts) VALUES ('rebuild')")
        copy.commit()


@contextmanager
def datasette(program: str, path: Path) -> Iterator[tuple[int, int]]:
    """Datasette serving a file; its port and its process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [program, "serve", str(path), "--port", str(port), "--setting", "num_sql_threads", "1"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _await(port, process)
            yield port, process.pid
        finally:
            process.terminate()


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("Datasette did not start")


class Asking:
    """One connection to a server."""

    def __init__(self, port: int, process: int, headers: dict[str, str]) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.process = process
        self.headers = headers

    def seconds(self, path: str, rounds: int) -> float:
        """What an answer costs the server, once it has answered twice."""
        for _ in range(2):
            self._ask(path)
        start, before = time.perf_counter(), spent_by(self.process)
        for _ in range(rounds):
            self._ask(path)
        after = spent_by(self.process)
        taken = time.perf_counter() - start if before is None or after is None else after - before
        return taken / rounds

    def _ask(self, path: str) -> None:
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        answer.read()
        assert answer.status == 200, (answer.status, path)


def run(objects: int, program: str | None, *, rounds: int, home: Path | None = None) -> dict[str, float]:
    """Serve both over the same rows, print and answer how many times faster ours is; empty without Datasette."""
    if program is None:
        print("no comparison: there is no datasette on the path (pip install datasette, or say --datasette PATH)")
        return {}
    with temporary_museum(home=home) as museum:
        museum.fill(real_table(), objects)
        path = museum.settings.home / "rows.db"
        path.unlink(missing_ok=True)
        copy_rows(museum, path)
        app = create_app(museum.settings)
        cookie = cookie_of(sign_in(app, museum.engine))
        app.extensions["engine"].dispose()
        words = {"no word": "", **chosen_words(museum)}
        with serving(museum) as ours, datasette(program, path) as theirs:
            sides = Asking(*ours, {"Cookie": cookie}), Asking(*theirs, {})
            return tell({name: compare(word, *sides, rounds=rounds) for name, word in words.items()})


def compare(word: str, ours: Asking, theirs: Asking, *, rounds: int) -> tuple[float, float]:
    """The seconds of a page on both sides."""
    search = f"&_search={quote(word)}" if word else ""
    return (
        ours.seconds(f"{LIST}?q={quote(word)}+" if word else LIST, rounds),
        theirs.seconds(f"/rows/objects?{ROWS_ONLY}{search}", rounds),
    )


def tell(found: dict[str, tuple[float, float]]) -> dict[str, float]:
    """Print both sides and their ratios."""
    ratios = {name: theirs / max(ours, 1e-6) for name, (ours, theirs) in found.items()}
    rows = [
        (name, milliseconds(ours), milliseconds(theirs), f"{ratios[name]:.2f}")
        for name, (ours, theirs) in found.items()
    ]
    table(("asked", "ours, counted", "datasette, rows only", "datasette / ours"), rows)
    print(f"least ratio: {min(ratios.values()):.2f} (goal {GOAL})")
    return ratios


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--objects", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--datasette", default=shutil.which("datasette"), help="the program, where not on the path")
    parser.add_argument("--home", type=Path, help="keep the museum in this folder, and use it again")
    options = parser.parse_args(arguments)
    run(options.objects, options.datasette, rounds=options.rounds, home=options.home)


if __name__ == "__main__":
    main()

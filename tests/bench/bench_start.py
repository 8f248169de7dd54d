"""How long the first answer takes after a cold start, against importing the libraries that any such program needs.

    python -m tests.bench.bench_start

Each side is a process of its own: ours makes the application over an empty museum and answers the sign-in page once.
Both run from compiled files, as after any first start, and end at once, without tidying up what they loaded.
"""

from __future__ import annotations

import argparse

from tests.bench.measuring import median_child, milliseconds, run_child, table
from tests.bench.museum import temporary_museum

GOAL = 1.5
LIBRARIES = "import os, flask, sqlalchemy.orm, PIL.Image; os._exit(0)"
OURS = """
import gc
import os
import sys
import config
from pathlib import Path
from museum_tracker import create_app
app = create_app(config.Settings(home=Path(sys.argv[1]), database_url=sys.argv[2], secret_key="bench"))
gc.freeze()  # as wsgi.py does
answer = app.test_client().get("/dang-nhap", follow_redirects=True)
assert answer.status_code == 200, answer.status
os._exit(0)
"""


def run(rounds: int) -> float:
    """Print the processor time of both sides and answer their ratio."""
    with temporary_museum() as museum:
        settings = museum.settings
        compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(settings.home / "compiled")}
        first = ("-c", OURS, str(settings.home), settings.database)
        run_child(*first, environ=compiled)
        libraries = median_child(rounds, "-c", LIBRARIES, environ=compiled)
        ours = median_child(rounds, *first, environ=compiled)
    bare = median_child(rounds, "-c", "pass")
    rows = [
        (name, milliseconds(one.cpu), milliseconds(one.wall), f"{one.peak_mib:.0f} MiB")
        for name, one in (("python alone", bare), ("flask, sqlalchemy.orm, PIL", libraries), ("first answer", ours))
    ]
    table(("", "cpu", "clock", "peak memory"), rows)
    ratio = ours.cpu / libraries.cpu
    print(f"first answer / importing the libraries: {ratio:.2f} (goal {GOAL})")
    return ratio


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    run(parser.parse_args(arguments).rounds)


if __name__ == "__main__":
    main()

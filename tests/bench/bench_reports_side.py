"""One side of the comparison of long appendices, in a process of its own: `ours` or `bare`, and the database."""

from __future__ import annotations

import sys

from tests.bench.bench_reports import one_side

if __name__ == "__main__":
    one_side(sys.argv[1], sys.argv[2])

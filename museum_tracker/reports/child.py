"""A process that renders one document, read from standard input, and writes the file to standard output."""

from __future__ import annotations

import pickle
import sys

from museum_tracker.reports.outputs import OUTPUTS


def main() -> None:
    """Read, render, write."""
    document = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - written by our own parent process
    sys.stdout.buffer.write(OUTPUTS[sys.argv[1]].render(document))


if __name__ == "__main__":
    main()

"""A process that renders documents read from standard input and leaves the files in a folder."""

from __future__ import annotations

import sys
from pathlib import Path

from museum_tracker.reports.apart import receive
from museum_tracker.reports.outputs import OUTPUTS, docx


def main(folder: Path) -> None:
    """Read, render, write, one document after another."""
    for place, order in enumerate(receive(sys.stdin.buffer)):
        target = folder / str(place)
        if order.form == "docx":
            target.write_bytes(docx.render(order.document, order.template))
        else:
            target.write_bytes(OUTPUTS[order.form].render(order.document))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

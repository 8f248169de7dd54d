"""A process that renders documents read from standard input and leaves the files in a folder."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from museum_tracker.reports.apart import CHILD_SECONDS, TEMPLATE_SECONDS, TOO_LONG, receive
from museum_tracker.reports.outputs import OUTPUTS, docx


def main(folder: Path) -> None:
    """Read, render, write, one document after another."""
    for place, order in enumerate(receive(sys.stdin.buffer)):
        target = folder / str(place)
        if order.form == "docx":
            with _limited(TEMPLATE_SECONDS if order.template is not None else CHILD_SECONDS):
                target.write_bytes(docx.render(order.document, order.template))
        else:
            target.write_bytes(OUTPUTS[order.form].render(order.document))


@contextlib.contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """End this process when what it does takes longer; a timer does it on every system, Windows too."""
    clock = threading.Timer(seconds, os._exit, (TOO_LONG,))
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

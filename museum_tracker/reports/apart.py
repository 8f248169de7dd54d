"""Rendering in a process of its own: documents go through a pipe, lists line by line, held whole by nobody."""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from museum_tracker.reports.model import Block, Chart, Document, Row, Rows, Section, Table

CHILD_SECONDS = 600
TEMPLATE_SECONDS = 60  # a museum's own template fills in within one or two
TOO_LONG = 3  # how the child ends when a template goes on for longer
BATCH = 1_000


@dataclass(frozen=True)
class Order:
    """A document to be rendered in a form; a Word document perhaps from a museum's own template."""

    document: Document
    form: str
    template: bytes | None = None


class TemplateTooLong(ValueError):
    """A museum's own template went on filling in for longer than it may."""


class Coming(Rows):
    """Lines that come through the pipe when they are asked for, once."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.pipe: BinaryIO | None = None

    def __iter__(self) -> Iterator[Row]:
        if self.pipe is None:
            raise ValueError("these lines have no pipe")
        while batch := pickle.load(self.pipe):  # noqa: S301 - written by our own parent process
            for values in batch:
                yield Row(values)


def render_apart(orders: Sequence[Order]) -> list[bytes]:
    """Each document as a file, all made by one process that ends with the last.

    Raises:
        TemplateTooLong: a museum's own template does not come to an end.
        ValueError: a document cannot be set; the text says why.
        subprocess.SubprocessError: the process was ended.
    """
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as said:
        command = [sys.executable, "-m", "museum_tracker.reports.child", folder]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=said) as child:  # noqa: S603 - our own module
            clock = threading.Timer(CHILD_SECONDS, child.kill)
            clock.start()
            try:
                with contextlib.suppress(BrokenPipeError):  # it ended early, and says why below
                    send(orders, child.stdin)  # type: ignore[arg-type]
                    child.stdin.close()  # type: ignore[union-attr]
                child.wait()
            finally:
                clock.cancel()
                child.kill()
        if child.returncode == TOO_LONG:
            raise TemplateTooLong
        if child.returncode:
            said.seek(0)
            reason = said.read().decode("utf-8", "replace").strip().rsplit("\n", 1)[-1]
            raise ValueError(reason.removeprefix("ValueError: ") or str(child.returncode))
        return [(Path(folder) / str(place)).read_bytes() for place in range(len(orders))]


def send(orders: Sequence[Order], pipe: BinaryIO) -> None:
    """Write orders into the pipe: each document, then the lines of its lists in the order in which they are printed."""
    pickle.dump(len(orders), pipe)
    for order in orders:
        pickle.dump(replace(order, document=_bare(order.document)), pipe)
        for table in order.document.listed():
            lines = (row.values for row in table.rows)
            while batch := list(islice(lines, BATCH)):
                pickle.dump(batch, pipe)
            pickle.dump([], pipe)


def receive(pipe: BinaryIO) -> Iterator[Order]:
    """Read orders from the pipe; the lines of a document's lists must be read before the next document."""
    for _ in range(pickle.load(pipe)):  # noqa: S301 - written by our own parent process
        order: Order = pickle.load(pipe)  # noqa: S301
        for table in order.document.listed():
            table.rows.pipe = pipe  # type: ignore[union-attr]
        yield order


def _bare(document: Document) -> Document:
    """The document without its long lists, and without questions to figures, which no file needs."""
    appendices = tuple(
        replace(
            appendix,
            table=replace(appendix.table, rows=Coming(len(appendix.table.rows))) if appendix.table else None,
            blocks=tuple(_plain(block) for block in appendix.blocks),
        )
        for appendix in document.appendices
    )
    return replace(document, appendices=appendices, sections=tuple(_section(part) for part in document.sections))


def _section(section: Section) -> Section:
    blocks = tuple(_plain(block) for block in section.blocks)
    return replace(section, blocks=blocks, parts=tuple(_section(part) for part in section.parts))


def _plain(block: Block) -> Block:
    if isinstance(block, Table):
        return replace(block, rows=_unasked(block.rows))
    return (
        replace(block, data=replace(block.data, rows=_unasked(block.data.rows))) if isinstance(block, Chart) else block
    )


def _unasked(rows: Iterable[Any]) -> tuple[Row, ...]:
    return tuple(replace(row, figures=()) for row in rows)

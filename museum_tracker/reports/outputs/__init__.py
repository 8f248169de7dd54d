"""The forms a report leaves the house in: one module each, listed here.

Heavy libraries are imported where they are used, so that a web process does not carry them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from museum_tracker.reports.model import Document
from museum_tracker.reports.outputs import csv, docx, pdf, xlsx


@dataclass(frozen=True)
class Output:
    """A form of a report: file suffix, MIME type, and the function that renders it.

    A `heavy` form loads libraries that a web process should not carry; it is rendered in a process of its own.
    """

    suffix: str
    mime: str
    render: Callable[[Document], bytes]
    heavy: bool = False


OUTPUTS: dict[str, Output] = {
    "pdf": Output("pdf", "application/pdf", pdf.render),
    "docx": Output("docx", docx.MIME, docx.render, heavy=True),
    "xlsx": Output("xlsx", xlsx.MIME, xlsx.render),
    "csv": Output("csv", "text/csv; charset=utf-8", csv.render),
}

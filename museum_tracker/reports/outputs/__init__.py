"""The forms a report leaves the house in: one module each, listed here.

Heavy libraries are imported where they are used, and only the child process, the worker and commands use them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from museum_tracker.reports.model import Document
from museum_tracker.reports.outputs import csv, docx, json, pdf, xlsx


@dataclass(frozen=True)
class Output:
    """A form of a report: file suffix, MIME type, and the function that renders it.

    A `heavy` form loads libraries that a web process must not carry; it is rendered in a process of its own.
    """

    suffix: str
    mime: str
    render: Callable[[Document], bytes]
    heavy: bool = True
    label: str = ""


OUTPUTS: dict[str, Output] = {
    "pdf": Output("pdf", "application/pdf", pdf.render, label="PDF"),
    "docx": Output("docx", docx.MIME, docx.render, label="Word (.docx)"),
    "xlsx": Output("xlsx", xlsx.MIME, xlsx.render, label="Excel (.xlsx)"),
    "csv": Output("csv", "text/csv; charset=utf-8", csv.render, heavy=False, label="CSV"),
    "json": Output("json", json.MIME, json.render, heavy=False, label="JSON"),
}

"""A report as a workbook: a contents sheet, one sheet a section with native charts, one sheet an appendix."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from museum_tracker.reports.model import Document

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def render(document: Document) -> bytes:
    """The report as .xlsx; texts stay texts, whatever they start with."""
    out = io.BytesIO()
    write(document, out)
    return out.getvalue()


def write(document: Document, target: Any) -> None:
    """Write the report as .xlsx to a path or a stream; lines go to the disk as they come, however many there are."""
    import xlsxwriter

    from museum_tracker.reports.outputs.xlsx_book import Book

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(target, options)
    book.set_properties(
        {
            "title": document.title,
            "subject": document.letterhead.subject,
            "author": document.author,
            "company": document.author,
            "created": dt.datetime.combine(document.dated, dt.time()),
        }
    )
    try:
        Book(book, document).write()
    finally:
        book.close()

"""A report as JSON for machines: tables, texts and lists under names that stay the same from year to year."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from museum_tracker.reports.cells import plain
from museum_tracker.reports.model import Appendix, Chart, Document, Paragraph, Section, Table

MIME = "application/json"


def render(document: Document) -> bytes:
    """The report as UTF-8 JSON; days are ISO dates, shares fractions of one."""
    tables: dict[str, Any] = {}
    for _, block in document.blocks():
        if isinstance(block, Table | Chart):
            table = block.data if isinstance(block, Chart) else block
            tables[table.name] = _table(table)
    head, end = document.letterhead, document.ending
    content = {
        **document.meta,
        "title": document.title,
        "subject": head.subject,
        "addressees": list(head.addressees),
        "signer": {"offices": list(end.offices), "name": end.signer},
        "recipients": list(end.recipients),
        "opening": [paragraph.text for paragraph in document.opening],
        "sections": [_section(section) for section in document.sections],
        "tables": tables,
        "appendices": {appendix.key: _appendix(appendix) for appendix in document.appendices},
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=_other).encode()


def _section(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "number": section.number,
        "title": section.title,
        "paragraphs": [block.text for block in section.blocks if isinstance(block, Paragraph)],
        "tables": [
            block.data.name if isinstance(block, Chart) else block.name
            for block in section.blocks
            if isinstance(block, Table | Chart)
        ],
        "parts": [_section(part) for part in section.parts],
    }


def _table(table: Table) -> dict[str, Any]:
    columns = table.columns
    return {
        "caption": table.caption,
        "columns": [{"key": column.key, "label": column.label, "kind": column.kind.value} for column in columns],
        "rows": [
            {
                **({"key": row.key} if row.key else {}),
                **{column.key: plain(value, column.kind) for column, value in zip(columns, row.values, strict=True)},
            }
            for row in table.rows
        ],
        "notes": list(table.notes),
    }


def _appendix(appendix: Appendix) -> dict[str, Any]:
    charts = {block.data.name: _table(block.data) for block in appendix.blocks if isinstance(block, Chart)}
    return {
        "number": appendix.number,
        "title": appendix.title,
        "paragraphs": [block.text for block in appendix.blocks if isinstance(block, Paragraph)],
        "tables": charts,
        "list": _table(appendix.table) if appendix.table is not None else None,
    }


def _other(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(type(value).__name__)

"""A report as PDF/A-2a and PDF/UA-1: tagged, fonts embedded, charts as vectors, set by Typst."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from museum_tracker.reports.cells import right_aligned, shown
from museum_tracker.reports.model import Appendix, Block, Chart, Document, Paragraph, Section, Table
from museum_tracker.reports.outputs.measure import head_lines

FOLDER = Path(__file__).parent
FONTS = FOLDER.parent / "fonts"
STANDARDS = ["a-2a", "ua-1"]
DOTS_PER_INCH = 200


def render(document: Document) -> bytes:
    """The report as PDF.

    Raises:
        ValueError: the report breaks a rule of its PDF standards (a chart without a description, for one).
    """
    return compile_typst((FOLDER / "report.typ").read_bytes(), content(document), pdf_standards=STANDARDS)


def picture(svg: str, width: float) -> bytes:
    """A drawing as PNG, for word processors; `width` in points."""
    page = "#set page(width: auto, height: auto, margin: 0pt)"
    source = f'{page}\n#image(bytes(sys.inputs.data), format: "svg", width: {width}pt)'
    return compile_typst(source.encode(), svg, format="png", ppi=DOTS_PER_INCH)


def compile_typst(source: bytes, data: object, **options: Any) -> bytes:
    """Set a Typst source with data that it reads as plain text, with the museum's own fonts only."""
    import typst

    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    with tempfile.TemporaryDirectory() as empty:  # nothing on the disk can be read by a template
        try:
            made: Any = typst.compile(
                source,
                root=empty,
                sys_inputs={"data": text},
                font_paths=[str(FONTS)],
                ignore_system_fonts=True,
                **options,
            )
        except typst.TypstError as error:
            raise ValueError(str(error)) from error
    return bytes(made)


def content(document: Document) -> dict[str, Any]:
    """The report as the template reads it: every value already text."""
    head, end = document.letterhead, document.ending
    return {
        "title": document.title,
        "author": document.author,
        "locale": document.locale,
        "dated": [document.dated.year, document.dated.month, document.dated.day],
        "words": document.words,
        "bare": document.bare,
        "letterhead": {**vars(head), "addressees": list(head.addressees), "lines": head_lines(head)},
        "opening": [_block(block, document.locale) for block in document.opening],
        "sections": [_section(section, document) for section in document.sections],
        "closing": document.closing.text,
        "ending": {**vars(end), "signatories": [vars(one) for one in end.signatories]},
        "appendices": [_appendix(appendix, document.locale) for appendix in document.appendices],
    }


def _appendix(appendix: Appendix, locale: str) -> dict[str, Any]:
    return {
        **vars(appendix),
        "blocks": [_block(block, locale) for block in appendix.blocks],
        "table": _table(appendix.table, locale) if appendix.table is not None else None,
    }


def _section(section: Section, document: Document) -> dict[str, Any]:
    last = document.last_block
    return {
        "number": section.number,
        "title": section.title,
        "blocks": [{**_block(block, document.locale), "last": block is last} for block in section.blocks],
        "parts": [_section(part, document) for part in section.parts],
    }


def _block(block: Block, locale: str) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"type": "paragraph", "tone": block.tone.value, "text": block.text}
    if isinstance(block, Chart):
        drawing = block.drawing
        alt = f"{drawing.title}. {drawing.description}"
        return {"type": "chart", "svg": drawing.svg, "alt": alt, "caption": block.caption}
    return {"type": "table", **_table(block, locale)}


def _table(table: Table, locale: str) -> dict[str, Any]:
    kinds = [column.kind for column in table.columns]
    return {
        "caption": table.caption,
        "notes": list(table.notes),
        "columns": [
            {"label": column.label, "width": column.width, "right": right_aligned(column.kind)}
            for column in table.columns
        ],
        "rows": [
            {
                "strong": row.strong,
                "values": [shown(value, kind, locale) for value, kind in zip(row.values, kinds, strict=True)],
            }
            for row in table.rows
        ],
    }

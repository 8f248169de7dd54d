"""A table in Word's own XML, written whole: cell by cell through a library takes seconds for a long appendix."""

from __future__ import annotations

from html import escape

from museum_tracker.reports.cells import right_aligned, shown
from museum_tracker.reports.model import Table

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
SHORT = 12  # lines of a table that is not broken between pages
TWENTIETHS = 1440 / 25.4  # of a point, in a millimetre


def table_xml(table: Table, locale: str, *, across: float, style: str) -> str:
    """The table as XML; `across` is its width in mm, `style` the id of the style of its cells."""
    whole = sum(column.width for column in table.columns)
    widths = [round(across * TWENTIETHS * column.width / whole) for column in table.columns]
    sides = ["right" if right_aligned(column.kind) else "left" for column in table.columns]
    together = len(table.rows) <= SHORT
    head = [
        _cell(column.label, width, style, "center", bold=True, keep=True)
        for column, width in zip(table.columns, widths, strict=True)
    ]
    rows = [_row(head, "<w:tblHeader/>")]
    kinds = [column.kind for column in table.columns]
    for place, row in enumerate(table.rows, 1):
        keep = together and place < len(table.rows)
        texts = [shown(value, kind, locale) for value, kind in zip(row.values, kinds, strict=True)]
        cells = zip(texts, widths, sides, strict=True)
        rows.append(_row([_cell(text, width, style, side, bold=row.strong, keep=keep) for text, width, side in cells]))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl xmlns:w="{NAMESPACE}"><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_borders()}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _borders() -> str:
    return "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for edge in EDGES)


def _row(cells: list[str], extra: str = "") -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{extra}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(text: str, width: int, style: str, side: str, *, bold: bool, keep: bool = False) -> str:
    stay = "<w:keepNext/>" if keep else ""
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{stay}<w:jc w:val="{side}"/></w:pPr>'
        f'<w:r>{weight}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
    )

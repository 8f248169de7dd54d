"""Makes the standard Word template in the form of Decree 30/2020.

`python -m museum_tracker.reports.outputs.docx_template` writes `report.docx` anew; a test compares the two.
"""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from museum_tracker.reports.outputs.docx import TEMPLATE
from museum_tracker.reports.outputs.docx_styles import CENTER, FONT, set_language, set_styles
from museum_tracker.reports.outputs.measure import HEAD_WIDTHS

PAGE_WIDTH = 165


def make() -> bytes:
    """The template as .docx."""
    word = Document()
    _page(word)
    set_styles(word)
    set_language(word, "vi-VN")
    _heads(word)
    for words, style in (
        ("{{ type_name }}", "Report Title"),
        ("{{ subject }}", "Report Title"),
        ("{{p subject_rule }}", "Report Head"),
    ):
        word.add_paragraph(words, style=style)
    _addressees(word)
    word.add_paragraph("{{p body }}", style="Report Body")
    _ending(word)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _page(word: Any) -> None:
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin = page.bottom_margin = Mm(20)
    page.left_margin, page.right_margin = Mm(30), Mm(15)
    page.header_distance, page.footer_distance = Mm(10), Mm(10)
    page.different_first_page_header_footer = True
    paragraph = page.header.paragraphs[0]
    paragraph.alignment = CENTER
    for kind, words in (("begin", None), (None, " PAGE "), ("end", None)):
        run = paragraph.add_run()
        run.font.size, run.font.name = Pt(13), FONT
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = words
        run._r.append(mark)  # noqa: SLF001 - python-docx has no public way to write a field


def _heads(word: Any) -> None:
    table = word.add_table(rows=2, cols=2)
    table.autofit = False
    _no_margins(table)
    left, right = table.rows[0].cells
    _line(left, "{{ parent }}", "Report Head", first=True)
    _line(left, "{{ agency }}", "Report Head", bold=True)
    _line(left, "{{p agency_rule }}", "Report Head")
    _line(right, "{{ nation }}", "Report Head", first=True, bold=True)
    _line(right, "{{ motto }}", "Report Head", bold=True, size=13)
    _line(right, "{{p motto_rule }}", "Report Head")
    _line(table.rows[1].cells[0], "{{ number }}", "Report Number", first=True)
    _line(table.rows[1].cells[1], "{{ place_and_date }}", "Report Place", first=True)
    for row in table.rows:
        for cell, width in zip(row.cells, HEAD_WIDTHS, strict=True):
            cell.width = Mm(width)
    for column, width in zip(table.columns, HEAD_WIDTHS, strict=True):
        column.width = Mm(width)
    word.add_paragraph(style="Report Title")


def _no_margins(table: Any) -> None:
    """Let the heads use the whole width of their cells."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "0")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.append(margins)  # noqa: SLF001 - python-docx has no public cell margins


def _line(cell: Any, words: str, style: str, *, first: bool = False, bold: bool = False, size: float = 0) -> Any:
    paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    paragraph.style = style
    run = paragraph.add_run(words)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    return paragraph


def _addressees(word: Any) -> None:
    word.add_paragraph("{%p if addressees|length == 1 %}")
    word.add_paragraph("{{ to }} {{ addressees[0] }}", style="Report Addressee")
    word.add_paragraph("{%p elif addressees %}")
    word.add_paragraph("{{ to }}", style="Report Addressee List")
    word.add_paragraph("{%p for addressee in addressees %}")
    word.add_paragraph("- {{ addressee }}{{ '.' if loop.last else ';' }}", style="Report Addressee List")
    word.add_paragraph("{%p endfor %}")
    word.add_paragraph("{%p endif %}")
    word.add_paragraph(style="Report Title")


def _ending(word: Any) -> None:
    word.add_paragraph(style="Report Title").paragraph_format.keep_with_next = True
    table = word.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    label = _line(left, "{{ recipients_label }}", "Report Recipients", first=True, bold=True, size=12)
    label.runs[0].italic = True
    for words in ("{%p for recipient in recipients %}", "- {{ recipient }}", "{%p endfor %}"):
        _line(left, words, "Report Recipients")
    _line(right, "{%p for office in offices %}", "Report Title", first=True)
    _line(right, "{{ office }}", "Report Title", bold=True)
    _line(right, "{%p endfor %}", "Report Title")
    _line(right, "{{ signer }}", "Report Seal", bold=True)
    row = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no public way to keep a row whole
    row.append(OxmlElement("w:cantSplit"))


if __name__ == "__main__":
    TEMPLATE.write_bytes(make())

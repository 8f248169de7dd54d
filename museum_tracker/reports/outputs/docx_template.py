"""Makes the standard Word template in the form of Decree 30/2020.

`python -m museum_tracker.reports.outputs.docx_template` writes `report.docx` anew; a test compares the two.
"""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from museum_tracker.reports.outputs.docx import TEMPLATE

FONT = "Times New Roman"
CENTER, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
HEAD_WIDTHS = (Mm(62), Mm(103))


def make() -> bytes:
    """The template as .docx."""
    word = Document()
    _page(word)
    _styles(word)
    _heads(word)
    for words, style in (("{{ type_name }}", "Report Title"), ("{{ subject }}", "Report Title")):
        word.add_paragraph(words, style=style)
    _rule(word, Mm(165), part=0.3)
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
    page.header_distance = Mm(10)
    page.different_first_page_header_footer = True
    paragraph = page.header.paragraphs[0]
    paragraph.alignment = CENTER
    for kind, words in (("begin", None), (None, " PAGE "), ("end", None)):
        run = paragraph.add_run()
        run.font.size = Pt(13)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = words
        run._r.append(mark)  # noqa: SLF001 - python-docx has no public way to write a field


def _styles(word: Any) -> None:
    _set(word.styles["Normal"], size=14, after=0)
    for level in (1, 2, 3):
        style = word.styles[f"Heading {level}"]
        _set(style, size=14, bold=True, before=10, after=4, indent=Mm(10))
        style.paragraph_format.keep_with_next = True
    _set(word.styles["Caption"], size=12, italic=True, before=4, after=4, align=CENTER)
    named: dict[str, dict[str, Any]] = {
        "Report Body": {"size": 14, "after": 6, "indent": Mm(10), "align": JUSTIFY, "spacing": 1.15},
        "Report Basis": {"size": 14, "after": 6, "indent": Mm(10), "align": JUSTIFY, "italic": True},
        "Report Note": {"size": 12, "before": 3, "after": 8, "italic": True},
        "Report Figure": {"size": 12, "before": 6, "align": CENTER},
        "Report Cell": {"size": 12, "before": 2, "after": 2},
        "Report Small Cell": {"size": 11, "before": 2, "after": 2},
        "Report Title": {"size": 14, "bold": True, "align": CENTER},
        "Report Appendix": {"size": 14, "bold": True, "align": CENTER},
        "Report Reference": {"size": 14, "italic": True, "after": 8, "align": CENTER},
        "Report Head": {"size": 12, "align": CENTER},
        "Report Place": {"size": 13, "italic": True, "before": 8, "align": CENTER},
        "Report Number": {"size": 13, "before": 8, "align": CENTER},
        "Report Recipients": {"size": 11},
    }
    for name, options in named.items():
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = word.styles["Normal"]
        _set(style, **options)


def _set(
    style: Any,
    *,
    size: float,
    bold: bool = False,
    italic: bool = False,
    before: float = 0,
    after: float = 0,
    indent: Any = None,
    align: Any = None,
    spacing: float = 1.0,
) -> None:
    """Give a style the type and spacing of an official paper."""
    font, form = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, italic
    font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        fonts.attrib.pop(qn(theme), None)
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.first_line_indent = indent
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.MULTIPLE, spacing
    if align is not None:
        form.alignment = align


def _heads(word: Any) -> None:
    table = word.add_table(rows=2, cols=2)
    table.autofit = False
    _no_margins(table)
    left, right = table.rows[0].cells
    _line(left, "{{ parent }}", "Report Head", first=True)
    _line(left, "{{ agency }}", "Report Head", bold=True)
    _rule(left, HEAD_WIDTHS[0], part=0.4)
    _line(right, "{{ nation }}", "Report Head", first=True, bold=True)
    _line(right, "{{ motto }}", "Report Head", bold=True, size=13)
    _rule(right, HEAD_WIDTHS[1], part=0.56)  # the motto's own width in bold 13 pt
    _line(table.rows[1].cells[0], "{{ number }}", "Report Number", first=True)
    _line(table.rows[1].cells[1], "{{ place_and_date }}", "Report Place", first=True)
    for row in table.rows:
        for cell, width in zip(row.cells, HEAD_WIDTHS, strict=True):
            cell.width = width
    for column, width in zip(table.columns, HEAD_WIDTHS, strict=True):
        column.width = width
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


def _line(
    cell: Any, words: str, style: str, *, first: bool = False, bold: bool = False, italic: bool = False, size: float = 0
) -> None:
    paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    paragraph.style = style
    run = paragraph.add_run(words)
    run.bold, run.italic = bold or None, italic or None
    if size:
        run.font.size = Pt(size)


def _rule(place: Any, across: Any, *, part: float) -> None:
    """A thin line under what stands above: the top border of an empty paragraph indented from both sides."""
    paragraph = place.add_paragraph()
    paragraph.style = "Report Head"
    side = int(across * (1 - part) / 2)
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = side
    form.space_before, form.space_after = Pt(2), Pt(2)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(4)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001 - python-docx has no public borders
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _addressees(word: Any) -> None:
    word.add_paragraph("{%p if addressees|length == 1 %}")
    word.add_paragraph("{{ to }} {{ addressees[0] }}", style="Report Title").runs[0].bold = False
    word.add_paragraph("{%p elif addressees %}")
    word.add_paragraph("{{ to }}", style="Report Body")
    word.add_paragraph("{%p for addressee in addressees %}")
    word.add_paragraph("- {{ addressee }}{{ '.' if loop.last else ';' }}", style="Report Body")
    word.add_paragraph("{%p endfor %}")
    word.add_paragraph("{%p endif %}")
    word.add_paragraph(style="Report Title")


def _ending(word: Any) -> None:
    word.add_paragraph(style="Report Title").paragraph_format.keep_with_next = True
    table = word.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    _line(left, "{{ recipients_label }}", "Report Recipients", first=True, bold=True, italic=True, size=12)
    for words in ("{%p for recipient in recipients %}", "- {{ recipient }}", "{%p endfor %}"):
        _line(left, words, "Report Recipients")
    _line(right, "{{ office }}", "Report Title", first=True, bold=True)
    for _ in range(6):  # room for the seal and the signature
        _line(right, "", "Report Title")
    _line(right, "{{ signer }}", "Report Title", bold=True)
    row = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no public way to keep a row whole
    row.append(OxmlElement("w:cantSplit"))


if __name__ == "__main__":
    TEMPLATE.write_bytes(make())

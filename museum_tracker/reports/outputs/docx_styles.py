"""The styles of an official paper in Word: Times New Roman, sizes, spacing and indents by Decree 30/2020."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT = "Times New Roman"
CENTER, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
STYLES: dict[str, dict[str, Any]] = {
    "Report Body": {"size": 14, "after": 6, "indent": Mm(10), "align": JUSTIFY, "spacing": 1.15},
    "Report Basis": {"size": 14, "after": 6, "indent": Mm(10), "align": JUSTIFY, "italic": True, "spacing": 1.15},
    "Report Note": {"size": 12, "before": 3, "after": 8, "italic": True},
    "Report Figure": {"size": 12, "before": 6, "align": CENTER},
    "Report Cell": {"size": 12, "before": 2, "after": 2},
    "Report Small Cell": {"size": 11, "before": 2, "after": 2},
    "Report Title": {"size": 14, "bold": True, "align": CENTER},
    "Report Addressee": {"size": 14, "align": CENTER, "before": 6},
    "Report Addressee List": {"size": 14, "left": Mm(30)},
    "Report Appendix": {"size": 14, "bold": True, "align": CENTER, "outline": 0},
    "Report Reference": {"size": 14, "italic": True, "after": 8, "align": CENTER},
    "Report Head": {"size": 12, "align": CENTER},
    "Report Place": {"size": 13, "italic": True, "before": 8, "align": CENTER},
    "Report Number": {"size": 13, "before": 8, "align": CENTER},
    "Report Recipients": {"size": 11},
    # Room for a seal of 36 mm and the pictures of digital signatures.
    "Report Seal": {"size": 14, "before": 88, "align": CENTER, "bold": True},
}


def set_styles(word: Any) -> None:
    """Give a new document every style of a report."""
    _set(word.styles["Normal"], size=14)
    for level in (1, 2, 3):
        style = word.styles[f"Heading {level}"]
        _set(style, size=14, bold=True, before=10, after=4, indent=Mm(10))
        style.paragraph_format.keep_with_next = True
    _set(word.styles["Caption"], size=12, italic=True, before=4, after=4, align=CENTER)
    add_missing(word)


def add_missing(word: Any) -> None:
    """Give a museum's own template the styles of a report that it has not; those it has stay as they are."""
    known = {style.name for style in word.styles}
    for name, options in STYLES.items():
        if name not in known:
            style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = word.styles["Normal"] if "Normal" in known else None
            _set(style, **options)
    for level in (1, 2, 3):
        if f"Heading {level}" not in known:
            _set(word.styles.add_style(f"Heading {level}", WD_STYLE_TYPE.PARAGRAPH), size=14, bold=True, before=10)
    if "Caption" not in known:
        _set(word.styles.add_style("Caption", WD_STYLE_TYPE.PARAGRAPH), size=12, italic=True, align=CENTER)


def set_language(word: Any, language: str) -> None:
    """Tell Word in which language the paper is written, so that it marks no Vietnamese word as wrong."""
    run = word.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if run is None:
        return
    for old in run.findall(qn("w:lang")):
        run.remove(old)
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), language)
    run.append(mark)


def _set(
    style: Any,
    *,
    size: float,
    bold: bool = False,
    italic: bool = False,
    before: float = 0,
    after: float = 0,
    indent: Any = None,
    left: Any = None,
    align: Any = None,
    spacing: float = 1.0,
    outline: int | None = None,
) -> None:
    font, form = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, italic
    font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        fonts.attrib.pop(qn(theme), None)
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.first_line_indent, form.left_indent = indent, left
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.MULTIPLE, spacing
    if align is not None:
        form.alignment = align
    if outline is not None:
        mark = OxmlElement("w:outlineLvl")
        mark.set(qn("w:val"), str(outline))
        style.element.get_or_add_pPr().append(mark)

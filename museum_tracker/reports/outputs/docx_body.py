"""The body of a report in Word's own XML: headings, paragraphs, tables and charts in the template's styles."""

from __future__ import annotations

import io
import math
from typing import Any

from docx.document import Document as Word
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import etree

from museum_tracker.reports.model import Appendix, Block, Chart, Document, Paragraph, Section, Table, Tone
from museum_tracker.reports.outputs import pdf
from museum_tracker.reports.outputs.docx_table import table_xml

PORTRAIT, LANDSCAPE = 165, 252  # mm between the margins
CHART_POINTS = 460
BESIDE, SIGNATURE_POINTS = 3, 60  # signatures in a row, room for each
STYLES = {Tone.BODY: "Report Body", Tone.BASIS: "Report Basis", Tone.NOTE: "Report Note"}


class Body:
    """Builds elements with python-docx inside the template's document and takes them out again as XML."""

    def __init__(self, word: Word, document: Document, counts: dict[str, int] | None = None) -> None:
        self.word, self.document = word, document
        self.counts = counts if counts is not None else {"table": 0, "figure": 0}
        self.styles = {style.name: style.style_id for style in word.styles}

    def text(self) -> str:
        """Opening and sections as XML, taken out of the document again for the template to place."""
        body = self.word.element.body
        before = set(body)
        self._text()
        fresh = [element for element in body if element not in before]
        for element in fresh:
            body.remove(element)
        return "".join(etree.tostring(element, encoding="unicode") for element in fresh)

    def append_appendices(self) -> None:
        """The appendices at the end of the finished document, each with page numbers of its own."""
        for appendix in self.document.appendices:
            self._pages(self.word.add_section(WD_SECTION.NEW_PAGE), landscape=appendix.landscape)
            self._appendix(appendix)

    def only_appendices(self) -> None:
        """The appendices alone, in place of everything the template holds."""
        body = self.word.element.body
        for element in [element for element in body if element is not body.sectPr]:
            body.remove(element)
        for place, appendix in enumerate(self.document.appendices):
            pages = self.word.add_section(WD_SECTION.NEW_PAGE) if place else self.word.sections[0]
            self._pages(pages, landscape=appendix.landscape)
            self._appendix(appendix)

    def _text(self) -> None:
        for paragraph in self.document.opening:
            self._block(paragraph)
        for section in self.document.sections:
            self._section(section, 1)
        closing = self._say(self.document.closing.text, "Report Body")
        closing.paragraph_format.keep_with_next = True  # a signature never stands alone on a page
        if self.document.ending.signatories:
            self._signatories()

    def _signatories(self) -> None:
        """Room for each of those who sign together, three beside each other."""
        end = self.document.ending
        label = self._say(end.signatories_label.upper(), "Report Title")
        label.paragraph_format.keep_with_next = True
        across = min(BESIDE, len(end.signatories))
        table = self.word.add_table(rows=math.ceil(len(end.signatories) / across), cols=across)
        for place, one in enumerate(end.signatories):
            cell = table.rows[place // across].cells[place % across]
            role, name = cell.paragraphs[0], cell.add_paragraph(one.name)
            role.text = one.role
            role._p.get_or_add_pPr().style = self.styles["Report Number"]  # noqa: SLF001
            name._p.get_or_add_pPr().style = self.styles["Report Title"]  # noqa: SLF001
            name.paragraph_format.space_before = Pt(SIGNATURE_POINTS)
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
        self._say("", "Report Body")

    def _say(self, words: str, style: str) -> Any:
        """A paragraph in a style; python-docx would look through every style of the document for each."""
        paragraph = self.word.add_paragraph(words)
        paragraph._p.get_or_add_pPr().style = self.styles[style]  # noqa: SLF001
        return paragraph

    def _section(self, section: Section, level: int) -> None:
        self._say(f"{section.number} {section.title}", f"Heading {level}")
        for block in section.blocks:
            self._block(block)
        for part in section.parts:
            self._section(part, level + 1)

    def _block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            said = self._say(block.text, STYLES[block.tone])
            # What announces a list stays with its first point, the last words of the text with the signature.
            if block.text.endswith(":") or block is self.document.last_block:
                said.paragraph_format.keep_with_next = True
        elif isinstance(block, Chart):
            self._chart(block)
        else:
            if block.caption:
                self._caption("table", block.caption)
            self._table(block, PORTRAIT)
            self._notes(block)

    def _caption(self, kind: str, words: str) -> None:
        self.counts[kind] += 1
        label = f"{self.document.words[kind]} {self.counts[kind]}: {words}"
        paragraph = self._say(label, "Caption")
        paragraph.paragraph_format.keep_with_next = kind == "table"

    def _notes(self, table: Table) -> None:
        for note in table.notes or ("",):
            self._say(note, "Report Note")

    def _chart(self, chart: Chart) -> None:
        paragraph = self._say("", "Report Figure")
        paragraph.paragraph_format.keep_with_next = True
        image = io.BytesIO(pdf.picture(chart.drawing.svg, CHART_POINTS))
        picture = paragraph.add_run().add_picture(image, width=Pt(CHART_POINTS))
        described = picture._inline.docPr  # noqa: SLF001 - python-docx has no public way to describe a picture
        described.set("descr", f"{chart.drawing.title}. {chart.drawing.description}")
        described.set("title", chart.drawing.title)
        self._caption("figure", chart.caption)

    def _table(self, table: Table, across: float, style: str = "Report Cell") -> None:
        grid = parse_xml(table_xml(table, self.document.locale, across=across, style=self.styles[style]))
        self.word.element.body.sectPr.addprevious(grid)

    def _appendix(self, appendix: Appendix) -> None:
        if appendix.number:
            self._say(appendix.number, "Report Appendix")
        self._say(appendix.title.upper(), "Report Title")
        if appendix.reference:
            self._say(f"({appendix.reference})", "Report Reference")
        for block in appendix.blocks:
            self._block(block)
        if appendix.table is None:
            return
        if len(appendix.table.rows):
            self._table(appendix.table, LANDSCAPE if appendix.landscape else PORTRAIT, "Report Small Cell")
        else:
            self._say(self.document.words["none"], "Report Note")
        for note in appendix.table.notes:
            self._say(note, "Report Note")

    def _pages(self, pages: Any, *, landscape: bool) -> None:
        wide = (pages.page_width or 0) > (pages.page_height or 0)
        if landscape != wide:
            pages.page_width, pages.page_height = pages.page_height, pages.page_width
        pages.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        pages.left_margin, pages.right_margin = Mm(30), Mm(15)
        numbers = OxmlElement("w:pgNumType")
        numbers.set(qn("w:start"), "1")
        for old in pages._sectPr.findall(qn("w:pgNumType")):  # noqa: SLF001 - python-docx cannot restart page numbers
            pages._sectPr.remove(old)  # noqa: SLF001
        pages._sectPr.insert_element_before(numbers, "w:cols", "w:docGrid")  # noqa: SLF001

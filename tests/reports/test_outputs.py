"""One document, four forms: the same numbers in each, whatever the names of objects look like."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from docx import Document as Word
from docx.enum.section import WD_ORIENT

from museum_tracker.reports import services
from museum_tracker.reports.drafts import Choice, Draft
from museum_tracker.reports.kinds.report import build
from museum_tracker.reports.model import Document
from museum_tracker.reports.outputs import OUTPUTS, docx, docx_template, pdf
from tests.factories.reports import make_draft, make_list, make_summary

FORMULA = "=SUM(A1) <b>&"


@pytest.fixture(scope="module")
def document() -> Document:
    return build(make_summary(), make_draft(), Choice(locale="vi"))


def test_the_pdf_keeps_its_standards_and_embeds_its_fonts(document: Document) -> None:
    made = pdf.render(document)
    assert made.startswith(b"%PDF-1.7")
    for claim in (b"<pdfaid:part>2", b"<pdfaid:conformance>A", b"<pdfuaid:part>1"):
        assert claim in made
    assert b"/Lang" in made
    assert made.count(b"/FontFile2") >= 4


def test_the_pdf_is_the_same_for_the_same_document(document: Document) -> None:
    identity = re.compile(rb"uuid:[0-9a-f-]+|/ID ?\[.*?\]|<xmpMM:\w+>[^<]*<", re.DOTALL)
    one, other = pdf.render(document), pdf.render(document)
    assert len(identity.sub(b"", one)) == len(identity.sub(b"", other))


@pytest.mark.parametrize("locale", ["vi", "en"])
@pytest.mark.parametrize("form", sorted(OUTPUTS))
def test_every_form_is_made_in_both_languages(form: str, locale: str) -> None:
    assert len(services.render(build(make_summary(), make_draft(), Choice(locale=locale)), form)) > 1_000


def test_empty_appendices_and_missing_parts_do_not_stop_a_report() -> None:
    bare = make_summary(
        collected=make_list("collected", ()),
        digitized=make_list("digitized", ()),
        targets=(),
        counted=(),
        levels=(),
        road=None,
        sentences=(),
        years=(),
        collected_by_year=(),
        digitized_by_year=(),
        plan=None,
    )
    for form in OUTPUTS:
        assert services.render(build(bare, Draft(), Choice(locale="vi")), form)


def test_the_word_file_has_headings_tables_and_described_charts(document: Document) -> None:
    word = Word(io.BytesIO(docx.render(document)))
    headings = [p.text for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert headings[0] == "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO"
    assert word.core_properties.title == "Báo cáo năm 2026"
    pictures = word.element.body.xpath(".//wp:docPr/@descr")
    assert len(pictures) == 2
    assert all(pictures)
    texts = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert FORMULA in texts
    assert "107,5%" in texts
    assert "{{" not in "".join(p.text for p in word.paragraphs)


def test_the_word_file_begins_on_a_page_without_number_and_each_appendix_on_its_own_page_1(document: Document) -> None:
    word = Word(io.BytesIO(docx.render(document)))
    body, *appendices = word.sections
    assert body.different_first_page_header_footer
    assert body.orientation == WD_ORIENT.PORTRAIT
    assert (round(body.left_margin.mm), round(body.right_margin.mm), round(body.top_margin.mm)) == (30, 15, 20)
    assert [section.orientation for section in appendices] == [WD_ORIENT.LANDSCAPE] * 2
    assert len(word.element.body.xpath(".//w:pgNumType[@w:start='1']")) == 2
    assert "PAGE" in body.header._element.xml


def test_the_standard_template_is_what_its_maker_makes() -> None:
    def parts(raw: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return {name: archive.read(name) for name in archive.namelist() if name != "docProps/core.xml"}

    assert parts(docx_template.make()) == parts(docx.TEMPLATE.read_bytes())


@pytest.mark.parametrize(
    "field",
    ["{{ ''.__class__.__mro__[1].__subclasses__() }}", "{{ unclosed", "{% include 'x' %}", "{{ type_name.nothing() }}"],
)
def test_a_malicious_or_broken_template_is_refused(document: Document, field: str) -> None:
    word = Word()
    word.add_paragraph(field)
    out = io.BytesIO()
    word.save(out)
    with pytest.raises(ValueError, match=r".+"):
        docx.render(document, out.getvalue())


def test_a_template_that_is_no_word_document_is_refused(document: Document) -> None:
    with pytest.raises(ValueError, match="zip"):
        docx.render(document, b"not a document")


def test_the_workbook_has_a_sheet_a_section_with_native_charts_and_true_numbers(document: Document) -> None:
    book = openpyxl.load_workbook(io.BytesIO(services.render(document, "xlsx")))
    assert len(book.sheetnames) == 1 + 5 + 2
    charts = [len(sheet._charts) for sheet in book.worksheets]
    assert sum(charts) == 2
    appendix = book.worksheets[-2]
    assert appendix.print_area
    assert appendix.freeze_panes == "A5"
    assert appendix.print_title_rows == "$4:$4"
    names = [appendix.cell(row, 3) for row in range(5, 10)]
    assert any(cell.value == FORMULA and cell.data_type == "s" for cell in names)
    day = appendix.cell(5, 7)
    assert day.number_format == "dd/mm/yyyy"
    assert day.is_date
    book.close()


def test_the_csv_opens_with_its_accents_and_runs_no_formula(document: Document) -> None:
    raw = services.render(document, "csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:4] == ["table", "row", "column", "value"]
    assert not [row for row in rows if row[3].startswith("=")]
    assert ["levels", "objects_proper", "registered", "10200"] in [row[:4] for row in rows]


def test_word_is_rendered_in_a_process_of_its_own(document: Document) -> None:
    made = services.render(document, "docx", apart=True)
    assert made.startswith(b"PK")


def test_an_unknown_form_is_not_found(document: Document) -> None:
    with pytest.raises(services.NotFound):
        services.render(document, "exe")


def test_a_source_that_cannot_be_set_is_a_refusal(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_options: object) -> bytes:
        return pdf.compile_typst(b"#nothing()", {})

    monkeypatch.setitem(OUTPUTS, "pdf", replace(OUTPUTS["pdf"], render=broken))
    with pytest.raises(services.RenderingFailed) as caught:
        services.render(document, "pdf")
    assert "nothing" in caught.value.message.text("vi")

"""The PDF as an outside reader sees it: sound, its fonts inside, real text, tagged, its pictures described."""

from __future__ import annotations

import io
import re
import zlib
from contextlib import closing

import pikepdf
import pypdfium2
import pytest

from museum_tracker.reports.drafts import Choice
from museum_tracker.reports.kinds.report import build
from museum_tracker.reports.outputs import pdf
from tests.factories.reports import make_draft, make_summary


@pytest.fixture(scope="module", params=["vi", "en"])
def made(request: pytest.FixtureRequest) -> bytes:
    draft = make_draft(with_forecast=True)
    return pdf.render(build(make_summary(), draft, Choice(locale=request.param, internal=True)))


def inside(made: bytes) -> bytes:
    """The file with its packed objects opened."""
    parts = [made]
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL):
        try:
            parts.append(zlib.decompress(found.group(1)))
        except zlib.error:
            continue
    return b"\n".join(parts)


def pages_of(made: bytes) -> list[str]:
    """The text of each page, as a reader copies it out."""
    with closing(pypdfium2.PdfDocument(made)) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def is_font(thing: pikepdf.Dictionary) -> bool:
    return thing.get("/Type") == "/Font" and "/DescendantFonts" in thing


def test_the_syntax_has_no_fault(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as document:
        assert document.check_pdf_syntax() == []


def test_every_font_is_inside_and_can_be_read_as_text(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as document:
        fonts = [thing for thing in document.objects if isinstance(thing, pikepdf.Dictionary) and is_font(thing)]
        assert fonts
        for font in fonts:
            described = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert "/FontFile2" in described or "/FontFile3" in described, font
            assert "/ToUnicode" in font, font


def test_the_words_are_real_text_with_their_accents(made: bytes) -> None:
    text = "\n".join(pages_of(made))
    assert "Bảo tàng tỉnh Bắc Giang" in text
    assert "./." in text
    assert ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text) or ("SOCIALIST REPUBLIC OF VIET NAM" in text)


def test_headings_tables_and_pictures_are_tagged_and_described(made: bytes) -> None:
    opened = inside(made)
    for tag in (b"/StructTreeRoot", b"/MarkInfo", b"/H1", b"/H2", b"/Table", b"/TH", b"/TD", b"/Figure", b"/Caption"):
        assert tag in opened, tag
    assert opened.count(b"/Alt") >= 3
    assert re.search(rb"/Lang ?\((vi|en)", opened)
    assert b"/DisplayDocTitle true" in opened


def test_charts_are_vectors(made: bytes) -> None:
    assert b"/Subtype/Image" not in inside(made).replace(b" ", b"")


def test_page_1_has_no_number_and_every_appendix_begins_anew(made: bytes) -> None:
    pages = [page.replace("\r", "") for page in pages_of(made)]
    heads = [page.strip().split("\n")[0].strip() for page in pages]
    assert not heads[0].isdigit()
    assert heads[1] == "2"
    first = [place for place, head in enumerate(heads) if re.fullmatch(r"(Phụ lục|Appendix) I", head)]
    assert first
    assert heads[first[0] + 1] == "2"


def test_a_cell_longer_than_a_page_goes_on_to_its_last_word_and_short_rows_stay_whole() -> None:
    cell = "câu " * 5_000 + "hết"
    table = "\n".join(
        ["Đợt\tViệc", *(f"hàng{row}\tviệc dài xuống dòng " + "x " * 60 for row in range(60)), f"1\t{cell}"]
    )
    pages = pages_of(pdf.render(build(make_summary(), make_draft(texts={"care": table}), Choice(locale="vi"))))
    text = " ".join(pages)
    assert text.count("câu") == 5_000
    assert "hết" in text
    assert {f"hàng{row}" for row in range(60)} <= set(text.split())

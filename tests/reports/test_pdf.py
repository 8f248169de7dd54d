"""The PDF as an outside reader sees it: sound, its fonts inside, real text, tagged, its pictures described."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest

from museum_tracker.reports.drafts import Choice
from museum_tracker.reports.kinds.report import build
from museum_tracker.reports.outputs import pdf
from tests.factories.reports import make_draft, make_summary


@pytest.fixture(scope="module", params=["vi", "en"])
def made(request: pytest.FixtureRequest) -> bytes:
    draft = make_draft(with_forecast=True)
    return pdf.render(build(make_summary(), draft, Choice(locale=request.param, internal=True)))


@pytest.fixture
def file(made: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "report.pdf"
    path.write_bytes(made)
    return path


def inside(made: bytes) -> bytes:
    """The file with its packed objects opened."""
    parts = [made]
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL):
        try:
            parts.append(zlib.decompress(found.group(1)))
        except zlib.error:
            continue
    return b"\n".join(parts)


def run(*command: str) -> str:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_qpdf_finds_no_fault(file: Path) -> None:
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", str(file))


def test_every_font_is_inside_and_can_be_read_as_text(file: Path) -> None:
    fonts = run("pdffonts", str(file)).splitlines()[2:]
    assert fonts
    for line in fonts:
        embedded, _, unicode = re.findall(r"\b(yes|no)\b", line)[:3]
        assert (embedded, unicode) == ("yes", "yes"), line


def test_the_words_are_real_text_with_their_accents(file: Path, made: bytes) -> None:
    text = run("pdftotext", "-layout", str(file), "-")
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


def test_page_1_has_no_number_and_every_appendix_begins_anew(file: Path) -> None:
    pages = run("pdftotext", "-layout", str(file), "-").split("\f")
    heads = [next((line.strip() for line in page.splitlines() if line.strip()), "") for page in pages]
    assert not heads[0].isdigit()
    assert heads[1] == "2"
    first = [
        place for place, page in enumerate(pages) if re.search(r"^\s*(Phụ lục|Appendix) I\s*$", page, re.MULTILINE)
    ]
    assert first
    assert not heads[first[0]].isdigit()
    assert heads[first[0] + 1] == "2"

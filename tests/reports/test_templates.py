"""The museum's own Word template: received when sound, refused with the place of the fault, put into use and away."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document as Word
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.reports.drafts import Choice
from museum_tracker.reports.kinds.report import build
from museum_tracker.reports.outputs.docx import TEMPLATE
from museum_tracker.reports.outputs.docx import render as render_docx
from museum_tracker.reports.rules.word_fields import Place, Wrong, check
from tests.factories.reports import make_draft, make_summary

SignIn = Callable[[Role], FlaskClient]
ADDRESS = "/bao-cao/mau-van-ban"


@pytest.fixture
def administrator(sign_in: SignIn, session: Session, frozen: dt.datetime) -> FlaskClient:
    session.rollback()
    return sign_in(Role.ADMINISTRATOR)


def made(*paragraphs: str) -> bytes:
    word = Word()
    for text in paragraphs:
        word.add_paragraph(text)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def with_file(content: bytes, name: str, body: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for kept in old.namelist():
            if kept != name:
                new.writestr(kept, old.read(kept))
        new.writestr(name, body)
    return out.getvalue()


def scrambled(content: bytes) -> bytes:
    """A document whose text is packed so that nothing unpacks it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        file = archive.getinfo("word/document.xml")
    start = file.header_offset + 30 + len(file.filename)
    return content[:start] + b"\xff" * 9 + content[start + 9 :]


def titled(title: str) -> bytes:
    word = Word()
    word.add_paragraph("{{p body }}")
    word.core_properties.title = title
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def send(browser: FlaskClient, content: bytes) -> Any:
    return browser.post(ADDRESS, data={"file": (io.BytesIO(content), "mau bao tang.docx")})


def test_a_sound_template_is_tried_used_and_put_away(
    administrator: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    own = made(
        "Mẫu riêng: {{ agency }}",
        "{{p body }}",
        "{% for line in recipients %}",
        "{{ loop.index }} {{ line }}",
        "{% endfor %}",
    )
    assert send(administrator, own).status_code == 303
    page = administrator.get(ADDRESS).get_data(as_text=True)
    assert "mau bao tang.docx" in page
    place = page.split(f'href="{ADDRESS}/')[2].split("/")[0]
    trial = administrator.get(f"{ADDRESS}/{place}/xem-thu")
    assert any(p.text.startswith("Mẫu riêng: ") for p in Word(io.BytesIO(trial.data)).paragraphs)
    trial.close()
    assert administrator.post(f"{ADDRESS}/{place}/dung").status_code == 303
    director = sign_in(Role.DIRECTOR)
    answer = director.get("/bao-cao/2026.docx")
    texts = [p.text for p in Word(io.BytesIO(answer.data)).paragraphs]
    answer.close()
    assert any(text.startswith("Mẫu riêng") for text in texts)
    assert "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO" in texts
    assert administrator.post(f"{ADDRESS}/chuan").status_code == 303
    back = director.get("/bao-cao/2026.docx")
    assert not [p for p in Word(io.BytesIO(back.data)).paragraphs if p.text.startswith("Mẫu riêng")]
    back.close()
    file = administrator.get(f"{ADDRESS}/{place}/tep")
    assert file.data == own
    file.close()


def test_the_standard_template_is_given_out_and_taken_back_unchanged(administrator: FlaskClient) -> None:
    standard = administrator.get(f"{ADDRESS}/chuan.docx")
    assert standard.data == TEMPLATE.read_bytes()
    assert send(administrator, standard.data).status_code == 303
    standard.close()


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "đoạn 2"),
        ("{{ agency.__init__ }}", ".__init__"),
        ("{{ unclosed", "thẻ bị hỏng"),
        ("{% for x in recipients %}", "thẻ bị hỏng"),
        ("{% include 'x' %}", "Include"),
        ("{% set x = 9 ** 999999 %}", "không được dùng"),
        ("{{ 'a' * 999999999 }}", "Mul"),
        ("{{ range(99999999) }}", "không được dùng"),
        ("{{ agency|center(99999999) }}", "center"),
        ("{{ ngay_thang }}", "ngay_thang"),
    ],
)
def test_a_malicious_or_broken_tag_is_refused_with_its_place(administrator: FlaskClient, field: str, said: str) -> None:
    refused = send(administrator, made("{{p body }}", field))
    assert refused.status_code == 422
    page = refused.get_data(as_text=True)
    assert "Không dùng được mẫu" in page
    assert said in page


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a document",
        b"PK\x03\x04",
        made("no body here"),
        with_file(made("{{p body }}"), "word/vbaProject.bin", b"macro"),
        with_file(made("{{p body }}"), "word/document.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
        with_file(made("{{p body }}"), "word/document.xml", b"<w:broken"),
        with_file(
            made("{{p body }}"),
            "word/_rels/settings.xml.rels",
            b'<Relationships><Relationship Id="x" Type="http://x/image" Target="http://x/" TargetMode="External"/>'
            b"</Relationships>",
        ),
        with_file(made("{{p body }}"), "word/media/big", b"0" * 30_000_000),
        scrambled(made("{{p body }}")),
    ],
)
def test_what_is_no_word_document_or_brings_something_along_is_refused(
    administrator: FlaskClient, content: bytes
) -> None:
    assert send(administrator, content).status_code == 422
    assert "mau bao tang" not in administrator.get(ADDRESS).get_data(as_text=True)


@pytest.mark.parametrize("tag", ["{{ 'a' * 9 }}", "{{ range(9) }}", "{{ agency.upper() }}", "{{ agency|center(9) }}"])
def test_a_tag_hidden_in_the_properties_of_a_file_neither_calls_nor_reckons(tag: str) -> None:
    assert render_docx(build(make_summary(), make_draft(), Choice(locale="vi")), titled("{{ agency }}"))
    with pytest.raises(ValueError, match=r".+"):
        render_docx(build(make_summary(), make_draft(), Choice(locale="vi")), titled(tag))


def test_only_those_who_keep_the_template_open_its_page(sign_in: SignIn, administrator: FlaskClient) -> None:
    assert sign_in(Role.DIRECTOR).get(ADDRESS).status_code == 200
    assert sign_in(Role.CURATOR).get(ADDRESS).status_code == 403
    assert administrator.get(f"{ADDRESS}/99/tep").status_code == 404


def test_tags_over_several_paragraphs_are_read_together() -> None:
    check(
        [
            Place("document", 1, "{%p if addressees %}"),
            Place("document", 2, "{{p body }}"),
            Place("document", 3, "{%p endif %}"),
        ]
    )
    with pytest.raises(Wrong) as caught:
        check([Place("document", 1, "{{p body }}"), Place("header1", 4, "{{ nobody }}")])
    assert caught.value.problem.values["word"] == "nobody"
    assert "header1, paragraph 4" in str(caught.value)

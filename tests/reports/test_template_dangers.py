"""What a Word template may not bring along: fields that fetch or run something, loops without end, a source of data."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from museum_tracker.reports import child
from museum_tracker.reports.apart import Order, TemplateTooLong, render_apart
from museum_tracker.reports.drafts import Choice
from museum_tracker.reports.kinds.report import build
from museum_tracker.reports.outputs import docx as docx_output
from museum_tracker.reports.outputs.docx import TEMPLATE, render
from museum_tracker.reports.rules.field_codes import Mark, check_fields
from museum_tracker.reports.rules.word_fields import Place, Wrong, check
from museum_tracker.reports.word_templates.reading import paragraphs_of
from tests.factories.reports import make_draft, make_summary

BEGIN, APART, END = "begin", "separate", "end"
BODY = Place("document", 1, "{{p body }}")


def field(*said: str) -> list[Mark]:
    return [Mark(BEGIN, ""), *(Mark("", text) for text in said), Mark(APART, ""), Mark("", ""), Mark(END, "")]


@pytest.mark.parametrize(
    "said",
    [
        (' INCLUDEPICTURE "http://x/y.png" ',),
        (" INCLUDE", 'TEXT "\\\\server\\share\\a.docx" '),
        (" DDE excel x ",),
        (" ddeauto c:\\windows\\system32\\cmd.exe ",),
        (" LINK Excel.Sheet.12 ",),
        (" DATABASE ",),
        (" MACROBUTTON Auto ",),
        (" UNHEARDOF ",),
    ],
)
def test_a_field_that_fetches_or_runs_something_is_refused_by_its_name(said: tuple[str, ...]) -> None:
    with pytest.raises(Wrong) as caught:
        check_fields(field(*said))
    assert "".join(said).split()[0] in caught.value.problem.text("vi")


@pytest.mark.parametrize(
    "said", [(" PAGE ",), (" NUMPAGES \\* MERGEFORMAT ",), (" P", "AGE "), (' DATE \\@ "dd/MM" ',), ()]
)
def test_page_numbers_and_dates_may_stay(said: tuple[str, ...]) -> None:
    check_fields(field(*said))


def test_a_field_whose_name_another_field_makes_is_refused() -> None:
    inner = [Mark(BEGIN, ""), Mark("", " PAGE "), Mark(END, "")]
    with pytest.raises(Wrong):
        check_fields([Mark(BEGIN, ""), *inner, Mark("", " x "), Mark(END, "")])
    with pytest.raises(Wrong):
        check_fields([Mark(BEGIN, ""), Mark("", " DDE never closed ")])
    with pytest.raises(Wrong):
        check_fields([Mark("", "LINK outside of a field")])


def with_part(name: str, body: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(TEMPLATE) as old, zipfile.ZipFile(out, "w") as new:
        for kept in old.namelist():
            if kept != name:
                new.writestr(kept, old.read(kept))
        new.writestr(name, body)
    return out.getvalue()


def with_simple_field(said: str) -> bytes:
    word = Word(str(TEMPLATE))
    word.sections[0].footer.paragraphs[0]._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{said}"/>'))
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


MACRO_TYPE = '<T x="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
RELATIONS = '<Relationships xmlns="x">{}</Relationships>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (with_simple_field(" INCLUDEPICTURE http://x "), "INCLUDEPICTURE"),
        (with_part("word/settings.xml", f"<w:settings {nsdecls('w')}><w:mailMerge/></w:settings>"), "nguồn dữ liệu"),
        (with_part("[Content_Types].xml", MACRO_TYPE), "macro"),
        (with_part("[Content_Types].xml", MACRO_TYPE.encode("utf-16")), "macro"),
        (with_part("word/settings.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "hỏng"),
        (with_part("word/settings.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16")), "hỏng"),
        (
            with_part(
                "word/_rels/settings.xml.rels",
                RELATIONS.format('<Relationship Type="http://x/attachedTemplate" Target="a.dotm"/>'),
            ),
            "a.dotm",
        ),
        (
            with_part(
                "word/_rels/footer9.xml.rels",
                RELATIONS.format(
                    '<Relationship Type="http://x/hyperlink" Target="file://server/a" TargetMode="External"/>'
                ),
            ),
            "file://server/a",
        ),
    ],
)
def test_a_template_that_brings_a_danger_is_refused_with_its_name(content: bytes, said: str) -> None:
    with pytest.raises(Wrong) as caught:
        paragraphs_of(content)
    assert said in caught.value.problem.text("vi")


def test_an_ordinary_link_may_stay() -> None:
    link = '<Relationship Type="http://x/hyperlink" Target="https://baotang.vn" TargetMode="External"/>'
    assert paragraphs_of(with_part("word/_rels/footer9.xml.rels", RELATIONS.format(link)))


@pytest.mark.parametrize(
    "tags",
    [
        "{% for a in recipients %}{% for b in recipients %}x{% endfor %}{% endfor %}",
        "{% for a in agency %}{{ a }}{% endfor %}",
        "{% for a in recipients recursive %}{{ a }}{% endfor %}",
        "{% for a in recipients %}{{p body }}{% endfor %}",
        "{{p body }}",
    ],
)
def test_loops_in_loops_and_a_text_set_twice_are_refused(tags: str) -> None:
    with pytest.raises(Wrong):
        check([BODY, Place("document", 2, tags)])
    check([BODY, Place("document", 2, "{% for a in recipients %}- {{ a }}{% endfor %}")])


def test_a_template_that_makes_too_much_ends_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    document = build(make_summary(), make_draft(), Choice(locale="vi"))
    monkeypatch.setattr(docx_output, "MOST_FILLED", 100)
    with pytest.raises(ValueError, match="too much"):
        render(document, TEMPLATE.read_bytes())


def test_a_template_that_does_not_come_to_an_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr(child.os, "_exit", ended.append)
    with child._limited(0.01):
        while not ended:
            pass
    assert ended == [child.TOO_LONG]
    document = build(make_summary(), make_draft(), Choice(locale="vi"))
    monkeypatch.setattr("museum_tracker.reports.apart.TOO_LONG", 1)
    with pytest.raises(TemplateTooLong):
        render_apart([Order(document, "docx", b"no document")])

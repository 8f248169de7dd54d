"""A report as Word document: the museum's template filled in a sandbox, its body built from the content model.

A template may be replaced: it is an ordinary .docx with the fields of `fields()` in double braces and `{{p body }}`
where the report's text goes; its styles decide how headings, paragraphs, tables and appendices look.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from museum_tracker.reports.model import Document
from museum_tracker.reports.outputs.measure import HEAD_WIDTHS, TEXT_WIDTH, head_lines, length
from museum_tracker.reports.rules.word_fields import FILTERS

TOO_MUCH = "the template makes too much of what it is given"
MOST_FILLED = 64 * 1024 * 1024  # characters of one part of a filled template
MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEMPLATE = Path(__file__).parent / "report.docx"
SHORT = 0.42  # lines under agency and subject are a third to a half of the text above them
LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}


def render(document: Document, template: bytes | None = None) -> bytes:
    """The report as .docx, from the standard template or a museum's own.

    Raises:
        ValueError: the template cannot be read, or asks for what a template may not have.
    """
    import docx

    from museum_tracker.reports.outputs.docx_body import Body
    from museum_tracker.reports.outputs.docx_properties import set_properties
    from museum_tracker.reports.outputs.docx_styles import set_language

    if document.bare:
        word = docx.Document(str(TEMPLATE))
        Body(word, document).only_appendices()
    else:
        counts: dict[str, int] = {"table": 0, "figure": 0}  # tables and figures are numbered through the appendices
        word = _filled(document, template, counts)
        Body(word, document, counts).append_appendices()
    set_language(word, LANGUAGES[document.locale])
    set_properties(word, document, LANGUAGES[document.locale])
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _filled(document: Document, template: bytes | None, counts: dict[str, int]) -> Any:
    import docx
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError
    from markupsafe import Markup

    from museum_tracker.reports.outputs.docx_body import Body
    from museum_tracker.reports.outputs.docx_styles import add_missing

    try:
        filled = DocxTemplate(io.BytesIO(template if template is not None else TEMPLATE.read_bytes()))
        word = filled.get_docx()
        add_missing(word)
        values = {
            **fields(document),
            **{name: Markup(xml) for name, xml in rules(document).items()},  # noqa: S704 - holds only our own numbers
            "body": Markup(Body(word, document, counts).text()),  # noqa: S704 - python-docx has escaped every value in it
        }
        filled.render(values, jinja_env=_sandbox(), autoescape=True)
    except (TemplateError, KeyError, TypeError, OSError, BadZipFile) as error:
        raise ValueError(str(error)) from error
    whole = io.BytesIO()
    filled.save(whole)
    return docx.Document(whole)  # opened anew: python-docx still holds the body as it was before it was filled


def _sandbox() -> Any:
    """What fills templates: it calls nothing and reckons nothing, even where a tag hides from whoever looks through
    the paragraphs (in the properties of the file, in footnotes, in a part of another name).
    """
    from jinja2 import StrictUndefined
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import SandboxedEnvironment

    def refuse(*_asked: Any, **_named: Any) -> Any:
        raise SecurityError("()")

    def bounded(parts: Iterable[str]) -> str:
        kept, octets = [], 0
        for part in parts:
            octets += len(part)
            if octets > MOST_FILLED:
                raise SecurityError(TOO_MUCH)
            kept.append(part)
        return "".join(kept)

    class FillsIn(SandboxedEnvironment):
        concat = staticmethod(bounded)
        intercepted_binops = frozenset(SandboxedEnvironment.default_binop_table)
        call = call_binop = refuse

    environment = FillsIn(autoescape=True, undefined=StrictUndefined)
    environment.globals.clear()
    environment.filters = {name: kept for name, kept in environment.filters.items() if name in FILTERS}
    return environment


def fields(document: Document) -> dict[str, Any]:
    """What a template may name: the heads and the ending of the report."""
    head, end = document.letterhead, document.ending
    lines = {name: "\n".join(found) for name, found in head_lines(head).items()}
    return {
        "parent": lines["parent"],
        "agency": lines["agency"],
        "nation": head.nation.upper(),
        "motto": head.motto,
        "number": head.number,
        "place_and_date": head.place_and_date,
        "type_name": head.type_name.upper(),
        "subject": lines["subject"],
        "to": head.to,
        "addressees": list(head.addressees),
        "offices": [office.upper() for office in end.offices],
        "office": end.offices[-1].upper(),
        "signer": end.signer,
        "recipients_label": end.recipients_label,
        "recipients": list(end.recipients),
    }


def rules(document: Document) -> dict[str, str]:
    """The lines under agency, motto and subject, each as long as the decree asks for the text above it."""
    head = document.letterhead
    left, right = HEAD_WIDTHS
    lines = head_lines(head)
    return {
        "agency_rule": _rule(left, SHORT * _widest(lines["agency"], 12)),
        "motto_rule": _rule(right, min(length(head.motto, 13), right)),
        "subject_rule": _rule(TEXT_WIDTH, SHORT * _widest(lines["subject"], 14)),
    }


def _widest(lines: list[str], size: float) -> float:
    return max(length(line, size) for line in lines)


def _rule(across: float, long: float) -> str:
    """A thin line in the middle: the top border of an empty paragraph, indented from both sides (mm)."""
    side = round((across - long) / 2 * 1440 / 25.4)
    return (
        '<w:p><w:pPr><w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
        '<w:spacing w:before="40" w:after="40" w:line="80" w:lineRule="exact"/>'
        f'<w:ind w:left="{side}" w:right="{side}" w:firstLine="0"/></w:pPr></w:p>'
    )

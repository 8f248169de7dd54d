"""A report as Word document: the museum's template filled in a sandbox, its body built from the content model.

A template may be replaced: it is an ordinary .docx with the fields of `fields()` in double braces and `{{p body }}`
where the report's text goes; its styles decide how headings, paragraphs, tables and appendices look.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from museum_tracker.reports.model import Document

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEMPLATE = Path(__file__).parent / "report.docx"


def render(document: Document, template: bytes | None = None) -> bytes:
    """The report as .docx, from the standard template or a museum's own.

    Raises:
        ValueError: the template cannot be read, or asks for what a template may not have.
    """
    import docx
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError
    from jinja2.sandbox import SandboxedEnvironment
    from markupsafe import Markup

    from museum_tracker.reports.outputs.docx_body import Body

    try:
        filled = DocxTemplate(io.BytesIO(template if template is not None else TEMPLATE.read_bytes()))
        body = Body(filled.get_docx(), document)
        values = {
            **fields(document),
            "body": Markup(body.text()),  # noqa: S704 - python-docx has escaped every value in it
        }
        filled.render(values, jinja_env=SandboxedEnvironment(autoescape=True), autoescape=True)
    except (TemplateError, KeyError, OSError, BadZipFile) as error:
        raise ValueError(str(error)) from error
    whole = io.BytesIO()
    filled.save(whole)
    word = docx.Document(whole)  # opened anew: python-docx still holds the body as it was before it was filled
    Body(word, document).append_appendices()
    _describe(word, document)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def fields(document: Document) -> dict[str, Any]:
    """What a template may name: the heads and the ending of the report."""
    head, end = document.letterhead, document.ending
    return {
        "parent": head.parent.upper(),
        "agency": head.agency.upper(),
        "nation": head.nation.upper(),
        "motto": head.motto,
        "number": head.number,
        "place_and_date": head.place_and_date,
        "type_name": head.type_name.upper(),
        "subject": head.subject,
        "to": head.to,
        "addressees": list(head.addressees),
        "office": end.office.upper(),
        "signer": end.signer,
        "recipients_label": end.recipients_label,
        "recipients": list(end.recipients),
    }


def _describe(word: Any, document: Document) -> None:
    properties = word.core_properties
    properties.title, properties.author = document.title, document.author
    properties.language = "vi-VN" if document.locale == "vi" else "en-GB"

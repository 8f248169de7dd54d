"""What a Word file says about itself: the museum as its author and company, its title, language and day."""

from __future__ import annotations

import datetime as dt
from html import escape
from typing import Any

from museum_tracker.reports.model import Document

APP = "/docProps/app.xml"
THUMBNAIL = "/metadata/thumbnail"
PROGRAM = "Museum Tracker"
EXTENDED = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>{program}</Application><Company>{company}</Company></Properties>"
)


def set_properties(word: Any, document: Document, language: str) -> None:
    """Write the properties of a finished document; what a template said of itself goes."""
    core = word.core_properties
    core.title, core.author, core.language = document.title, document.author, language
    core.last_modified_by, core.subject = document.author, document.letterhead.subject
    core.comments = core.keywords = core.category = ""
    core.created = core.modified = dt.datetime.combine(document.dated, dt.time(), dt.UTC)
    core.revision = 1
    package = word.part.package
    for part in package.iter_parts():
        if part.partname == APP:
            part._blob = EXTENDED.format(program=PROGRAM, company=escape(document.author)).encode()  # noqa: SLF001 - python-docx does not write extended properties
    for name, relation in list(package.rels.items()):
        if relation.reltype.endswith(THUMBNAIL):  # the picture of an empty page that came with the library
            del package.rels[name]

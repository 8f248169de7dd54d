"""Receiving a Word template, trying it before it is kept, putting it into use and away again."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.media.keeping import keep
from museum_tracker.media.storage import Storage
from museum_tracker.reports.errors import RenderingFailed, TemplateRefused
from museum_tracker.reports.model import Document
from museum_tracker.reports.models import WordTemplate
from museum_tracker.reports.rules.word_fields import Wrong, check
from museum_tracker.reports.services import render
from museum_tracker.reports.word_templates.queries import TEMPLATES
from museum_tracker.reports.word_templates.reading import paragraphs_of

ENTITY = "word_template"
MOST_MIB = 5


def try_template(content: bytes, document: Document) -> bytes:
    """Look a template through and fill it with a report; answers the filled document.

    Raises:
        TemplateRefused: it is broken, brings something along, or asks for what a template may not have.
    """
    try:
        check(paragraphs_of(content))
        return render(document, "docx", apart=True, template=content)
    except Wrong as wrong:
        raise TemplateRefused(field="file", problem=wrong.problem) from None
    except RenderingFailed as failed:
        raise TemplateRefused(field="file", problem=failed.values["reason"]) from None


def receive(session: Session, name: str, content: bytes, *, storage: Storage, deed: ChangeSet) -> WordTemplate:
    """Keep a template that was tried; it is not in use yet."""
    staged = storage.stage(iter((content,)), limit=MOST_MIB * 1024 * 1024)
    keep(session, storage, TEMPLATES, staged.path, staged.sha256, by=deed.by)
    added = WordTemplate(name=name, sha256=staged.sha256, size=staged.size, at=deed.at, by_id=deed.user_id)
    session.add(added)
    session.flush()
    record(session, deed, entity=ENTITY, entity_id=added.id, before=None, after={"name": name, "in_use": False})
    return added


def use(session: Session, chosen: WordTemplate | None, *, deed: ChangeSet) -> None:
    """Put a template into use in place of every other; None goes back to the standard one."""
    for template in session.scalars(sa.select(WordTemplate)):
        wanted = chosen is not None and template.id == chosen.id
        if template.in_use is not wanted:
            record(
                session,
                deed,
                entity=ENTITY,
                entity_id=template.id,
                before={"in_use": template.in_use},
                after={"in_use": wanted},
            )
            template.in_use = wanted
    session.flush()

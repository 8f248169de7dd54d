"""Reading the museum's Word templates."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import N_, Message
from museum_tracker.media.damage import FINDING_LABELS, FileDamaged, Finding
from museum_tracker.media.file_references import FileKind, FileUse
from museum_tracker.media.storage import Storage
from museum_tracker.reports.models import WordTemplate

TEMPLATES = "templates"


def template_key(sha256: str) -> str:
    """Where a template is kept."""
    return f"{TEMPLATES}/{sha256[:2]}/{sha256}"


def _use(session: Session, sha256: str) -> FileUse | None:
    query = sa.select(WordTemplate.name).where(WordTemplate.sha256 == sha256).order_by(WordTemplate.id)
    name = session.scalars(query).first()
    return FileUse(name, "/bao-cao/mau-van-ban") if name else None


TEMPLATE_FILES = FileKind(
    name=TEMPLATES, label=N_("Word template"), column=WordTemplate.sha256, key=template_key, use=_use
)


def list_templates(session: Session) -> Sequence[WordTemplate]:
    """Every template received, the latest first."""
    query = sa.select(WordTemplate).options(joinedload(WordTemplate.by))
    return session.scalars(query.order_by(WordTemplate.id.desc())).all()


def get_template(session: Session, template_id: int) -> WordTemplate:
    """A template by its id.

    Raises:
        NotFound: there is none.
    """
    found = session.get(WordTemplate, template_id)
    if found is None:
        raise NotFound(what=str(template_id))
    return found


def template_in_use(session: Session) -> WordTemplate | None:
    """The museum's own template, where it uses one."""
    return session.scalar(sa.select(WordTemplate).where(WordTemplate.in_use).limit(1))


def content_of(template: WordTemplate, storage: Storage) -> bytes:
    """The bytes of a template.

    Raises:
        FileDamaged: they are gone or are not those received; nobody sets a report in them, nor in another form instead.
    """
    try:
        with storage.open(template_key(template.sha256)) as file:
            content = file.read()
    except FileNotFoundError:
        raise FileDamaged(file=template.name, finding=Message(FINDING_LABELS[Finding.MISSING])) from None
    if hashlib.sha256(content).hexdigest() != template.sha256:
        raise FileDamaged(file=template.name, finding=Message(FINDING_LABELS[Finding.CHANGED]))
    return content


def bytes_in_use(session: Session, storage: Storage) -> bytes | None:
    """The bytes of the museum's own template, or None for the standard one."""
    found = template_in_use(session)
    return None if found is None else content_of(found, storage)

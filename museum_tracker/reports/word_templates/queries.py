"""Reading the museum's Word templates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from museum_tracker.core.errors import NotFound
from museum_tracker.media.storage import Storage
from museum_tracker.reports.models import WordTemplate

FOLDER = "templates/"


def template_key(sha256: str) -> str:
    """Where a template is kept."""
    return f"templates/{sha256[:2]}/{sha256}"


def kept_templates(session: Session) -> Iterator[str]:
    """The keys of all templates."""
    return (template_key(sha256) for sha256 in session.scalars(sa.select(WordTemplate.sha256).distinct()))


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
    """The bytes of a template."""
    with storage.open(template_key(template.sha256)) as file:
        return file.read()


def bytes_in_use(session: Session, storage: Storage) -> bytes | None:
    """The bytes of the museum's own template, or None for the standard one."""
    found = template_in_use(session)
    if found is None or storage.size(template_key(found.sha256)) is None:
        return None
    return content_of(found, storage)

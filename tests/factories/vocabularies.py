"""Words of vocabularies for tests."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.history.models import ChangeSet
from museum_tracker.vocabularies import queries, services
from museum_tracker.vocabularies.models import Term


def make_term(session: Session, deed: ChangeSet, scheme: str = "material", name: str = "Giấy dừa", **more: Any) -> Term:
    """A new word in a vocabulary."""
    return services.add_term(session, queries.get_scheme(session, scheme), deed=deed, name_vi=name, **more)


def term(session: Session, scheme: str, text: str) -> Term:
    """A shipped word by its code or name; it must exist."""
    found = queries.find_term(session, scheme, text)
    assert found is not None, text
    return found

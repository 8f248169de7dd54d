"""Objects for tests, made through the same services as real ones."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.catalogue.fields import parse_values
from museum_tracker.catalogue.lookups import TermLookup
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.services import create_artifact
from museum_tracker.history.models import ChangeSet


def make_artifact(
    session: Session, deed: ChangeSet, *, name: str = "Bình gốm", number: str = "", **values: Any
) -> Artifact:
    """An object with a name, perhaps a registration number, and values by column."""
    numbers = [{"kind": "registration", "text": number}] if number else []
    return create_artifact(session, {"name_vi": name, "numbers": numbers, **values}, deed=deed)


def make_written(session: Session, deed: ChangeSet, **texts: str) -> Artifact:
    """An object from texts by field name, read as a form or an import reads them."""
    values, _findings = parse_values(texts, TermLookup(session))
    return create_artifact(session, values, deed=deed)

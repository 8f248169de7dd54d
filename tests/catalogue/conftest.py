"""Objects that are really saved, for pages that open their own sessions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.db import begin_write
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed
from tests.factories.catalogue import make_written

Saved = Callable[..., int]
Reader = Callable[[int], Artifact]


@contextmanager
def deed_in(app: Flask) -> Iterator[tuple[Session, ChangeSet]]:
    """A deed of a colleague, committed at the end."""
    with Session(app.extensions["engine"], expire_on_commit=False) as session:
        begin_write(session)
        colleague = session.query(User).filter_by(username="dong-nghiep").one_or_none()
        if colleague is None:
            colleague = User(username="dong-nghiep", name="Lê Thu", role=Role.CATALOGUER)
            session.add(colleague)
            session.flush()
        yield session, begin_deed(session, by=colleague, action="A colleague's deed")
        session.commit()


@pytest.fixture
def saved(app: Flask) -> Saved:
    """Make an object from texts by field name and give its id."""

    def make(**texts: Any) -> int:
        with deed_in(app) as (session, deed):
            return make_written(session, deed, **texts).id

    return make


@pytest.fixture
def read(app: Flask) -> Reader:
    """The object as it stands now, with its numbers and terms."""

    def get(artifact_id: int) -> Artifact:
        with Session(app.extensions["engine"], expire_on_commit=False) as session:
            artifact = session.get_one(Artifact, artifact_id)
            _ = [artifact.numbers, artifact.materials, artifact.parent, artifact.parts]
            return artifact

    return get

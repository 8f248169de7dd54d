"""A vase, and its picture with all its copies made."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.db import begin_write
from museum_tracker.jobs.worker import run_all
from museum_tracker.media import queries
from museum_tracker.media.models import Asset
from tests.factories.catalogue import make_artifact
from tests.factories.media import attach_bytes, jpeg, open_storage


@pytest.fixture
def vase(session, deed) -> Iterator[int]:
    artifact = make_artifact(session, deed, name="Bình gốm hoa lam", number="BTBG 98")
    session.commit()
    yield artifact.id
    session.rollback()


@pytest.fixture
def picture(session, deed, settings, engine, vase) -> Asset:
    """A prepared picture of the vase."""
    begin_write(session)
    artifact = session.get_one(Artifact, vase)
    asset = attach_bytes(session, open_storage(session, settings), artifact, session.merge(deed), jpeg(1400, 900))
    session.commit()
    run_all(engine, settings)
    session.expire_all()
    return queries.get_asset(session, asset.id)

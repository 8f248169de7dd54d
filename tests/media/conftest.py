"""A vase, its picture with all its copies made, and a real object store."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.db import begin_write
from museum_tracker.jobs.worker import run_all
from museum_tracker.media import queries
from museum_tracker.media.models import Asset
from museum_tracker.media.object_client import read_place
from museum_tracker.media.object_storage import ObjectStorage
from tests.factories.catalogue import make_artifact
from tests.factories.media import attach_bytes, jpeg, open_storage
from tests.tools.object_stores import ABSENT, ACCESS, SECRET, binary, make_bucket, temporary_object_store


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


@pytest.fixture(scope="session")
def object_store() -> Iterator[str]:
    """The address of a real S3 server, started only for the tests that ask."""
    if binary() is None:
        pytest.skip(ABSENT)
    with pytest.MonkeyPatch.context() as patch, temporary_object_store() as endpoint:
        patch.setenv("AWS_ACCESS_KEY_ID", ACCESS)
        patch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
        make_bucket(endpoint, "museum")
        yield endpoint


@pytest.fixture
def storage_url(object_store: str) -> str:
    """A folder of its own in a bucket on that server."""
    return f"s3://museum/{secrets.token_hex(4)}?endpoint={object_store}"


@pytest.fixture
def bucket(storage_url: str, tmp_path: Path) -> ObjectStorage:
    """An object store without the museum's mark, and room for a megabyte of copies."""
    return ObjectStorage(read_place(storage_url), tmp_path / "far", most_copies=1024 * 1024)

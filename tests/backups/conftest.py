"""A museum with an object, its picture, and evidence of a value; and a disk beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.cli.program import program
from museum_tracker.history.models import ChangeSet
from museum_tracker.media.models import AssetVersion
from museum_tracker.media.rules import VersionState
from museum_tracker.targets.models import IndicatorValue
from tests.factories.catalogue import make_artifact
from tests.factories.media import attach_bytes, jpeg, open_storage
from tests.media.conftest import object_store, storage_url  # noqa: F401 - the S3 server, as fixtures

Run = Callable[..., Result]
PICTURE = jpeg()
PROOF = b"minutes of the meeting"


@pytest.fixture
def environ(settings: Settings) -> dict[str, str]:
    """The environment of that museum."""
    return {
        "MUSEUM_HOME": str(settings.home),
        "MUSEUM_DATABASE_URL": settings.database,
        "MUSEUM_LANGUAGE": "en",
    }


@pytest.fixture
def run(environ: dict[str, str]) -> Run:
    """Run a command in that museum, or with other settings."""

    def run(*arguments: str, **env: str) -> Result:
        return CliRunner().invoke(program, list(arguments), env={**environ, **env})

    return run


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """A folder that stands for another disk."""
    folder = tmp_path / "usb" / "sao lưu"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def museum(session: Session, deed: ChangeSet, settings: Settings, engine: sa.Engine) -> Settings:
    """An object with its picture and evidence of a value, on record."""
    storage = open_storage(session, settings)
    attach_bytes(session, storage, make_artifact(session, deed, name="Bình"), deed, PICTURE)
    session.execute(sa.update(AssetVersion).values(state=VersionState.READY))
    proof = storage.stage([PROOF], limit=100)
    storage.adopt(proof.path, f"evidence/{proof.sha256[:2]}/{proof.sha256}")
    session.add(
        IndicatorValue(
            target_code="x",
            year=2025,
            on=dt.date(2025, 1, 1),
            evidence_sha256=proof.sha256,
            evidence_name="biên bản.pdf",
            user_id=deed.user_id,
        )
    )
    session.commit()
    session.close()
    engine.dispose()
    return settings


@pytest.fixture
def add_picture(engine: sa.Engine, museum: Settings) -> Callable[[int], None]:
    """Another object with its picture, different for each seed."""

    def add(seed: int) -> None:
        with Session(engine) as session:
            deed = session.scalars(sa.select(ChangeSet).order_by(ChangeSet.id)).first()
            artifact = make_artifact(session, deed, name=f"Bình {seed}")
            attach_bytes(session, open_storage(session, museum), artifact, deed, jpeg(seed=seed))
            session.commit()
        engine.dispose()

    return add


def snapshots(disk: Path) -> list[Path]:
    """The backups at a place, the oldest first."""
    return sorted(path for path in disk.glob("museum-*") if path.is_dir())

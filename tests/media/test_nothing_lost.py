"""Nothing that the museum keeps is deleted: what no record names waits in the trash, and comes back when missed."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.accounts.permissions import Role
from museum_tracker.core import clock
from museum_tracker.core.db import Base, session_scope
from museum_tracker.core.i18n import Message
from museum_tracker.history.models import ChangeSet
from museum_tracker.jobs.models import Job
from museum_tracker.jobs.queue import enqueue
from museum_tracker.jobs.worker import run_all
from museum_tracker.media.file_references import file_kinds
from museum_tracker.media.models import Asset
from museum_tracker.media.storage import Storage, original_key
from museum_tracker.media.sweeping_pause import NOTE, find_pause, pause_sweeping
from museum_tracker.targets.models import IndicatorValue
from tests.factories.media import open_storage

# Columns that look like a file's name or hash and are none: their content lies in the database itself.
NO_FILES = {
    "frozen_lists.sha256": "a list of numbers, kept in the row",
    "fixity_checks.sha256": "tells of a file that another row names",
    "damaged_files.sha256": "tells of a file that another row names",
    "locations.path": "the place of a shelf in its tree",
    "job.dedupe_key": "the name of a job",
}
FILE_WORDS = ("sha256", "_path", "file_key", "storage_key")


def old(storage: Storage, days: float = 2) -> None:
    """Let every kept file have been in its place for some days."""
    then = (clock.now() - dt.timedelta(days=days)).timestamp()
    for path in storage.root.rglob("*"):
        if path.is_file():
            os.utime(path, (then, then))


def run(engine: sa.Engine, settings: Settings, kind: str, **args: object) -> dict[str, object]:
    """Have the worker do one job and answer what it said."""
    with session_scope(engine, write=True) as session:
        enqueue(session, kind, **args)
        session.commit()
    run_all(engine, settings)
    with Session(engine) as session:
        job = session.scalars(sa.select(Job).where(Job.kind == kind).order_by(Job.id.desc())).first()
        assert job is not None
        assert not job.error_id, job.error_detail
        return job.result


def sha_of(engine: sa.Engine, picture: Asset) -> str:
    with Session(engine) as session:
        return session.merge(picture).current.sha256


@pytest.mark.one_engine
def test_every_column_that_looks_like_a_files_is_named_by_a_kind_of_kept_file(engine: sa.Engine):
    named = {f"{kind.column.class_.__tablename__}.{kind.column.key}" for kind in file_kinds().values()}
    looks = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name == "path" or column.name.endswith(FILE_WORDS)
    }
    assert looks - named - NO_FILES.keys() == set()
    assert {"derivatives.key"} < named


@pytest.mark.one_engine
def test_every_kind_of_kept_file_lies_in_the_folder_of_its_name(engine: sa.Engine):
    assert {"originals", "derivatives", "evidence", "reports", "templates", "imports"} <= set(file_kinds())
    for name, kind in file_kinds().items():
        value = f"{name}/x" if kind.reproducible else "ab" * 32
        assert kind.key(value).startswith(f"{name}/")


def test_a_file_that_no_record_names_waits_in_the_trash_for_ninety_days(
    engine: sa.Engine, settings: Settings, picture: Asset, monkeypatch: pytest.MonkeyPatch
):
    with Session(engine) as session:
        storage = open_storage(session, settings)
    stray = storage.stage([b"stray"], limit=10)
    storage.adopt(stray.path, original_key(stray.sha256))
    old(storage)
    assert run(engine, settings, "media.sweep_kept")["removed"] == 1
    (place,) = storage.list("trash")
    assert place.endswith(original_key(stray.sha256))
    assert storage.size(original_key(sha_of(engine, picture))) is not None
    later = clock.now() + dt.timedelta(days=89)
    monkeypatch.setattr(clock, "now", lambda: later)
    run(engine, settings, "media.sweep_kept")
    assert list(storage.list("trash")) == [place]
    much_later = later + dt.timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: much_later)
    assert run(engine, settings, "media.sweep_kept")["emptied"] == 1
    assert not list(storage.list("trash"))


def test_a_file_that_a_record_misses_comes_back_from_the_trash_by_itself(
    engine: sa.Engine, settings: Settings, picture: Asset
):
    with Session(engine) as session:
        storage = open_storage(session, settings)
    key = original_key(sha_of(engine, picture))
    storage.discard(key)
    assert storage.size(key) is None
    run(engine, settings, "media.fixity", everything=True)
    assert storage.size(key) is not None
    assert not list(storage.list("trash"))


def test_staged_leftovers_go_to_the_trash_too(engine: sa.Engine, settings: Settings):
    with Session(engine) as session:
        storage = open_storage(session, settings)
    (storage.staging / "stray.part").write_bytes(b"half a scan")
    old(storage)
    run(engine, settings, "media.sweep")
    (kept,) = (path for path in (storage.root / "trash").rglob("*") if path.is_file())
    assert (kept.name, kept.read_bytes()) == ("stray.part", b"half a scan")


def test_after_a_restore_nothing_is_swept_until_somebody_confirms(
    engine: sa.Engine, settings: Settings, sign_in: Callable[..., FlaskClient]
):
    with Session(engine) as session:
        storage = open_storage(session, settings)
    newer = storage.stage([b"evidence that the older records do not name"], limit=100)
    storage.adopt(newer.path, f"evidence/{newer.sha256[:2]}/{newer.sha256}")
    (storage.staging / "stray.part").write_bytes(b"x")
    old(storage, 400)
    with session_scope(engine, write=True) as session:
        pause_sweeping(session, Message("restored"))
        session.commit()
    assert run(engine, settings, "media.sweep_kept") == {"paused": True}
    assert run(engine, settings, "media.sweep") == {"paused": True}
    assert len(list(storage.list("evidence"))) == 1
    assert len(list(storage.staging.iterdir())) == 1
    browser = sign_in(Role.ADMINISTRATOR)
    assert "don-dep" in browser.get("/quan-tri/tep").text
    assert browser.post("/quan-tri/tep/don-dep").status_code == 303
    with Session(engine) as session:
        assert find_pause(session) is None
        confirmed = session.scalars(sa.select(ChangeSet).order_by(ChangeSet.id.desc())).first()
        assert confirmed is not None
        assert "Confirmed" in confirmed.action
        assert confirmed.by.role is Role.ADMINISTRATOR
    assert run(engine, settings, "media.sweep_kept")["removed"] == 1


def test_a_database_exchanged_by_hand_is_noticed_and_nothing_is_swept(
    engine: sa.Engine, settings: Settings, picture: Asset, deed: ChangeSet
):
    with Session(engine) as session:
        storage = open_storage(session, settings)
    run(engine, settings, "media.sweep_kept")
    note = storage.local_path(NOTE)
    note.write_text(note.read_text().replace('"newest": ', '"newest": 9'))  # as if newer records had been seen
    stray = storage.stage([b"stray"], limit=10)
    storage.adopt(stray.path, original_key(stray.sha256))
    old(storage)
    assert run(engine, settings, "media.sweep_kept") == {"paused": True}
    with Session(engine) as session:
        pause = find_pause(session)
        assert pause is not None
        assert "older" in str(pause.why)
    assert storage.size(original_key(stray.sha256)) == 5


def test_a_voided_values_evidence_is_never_swept(engine: sa.Engine, settings: Settings, session: Session, person):
    storage = open_storage(session, settings)
    proof = storage.stage([b"minutes"], limit=10)
    storage.adopt(proof.path, f"evidence/{proof.sha256[:2]}/{proof.sha256}")
    session.commit()
    session.add(
        IndicatorValue(
            target_code="x",
            year=2025,
            on=dt.date(2025, 1, 1),
            evidence_sha256=proof.sha256,
            evidence_name="bien-ban.pdf",
            user_id=person.id,
            voided_at=clock.now(),
        )
    )
    session.commit()
    old(storage)
    assert run(engine, settings, "media.sweep_kept")["removed"] == 0


def test_copies_for_viewing_that_were_lost_are_made_anew(
    engine: sa.Engine, settings: Settings, picture: Asset, sign_in: Callable[..., FlaskClient]
):
    folder = settings.uploads / "derivatives"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    before = {path: path.stat().st_size for path in files}
    for path in files:
        path.unlink()
    browser, sha256 = sign_in(Role.CATALOGUER), sha_of(engine, picture)
    missing = browser.get(f"/tep/{sha256}/thumb")
    assert (missing.status_code, missing.mimetype) == (404, "image/svg+xml")
    run_all(engine, settings)
    assert {path: path.stat().st_size for path in files} == before
    with browser.get(f"/tep/{sha256}/thumb") as answer:
        assert answer.status_code == 200


def test_an_import_keeps_its_table_in_the_storage_and_a_dropped_one_goes_to_the_trash(
    engine: sa.Engine, settings: Settings, sign_in: Callable[..., FlaskClient], tmp_path: Path
):
    browser = sign_in(Role.CATALOGUER)
    table = tmp_path / "so.csv"
    table.write_text("Số đăng ký;Tên hiện vật\nBTBG 1;Rìu\n", encoding="utf-8")
    with table.open("rb") as file:
        page = browser.post("/nhap-du-lieu", data={"file": (file, "so.csv")}, content_type="multipart/form-data")
    assert page.status_code == 303
    with Session(engine) as session:
        storage = open_storage(session, settings)
    old(storage)
    assert run(engine, settings, "media.sweep_kept")["removed"] == 0
    (key,) = storage.list("imports")
    assert storage.digest(key)[0] == key.split("/")[1]

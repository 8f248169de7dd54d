"""The storage is kept: sweeping what was left behind, reading originals back."""

from __future__ import annotations

import datetime as dt
import os

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.core import clock
from museum_tracker.core.museum import Setting
from museum_tracker.history.models import ChangeSet
from museum_tracker.jobs.queue import enqueue
from museum_tracker.jobs.worker import run_all
from museum_tracker.media import file_references, fixity, queries, sweeping, uploads
from museum_tracker.media.file_references import FileKind
from museum_tracker.media.models import FixityCheck, MediaUpload
from museum_tracker.media.storage import original_key
from tests.factories.catalogue import make_artifact
from tests.factories.media import attach_bytes, jpeg, open_storage


def age(path, days: float) -> None:
    then = (clock.now() - dt.timedelta(days=days)).timestamp()
    os.utime(path, (then, then))


def test_unknown_staged_files_go_after_a_day_and_abandoned_uploads_after_a_week(session, deed, settings, person):
    storage = open_storage(session, settings)
    vase = make_artifact(session, deed)
    options = {"owner": person, "artifact": vase, "name": "a.jpg", "length": 9, "limit": 100}
    fresh = uploads.begin(session, storage, **options)
    abandoned = uploads.begin(session, storage, **options)
    abandoned.updated_at = clock.now() - dt.timedelta(days=8)
    session.flush()
    stray, new = storage.staging / "stray.part", storage.staging / "new.part"
    stray.write_bytes(b"x")
    new.write_bytes(b"x")
    for path in (stray, uploads.part_path(storage, fresh.token), uploads.part_path(storage, abandoned.token)):
        age(path, 8)
    assert sweeping.sweep(session, storage) == 2
    assert sorted(path.name for path in storage.staging.iterdir()) == sorted([f"{fresh.token}.part", "new.part"])
    assert session.scalars(sa.select(MediaUpload)).one() is fresh


def test_a_kept_file_whose_record_was_refused_goes_after_a_day(
    session: Session, deed: ChangeSet, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    storage, wanted = open_storage(session, settings), "evidence/aa/named"
    kind = FileKind(
        name="evidence", label="", column=Setting.key, key=lambda name: f"evidence/aa/{name}", use=lambda *_: None
    )
    monkeypatch.setattr(file_references, "_kinds", {"evidence": kind})
    session.add(Setting(key="named", value=1))
    for key in (wanted, "evidence/aa/refused", "evidence/bb/fresh"):
        storage.adopt(storage.stage(iter([key.encode()]), limit=100).path, key)

    def sweep_kept() -> None:
        sweeping.discard_unnamed(session, storage, sweeping.list_old(storage))

    for path in (path for path in settings.uploads.rglob("*") if path.is_file() and path.name != "fresh"):
        age(path, 2)
    sweep_kept()
    assert sorted(storage.list("evidence")) == ["evidence/aa/named", "evidence/bb/fresh"]
    assert [place.split("/", 3)[3] for place in storage.list("trash")] == ["evidence/aa/refused"]
    age(storage.local_path("evidence/bb/fresh"), 2)
    storage.adopt(storage.stage(iter([b"evidence/bb/fresh"]), limit=100).path, "evidence/bb/fresh")
    sweep_kept()
    assert "evidence/bb/fresh" in list(storage.list("evidence"))


def test_a_changed_original_stops_being_evidence_until_it_is_sound_again(session, deed, settings, engine):
    storage = open_storage(session, settings)
    asset = attach_bytes(session, storage, make_artifact(session, deed), deed, jpeg())
    session.commit()
    run_all(engine, settings)
    path = storage.local_path(original_key(asset.current.sha256))

    def check() -> tuple[bool, tuple[int, int]]:
        with Session(engine) as fresh:
            enqueue(fresh, "media.fixity", everything=True)
            fresh.commit()
        run_all(engine, settings)
        with Session(engine) as fresh:
            report = queries.latest_report(fresh)
            assert report is not None
            proven = queries.get_asset(fresh, asset.id).current.verified_at is not None
            return proven, (report.missing, report.changed)

    assert check() == (True, (0, 0))
    path.write_bytes(jpeg(seed=9))
    assert check() == (False, (0, 1))
    path.write_bytes(jpeg())
    assert check() == (True, (0, 0))
    path.unlink()
    assert check() == (False, (1, 0))
    with Session(engine) as fresh:
        assert fresh.scalar(sa.select(sa.func.count(FixityCheck.id))) == 4


def test_files_that_no_record_knows_are_named(session, deed, settings, engine):
    storage = open_storage(session, settings)
    staged = storage.stage([b"abc"], limit=10)
    storage.adopt(staged.path, original_key(staged.sha256))
    session.commit()
    assert fixity.find_orphans(engine, storage) == [original_key(staged.sha256)]

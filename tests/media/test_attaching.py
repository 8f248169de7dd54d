"""Attaching files to objects: file before row, row before job, nothing twice, nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

import config
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.jobs.models import Job
from museum_tracker.jobs.worker import run_all
from museum_tracker.media import queries, services
from museum_tracker.media.models import Asset, AssetVersion
from museum_tracker.media.rules import VersionState
from museum_tracker.media.services import Outcome, attach
from museum_tracker.media.signals import asset_changed
from museum_tracker.media.sniff import EmptyFile, NotRecognised
from museum_tracker.media.storage import MARKER, StorageMissing, original_key
from museum_tracker.media.stores import storage_of
from tests.factories.catalogue import make_artifact
from tests.factories.media import attach_bytes, jpeg, open_storage


def test_a_file_is_kept_under_its_hash_with_history_and_a_job(session, deed, settings):
    storage = open_storage(session, settings)
    vase = make_artifact(session, deed)
    asset = attach_bytes(session, storage, vase, deed, jpeg())
    version = asset.current
    assert version.state is VersionState.STORED
    assert storage.local_path(original_key(version.sha256)).read_bytes() == jpeg()
    assert session.scalars(sa.select(Job.args).where(Job.kind == "media.derive")).one() == {"version_id": version.id}
    item = session.scalars(sa.select(ChangeItem).where(ChangeItem.entity == "asset")).one()
    assert item.after["file"] == "anh.jpg"
    assert not list(storage.staging.iterdir())


def test_the_same_file_for_the_same_object_is_answered_with_where_it_is(session, deed, settings):
    storage = open_storage(session, settings)
    vase = make_artifact(session, deed)
    first = attach_bytes(session, storage, vase, deed, jpeg())
    staged = storage.stage([jpeg()], limit=1 << 20)
    again = attach(session, storage, staged.path, artifact=vase, name="khac.jpg", deed=deed)
    assert (again.outcome, again.asset) == (Outcome.DUPLICATE, first)
    assert session.scalar(sa.select(sa.func.count(Asset.id))) == 1
    assert not staged.path.exists()


def test_a_file_of_another_object_is_pointed_to_and_kept_again_only_when_asked(session, deed, settings):
    storage = open_storage(session, settings)
    vase, bowl = make_artifact(session, deed), make_artifact(session, deed, name="Bát")
    first = attach_bytes(session, storage, vase, deed, jpeg())
    staged = storage.stage([jpeg()], limit=1 << 20)
    told = attach(session, storage, staged.path, artifact=bowl, name="a.jpg", deed=deed)
    assert (told.outcome, told.asset.id) == (Outcome.DUPLICATE, first.id)
    staged = storage.stage([jpeg()], limit=1 << 20)
    shared = attach(session, storage, staged.path, artifact=bowl, name="a.jpg", deed=deed, again=True)
    assert shared.outcome is Outcome.ADDED
    assert shared.asset.artifact_id == bowl.id


@pytest.mark.parametrize(("data", "refusal"), [(b"MZ\x90\0 a program", NotRecognised), (b"", EmptyFile)])
def test_a_lying_or_empty_file_is_refused_and_leaves_no_row(session, deed, settings, data, refusal):
    storage = open_storage(session, settings)
    vase = make_artifact(session, deed)
    with pytest.raises(refusal):
        attach_bytes(session, storage, vase, deed, data, "anh.jpg")
    assert session.scalar(sa.select(sa.func.count(AssetVersion.id))) == 0
    assert not list(storage.list("originals"))


def test_names_as_apple_writes_them_are_composed(session, deed, settings):
    storage = open_storage(session, settings)
    asset = attach_bytes(session, storage, make_artifact(session, deed), deed, jpeg(), "thư mục/Trống đồng.jpg")
    assert asset.current.original_name == "Trống đồng.jpg"


def test_a_wrong_extension_is_noted_but_the_bytes_decide(session, deed, settings):
    storage = open_storage(session, settings)
    asset = attach_bytes(session, storage, make_artifact(session, deed), deed, jpeg(), "anh.png")
    assert asset.current.format == "jpeg"
    assert [str(note) for note in asset.current.remarks] == ["The name ends in .png, but the file is JPEG."]


def test_an_empty_mount_is_refused_once_files_are_on_record(session, deed, settings):
    storage = open_storage(session, settings)
    attach_bytes(session, storage, make_artifact(session, deed), deed, jpeg())
    (settings.uploads / MARKER).unlink()
    with pytest.raises(StorageMissing):
        services.ensure_storage(session, storage_of(settings))


def test_preparing_verifies_measures_and_gives_the_object_its_cover(session, deed, settings, engine):
    storage = open_storage(session, settings)
    vase = make_artifact(session, deed)
    asset = attach_bytes(session, storage, vase, deed, jpeg(900, 600))
    session.commit()
    told = []
    with asset_changed.connected_to(lambda _, **what: told.append(what["artifact_id"])):
        run_all(engine, settings)
    with Session(engine) as fresh:
        version = queries.get_asset(fresh, asset.id).current
        assert version.state is VersionState.READY
        assert version.verified_at is not None
        assert (version.facts["width"], version.facts["height"]) == (900, 600)
        assert {one.role for one in version.derivatives} == {"pyramid", "web", "card", "thumb"}
        assert version.asset.artifact.cover == version.sha256
        assert all(storage.size(one.key) == one.size for one in version.derivatives)
    assert told == [vase.id]


def test_preparing_twice_changes_nothing(session, deed, settings, engine):
    storage = open_storage(session, settings)
    asset = attach_bytes(session, storage, make_artifact(session, deed), deed, jpeg())
    session.commit()
    run_all(engine, settings)
    with Session(engine) as fresh:
        version = queries.get_asset(fresh, asset.id).current
        before = sorted(one.key for one in version.derivatives)
        version.state = VersionState.DERIVING  # as a worker leaves it that was killed after its last file
        services.prepare_again(fresh, version)
        fresh.commit()
    run_all(engine, settings)
    with Session(engine) as fresh:
        version = queries.get_asset(fresh, asset.id).current
        assert version.state is VersionState.READY
        assert sorted(one.key for one in version.derivatives) == before


def test_a_damaged_file_is_held_back_with_its_reason_and_stops_nothing(session, deed, settings, engine, samples: Path):
    storage = open_storage(session, settings)
    vase = make_artifact(session, deed)
    cut = (samples / "samples/broken/truncated_jpeg.jpg").read_bytes()
    bad = attach_bytes(session, storage, vase, deed, cut, "cut.jpg")
    good = attach_bytes(session, storage, vase, deed, jpeg(), "good.jpg")
    session.commit()
    run_all(engine, settings)
    with Session(engine) as fresh:
        held = queries.get_asset(fresh, bad.id).current
        assert held.state is VersionState.QUARANTINED
        assert "cut short" in str(held.why)
        assert storage.local_path(original_key(held.sha256)).read_bytes() == cut
        assert queries.get_asset(fresh, good.id).current.state is VersionState.READY


def test_an_original_that_changed_on_the_disk_is_held_back(session, deed, settings, engine):
    storage = open_storage(session, settings)
    asset = attach_bytes(session, storage, make_artifact(session, deed), deed, jpeg())
    session.commit()
    storage.local_path(original_key(asset.current.sha256)).write_bytes(jpeg(seed=2))
    run_all(engine, settings)
    with Session(engine) as fresh:
        version = queries.get_asset(fresh, asset.id).current
        assert version.state is VersionState.QUARANTINED
        assert "bytes have changed" in str(version.why)


def test_retiring_needs_a_reason_moves_the_cover_and_can_be_taken_back(session, deed, settings, engine):
    storage = open_storage(session, settings)
    vase = make_artifact(session, deed)
    first = attach_bytes(session, storage, vase, deed, jpeg(), "1.jpg")
    second = attach_bytes(session, storage, vase, deed, jpeg(seed=2), "2.jpg")
    session.commit()
    run_all(engine, settings)
    with Session(engine) as fresh:
        deed = fresh.merge(deed)
        asset = queries.get_asset(fresh, first.id)
        with pytest.raises(services.ReasonMissing):
            services.retire_asset(fresh, asset, reason=" ", deed=deed)
        services.retire_asset(fresh, asset, reason="Chụp nhầm hiện vật", deed=deed)
        fresh.refresh(asset.artifact)
        assert asset.artifact.cover == queries.get_asset(fresh, second.id).current.sha256
        assert [one.id for one in queries.assets_of(fresh, vase.id)] == [second.id]
        services.restore_asset(fresh, asset, deed=deed)
        fresh.refresh(asset.artifact)
        assert asset.artifact.cover == asset.current.sha256


def test_a_lost_transaction_leaves_a_file_that_nobody_knows_and_no_row(
    session: Session, deed: ChangeSet, settings: config.Settings
):
    storage = open_storage(session, settings)
    session.commit()
    vase = make_artifact(session, deed)
    attach_bytes(session, storage, vase, deed, jpeg())
    session.rollback()
    assert session.scalar(sa.select(sa.func.count(AssetVersion.id))) == 0
    assert len(list(storage.list("originals"))) == 1

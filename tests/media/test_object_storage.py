"""A museum whose files lie in an object store: from the upload to the tile and the download, by two web servers."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from urllib.request import urlopen

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.jobs.worker import run_all
from museum_tracker.media import queries
from museum_tracker.media.cli import media
from museum_tracker.media.damage import Finding, read_back
from museum_tracker.media.object_client import Place, StorageAway, StorageMisconfigured, read_place
from museum_tracker.media.object_storage import BucketUnmarked, NotKeptWhole, ObjectStorage
from museum_tracker.media.rules import VersionState
from museum_tracker.media.services import ensure_storage
from museum_tracker.media.storage import original_key
from museum_tracker.media.stores import storage_of
from tests.factories.catalogue import make_artifact
from tests.factories.media import attach_bytes, jpeg
from tests.media.sending import begin, send
from tests.tools.applications import new_app

pytestmark = pytest.mark.one_engine


@pytest.fixture
def settings(settings, storage_url):
    """Settings of a museum whose files lie elsewhere."""
    return settings.with_(storage_url=storage_url)


def test_a_picture_goes_from_the_upload_to_its_tiles_and_its_download(sign_in, session, vase, engine, settings):
    browser, picture = sign_in(Role.CATALOGUER), jpeg(1400, 900)
    sha256 = hashlib.sha256(picture).hexdigest()
    url = begin(browser, vase, len(picture))
    assert send(browser, url, picture, 0).status_code == 204
    assert browser.post(f"{url}/ket-qua").get_json()["state"] == "added"
    run_all(engine, settings)

    store = storage_of(settings)
    assert isinstance(store, ObjectStorage)
    assert store.digest(original_key(sha256)) == (sha256, len(picture))
    assert not (settings.uploads / "originals").exists()
    assert not list(store.staging.iterdir())
    with Session(engine) as fresh:
        assert queries.find_original(fresh, sha256).state is VersionState.READY

    with browser.get(f"/tep/{sha256}/thumb") as thumb:
        assert (thumb.status_code, thumb.mimetype) == (200, "image/webp")
    assert browser.get(f"/tep/{sha256}/phong-to/1.json").get_json()["width"] == 1400
    tile = browser.get(f"/tep/{sha256}/manh/1/0/0_0.jpg")
    assert tile.data.startswith(b"\xff\xd8")

    whole = browser.get(f"/tep/{sha256}/goc")
    assert whole.data == picture
    assert whole.content_length == len(picture)
    assert "attachment" in whole.headers["Content-Disposition"]
    part = browser.get(f"/tep/{sha256}/goc", headers={"Range": "bytes=1000-1999"})
    assert (part.status_code, part.data) == (206, picture[1000:2000])
    assert browser.get(f"/tep/{sha256}/goc", headers={"If-None-Match": f'"{sha256}"'}).status_code == 304


def test_a_second_web_server_finds_what_the_first_made(sign_in, picture, settings, tmp_path):
    second = settings.with_(home=tmp_path / "second", database_url=settings.database)
    app = new_app(second)
    try:
        cookie = sign_in(Role.CATALOGUER)
        with cookie.session_transaction() as known:
            said = dict(known)
        browser = app.test_client()
        with browser.session_transaction() as known:
            known.update(said)
        sha256 = picture.current.sha256
        assert browser.get(f"/tep/{sha256}/manh/1/0/0_0.jpg").status_code == 200
        with browser.get(f"/tep/{sha256}/web") as web:
            assert web.status_code == 200
    finally:
        app.extensions["engine"].dispose()


def test_a_download_can_be_sent_to_the_store_itself_for_a_minute(bucket):
    bucket.create()
    staged = bucket.stage([b"abc"], limit=10)
    bucket.adopt(staged.path, "originals/ab/cd/ef")
    bucket.place = replace(bucket.place, redirect=True)
    address = bucket.address("originals/ab/cd/ef", name='trống "đồng"; x\r\n.tif', mime="image/tiff")
    assert "X-Amz-Expires=60" in address
    with urlopen(address) as answer:  # noqa: S310 - an address of our own making
        assert answer.read() == b"abc"
        assert answer.headers["Content-Type"] == "image/tiff"
        said = "attachment; filename*=UTF-8''tr%E1%BB%91ng%20%22%C4%91%E1%BB%93ng%22%3B%20x%0D%0A.tif"
        assert answer.headers["Content-Disposition"] == said


def test_what_the_store_garbles_is_not_believed(bucket, monkeypatch):
    bucket.create()
    staged = bucket.stage([b"abc"], limit=10)
    put = bucket.client.put_object
    monkeypatch.setattr(bucket.client, "put_object", lambda **said: put(**{**said, "Body": b"abX"}))
    with pytest.raises(NotKeptWhole):
        bucket.adopt(staged.path, original_key(staged.sha256))
    assert staged.path.exists()
    assert bucket.size(original_key(staged.sha256)) is None


def test_copies_of_what_is_looked_at_stay_within_their_room(bucket, tmp_path):
    bucket.create()
    made = tmp_path / "made"
    for number in range(6):
        made.write_bytes(os.urandom(300_000))
        bucket.put(f"derivatives/{number}/1-web.jpg", made)
        assert bucket.local_path(f"derivatives/{number}/1-web.jpg").read_bytes() == made.read_bytes()
    copies = [path for path in bucket.copies.folder.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in copies) <= 1024 * 1024 + 300_000
    assert bucket.copies.folder / "derivatives/5/1-web.jpg" in copies


def test_missing_and_changed_originals_are_told_apart_from_a_store_that_is_silent(bucket, tmp_path):
    bucket.create()
    staged = bucket.stage([b"abc"], limit=10)
    bucket.adopt(staged.path, original_key(staged.sha256))
    assert read_back(bucket, original_key(staged.sha256), staged.sha256) is Finding.INTACT
    (tmp_path / "other").write_bytes(b"abX")
    bucket.put(original_key(staged.sha256), tmp_path / "other")
    assert read_back(bucket, original_key(staged.sha256), staged.sha256) is Finding.CHANGED
    bucket.delete(original_key(staged.sha256))
    assert read_back(bucket, original_key(staged.sha256), staged.sha256) is Finding.MISSING
    silent = ObjectStorage(Place("museum", endpoint="http://127.0.0.1:9"), tmp_path / "silent", most_copies=1)
    with pytest.raises(StorageAway, match="cannot be used now"):
        read_back(silent, original_key(staged.sha256), staged.sha256)


def test_a_store_that_was_emptied_is_refused_and_one_without_keys_says_so(session, deed, bucket, monkeypatch):
    ensure_storage(session, bucket)
    attach_bytes(session, bucket, make_artifact(session, deed), deed, jpeg())
    bucket.client.delete_object(**bucket._named("museum-tracker-storage.txt"))
    with pytest.raises(BucketUnmarked, match="copy-to-store"):
        ensure_storage(session, bucket)
    wrong = ObjectStorage(bucket.place, bucket.root, most_copies=1)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    with pytest.raises(StorageAway) as refused:
        wrong.is_marked()
    assert refused.value.values["reason"].msgid == "its keys are refused"


def test_files_of_the_folder_are_copied_into_the_store_once(session, deed, settings, engine, monkeypatch):
    folder = storage_of(settings.with_(storage_url=""))
    ensure_storage(session, folder)
    asset = attach_bytes(session, folder, make_artifact(session, deed), deed, jpeg())
    session.commit()
    run_all(engine, settings.with_(storage_url=""))
    kept = [key for prefix in ("originals", "derivatives") for key in folder.list(prefix)]
    environ = {
        f"MUSEUM_{name.upper()}": str(getattr(settings, name)) for name in ("home", "database_url", "storage_url")
    }

    def copy() -> Result:
        return CliRunner().invoke(media, ["copy-to-store"], env=environ)

    said = copy()
    assert said.exit_code == 0, said.output
    store = storage_of(settings)
    assert all(store.digest(key) == folder.digest(key) for key in kept)
    assert store.is_marked()
    assert folder.size(original_key(asset.current.sha256))
    assert str(len(kept)) in copy().output


@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("http://bucket/x", "http"),
        ("s3://Bu_cket", "Bu_cket"),
        ("s3:///x", "s3:///x"),
        ("s3://bucket/ảnh", "ảnh/"),
        ("s3://bucket/../x", "../x/"),
        ("s3://bucket?endpoint=localhost:9000", "localhost:9000"),
        ("s3://bucket?key=secret", "key"),
        ("s3://bucket?downloads=anyhow", "anyhow"),
    ],
)
def test_an_address_that_is_not_understood_names_the_part(url, part):
    with pytest.raises(StorageMisconfigured) as refused:
        read_place(url)
    assert refused.value.values["part"] == part


def test_an_address_is_read_with_its_folder_endpoint_and_region():
    read = read_place("s3://anh/bao-tang?endpoint=https://s3.example.vn&region=vn-1&downloads=redirect")
    assert read == Place("anh", "bao-tang/", "https://s3.example.vn", "vn-1", redirect=True)
    assert str(read_place("s3://anh")) == "s3://anh"


def test_the_web_process_loads_boto3_only_when_the_store_is_used(tmp_path):
    code = (
        "import sys, config; from pathlib import Path; from museum_tracker import create_app;"
        f"create_app(config.Settings(home=Path({str(tmp_path)!r}), storage_url='s3://museum', secret_key='k'));"
        "sys.exit('boto3' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

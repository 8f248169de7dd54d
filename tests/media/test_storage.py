"""The storage, a folder or an object store: durable, create-only, refusing a place that is not there or has no room."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import io
import os
from pathlib import Path

import pytest

from museum_tracker.core import clock
from museum_tracker.media import staging as module
from museum_tracker.media import trash
from museum_tracker.media.staging import FileTooLarge, StorageFull, hash_file
from museum_tracker.media.storage import Adopted, LocalStorage, Storage, StorageMissing, original_key
from tests.tools.object_stores import binary

SHA = hashlib.sha256(b"abc").hexdigest()
KEY = original_key(SHA)
BIG = os.urandom(9 * 1024 * 1024)  # more than one part


@pytest.fixture(params=["local", "s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    """A marked storage of each kind."""
    if request.param == "local":
        made: Storage = LocalStorage(tmp_path / "uploads")
    else:
        made = request.getfixturevalue("bucket")
    made.create()
    return made


@pytest.fixture
def folder(tmp_path: Path) -> LocalStorage:
    """A marked folder."""
    made = LocalStorage(tmp_path / "uploads")
    made.create()
    return made


def test_a_staged_file_is_adopted_under_its_hash_and_leaves_staging(storage):
    staged = storage.stage([b"a", b"bc"], limit=10)
    assert (staged.sha256, staged.size) == (SHA, 3)
    storage.adopt(staged.path, KEY)
    assert storage.digest(KEY) == hash_file(storage.local_path(KEY)) == (SHA, 3)
    assert storage.size(KEY) == 3
    with storage.lent(KEY) as path:
        assert path.read_bytes() == b"abc"
    assert not list(storage.staging.iterdir())
    assert list(storage.list("originals")) == [KEY]


def test_a_file_of_several_parts_comes_back_whole_and_from_any_place_in_it(storage):
    staged = storage.stage([BIG], limit=len(BIG))
    storage.adopt(staged.path, original_key(staged.sha256))
    key = original_key(staged.sha256)
    assert storage.digest(key) == (staged.sha256, len(BIG))
    with storage.open(key) as file:
        assert file.read(5) == BIG[:5]
        file.seek(8_500_000)
        assert file.read(1000) == BIG[8_500_000:8_501_000]
        assert file.seek(-3, io.SEEK_END) == len(BIG) - 3
        assert file.read() == BIG[-3:]


def test_an_original_is_never_overwritten(storage):
    storage.adopt(storage.stage([b"abc"], limit=10).path, KEY)
    first = dict(storage.list_kept("originals"))
    storage.adopt(storage.stage([b"abc"], limit=10).path, KEY)
    assert storage.digest(KEY) == (SHA, 3)
    assert list(storage.list("originals")) == list(first)
    assert dt.datetime.now(dt.UTC) - first[KEY] < dt.timedelta(minutes=5)


def test_a_truncated_leftover_is_replaced_by_the_whole_file(storage, tmp_path):
    leftover = tmp_path / "cut"
    leftover.write_bytes(b"a")
    storage.put(KEY, leftover)
    storage.adopt(storage.stage([b"abc"], limit=10).path, KEY)
    assert storage.digest(KEY) == (SHA, 3)


def test_a_derived_file_takes_the_place_of_an_earlier_one(storage, tmp_path):
    made = tmp_path / "made"
    for content in (b"first", b"the second"):
        made.write_bytes(content)
        storage.put("derivatives/ab/1-thumb.jpg", made)
        assert storage.local_path("derivatives/ab/1-thumb.jpg").read_bytes() == content
    storage.delete("derivatives/ab/1-thumb.jpg")
    storage.delete("derivatives/ab/1-thumb.jpg")
    assert storage.size("derivatives/ab/1-thumb.jpg") is None


def test_a_file_that_is_not_there_is_said_to_be_missing(storage):
    assert storage.size(KEY) is None
    for ask in (storage.open, storage.digest):
        with pytest.raises(FileNotFoundError):
            ask(KEY)
    with pytest.raises(FileNotFoundError):
        storage.local_path(KEY).stat()
    with pytest.raises(FileNotFoundError), storage.lent(KEY):
        pass


@pytest.mark.parametrize("key", ["../x", "/etc/passwd", "a/../b", "a//b", "A", ".tmp/x", "a/.hidden", "ảnh.jpg", ""])
def test_keys_that_people_could_have_written_are_refused(folder, key):
    with pytest.raises(ValueError, match="not a storage key"):
        folder.open(key)


def test_a_file_beyond_the_limit_leaves_nothing(folder):
    with pytest.raises(FileTooLarge):
        folder.stage([b"x" * 6, b"x" * 6], limit=10)
    assert not list(folder.staging.iterdir())


def test_a_full_disk_leaves_nothing_and_is_said_so(folder, monkeypatch):
    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module, "sync", full)
    with pytest.raises(StorageFull):
        folder.stage([b"abc"], limit=10)
    assert not list(folder.staging.iterdir())


def test_the_reserve_of_free_space_is_kept(tmp_path: Path):
    greedy = LocalStorage(tmp_path / "uploads", min_free=1 << 60)
    greedy.create()
    with pytest.raises(StorageFull):
        greedy.require_room(1)


def test_a_place_without_the_mark_is_refused(tmp_path: Path, request):
    (tmp_path / "uploads").mkdir()
    for bare in (LocalStorage(tmp_path / "uploads"), *_bare_buckets(request)):
        with pytest.raises(StorageMissing):
            bare.stage([b"x"], limit=10)
        with pytest.raises(StorageMissing):
            bare.check()


def _bare_buckets(request: pytest.FixtureRequest) -> list[Storage]:
    return [request.getfixturevalue("bucket")] if binary() else []  # the folder is tried on every platform


def test_a_disk_without_links_is_served_by_renaming(folder, monkeypatch):
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    folder.adopt(folder.stage([b"abc"], limit=10).path, KEY)
    assert folder.local_path(KEY).read_bytes() == b"abc"


def test_a_damaged_file_is_hashed_first_laid_in_the_trash_and_healed(storage, tmp_path):
    (tmp_path / "rotten").write_bytes(b"abX")
    storage.put(KEY, tmp_path / "rotten")
    assert storage.adopt(storage.stage([b"abc"], limit=10).path, KEY) is Adopted.HEALED
    assert storage.digest(KEY) == (SHA, 3)
    (place,) = storage.list("trash")
    with storage.open(place) as file:
        assert file.read() == b"abX"
    assert storage.adopt(storage.stage([b"abc"], limit=10).path, KEY) is Adopted.THERE


def test_what_is_discarded_waits_in_the_trash_comes_back_sound_and_goes_after_its_days(storage, monkeypatch):
    assert storage.adopt(storage.stage([b"abc"], limit=10).path, KEY) is Adopted.NEW
    storage.discard(KEY)
    assert storage.size(KEY) is None
    places = trash.find_discarded(storage)[KEY]
    assert not trash.bring_back(storage, KEY, "0" * 64, places)
    assert trash.bring_back(storage, KEY, SHA, places)
    assert storage.digest(KEY) == (SHA, 3)
    storage.discard(KEY)
    assert trash.empty(storage, 90) == 0
    later = clock.now() + dt.timedelta(days=91)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert trash.empty(storage, 90) == 1
    assert not trash.find_discarded(storage)

"""The storage: durable, create-only, refusing a disk that is not there or has no room."""

from __future__ import annotations

import errno
import hashlib
from pathlib import Path

import pytest

from museum_tracker.media import storage as module
from museum_tracker.media.storage import (
    FileTooLarge,
    LocalStorage,
    StorageFull,
    StorageMissing,
    hash_file,
    original_key,
)

SHA = hashlib.sha256(b"abc").hexdigest()


@pytest.fixture
def storage(tmp_path: Path) -> LocalStorage:
    made = LocalStorage(tmp_path / "uploads")
    made.create()
    return made


def test_a_staged_file_is_adopted_under_its_hash_and_leaves_staging(storage):
    staged = storage.stage([b"a", b"bc"], limit=10)
    assert (staged.sha256, staged.size) == (SHA, 3)
    storage.adopt(staged.path, original_key(SHA))
    assert hash_file(storage.local_path(original_key(SHA))) == (SHA, 3)
    assert not list(storage.staging.iterdir())
    assert list(storage.list("originals")) == [original_key(SHA)]


def test_an_original_is_never_overwritten(storage):
    storage.adopt(storage.stage([b"abc"], limit=10).path, original_key(SHA))
    first = storage.local_path(original_key(SHA)).stat()
    storage.adopt(storage.stage([b"abc"], limit=10).path, original_key(SHA))
    assert storage.local_path(original_key(SHA)).stat().st_ino == first.st_ino


def test_a_truncated_leftover_is_replaced_by_the_whole_file(storage):
    target = storage.local_path(original_key(SHA))
    target.parent.mkdir(parents=True)
    target.write_bytes(b"a")
    storage.adopt(storage.stage([b"abc"], limit=10).path, original_key(SHA))
    assert target.read_bytes() == b"abc"


@pytest.mark.parametrize("key", ["../x", "/etc/passwd", "a/../b", "a//b", "A", ".tmp/x", "a/.hidden", "ảnh.jpg", ""])
def test_keys_that_people_could_have_written_are_refused(storage, key):
    with pytest.raises(ValueError, match="not a storage key"):
        storage.open(key)


def test_a_file_beyond_the_limit_leaves_nothing(storage):
    with pytest.raises(FileTooLarge):
        storage.stage([b"x" * 6, b"x" * 6], limit=10)
    assert not list(storage.staging.iterdir())


def test_a_full_disk_leaves_nothing_and_is_said_so(storage, monkeypatch):
    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module, "sync", full)
    with pytest.raises(StorageFull):
        storage.stage([b"abc"], limit=10)
    assert not list(storage.staging.iterdir())


def test_the_reserve_of_free_space_is_kept(tmp_path: Path):
    greedy = LocalStorage(tmp_path / "uploads", min_free=1 << 60)
    greedy.create()
    with pytest.raises(StorageFull):
        greedy.require_room(1)


def test_an_empty_mount_is_refused(tmp_path: Path):
    (tmp_path / "uploads").mkdir()
    bare = LocalStorage(tmp_path / "uploads")
    with pytest.raises(StorageMissing):
        bare.stage([b"x"], limit=10)
    with pytest.raises(StorageMissing):
        bare.check()


def test_a_disk_without_links_is_served_by_renaming(storage, monkeypatch):
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(module.os, "link", no_links)
    storage.adopt(storage.stage([b"abc"], limit=10).path, original_key(SHA))
    assert storage.local_path(original_key(SHA)).read_bytes() == b"abc"

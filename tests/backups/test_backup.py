"""A backup copies everything a museum keeps, once, and what was good stays good whatever happens to the next."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.backups import copying
from museum_tracker.backups.models import BackupRun, RunState
from museum_tracker.backups.place import Place, manifest_of
from museum_tracker.media.file_references import kept_files
from tests.backups.conftest import PICTURE, PROOF, Run, snapshots
from tests.factories.catalogue import make_artifact
from tests.factories.media import attach_bytes, open_storage

ROOT = Path(__file__).resolve().parents[2]


def files_of(disk: Path) -> dict[str, bytes]:
    return {
        path.relative_to(disk / "files").as_posix(): path.read_bytes()
        for path in (disk / "files").rglob("*")
        if path.is_file()
    }


def test_a_backup_holds_the_database_every_file_the_settings_and_the_key(
    museum: Settings, engine: sa.Engine, run: Run, disk: Path
):
    answer = run("backup", "--to", str(disk))
    assert answer.exit_code == 0, answer.output
    (made,) = snapshots(disk)
    assert {path.name for path in made.iterdir()} >= {"settings.json", "secret_key"}
    with Session(engine) as session:
        keys = {kind.key(sha256) for kind, sha256 in kept_files(session)}
        run_ = session.scalars(sa.select(BackupRun)).one()
        assert (run_.state, run_.name, run_.files, run_.copied) == (RunState.DONE, made.name, 2, 2)
    assert files_of(disk).keys() == keys
    assert set(files_of(disk).values()) == {PICTURE, PROOF}
    assert manifest_of(made).counts["artifacts"] == 1
    assert manifest_of(made).files.keys() == keys


def test_files_that_are_there_are_not_copied_again(
    museum: Settings, run: Run, disk: Path, add_picture: Callable[[int], None]
):
    run("backup", "--to", str(disk))
    before = {path: path.stat().st_mtime_ns for path in (disk / "files").rglob("*") if path.is_file()}
    add_picture(7)
    answer = run("backup", "--to", str(disk))
    assert "3 files belong to it, 1 of them were copied now" in answer.output
    assert all(path.stat().st_mtime_ns == moment for path, moment in before.items())
    assert len(snapshots(disk)) == 2


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights with folders")
def test_only_its_owner_can_read_a_backup(museum: Settings, run: Run, disk: Path):
    run("backup", "--to", str(disk))
    (made,) = snapshots(disk)
    assert stat.S_IMODE(made.stat().st_mode) == stat.S_IMODE((disk / "files").stat().st_mode) == 0o700
    modes = {stat.S_IMODE(path.stat().st_mode) for path in disk.rglob("*") if path.is_file() and path.parent != disk}
    assert modes == {0o600}


def test_on_a_disk_without_owners_the_key_stays_behind_unless_asked_for(
    museum: Settings, run: Run, disk: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(copying, "keeps_owners", lambda _folder: False)
    answer = run("backup", "--to", str(disk))
    assert answer.exit_code == 0
    assert "knows no owners" in answer.output
    assert "key was left out" in answer.output
    assert not (snapshots(disk)[-1] / "secret_key").exists()
    run("backup", "--to", str(disk), "--with-key")
    assert (snapshots(disk)[-1] / "secret_key").exists()


def test_settings_go_along_without_their_secrets(museum: Settings, run: Run, disk: Path):
    run("backup", "--to", str(disk), MUSEUM_SECRET_KEY="do-not-tell", MUSEUM_PORT="8099")
    told = json.loads((snapshots(disk)[-1] / "settings.json").read_text(encoding="utf-8"))
    assert told["MUSEUM_PORT"] == "8099"
    assert "do-not-tell" not in json.dumps(told)


def test_a_damaged_kept_file_is_named_left_out_and_taken_from_no_copy(museum: Settings, run: Run, disk: Path):
    (original,) = (path for path in (museum.uploads / "originals").rglob("*") if path.is_file())
    original.write_bytes(b"x" * len(PICTURE))
    answer = run("backup", "--to", str(disk))
    assert (answer.exit_code, original.name in answer.output) == (3, True)
    assert set(files_of(disk).values()) == {PROOF}


def test_a_sound_copy_at_the_place_is_never_overwritten_by_a_damaged_file(museum: Settings, run: Run, disk: Path):
    run("backup", "--to", str(disk))
    (original,) = (path for path in (museum.uploads / "originals").rglob("*") if path.is_file())
    for hurt in (lambda: original.write_bytes(b"cut"), original.unlink):
        hurt()
        assert run("backup", "--to", str(disk)).exit_code == 0
        assert PICTURE in files_of(disk).values()


def test_a_disk_that_fills_up_midway_leaves_the_earlier_backup_and_nothing_half(
    museum: Settings, engine: sa.Engine, run: Run, disk: Path, add_picture: Callable[[int], None], monkeypatch
):
    run("backup", "--to", str(disk))
    add_picture(8)
    real = os.fsync
    with monkeypatch.context() as patch:

        def full(handle: int) -> None:
            real(handle)
            if ".part" in str(Path(f"/proc/self/fd/{handle}").readlink()):
                raise OSError(errno.ENOSPC, "No space left on device")

        patch.setattr(copying.os, "fsync", full)
        answer = run("backup", "--to", str(disk))
    assert (answer.exit_code, "no room" in answer.output) == (1, True)
    assert len(snapshots(disk)) == 1
    assert not [path for path in disk.rglob("*") if path.name.endswith((".part", ".unfinished"))]
    assert run("backup", "verify", str(disk)).exit_code == 0
    with Session(engine) as session:
        assert session.scalars(sa.select(BackupRun.state).order_by(BackupRun.id.desc())).first() is RunState.FAILED
    engine.dispose()
    assert run("backup", "--to", str(disk)).exit_code == 0


def test_a_disk_without_room_is_refused_before_anything_is_copied(
    museum: Settings, run: Run, disk: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(copying.shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(1, 1, 1))
    answer = run("backup", "--to", str(disk))
    assert (answer.exit_code, "no room" in answer.output) == (1, True)
    assert not snapshots(disk)


def test_a_file_too_large_for_the_disk_is_said_so(
    museum: Settings, run: Run, disk: Path, monkeypatch: pytest.MonkeyPatch
):
    def too_large(_handle: int) -> None:
        raise OSError(errno.EFBIG, "File too large")

    monkeypatch.setattr(copying.os, "fsync", too_large)
    assert "exFAT" in run("backup", "--to", str(disk)).output


@pytest.mark.skipif(os.name != "posix", reason="killed as POSIX kills")
@pytest.mark.one_engine("sqlite")
def test_killed_midway_the_earlier_backup_stands_and_the_next_one_goes_on(
    museum: Settings, run: Run, disk: Path, add_picture: Callable[[int], None], environ: dict[str, str]
):
    run("backup", "--to", str(disk))
    for seed in (8, 9):
        add_picture(seed)
    killed = """
import os, signal, sys
from museum_tracker.backups import copying
from museum_tracker.cli import main
real, seen = copying.os.fsync, []
def die(handle):
    real(handle)
    seen.append(handle)
    if len(seen) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
copying.os.fsync = die
main(["backup", "--to", sys.argv[1]])
"""
    done = subprocess.run(
        [sys.executable, "-c", killed, str(disk)], env={**os.environ, **environ}, cwd=ROOT, check=False, timeout=120
    )
    assert done.returncode == -signal.SIGKILL
    assert len(snapshots(disk)) == 1 or any(path.name.endswith(".unfinished") for path in snapshots(disk))
    assert [snapshot.good for snapshot in Place(disk).snapshots()] == [True]
    assert run("backup", "verify", str(disk)).exit_code == 0
    assert "4 files belong to it, 1 of them" in run("backup", "--to", str(disk)).output
    assert run("backup", "verify", str(disk)).exit_code == 0


def test_a_backup_sorts_behind_those_of_its_own_second_even_when_the_first_of_them_is_gone(tmp_path: Path):
    place, name = Place(tmp_path), "museum-20261202-005446"
    assert place.free_name(name) == name
    (tmp_path / name).mkdir()
    assert place.free_name(name) == f"{name}-2"
    (tmp_path / f"{name}-2").mkdir()
    (tmp_path / name).rmdir()
    assert place.free_name(name) == f"{name}-3"


def test_the_last_good_one_is_never_pushed_out_by_newer_damaged_ones(museum: Settings, run: Run, disk: Path):
    for _ in range(3):
        assert run("backup", "--to", str(disk), "--keep", "2").exit_code == 0
    assert len(snapshots(disk)) == 2
    good, *newer = snapshots(disk)
    for made in newer:
        next(path for path in made.iterdir() if path.suffix in {".db", ".dump"}).write_bytes(b"rotten")
    assert run("backup", "verify", str(disk)).exit_code == 1
    for _ in range(3):
        run("backup", "--to", str(disk), "--keep", "1")
        newest = snapshots(disk)[-1]
        next(path for path in newest.iterdir() if path.suffix in {".db", ".dump"}).write_bytes(b"rotten")
        run("backup", "verify", str(disk))
    assert Place(disk).latest_good() == good


def test_verify_names_what_rotted_and_the_next_backup_mends_it(museum: Settings, run: Run, disk: Path):
    run("backup", "--to", str(disk))
    rotten = next(path for path in (disk / "files" / "originals").rglob("*") if path.is_file())
    rotten.write_bytes(b"y" * len(PICTURE))
    answer = run("backup", "verify", str(disk))
    assert (answer.exit_code, rotten.name in answer.output, "1 damaged" in answer.output) == (1, True, True)
    assert run("backup", "--to", str(disk)).exit_code == 0
    assert rotten.read_bytes() == PICTURE
    answer = run("backup", "verify", str(disk))
    assert (answer.exit_code, "as it was copied" in answer.output) == (0, True), answer.output


def test_another_museums_folder_and_the_museums_own_are_refused(museum: Settings, run: Run, disk: Path):
    (disk / "museum-tracker-backups.json").write_text('{"museum": "another"}', encoding="utf-8")
    assert "another museum" in run("backup", "--to", str(disk)).output
    assert "own folders" in run("backup", "--to", str(museum.uploads / "x")).output
    assert run("backup", "--to", str(museum.instance)).exit_code == 1


def test_without_a_place_the_command_says_so_and_db_backup_copies_the_database_alone(museum: Settings, run: Run):
    assert "--to" in run("backup").output
    answer = run("db", "backup")
    assert (answer.exit_code, "files are not in it" in answer.output) == (0, True)


def test_verify_of_a_folder_without_backups_is_refused(museum: Settings, run: Run, tmp_path: Path):
    answer = run("backup", "verify", str(tmp_path))
    assert (answer.exit_code, "connect its disk" in answer.output) == (1, True)


@pytest.mark.one_engine("sqlite")
def test_files_of_an_object_store_are_copied_too_and_come_back_into_a_folder(
    session: Session,
    deed,
    settings: Settings,
    engine: sa.Engine,
    run: Run,
    disk: Path,
    tmp_path: Path,
    storage_url: str,
):
    far = settings.with_(storage_url=storage_url)
    storage = open_storage(session, far)
    attach_bytes(session, storage, make_artifact(session, deed), deed, PICTURE)
    session.commit()
    session.close()
    engine.dispose()
    answer = run("backup", "--to", str(disk), MUSEUM_STORAGE_URL=storage_url)
    assert answer.exit_code == 0, answer.output
    assert set(files_of(disk).values()) == {PICTURE}
    answer = run("restore", str(disk), MUSEUM_HOME=str(tmp_path / "new"), MUSEUM_DATABASE_URL="")
    assert answer.exit_code == 0, answer.output
    assert PICTURE in {path.read_bytes() for path in (tmp_path / "new" / "uploads").rglob("*") if path.is_file()}

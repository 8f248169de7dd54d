"""A folder is taken in: shown before anything is written, nothing guessed, resumable."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from museum_tracker.cli import base, migrate
from museum_tracker.cli.base import ExitCode
from museum_tracker.media.cli import media
from museum_tracker.media.ingest import make_plan
from museum_tracker.media.matching import Match
from museum_tracker.media.models import Asset, AssetVersion
from museum_tracker.media.names import read_list
from tests.factories.catalogue import make_artifact
from tests.factories.media import jpeg


@pytest.fixture
def disk(tmp_path: Path, samples: Path) -> Path:
    """A USB disk as it comes from the photographer."""
    folder = tmp_path / "usb"
    (folder / "BTBG 12").mkdir(parents=True)
    (folder / "BTBG-0098_truoc.jpg").write_bytes(jpeg(seed=1))
    (folder / "BTBG 98 mat sau.jpg").write_bytes(jpeg(seed=2))
    (folder / "BTBG 12" / "IMG_0001.jpg").write_bytes(jpeg(seed=3))
    (folder / "IMG_0002.jpg").write_bytes(jpeg(seed=4))
    (folder / "BTBG 98-1.jpg").write_bytes(jpeg(seed=5))
    (folder / "ghi chú.txt").write_text("chụp ngày 5", encoding="utf-8")
    (folder / "Thumbs.db").write_bytes(b"x")
    shutil.copytree(samples / "samples/models/fuze_obj", folder / "BTBG 12" / "mô hình")
    return folder


@pytest.fixture
def objects(session: Session, deed) -> None:
    make_artifact(session, deed, name="Bình", number="BTBG 98")
    make_artifact(session, deed, name="Nắp bình", number="BTBG 98-1")
    make_artifact(session, deed, name="Chai", number="BTBG 12")
    session.commit()


@pytest.fixture
def run(settings, monkeypatch) -> Callable[..., Result]:
    monkeypatch.setattr(base.config, "load", lambda: settings)
    monkeypatch.setattr(migrate, "is_current", lambda _: True)

    def call(*arguments: str, **options: str) -> Result:
        return CliRunner().invoke(media, [str(one) for one in arguments], standalone_mode=False, **options)

    return call


def test_the_plan_names_what_is_certain_ambiguous_and_unknown(session, objects, disk):
    plan = make_plan(session, disk)
    certain = {one.matched.path: one.matched.candidates[0].label for one in plan.having(Match.MATCHED)}
    assert certain == {
        "BTBG-0098_truoc.jpg": "BTBG 98 · Bình",
        "BTBG 98 mat sau.jpg": "BTBG 98 · Bình",
        "BTBG 12/IMG_0001.jpg": "BTBG 12 · Chai",
        "BTBG 12/mô hình/fuze.obj": "BTBG 12 · Chai",
    }
    assert [one.matched.path for one in plan.having(Match.AMBIGUOUS)] == ["BTBG 98-1.jpg"]
    assert [one.matched.path for one in plan.having(Match.UNKNOWN)] == ["IMG_0002.jpg"]
    assert [path.name for path in plan.unsupported] == ["ghi chú.txt"]
    assert session.scalar(sa.select(sa.func.count(Asset.id))) == 0


def test_a_list_decides_what_names_cannot(session, objects, disk):
    plan = make_plan(session, disk, read_list("IMG_0002.jpg | btbg-98\nBTBG 98-1.jpg | BTBG 98-1"))
    assert not plan.having(Match.AMBIGUOUS)
    assert not plan.having(Match.UNKNOWN)


def test_a_dry_run_writes_nothing(run, objects, disk, engine):
    result = run("ingest", disk, "--dry-run")
    assert result.return_value == ExitCode.PARTLY
    with Session(engine) as fresh:
        assert fresh.scalar(sa.select(sa.func.count(AssetVersion.id))) == 0


def test_a_folder_is_taken_in_once_however_often_it_is_run(run, objects, disk, engine):
    result = run("ingest", disk, "--yes")
    assert (result.exit_code, result.return_value) == (0, ExitCode.PARTLY), result.output
    run("ingest", disk, "--yes")
    with Session(engine) as fresh:
        rows = fresh.execute(sa.select(AssetVersion.original_name, Asset.view).join(Asset).order_by(AssetVersion.id))
        assert {tuple(row) for row in rows} == {
            ("BTBG-0098_truoc.jpg", "front"),
            ("BTBG 98 mat sau.jpg", "back"),
            ("IMG_0001.jpg", ""),
            ("fuze.zip", ""),
        }


def test_one_file_is_added_by_any_number_of_its_object(run, objects, disk, engine):
    result = run("add", "btbg-0012", disk / "IMG_0002.jpg")
    assert result.return_value == ExitCode.DONE, result.output
    with Session(engine) as fresh:
        assert fresh.scalars(sa.select(Asset)).one().artifact.name_vi == "Chai"


def test_an_unknown_number_is_refused_and_named(run, objects, disk):
    result = run("add", "BTBG 77", disk / "IMG_0002.jpg")
    assert result.exception is not None
    assert "BTBG 77" in str(result.exception)

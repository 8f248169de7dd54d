"""Names and files sent to do harm: they are kept under harmless names, refused in words, or read in a moment."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

import config
from museum_tracker.accounts.permissions import Role
from museum_tracker.history.models import ChangeSet
from museum_tracker.media import packing
from museum_tracker.media.models import AssetVersion
from museum_tracker.media.names import disk_name, read_name
from museum_tracker.media.rules import VersionState
from museum_tracker.media.services import retire_asset
from museum_tracker.media.uploads import inside_names
from tests.factories.catalogue import make_artifact
from tests.factories.media import attach_bytes, jpeg, open_storage

SignIn = Callable[[Role], FlaskClient]
SPACES = " " * 200_000


def test_pictures_of_one_name_sent_together_are_all_kept(sign_in: SignIn, session: Session, deed: ChangeSet):
    artifact = make_artifact(session, deed)
    session.commit()
    files = [(io.BytesIO(jpeg(seed=seed)), "image.jpg") for seed in (1, 2, 3)]
    answer = sign_in(Role.CATALOGUER).post(f"/hien-vat/{artifact.id}/tai-len", data={"files": files})
    assert answer.status_code == 303
    assert session.scalars(sa.select(AssetVersion.original_name)).all() == ["image.jpg"] * 3


@pytest.mark.parametrize(
    "name", ["..", "…", "a\x00b.jpg", "Ảnh trống đồng " * 20 + ".jpg", 'CON: "a"?.jpg', "../../x.jpg"]
)
def test_a_picture_of_any_name_is_kept(sign_in: SignIn, session: Session, deed: ChangeSet, name: str):
    artifact = make_artifact(session, deed)
    session.commit()
    data = {"files": [(io.BytesIO(jpeg()), name)]}
    assert sign_in(Role.CATALOGUER).post(f"/hien-vat/{artifact.id}/tai-len", data=data).status_code == 303
    assert session.scalars(sa.select(AssetVersion.size)).all() == [len(jpeg())]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("image.jpg", "image (2).jpg"),
        ("CON.jpg", "_CON.jpg"),
        ("..", "_"),
        ('a:b"c?.png', "a_b_c_.png"),
        ("x" * 300 + ".tif", "x" * 60 + ".tif"),
    ],
)
def test_names_on_the_disk_are_allowed_everywhere_and_never_taken(name: str, kept: str):
    assert disk_name(name, {"image.jpg"}) == kept


def test_paths_in_an_archive_never_lead_out_of_it():
    assert inside_names(["/etc/x.obj", "etc/../x.mtl", "..\\..\\x.png"]) == ["etc/x.obj", "etc/x.mtl", "x.png"]
    assert inside_names(["a/b/x.obj", "a/b/x.obj"]) == ["x.obj", "1/x.obj"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.mtl", "map_Kd" + SPACES + "\nmap_Kd x" + SPACES + "y\n" + "\n" * 200_000),
        ("a.obj", "mtllib" + SPACES + "\nmtllib x" + SPACES + "y\n"),
        ("a.dae", "<init_from>" + SPACES + "x" + "<init_from>" * 20_000),
        ("a.ply", "ply\ncomment TextureFile" + SPACES + "x"),
    ],
)
def test_a_model_full_of_spaces_is_read_in_a_moment(tmp_path: Path, name: str, content: str):
    model = tmp_path / "model.obj"
    model.write_text("mtllib a.mtl\n", encoding="utf-8")
    (tmp_path / name).write_text(content, encoding="utf-8")
    began = time.process_time()
    packing.companions(model)
    packing.names_inside(tmp_path / name)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "inside", ["\x00", "a" * 5000, "x/" * 400 + "y", "\ud800", "../../../etc/passwd", "/etc/passwd"]
)
def test_a_model_that_names_impossible_files_has_none_beside_it(tmp_path: Path, inside: str):
    model = tmp_path / "model.obj"
    model.write_bytes(f"mtllib {inside}\n".encode("utf-8", "surrogatepass"))
    assert packing.companions(model) == []


def test_a_name_of_thousands_of_spaces_is_read_in_a_moment():
    began = time.process_time()
    for text in (" " * 1000, "a" + " -" * 500, "(" * 1000, "1 " * 500):
        read_name(text)
    assert time.process_time() - began < 1


def test_trying_again_does_not_bring_a_retired_picture_back(
    sign_in: SignIn, session: Session, deed: ChangeSet, settings: config.Settings
):
    asset = attach_bytes(session, open_storage(session, settings), make_artifact(session, deed), deed, jpeg())
    retire_asset(session, asset, reason="mờ", deed=deed)
    session.commit()
    sign_in(Role.CATALOGUER).post(f"/tep/muc/{asset.id}/thu-lai")
    session.expire_all()
    assert session.scalars(sa.select(AssetVersion.state)).all() == [VersionState.RETIRED]

"""An upload goes on, or begins anew, whatever a crash left of it: never an error that ends it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.accounts.permissions import Role
from museum_tracker.media.models import AssetVersion, MediaUpload
from museum_tracker.media.rules import UploadState
from tests.factories.media import jpeg
from tests.media.sending import TUS, begin, metadata, send

DATA = jpeg(900, 700)


def lose_file(part: Path) -> None:
    part.unlink()


def lose_folder(part: Path) -> None:
    shutil.rmtree(part.parent)


def lengthen(part: Path) -> None:
    part.write_bytes(DATA + b"and what belonged to another file")


def empty(part: Path) -> None:
    part.write_bytes(b"")


def shorten(part: Path) -> None:
    part.write_bytes(DATA[:10])


def part_of(settings: Settings, url: str) -> Path:
    return settings.uploads / "staging" / f"{url.rsplit('/', 1)[-1]}.part"


def go_on(browser: FlaskClient, url: str) -> str:
    """What a browser does that comes back: ask how much arrived, send the rest, ask what became of it."""
    head = browser.head(url, headers=TUS)
    assert head.status_code == 200
    offset = int(head.headers["Upload-Offset"])
    assert 0 <= offset <= len(DATA)
    if offset < len(DATA):
        answer = send(browser, url, DATA[offset:], offset)
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(len(DATA)))
    state: str = browser.post(f"{url}/ket-qua").get_json()["state"]
    return state


@pytest.mark.parametrize("sent", [0, 1000, len(DATA) - 1])
@pytest.mark.parametrize("crash", [lose_file, lose_folder, lengthen, empty, shorten])
def test_whatever_a_crash_left_of_the_file_the_upload_ends_as_a_picture(
    sign_in: Callable[..., FlaskClient],
    vase: int,
    engine: sa.Engine,
    settings: Settings,
    crash: Callable[[Path], None],
    sent: int,
):
    browser = sign_in(Role.CATALOGUER)
    url = begin(browser, vase, len(DATA))
    if sent:
        send(browser, url, DATA[:sent], 0)
    crash(part_of(settings, url))
    assert go_on(browser, url) == "added"
    with Session(engine) as session:
        assert session.scalars(sa.select(AssetVersion.size)).one() == len(DATA)


def test_a_piece_that_follows_what_a_crash_took_is_told_where_to_go_on(
    sign_in: Callable[..., FlaskClient], vase: int, settings: Settings
):
    browser = sign_in(Role.CATALOGUER)
    url = begin(browser, vase, len(DATA))
    send(browser, url, DATA[:1000], 0)
    part_of(settings, url).unlink()
    assert send(browser, url, DATA[1000:], 1000).status_code == 409
    assert go_on(browser, url) == "added"


def test_a_file_without_a_row_is_not_found_and_begins_anew(
    sign_in: Callable[..., FlaskClient], vase: int, engine: sa.Engine
):
    browser = sign_in(Role.CATALOGUER)
    url = begin(browser, vase, len(DATA))
    send(browser, url, DATA[:1000], 0)
    with Session(engine) as session:
        session.execute(sa.delete(MediaUpload))
        session.commit()
    assert browser.head(url, headers=TUS).status_code == 404
    assert send(browser, url, DATA[1000:], 1000).status_code == 404
    assert go_on(browser, begin(browser, vase, len(DATA))) == "added"


def test_a_file_kept_by_a_process_that_died_before_its_record_is_sent_again(
    sign_in: Callable[..., FlaskClient], vase: int, engine: sa.Engine, settings: Settings
):
    browser = sign_in(Role.CATALOGUER)
    url = begin(browser, vase, len(DATA))
    send(browser, url, DATA, 0)
    with Session(engine) as session:  # the row as it stood when the process died after the file was in its place
        session.execute(sa.update(MediaUpload).values(state=UploadState.RECEIVING, asset_id=None))
        session.commit()
    assert go_on(browser, url) == "duplicate"


def test_an_empty_file_whose_part_was_lost_is_refused_not_a_fault(
    sign_in: Callable[..., FlaskClient], vase: int, settings: Settings
):
    browser = sign_in(Role.CATALOGUER)
    url = begin(browser, vase, 0)
    part_of(settings, url).unlink()
    answer = browser.post(f"{url}/ket-qua")
    assert (answer.status_code, answer.get_json()["state"]) == (200, "refused")


def test_the_part_of_a_model_that_a_crash_took_is_sent_again_and_the_model_is_whole(
    sign_in: Callable[..., FlaskClient], vase: int, engine: sa.Engine, settings: Settings, samples: Path
):
    browser = sign_in(Role.CATALOGUER)
    files = {path: path.read_bytes() for path in sorted((samples / "samples/models/fuze_obj").iterdir())}
    urls = {}
    for path, data in files.items():
        told = metadata(filename=f"fuze/{path.name}", artifact=str(vase), bundle="b1", bundlesize=str(len(files)))
        headers = {**TUS, "Upload-Length": str(len(data)), "Upload-Metadata": told}
        urls[path] = browser.post("/tai-len/tus", headers=headers).headers["Location"]
    first, *others = files
    send(browser, urls[first], files[first], 0)
    part_of(settings, urls[first]).unlink()
    for path in others:
        assert send(browser, urls[path], files[path], 0).status_code == 204
    assert browser.head(urls[first], headers=TUS).headers["Upload-Offset"] == "0"
    assert send(browser, urls[first], files[first], 0).status_code == 204
    with Session(engine) as session:
        assert session.scalars(sa.select(AssetVersion.format)).one() == "modelzip"
        assert set(session.scalars(sa.select(MediaUpload.state))) == {UploadState.ADDED}

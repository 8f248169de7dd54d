"""A damaged file is never given out in silence, and the same file sent again heals it."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.accounts.permissions import Role
from museum_tracker.cli.program import program
from museum_tracker.core.db import session_scope
from museum_tracker.core.i18n import Message
from museum_tracker.history.models import ChangeSet
from museum_tracker.jobs.queue import enqueue
from museum_tracker.jobs.worker import run_all
from museum_tracker.media.models import Asset, AssetVersion, DamagedFile, FixityCheck
from museum_tracker.media.rules import VersionState
from museum_tracker.media.storage import original_key
from museum_tracker.media.sweeping_pause import find_pause, pause_sweeping
from museum_tracker.targets.models import IndicatorValue
from tests.factories.media import jpeg, open_storage
from tests.media.sending import begin, send

DATA = jpeg(1400, 900)  # as the fixture `picture` has it
SHA = hashlib.sha256(DATA).hexdigest()


def damage(path: Path) -> None:
    path.write_bytes(b"x" * path.stat().st_size)


def lose(path: Path) -> None:
    path.unlink()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def read_all(engine: sa.Engine, settings: Settings) -> None:
    with session_scope(engine, write=True) as session:
        enqueue(session, "media.fixity", everything=True)
        session.commit()
    run_all(engine, settings)


def fetch(browser: FlaskClient, url: str) -> bytes:
    with browser.get(url) as answer:
        assert answer.status_code == 200
        return answer.data


@pytest.fixture
def original(settings: Settings, picture: Asset) -> Path:
    return settings.uploads / original_key(SHA)


@pytest.mark.parametrize("known", [True, False], ids=["found before", "not found yet"])
@pytest.mark.parametrize("hurt", [damage, lose, cut])
def test_the_same_file_sent_again_heals_the_original_with_a_change_set(
    engine: sa.Engine,
    settings: Settings,
    sign_in: Callable[..., FlaskClient],
    vase: int,
    original: Path,
    hurt: Callable[[Path], None],
    *,
    known: bool,
):
    hurt(original)
    if known:
        read_all(engine, settings)
    browser = sign_in(Role.CATALOGUER)
    url = begin(browser, vase, len(DATA))
    send(browser, url, DATA, 0)
    assert browser.post(f"{url}/ket-qua").get_json()["state"] == "healed"
    assert original.read_bytes() == DATA
    run_all(engine, settings)
    with Session(engine) as session:
        version = session.scalars(sa.select(AssetVersion)).one()
        assert (version.state, version.verified_at is not None) == (VersionState.READY, True)
        last = session.scalars(sa.select(FixityCheck).order_by(FixityCheck.id.desc())).first()
        assert last is not None
        assert (last.sha256, last.intact, last.detail) == (SHA, True, "healed")
        assert not session.scalars(sa.select(DamagedFile).where(DamagedFile.healed_at.is_(None))).all()
        change = session.scalars(sa.select(ChangeSet).where(ChangeSet.action.like("Healed%"))).one()
        assert change.by.role is Role.CATALOGUER
    assert "Đã phục hồi" in sign_in(Role.CURATOR).get("/lich-su").text


def test_a_sound_original_sent_again_is_only_a_duplicate(
    sign_in: Callable[..., FlaskClient], vase: int, original: Path
):
    browser = sign_in(Role.CATALOGUER)
    url = begin(browser, vase, len(DATA))
    send(browser, url, DATA, 0)
    assert browser.post(f"{url}/ket-qua").get_json()["state"] == "duplicate"


def test_what_lay_damaged_in_its_place_is_in_the_trash_not_gone(
    sign_in: Callable[..., FlaskClient], settings: Settings, vase: int, original: Path
):
    original.write_bytes(b"bytes that somebody may still want to look at")
    browser = sign_in(Role.CATALOGUER)
    url = begin(browser, vase, len(DATA))
    send(browser, url, DATA, 0)
    (kept,) = (path for path in (settings.uploads / "trash").rglob("*") if path.is_file())
    assert kept.read_bytes().startswith(b"bytes that somebody")


@pytest.mark.parametrize("hurt", [damage, lose, cut])
def test_a_damaged_original_is_not_given_out_and_curator_and_director_are_told(
    sign_in: Callable[..., FlaskClient], engine: sa.Engine, original: Path, hurt: Callable[[Path], None]
):
    browser = sign_in(Role.DIRECTOR)
    assert fetch(browser, f"/tep/{SHA}/goc") == DATA
    hurt(original)
    refused = browser.get(f"/tep/{SHA}/goc")
    assert (refused.status_code, "không được đưa ra" in refused.text) == (409, True)
    assert "Tệp đang mất hoặc hỏng: 1" in browser.get("/tong-quan").text
    curator = sign_in(Role.CURATOR)
    assert "Tệp đang mất hoặc hỏng: 1" in curator.get("/viec-cua-toi").text
    listed = curator.get("/tep-hong").text
    assert SHA in listed
    with Session(engine) as session:
        assert session.scalars(sa.select(AssetVersion.verified_at)).one() is None


def test_the_objects_page_says_that_what_is_seen_is_only_a_copy(
    sign_in: Callable[..., FlaskClient], engine: sa.Engine, settings: Settings, vase: int, original: Path
):
    browser = sign_in(Role.CATALOGUER)
    assert "hình đang thấy" not in browser.get(f"/hien-vat/{vase}").text
    damage(original)
    read_all(engine, settings)
    assert "bị mất hoặc hỏng; hình đang thấy" in browser.get(f"/hien-vat/{vase}").text


def test_any_kind_of_file_is_healed_on_the_page_of_damaged_files_and_no_other_file_is_taken(
    sign_in: Callable[..., FlaskClient], engine: sa.Engine, settings: Settings, session: Session, person
):
    storage, proof = open_storage(session, settings), b"minutes of the meeting"
    staged = storage.stage([proof], limit=100)
    key = f"evidence/{staged.sha256[:2]}/{staged.sha256}"
    storage.adopt(staged.path, key)
    session.commit()
    value = IndicatorValue(
        target_code="x",
        year=2025,
        on=dt.date(2025, 1, 1),
        evidence_sha256=staged.sha256,
        evidence_name="biên bản.pdf",
        user_id=person.id,
    )
    session.add(value)
    session.commit()
    browser = sign_in(Role.DIRECTOR)
    assert fetch(browser, f"/chi-tieu/minh-chung/{value.id}") == proof
    storage.local_path(key).write_bytes(b"something else, written there")
    refused = browser.get(f"/chi-tieu/minh-chung/{value.id}")
    assert (refused.status_code, "biên bản.pdf" in refused.text) == (409, True)
    assert "biên bản.pdf" in browser.get("/tep-hong").text

    def send_again(data: bytes) -> str:
        form = {"file": (io.BytesIO(data), "bien-ban.pdf")}
        answer = browser.post("/tep-hong", data=form, content_type="multipart/form-data", follow_redirects=True)
        return answer.text

    assert "không phải" in send_again(b"another file")
    assert browser.get(f"/chi-tieu/minh-chung/{value.id}").status_code == 409
    assert "đã được phục hồi" in send_again(proof)
    assert fetch(browser, f"/chi-tieu/minh-chung/{value.id}") == proof
    assert "Tệp đang mất hoặc hỏng" not in browser.get("/tong-quan").text


def test_every_kind_of_file_is_read_back(
    engine: sa.Engine, settings: Settings, session: Session, picture: Asset, person
):
    storage = open_storage(session, settings)
    staged = storage.stage([b"proof"], limit=100)
    storage.adopt(staged.path, f"evidence/{staged.sha256[:2]}/{staged.sha256}")
    session.commit()
    session.add(
        IndicatorValue(
            target_code="x",
            year=2025,
            on=dt.date(2025, 1, 1),
            evidence_sha256=staged.sha256,
            evidence_name="a.pdf",
            user_id=person.id,
        )
    )
    session.commit()
    read_all(engine, settings)
    with Session(engine) as fresh:
        checks = fresh.execute(sa.select(FixityCheck.kind, FixityCheck.intact)).all()
    assert sorted(map(tuple, checks)) == [("evidence", True), ("originals", True)]


def test_a_folder_is_looked_through_for_damaged_files_and_sweeping_confirmed_by_commands(
    engine: sa.Engine, settings: Settings, original: Path, tmp_path: Path, session: Session, person
):
    session.commit()
    damage(original)
    read_all(engine, settings)
    with session_scope(engine, write=True) as fresh:
        pause_sweeping(fresh, Message("restored"))
        fresh.commit()
    engine.dispose()
    folder = tmp_path / "thẻ nhớ" / "DCIM"
    folder.mkdir(parents=True)
    (folder / "IMG_0001.jpg").write_bytes(jpeg(seed=5))
    (folder / "IMG_0002.jpg").write_bytes(DATA)
    environ = {"MUSEUM_HOME": str(settings.home), "MUSEUM_DATABASE_URL": settings.database, "MUSEUM_LANGUAGE": "en"}
    answer = CliRunner().invoke(program, ["media", "heal", str(folder.parent), "--by", person.username], env=environ)
    assert (answer.exit_code, "1 files healed, 0 still damaged" in answer.output) == (0, True), answer.output
    assert original.read_bytes() == DATA
    confirmed = CliRunner().invoke(program, ["media", "confirm-sweeping", "--by", person.username], env=environ)
    assert (confirmed.exit_code, "goes on" in confirmed.output) == (0, True)
    with Session(engine) as fresh:
        assert find_pause(fresh) is None
        last = fresh.scalars(sa.select(ChangeSet).order_by(ChangeSet.id.desc())).first()
        assert last is not None
        assert last.by.username == person.username

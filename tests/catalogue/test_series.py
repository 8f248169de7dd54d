"""Number series: the museum says how each writes, closes those of a former museum, and never renumbers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from alembic import command
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Permission, Role, allows
from museum_tracker.catalogue import series as series_of
from museum_tracker.catalogue.errors import SeriesClosed
from museum_tracker.catalogue.models import ArtifactNumber, NumberSeries
from museum_tracker.catalogue.numbers import editing
from museum_tracker.catalogue.numbers.patterns import PatternWrong, check_pattern, digits_of, seq_of, with_digits, write
from museum_tracker.catalogue.rules import NumberKind, NumberState
from museum_tracker.catalogue.services import set_number
from museum_tracker.catalogue.writing.create import create_artifacts
from museum_tracker.cli.migrate import alembic_config, upgrade
from museum_tracker.core.museum import MuseumProfile, put_profile
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed
from museum_tracker.history.undo import CannotUndo, undo
from tests.factories.catalogue import make_artifact

SignIn = Callable[[Role], FlaskClient]


@pytest.fixture
def curator(session: Session) -> User:
    """Somebody who keeps the series."""
    user = User(username="truong-phong", name="Lê Lan", role=Role.CURATOR)
    session.add(user)
    session.flush()
    return user


def use_prefix(session: Session, prefix: str) -> None:
    put_profile(session, MuseumProfile(number_prefix=prefix))
    editing.follow_prefix(session)


@pytest.mark.parametrize(
    ("pattern", "prefix"),
    [("{prefix}", "A"), ("{seq} {seq}", "A"), ("{year}.{seq}", "A"), ("{seq", ""), ("{seq}", "{x}")],
)
def test_a_pattern_that_cannot_count_is_refused(pattern: str, prefix: str) -> None:
    with pytest.raises(PatternWrong):
        check_pattern(pattern, prefix)


def test_a_pattern_writes_numbers_and_knows_them_again() -> None:
    pattern = with_digits("{prefix}.{seq}", 4)
    assert (pattern, digits_of(pattern), with_digits(pattern, 1)) == ("{prefix}.{seq:04}", 4, "{prefix}.{seq}")
    assert write(pattern, "T2026", 12) == "T2026.0012"
    assert seq_of(pattern, "T2026", "T2026.12") == 12
    assert seq_of(pattern, "T2026", "T2027.12") == 0


def test_the_register_writes_the_museums_prefix(session: Session, deed: ChangeSet) -> None:
    assert series_of.shown_number(session, series_of.REGISTER) == "1"
    make_artifact(session, deed, number="BTBG 0734")
    use_prefix(session, "BTBG")
    assert series_of.shown_number(session, series_of.REGISTER) == "BTBG 735"
    register = series_of.registration_series(session)
    editing.edit_series(session, register, {"prefix": "BTBG-MH", "pattern": "{prefix} {seq:04}"}, deed=deed)
    assert series_of.reserve_next_number(session, register) == "BTBG-MH 0735"


def test_the_next_number_never_comes_before_one_that_was_given(session: Session, deed: ChangeSet) -> None:
    use_prefix(session, "BTBG")
    for text in ("BTBG 7", "BTBG 9"):
        make_artifact(session, deed, number=text)
    register = series_of.registration_series(session)
    with pytest.raises(editing.NumberGiven) as refused:
        editing.edit_series(session, register, {"last": 7}, deed=deed)
    assert (refused.value.values["highest"], refused.value.values["least"]) == (9, 10)
    editing.edit_series(session, register, {"last": 99}, deed=deed)
    assert series_of.next_number(session, register) == "BTBG 100"


def close_for_successor(session: Session, deed: ChangeSet) -> tuple[NumberSeries, NumberSeries]:
    """The register of Bắc Giang, closed by the merger; the new museum's register follows it."""
    use_prefix(session, "BTBG")
    old = series_of.registration_series(session)
    values = {"name": "Sổ đăng ký Bảo tàng Bắc Ninh", "prefix": "BTBN"}
    new = editing.add_series(session, NumberKind.REGISTRATION, values, deed=deed)
    closing = {"closed": True, "successor_id": new.id, "former_museum": "Bảo tàng Bắc Giang", "years": "1978–2025"}
    editing.edit_series(session, old, closing, deed=deed)
    use_prefix(session, "BTBN")
    return old, new


def test_a_closed_series_gives_no_number_its_successor_does_and_nothing_is_renumbered(
    session: Session, deed: ChangeSet
) -> None:
    use_prefix(session, "BTBG")
    vase = make_artifact(session, deed, number="BTBG 12")
    old, new = close_for_successor(session, deed)
    assert old.prefix == "BTBG"  # what it wrote last stays with it when the museum's own prefix changes
    assert series_of.registration_series(session) is new
    assert series_of.reserve_next_number(session, old) == "BTBN 1"
    assert vase.number == "BTBG 12"
    assert vase.numbers[0].series is old


def test_numbers_with_the_letters_of_a_former_museum_belong_to_its_series_by_both_ways_of_writing(
    session: Session, deed: ChangeSet
) -> None:
    old, new = close_for_successor(session, deed)
    one = make_artifact(session, deed, number="BTBG 5")
    rows = [{"name_vi": text, "numbers": [{"kind": "registration", "text": text}]} for text in ("BTBG 5", "BTBN 5")]
    repeated, fresh = create_artifacts(session, rows, deed=deed, keep_repeats=True)
    found = {
        number.artifact_id: (number.series_id, number.state) for number in session.scalars(sa.select(ArtifactNumber))
    }
    assert found == {
        one.id: (old.id, NumberState.CURRENT),
        repeated: (old.id, NumberState.DUPLICATE),
        fresh: (new.id, NumberState.CURRENT),
    }
    assert series_of.next_number(session, new) == "BTBN 6"


def test_a_closed_series_that_nothing_follows_says_so(session: Session, deed: ChangeSet) -> None:
    old, _ = close_for_successor(session, deed)
    editing.edit_series(session, old, {"successor_id": None}, deed=deed)
    assert series_of.shown_number(session, series_of.REGISTER) == ""
    with pytest.raises(SeriesClosed):
        series_of.reserve_next_number(session, old)
    vase = make_artifact(session, deed)
    set_number(session, vase, "BTBG 3", deed=deed)  # an old book may still be written off
    assert vase.numbers[-1].series is old


def test_a_closed_register_takes_the_numbers_it_gave_and_no_new_one(
    session: Session, deed: ChangeSet, sign_in: SignIn, app: Flask
) -> None:
    use_prefix(session, "BTBG")
    make_artifact(session, deed, number="BTBG 734")
    waiting = make_artifact(session, deed).id
    close_for_successor(session, deed)
    session.commit()
    browser = sign_in(Role.CATALOGUER)
    typed = {"kind": "registration", "number": "BTBG 735"}
    refused = browser.post(f"/hien-vat/{waiting}/so-hieu", data=typed)
    assert refused.status_code == 422
    assert "đã khóa" in refused.text
    new = {"name_vi": "Bình", "number": "BTBG 735", "kind": ""}
    assert browser.post("/hien-vat/moi", data=new).status_code == 422
    assert (
        browser.post("/hien-vat/moi", data=new | {"on_register": "1", "register_book": "1"}).status_code == 303
    )  # stands in the old book
    assert browser.post(f"/hien-vat/{waiting}/so-hieu", data=typed | {"number": "BTBG 12"}).status_code == 303


def test_no_series_follows_itself_nor_one_of_another_kind(session: Session, deed: ChangeSet) -> None:
    old, new = close_for_successor(session, deed)
    old_numbers = editing.add_series(session, NumberKind.OLD, {"name": "Sổ cũ"}, deed=deed)
    for wrong in (old.id, new.id, old_numbers.id):
        with pytest.raises(editing.FollowsItself):
            editing.edit_series(session, new, {"successor_id": wrong}, deed=deed)
        session.expire(new)


def test_changes_of_a_series_are_told_and_taken_back(session: Session, deed: ChangeSet, curator: User) -> None:
    register = series_of.registration_series(session)
    changed = begin_deed(session, by=curator, action="Changed")
    editing.edit_series(session, register, {"prefix": "BTBG", "book": "Sổ 1"}, deed=changed)
    opened = begin_deed(session, by=curator, action="Opened")
    added = editing.add_series(session, NumberKind.REGISTRATION, {"name": "Sổ tham khảo", "prefix": "TK"}, deed=opened)
    undo(session, changed, by=curator, reason="nhầm")
    assert (register.prefix, register.book) == ("", "")
    vase = make_artifact(session, deed)
    set_number(session, vase, "TK 1", series=added, deed=deed)
    with pytest.raises(CannotUndo):
        undo(session, opened, by=curator, reason="nhầm")


def test_the_page_shows_every_series_to_all_and_lets_two_roles_change_them(app: Flask, sign_in: SignIn) -> None:
    with Session(app.extensions["engine"]) as session:
        put_profile(session, MuseumProfile(number_prefix="BTBG"))
        session.commit()
    assert {role for role in Role if allows(role, Permission.EDIT_NUMBER_SERIES)} == {Role.CURATOR, Role.ADMINISTRATOR}
    curator, viewer = sign_in(Role.CURATOR), sign_in(Role.VIEWER)
    assert "BTBG 1" in viewer.get("/day-so").text
    at = curator.post("/day-so/so-dang-ky").headers["Location"]
    page = curator.get(at).text
    assert "BTBG 1 · BTBG 2 · BTBG 3" in page
    typed = {"version": "1", "kind": "registration", "name": "Sổ đăng ký chính", "pattern": "{prefix}-{seq}"}
    typed |= {"digits": "4", "next": "1", "strict": "y", "successor_id": ""}
    assert (
        curator.get("/day-so/xem-so", query_string=typed | {"next": "735"})
        .text.strip()
        .endswith("BTBG-0735 · BTBG-0736 · BTBG-0737")
    )
    assert "{seq}" in curator.get("/day-so/xem-so", query_string=typed | {"pattern": "{prefix}"}).text
    assert curator.post(at, data=typed | {"next": "735"}).status_code == 303
    assert "BTBG-0735" in viewer.get("/day-so").text
    stale = curator.post(at, data=typed | {"name": "Sổ khác"})
    assert stale.status_code == 422
    assert "người khác sửa" in stale.text
    wrong = curator.post(at, data=typed | {"version": "2", "pattern": "{prefix}"})
    assert wrong.status_code == 422
    new = {"kind": "registration", "name": "Sổ tham khảo", "prefix": "TK", "pattern": "{prefix} {seq}", "digits": "1"}
    assert curator.post("/day-so/moi", data=new | {"next": "1", "strict": "y"}).status_code == 303
    assert "TK 1" in viewer.get("/day-so").text


@pytest.fixture
def old(bare_engine: sa.Engine) -> sa.Engine:
    """A database as it was before series had a page."""
    upgrade(bare_engine)
    with bare_engine.execution_options(write=True).begin() as connection:
        command.downgrade(alembic_config(connection), "0011")
    return bare_engine


@pytest.mark.parametrize(("last", "pattern"), [(0, "{prefix} {seq}"), (734, "{seq}")])
def test_a_register_of_bare_figures_goes_on_writing_them(old: sa.Engine, last: int, pattern: str) -> None:
    with old.execution_options(write=True).begin() as connection:
        connection.execute(
            sa.text("INSERT INTO settings (key, value) VALUES ('museum', '{\"number_prefix\": \"BTBG\"}')")
        )
        insert = "INSERT INTO number_series (code, kind, prefix, pattern, last, strict) VALUES "
        row = "('registration', 'registration', '', '{prefix} {seq}', :last, true)"
        connection.execute(sa.text(insert + row), {"last": last})
    upgrade(old)
    with Session(old) as session:
        series = series_of.registration_series(session)
        assert series.pattern == pattern
        assert series_of.next_number(session, series) == ("735" if last else "BTBG 1")

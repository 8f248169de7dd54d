"""Where objects were found and where they are kept is for staff: no door tells a viewer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Permission, Role, allows
from museum_tracker.catalogue.fields import FIELDS
from museum_tracker.catalogue.lookups import TermLookup
from museum_tracker.catalogue.queries import live
from museum_tracker.catalogue.services import edit_artifact
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed, undo
from museum_tracker.interop.exports.rows import export_columns, export_rows
from museum_tracker.locations.models import Rank
from museum_tracker.locations.services import add_location
from museum_tracker.movements.services import move
from tests.factories.catalogue import make_artifact

SignIn = Callable[[Role], FlaskClient]
SPOT, STORE = "gò Đồng Dấu", "Kho hiện vật quý"


@pytest.fixture
def kept(session: Session, deed: ChangeSet) -> int:
    """An object whose find-spot was written and corrected, and that was moved into a store."""
    artifact = make_artifact(session, deed, name="Bình gốm", number="BT 1", find_place=SPOT)
    store = add_location(session, deed=deed, name=STORE, code="KQ", rank=Rank.STORE)
    moving = begin_deed(session, by=deed.by, action="Moved to %(place)s", place=STORE)
    move(session, artifact, to=store, deed=moving)
    correcting = begin_deed(session, by=deed.by, action="Corrected")
    edit_artifact(session, artifact, {"find_place": f"{SPOT}, xã Cũ"}, version=artifact.version, deed=correcting)
    session.commit()
    return artifact.id


@pytest.mark.parametrize(
    "address",
    [
        *("/hien-vat/{0}", "/hien-vat?cot=noi_phat_hien&cot=vi_tri", "/hien-vat/bo-loc", "/hien-vat/goi-y?q=BT"),
        *("/lich-su", "/lich-su/1", "/lich-su/2", "/lich-su/3", "/kho", "/kho/1", "/hien-vat/{0}/vi-tri", "/tong-quan"),
        *("/hien-vat?vi_tri=1", "/hien-vat/{0}?vi_tri=1", "/viec-cua-toi", "/kiem-ke", "/hien-vat/{0}/tep"),
    ],
)
def test_no_page_tells_a_viewer_where_an_object_was_found_or_is_kept(sign_in: SignIn, kept: int, address: str) -> None:
    text = sign_in(Role.VIEWER).get(address.format(kept), follow_redirects=True).text
    assert SPOT not in text
    assert STORE not in text


@pytest.mark.parametrize("address", ["/hien-vat/{0}", "/hien-vat?cot=noi_phat_hien&cot=vi_tri"])
def test_staff_see_both(sign_in: SignIn, kept: int, address: str) -> None:
    text = sign_in(Role.CATALOGUER).get(address.format(kept)).text
    assert SPOT in text
    assert STORE in text


def test_a_list_by_store_is_refused_to_a_viewer_instead_of_showing_everything(sign_in: SignIn, kept: int) -> None:
    assert sign_in(Role.VIEWER).get("/hien-vat?vi_tri=1").status_code == 403
    assert sign_in(Role.CATALOGUER).get("/hien-vat?vi_tri=1").status_code == 200


@pytest.mark.parametrize(("role", "sees"), [(Role.VIEWER, False), (Role.CATALOGUER, True)])
def test_history_shows_the_change_and_hides_what_it_was(sign_in: SignIn, kept: int, role: Role, *, sees: bool) -> None:
    for deed in (2, 3):
        text = sign_in(role).get(f"/lich-su/{deed}").text
        assert ("không hiện trong lịch sử" in text) is not sees
        assert (STORE in text or SPOT in text) is sees


def test_the_undo_of_a_change_does_not_name_what_the_change_hid(
    sign_in: SignIn, session: Session, kept: int, person: User
) -> None:
    moved = session.get_one(ChangeSet, 2)
    undo(session, moved, by=person, confirmed=())
    session.commit()
    assert STORE not in sign_in(Role.VIEWER).get("/lich-su").text
    assert STORE in sign_in(Role.CATALOGUER).get("/lich-su").text


@pytest.mark.parametrize("role", list(Role))
def test_an_export_holds_what_its_reader_may_see(session: Session, kept: int, role: Role) -> None:
    can = partial(allows, role)
    (row,) = export_rows(session, live(), can, TermLookup(session), "vi")
    assert len(row) == len(export_columns(can, "vi"))
    for cell, needs in ((f"{SPOT}, xã Cũ", Permission.VIEW_FIND_SPOTS), (STORE, Permission.VIEW_LOCATIONS)):
        assert (cell in row) is can(needs)


def test_whoever_writes_a_field_may_see_it() -> None:
    """A form or an import would otherwise take away what its author could not see."""
    writers = [
        role for role in Role if allows(role, Permission.EDIT_OBJECTS) or allows(role, Permission.IMPORT_OBJECTS)
    ]
    assert all(allows(role, field.needs) for role in writers for field in FIELDS.values())


@pytest.mark.parametrize("q", ["gò Đồng Dấu", "go dong dau", '"Đồng Dấu"', "dấu", "gốm dau"])
def test_a_search_finds_by_the_find_spot_for_those_who_may_see_it(sign_in: SignIn, kept: int, q: str) -> None:
    for role in Role:
        browser, sees = sign_in(role), allows(role, Permission.VIEW_FIND_SPOTS)
        for address in ("/hien-vat", "/hien-vat/goi-y"):
            text = browser.get(address, query_string={"q": q}).text
            assert ("Bình gốm" in text) is sees, (role, address)


def test_everybody_finds_by_other_words(sign_in: SignIn, kept: int) -> None:
    for role in Role:
        assert f"/hien-vat/{kept}" in sign_in(role).get("/hien-vat?q=gom").text

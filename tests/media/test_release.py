"""What everybody may look at: approved files; the rest is for staff, whatever address leads to it."""

from __future__ import annotations

import pytest

from museum_tracker.accounts.permissions import Permission, Role, allows
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.db import begin_write
from museum_tracker.digitization.models import Scope
from museum_tracker.digitization.services.reviews import approve, withdraw
from museum_tracker.media.services import retire_asset
from tests.factories.media import attach_bytes, jpeg, open_storage
from tests.factories.people import deed_of

pytestmark = pytest.mark.one_engine


@pytest.fixture
def addresses(picture, vase) -> list[str]:
    sha, version = picture.current.sha256, picture.current.id
    copies = [f"/tep/{sha}/{role}" for role in ("thumb", "card", "web", "pyramid")]
    return [*copies, f"/tep/{sha}/phong-to/1.json", f"/tep/{sha}/manh/1/0/0_0.jpg", f"/tep/xem/{version}"]


def answers(browser, addresses: list[str], **options) -> set[int]:
    found = set()
    for address in addresses:
        answer = browser.get(address, **options)
        found.add(answer.status_code)
        answer.close()
    return found


def approved(session, picture) -> None:
    begin_write(session)
    approve(session, session.merge(picture.current), scope=Scope.IDENTIFICATION, deed=deed_of(session, Role.CURATOR))
    session.commit()


def test_a_viewer_sees_a_picture_from_its_approval_until_that_is_withdrawn(session, sign_in, picture, vase, addresses):
    viewer, staff = sign_in(Role.VIEWER), sign_in(Role.CATALOGUER)
    assert answers(viewer, addresses) == {404}
    assert answers(staff, addresses) == {200}
    assert picture.current.sha256 not in viewer.get(f"/hien-vat/{vase}").text.replace("cover", "")
    approved(session, picture)
    assert answers(viewer, addresses) == {200}
    assert picture.current.sha256 in viewer.get(f"/hien-vat/{vase}").text
    begin_write(session)
    withdraw(session, session.merge(picture.current), reason="Ảnh mờ", deed=deed_of(session, Role.CURATOR))
    session.commit()
    assert answers(viewer, addresses) == {404}
    assert answers(staff, addresses) == {200}


def test_a_browser_that_kept_a_tile_is_not_told_that_it_still_holds(session, sign_in, picture, addresses):
    approved(session, picture)
    viewer, tile = sign_in(Role.VIEWER), [address for address in addresses if "manh" in address]
    tag = {"If-None-Match": viewer.get(tile[0]).headers["ETag"]}
    assert answers(viewer, tile, headers=tag) == {304}
    begin_write(session)
    withdraw(session, session.merge(picture.current), reason="Ảnh mờ", deed=deed_of(session, Role.CURATOR))
    session.commit()
    assert answers(viewer, tile, headers=tag) == {404}


def test_a_retired_picture_is_no_longer_shown_to_viewers(session, sign_in, picture, addresses):
    approved(session, picture)
    begin_write(session)
    retire_asset(session, session.merge(picture), reason="Nhầm hiện vật", deed=deed_of(session, Role.CURATOR))
    session.commit()
    assert answers(sign_in(Role.VIEWER), addresses) == {404}


def test_an_approved_picture_stands_for_the_object_before_a_newer_one(session, settings, picture, vase):
    approved(session, picture)
    begin_write(session)
    artifact, deed = session.get_one(Artifact, vase), deed_of(session, Role.CATALOGUER)
    attach_bytes(session, open_storage(session, settings), artifact, deed, jpeg(640, 480, seed=7), "moi.jpg")
    session.commit()
    session.refresh(artifact)
    assert artifact.cover == picture.current.sha256


@pytest.mark.parametrize("role", [role for role in Role if allows(role, Permission.REVIEW_MEDIA)])
def test_whoever_reviews_pictures_sees_them_before_they_are_approved(sign_in, picture, addresses, role):
    assert answers(sign_in(role), addresses) == {200}


def test_the_page_of_a_review_is_for_those_who_see_the_file(session, sign_in, picture):
    page = [f"/so-hoa/nghiem-thu/{picture.current.id}"]
    assert answers(sign_in(Role.VIEWER), page) == {404}
    approved(session, picture)
    assert answers(sign_in(Role.VIEWER), page) == {200}

"""Sources keep their names with history and their contact details out of it."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.history.services import begin_deed
from museum_tracker.history.undo import CannotUndo, undo
from museum_tracker.sources import queries, services
from museum_tracker.sources.models import Source
from museum_tracker.sources.rules import (
    ConsentInFuture,
    ConsentWithoutDate,
    SourceEdited,
    SourceNameMissing,
    public_name,
)
from tests.factories.sources import make_source


def test_contact_details_are_kept_but_never_written_into_the_history(session: Session, deed: ChangeSet) -> None:
    source = make_source(session, deed, phone="0912 345 678", address="Thổ Hà", id_number="024012345678")
    services.edit_source(session, source, {"phone": "0987 000 000"}, deed=deed)
    assert source.phone == "0987 000 000"
    items = session.scalars(sa.select(ChangeItem).where(ChangeItem.entity == "source")).all()
    told = json.dumps([[item.before, item.after] for item in items])
    assert len(items) == 2
    for secret in ("0912", "0987", "024012345678"):
        assert secret not in told


@pytest.mark.parametrize("typed", ["nguyen van mau", "Nguyễn Mẫu", "GIA ĐÌNH", ""])
def test_a_source_is_found_by_its_words_with_or_without_accents(session: Session, deed: ChangeSet, typed: str) -> None:
    source = make_source(session, deed)
    assert queries.page(session, q=typed).sources == [source]
    assert queries.page(session, q="khong co ai 100%").sources == []


def test_pages_follow_each_other_in_vietnamese_order(session: Session, deed: ChangeSet) -> None:
    for name in ("Đào", "Da", "Ân", "An", "Ăn"):
        make_source(session, deed, name)
    names: list[str] = []
    after = 0
    while True:
        page = queries.page(session, after=after, size=2)
        names += [source.name for source in page.sources]
        after = page.after
        if not after:
            break
    assert names == ["An", "Ăn", "Ân", "Da", "Đào"]
    assert page.total == 5


def test_a_source_is_matched_by_name_only_when_one_bears_it(session: Session, deed: ChangeSet) -> None:
    source = make_source(session, deed, "Bà Hoà")
    assert queries.find_source(session, "bà hòa") is source
    assert queries.find_source(session, "ba hoa") is None
    make_source(session, deed, "Bà Hòa")
    assert queries.find_source(session, "bà hòa") is None


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"name": " "}, SourceNameMissing),
        ({"name": "x" * 501}, SourceNameMissing),
        ({"may_be_named": True}, ConsentWithoutDate),
        ({"consent_on": dt.date(2999, 1, 1)}, ConsentInFuture),
    ],
)
def test_a_source_that_rests_on_nothing_is_refused(
    session: Session, deed: ChangeSet, values: dict[str, object], refusal: type[Exception]
) -> None:
    source = make_source(session, deed)
    with pytest.raises(refusal):
        services.edit_source(session, source, values, deed=deed)


def test_without_consent_a_source_has_no_public_name() -> None:
    assert public_name("Ông Mẫu", may_be_named=False) == ""
    assert public_name("Ông Mẫu", may_be_named=True) == "Ông Mẫu"


def test_erasing_leaves_the_name_and_no_contact(session: Session, deed: ChangeSet) -> None:
    source = make_source(session, deed, phone="0912", address="Thổ Hà")
    services.erase_contact(session, source, deed=deed)
    assert not source.has_contact
    assert source.name


def test_a_stale_form_overwrites_nothing(session: Session, deed: ChangeSet) -> None:
    source = make_source(session, deed)
    services.edit_source(session, source, {"note": "mới"}, deed=deed, version=1)
    with pytest.raises(SourceEdited):
        services.edit_source(session, source, {"note": "cũ"}, deed=deed, version=1)


def test_undo_restores_a_name_and_leaves_erased_contact_erased(session: Session) -> None:
    curator = User(username="truong-phong", name="Lê Lan", role=Role.CURATOR)
    session.add(curator)
    session.flush()
    first = begin_deed(session, by=curator, action="Added")
    source = make_source(session, first, phone="0912")
    second = begin_deed(session, by=curator, action="Renamed")
    services.edit_source(session, source, {"name": "Ông Mẫu", "consent_on": dt.date(2020, 1, 2)}, deed=second)
    undo(session, second, by=curator)
    assert (source.name, source.consent_on) == ("Gia đình ông Nguyễn Văn Mẫu", None)
    third = begin_deed(session, by=curator, action="Erased")
    services.erase_contact(session, source, deed=third)
    with pytest.raises(CannotUndo):
        undo(session, third, by=curator)
    fourth = begin_deed(session, by=curator, action="Added")
    other = make_source(session, fourth, "Người khác").id
    services.note_reading(session, session.get_one(Source, other), by=curator)
    undo(session, fourth, by=curator)
    assert session.get(Source, other) is None

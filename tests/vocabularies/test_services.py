"""Words are added, renamed, moved and retired with their history; what is used is never lost."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.history.services import begin_deed
from museum_tracker.history.undo import CannotUndo, undo
from museum_tracker.vocabularies import queries, services
from museum_tracker.vocabularies.models import Term
from museum_tracker.vocabularies.rules import BelowItself, CodeTaken, NameMissing, TermEdited
from tests.factories.vocabularies import make_term, term


@pytest.fixture
def curator(session: Session) -> User:
    """Somebody who may edit vocabularies and undo."""
    user = User(username="truong-phong", name="Lê Lan", role=Role.CURATOR)
    session.add(user)
    session.flush()
    return user


def test_an_added_word_stands_last_below_its_parent_and_history_tells_it(session: Session, deed: ChangeSet) -> None:
    paper = term(session, "material", "Gi")
    made = make_term(session, deed, "material", "Giấy dừa", parent_id=paper.id, alt=["Giấy xơ dừa"])
    assert made.code == "giay_dua"
    assert queries.find_term(session, "material", "giấy xơ dừa") is made
    siblings = [word.code for word in queries.list_terms(session, "material") if word.parent_id == paper.id]
    assert siblings[-1] == "giay_dua"
    item = session.scalars(sa.select(ChangeItem).where(ChangeItem.change_set_id == deed.id)).one()
    assert (item.entity, item.before, item.after["name_vi"]) == ("term", None, "Giấy dừa")


def test_two_words_never_share_a_code_but_diacritics_tell_codes_apart(session: Session, deed: ChangeSet) -> None:
    with pytest.raises(CodeTaken):
        make_term(session, deed, "material", "Đồng điếu", code="KL")
    assert make_term(session, deed, "material", "Đồng điếu", code="Đg").code == "Đg"


def test_a_word_needs_a_name(session: Session, deed: ChangeSet) -> None:
    with pytest.raises(NameMissing):
        make_term(session, deed, "material", "  ")


def test_a_word_cannot_stand_below_itself(session: Session, deed: ChangeSet) -> None:
    metal, bronze = term(session, "material", "KL"), term(session, "material", "dong")
    with pytest.raises(BelowItself):
        services.edit_term(session, metal, {"parent_id": bronze.id}, deed=deed)
    with pytest.raises(BelowItself):
        services.edit_term(session, metal, {"parent_id": term(session, "period", "ly").id}, deed=deed)
    assert metal.parent_id is None


def test_a_form_that_was_open_too_long_overwrites_nothing(session: Session, deed: ChangeSet) -> None:
    glass = term(session, "material", "TT")
    services.edit_term(session, glass, {"name_en": "Glass and crystal"}, deed=deed, version=1)
    with pytest.raises(TermEdited):
        services.edit_term(session, glass, {"name_en": "Old"}, deed=deed, version=1)
    assert glass.name_en == "Glass and crystal"


def test_a_rename_is_undone_by_a_new_deed(session: Session, curator: User) -> None:
    glass = term(session, "material", "TT")
    deed = begin_deed(session, by=curator, action="Changed")
    services.edit_term(session, glass, {"name_vi": "Kính"}, deed=deed)
    undo(session, deed, by=curator)
    assert glass.name_vi == "Thủy tinh"


def test_undoing_an_addition_removes_the_word_only_while_nothing_uses_it(session: Session, curator: User) -> None:
    first = begin_deed(session, by=curator, action="Added")
    lonely = make_term(session, first, "material", "Giấy dừa").id
    undo(session, first, by=curator)
    assert session.get(Term, lonely) is None

    second = begin_deed(session, by=curator, action="Added")
    parent = make_term(session, second, "material", "Giấy gió")
    make_term(session, begin_deed(session, by=curator, action="More"), "material", "Giấy gió mỏng", parent_id=parent.id)
    with pytest.raises(CannotUndo):
        undo(session, second, by=curator)

"""What a type or a way of acquisition means reaches the record by every door alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import ArtifactKind, Holding
from museum_tracker.catalogue.services import create_artifact, edit_artifact
from museum_tracker.catalogue.writing.change import Edit, change_artifacts
from museum_tracker.catalogue.writing.create import create_artifacts
from museum_tracker.history.models import ChangeSet
from museum_tracker.vocabularies.models import Term
from tests.factories.vocabularies import make_term, term


@pytest.fixture
def genealogy(session: Session, deed: ChangeSet) -> Term:
    """A type that the museum added below documents, with nothing said of it."""
    return make_term(
        session, deed, "object_type", "Gia phả Hán Nôm", parent_id=term(session, "object_type", "document").id
    )


def _kept(artifact: Artifact) -> tuple[ArtifactKind, bool]:
    return artifact.kind, artifact.flat


FLAT_DOCUMENT = (ArtifactKind.DOCUMENT, True)


def test_one_and_many_new_records_of_a_sub_type_of_documents_are_flat_documents(
    session: Session, deed: ChangeSet, genealogy: Term
) -> None:
    row = {"name_vi": "Gia phả họ Nguyễn", "type_id": genealogy.id}
    one = create_artifact(session, row, deed=deed)
    [many] = create_artifacts(session, [row], deed=deed)
    assert _kept(one) == _kept(session.get_one(Artifact, many)) == FLAT_DOCUMENT


def test_what_a_person_says_stands_over_what_the_type_says(session: Session, deed: ChangeSet, genealogy: Term) -> None:
    row = {"name_vi": "Mộc bản gia phả", "type_id": genealogy.id, "kind": "object", "flat": False}
    one = create_artifact(session, row, deed=deed)
    [many] = create_artifacts(session, [row], deed=deed)
    assert _kept(one) == _kept(session.get_one(Artifact, many)) == (ArtifactKind.OBJECT, False)


def test_a_changed_type_takes_kind_and_flatness_along_by_both_ways_of_writing(
    session: Session, deed: ChangeSet, genealogy: Term
) -> None:
    row = {"name_vi": "Gia phả", "type_id": term(session, "object_type", "household").id}
    one, other, own = (create_artifact(session, row, deed=deed) for _ in range(3))
    change = {"type_id": genealogy.id}
    one = edit_artifact(session, one, change, version=one.version, deed=deed)
    own_change = Edit({**change, "kind": "photograph"})
    change_artifacts(session, {other.id: Edit(change), own.id: own_change}, deed=deed)
    assert _kept(one) == _kept(session.get_one(Artifact, other.id)) == FLAT_DOCUMENT
    assert _kept(session.get_one(Artifact, own.id)) == (ArtifactKind.PHOTOGRAPH, True)


def test_a_deposit_is_kept_as_a_deposit_until_somebody_says_otherwise(session: Session, deed: ChangeSet) -> None:
    way = {"name_vi": "Bình gốm", "acquisition_method_id": term(session, "acquisition_method", "deposit").id}
    unsaid = create_artifact(session, {**way, "holding": "undecided"}, deed=deed)
    said = create_artifact(session, {**way, "holding": "reference"}, deed=deed)
    [many] = create_artifacts(session, [way], deed=deed)
    assert [unsaid.holding, said.holding, session.get_one(Artifact, many).holding] == [
        Holding.DEPOSIT,
        Holding.REFERENCE,
        Holding.DEPOSIT,
    ]


def test_the_page_for_new_records_leaves_kind_and_flatness_to_the_type(
    app: Flask, sign_in: Callable[[Role], FlaskClient], session: Session, deed: ChangeSet, genealogy: Term
) -> None:
    type_id = genealogy.id
    session.commit()
    browser = sign_in(Role.CATALOGUER)
    assert "theo loại hình" in browser.get("/hien-vat/moi").text
    left = {"name_vi": "Gia phả họ Giáp", "type": f"#{type_id}", "kind": ""}
    chosen = {"name_vi": "Ván khắc", "type": f"#{type_id}", "kind": "object"}
    for form in (left, chosen):
        assert browser.post("/hien-vat/moi", data=form).status_code == 303
    with Session(app.extensions["engine"]) as read:
        found = [_kept(artifact) for artifact in read.scalars(sa.select(Artifact).order_by(Artifact.id))]
    assert found == [FLAT_DOCUMENT, (ArtifactKind.OBJECT, True)]

"""Words of the vocabularies that are renamed or put elsewhere take their objects along."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.services import edit_artifact
from museum_tracker.figures.checker import check
from museum_tracker.figures.checking import check_search
from museum_tracker.figures.members import members
from museum_tracker.figures.queries import Ask, Measure, measure
from museum_tracker.vocabularies.models import Term
from museum_tracker.vocabularies.services import edit_term
from tests.factories.populations import count_it, make, registered, top_types


@pytest.fixture
def types(session: Session) -> list[Term]:
    return top_types(session)


def test_a_type_put_elsewhere_in_its_tree_takes_its_objects_along(session, settings, deed, types):
    drums = registered(session, deed, 2, type_id=types[1].id)
    made = make(session, deed, types[0])
    count_it(session, settings)
    assert measure(session, Measure.REGISTERED, made.code).objects == 0
    edit_term(session, types[1], {"parent_id": types[0].id}, deed=deed)
    count_it(session, settings)
    assert sorted(session.scalars(members(Ask(Measure.REGISTERED, made.code)))) == drums
    assert check(session) == []


def test_a_renamed_type_is_searched_by_its_new_name(session, settings, deed, types):
    [drum] = registered(session, deed, 1)
    edit_artifact(session, session.get_one(Artifact, drum), {"type_id": types[0].id}, version=1, deed=deed)
    edit_term(session, types[0], {"name_vi": "Xyzt lạ"}, deed=deed)
    assert [found.artifact_id for found in check_search(session)] == [drum]
    count_it(session, settings)
    assert list(check_search(session)) == []

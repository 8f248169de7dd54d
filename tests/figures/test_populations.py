"""Populations of the museum's own: made from filters, counted by a job, revised from a day on, always right."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.services import edit_artifact
from museum_tracker.core import clock
from museum_tracker.core.i18n import Message
from museum_tracker.figures import revising
from museum_tracker.figures.balances import Line, digitized_balance, stock_balance
from museum_tracker.figures.checker import check
from museum_tracker.figures.members import members
from museum_tracker.figures.models import Population
from museum_tracker.figures.queries import (
    Ask,
    Measure,
    PopulationNotReady,
    figure,
    get_population,
    history,
    list_populations,
    measure,
    stocks,
)
from museum_tracker.figures.revising import AlreadyEnded, Cited, ShippedStays, StillCounting
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.rules.naming import MaskFull, NameTaken, NoCondition, NotOfTheRecord
from museum_tracker.figures.rules.populations import BITS, PopulationState
from museum_tracker.figures.rules.versions import EndsBeforeItBegins, Overlaps
from museum_tracker.figures.services import add_facts, touch
from museum_tracker.figures.uses import Use, add_use
from museum_tracker.vocabularies.models import Term
from tests.factories.figures import make_objects
from tests.factories.populations import DOCUMENT, JULY, JUNE, MAY, count_it, make, registered, top_types


@pytest.fixture
def types(session: Session) -> list[Term]:
    return top_types(session)


def test_a_saved_filter_becomes_a_population_once_every_object_was_asked(session, settings, deed, types):
    drums = registered(session, deed, 3, type_id=types[0].id)
    registered(session, deed, 2, type_id=types[1].id)
    made = make(session, deed, types[0])
    assert not made.ready
    with pytest.raises(PopulationNotReady):
        measure(session, Measure.REGISTERED, made.code)
    with pytest.raises(PopulationNotReady):
        stocks(session)[made.code, Measure.REGISTERED]
    count_it(session, settings)
    assert made.ready
    assert measure(session, Measure.REGISTERED, made.code).objects == 3
    assert sorted(session.scalars(members(Ask(Measure.REGISTERED, made.code)))) == drums
    assert stocks(session)[made.code, Measure.PRESENT].objects == 3
    assert (made.label("vi"), made.label("en")) == ("Trống đồng", "Bronze drums")
    assert made.basis.text("vi") == "theo văn bản số 12/QĐ-BT"
    assert check(session) == []


def test_figures_stay_right_while_a_population_is_being_counted(session, settings, deed, types):
    first, second, third = registered(session, deed, 3, type_id=types[0].id)
    before = stocks(session)["all_holdings", Measure.REGISTERED]
    made = make(session, deed, types[0])
    edit_artifact(session, session.get_one(Artifact, first), {"type_id": types[1].id}, version=1, deed=deed)
    touch(session, [second], deed=deed)
    assert stocks(session)["all_holdings", Measure.REGISTERED] == before
    count_it(session, settings)
    assert sorted(session.scalars(members(Ask(Measure.REGISTERED, made.code)))) == [second, third]
    assert check(session) == []


def test_who_belongs_follows_the_record(session, settings, deed, types):
    [drum] = registered(session, deed, 1, type_id=types[0].id)
    made = make(session, deed, types[0])
    count_it(session, settings)
    edit_artifact(session, session.get_one(Artifact, drum), {"type_id": types[1].id}, version=1, deed=deed)
    assert measure(session, Measure.REGISTERED, made.code).objects == 0
    assert check(session) == []


def test_deposits_stay_outside_unless_the_filter_names_them(session, settings, deed, types):
    registered(session, deed, 1, type_id=types[0].id)
    registered(session, deed, 2, type_id=types[0].id, holding="deposit")
    own = make(session, deed, types[0])
    conditions = {"loai_hinh": [str(types[0].id)], "dien_quan_ly": ["deposit"]}
    theirs = make(session, deed, types[0], name="Trống đồng ký gửi", conditions=conditions)
    count_it(session, settings)
    assert measure(session, Measure.REGISTERED, own.code).objects == 1
    assert measure(session, Measure.REGISTERED, theirs.code).objects == 2


def test_a_revised_population_counts_each_day_by_the_version_in_force(session, settings, deed, types):
    registered(session, deed, 3, type_id=types[0].id)
    registered(session, deed, 2, type_id=types[1].id)
    made = make(session, deed, types[0], valid_from=MAY)
    count_it(session, settings)
    both = {"loai_hinh": [str(term.id) for term in types[:2]]}
    revised = revising.revise_population(
        session, made.code, conditions=both, document="30/QĐ-BT", valid_from=JULY, deed=deed
    )
    assert measure(session, Measure.REGISTERED, made.code).objects == 3  # the old one counts while the new is filled
    count_it(session, settings)
    assert (revised.version, made.valid_to, revised.name) == (2, dt.date(2026, 6, 30), "Trống đồng")
    assert measure(session, Measure.REGISTERED, made.code).objects == 5
    assert measure(session, Measure.REGISTERED, made.code, as_of=JUNE).objects == 3
    assert len(session.scalars(members(Ask(Measure.REGISTERED, made.code, as_of=JUNE))).all()) == 3
    assert measure(session, Measure.REGISTERED, f"{made.code}@2", as_of=JUNE).objects == 5
    assert measure(session, Measure.REGISTERED, made.code, as_of=dt.date(2026, 5, 5)).objects == 3
    assert get_population(session, made.code, JUNE).document == DOCUMENT
    assert get_population(session, made.code).document == "30/QĐ-BT"
    line = history(session, Measure.REGISTERED, made.code, start=MAY, end=dt.date(2026, 7, 15))
    assert [point.figure.objects for point in line] == [3, 3, 5]


def test_a_balance_says_what_a_change_of_population_moved(session, settings, deed, types):
    registered(session, deed, 3, type_id=types[0].id)
    registered(session, deed, 2, type_id=types[1].id, day=JUNE)
    registered(session, deed, 1, type_id=types[1].id, day=dt.date(2026, 8, 1))
    made = make(session, deed, types[0], valid_from=MAY)
    count_it(session, settings)
    revising.revise_population(
        session, made.code, conditions={"loai_hinh": [str(types[1].id)]}, valid_from=JULY, deed=deed
    )
    count_it(session, settings)
    for start in (dt.date(2026, 1, 1), JULY):
        balance = stock_balance(session, made.code, start=start, end=dt.date(2026, 12, 31))
        assert balance.adds_up
        moved = {row.line: row.figure.objects for row in balance.lines if row.figure.objects}
        first = {Line.FIRST: 4} if start < MAY else {Line.FIRST: 1}
        assert moved == first | {Line.POPULATION: -1}
        assert balance.closing.objects == 3
        assert digitized_balance(session, made.code, start=start, end=dt.date(2026, 12, 31)).adds_up


def test_an_ended_population_is_no_longer_offered_but_still_read(session, settings, deed, types):
    registered(session, deed, 3, type_id=types[0].id)
    made = make(session, deed, types[0])
    count_it(session, settings)
    with pytest.raises(EndsBeforeItBegins):
        revising.end_population(session, made.code, last_day=MAY, deed=deed)
    revising.end_population(session, made.code, last_day=JULY, deed=deed)
    assert made.code not in {found.code for found in list_populations(session, dt.date(2026, 7, 2))}
    assert made.code in {found.code for found in list_populations(session, JULY)}
    assert measure(session, Measure.REGISTERED, made.code, as_of=JUNE).objects == 3
    with pytest.raises(AlreadyEnded):
        revising.end_population(session, made.code, last_day=JULY, deed=deed)


@pytest.mark.parametrize(
    ("conditions", "refusal"),
    [
        ({}, NoCondition),
        ({"muc_so_hoa": ["1"]}, NotOfTheRecord),
        ({"so_lieu": ["registered.all_holdings..."]}, NotOfTheRecord),
        ({"vi_tri": ["1"]}, NotOfTheRecord),
        ({"kiem_ke": ["complete"]}, NotOfTheRecord),
        ({"nonsense": ["1"]}, NotOfTheRecord),
        ({"dien_quan_ly": ["nonsense"]}, NoCondition),
    ],
)
def test_states_figures_and_places_make_no_population(session, deed, conditions, refusal):
    with pytest.raises(refusal):
        revising.make_population(session, name="Thử", conditions=conditions, valid_from=JUNE, deed=deed)


def test_two_populations_are_not_called_alike(session, settings, deed, types):
    make(session, deed, types[0])
    with pytest.raises(NameTaken):
        make(session, deed, types[1], name="  trống  ĐỒNG ")
    with pytest.raises(NameTaken):
        make(session, deed, types[1], name="Kho cơ sở")


def test_a_version_does_not_overlap_the_one_before(session, settings, deed, types):
    made = make(session, deed, types[0])
    with pytest.raises(StillCounting):
        revising.revise_population(session, made.code, valid_from=JULY, deed=deed)
    count_it(session, settings)
    with pytest.raises(Overlaps):
        revising.revise_population(session, made.code, valid_from=JUNE, deed=deed)


def test_a_dropped_version_frees_its_place_and_a_cited_one_stays(session, settings, deed, types):
    registered(session, deed, 3, type_id=types[0].id)
    made = make(session, deed, types[0])
    count_it(session, settings)
    add_use("test", lambda _session, code: [Use(Message("a target"), "/chi-tieu")] if code == made.code else [])
    with pytest.raises(Cited):
        revising.drop_version(session, made, deed=deed)
    add_use("test", lambda _session, _code: [])
    bit = made.bit
    revising.drop_version(session, made, deed=deed)
    count_it(session, settings)
    assert (made.state, made.bit) == (PopulationState.DROPPED, None)
    other = make(session, deed, types[1], name="Gốm men")
    assert other.bit == bit
    count_it(session, settings)
    assert measure(session, Measure.REGISTERED, other.code).objects == 0
    assert check(session) == []
    with pytest.raises(ShippedStays):
        revising.drop_version(session, get_population(session, "base_store"), deed=deed)


def test_a_full_mask_refuses_clearly(session, deed, types):
    taken = len(session.scalars(sa.select(Population)).all())
    for bit in range(taken, BITS):
        session.add(Population(code=f"p{bit}", name=f"Phạm vi {bit}", filter={}, bit=bit, version=1))
    session.flush()
    with pytest.raises(MaskFull):
        make(session, deed, types[0])


def test_the_highest_place_of_the_mask_counts_on_both_engines(session, settings, deed, types):
    drums = registered(session, deed, 2, type_id=types[0].id)
    made = make(session, deed, types[0])
    made.bit = BITS - 1
    count_it(session, settings)
    assert measure(session, Measure.REGISTERED, made.code).objects == 2
    assert sorted(session.scalars(members(Ask(Measure.REGISTERED, made.code)))) == drums


def test_a_population_without_objects_is_zero_and_no_error(session, settings, deed, types):
    made = make(session, deed, types[2])
    count_it(session, settings)
    assert figure(session, Ask(Measure.REGISTERED, made.code)).objects == 0
    assert stock_balance(session, made.code, start=MAY, end=JULY).adds_up


def test_a_shipped_population_is_revised_with_a_document(session, settings, deed, types):
    registered(session, deed, 2, type_id=types[0].id, representative=True)
    registered(session, deed, 1, type_id=types[1].id, representative=True)
    conditions = {"tieu_bieu": ["1"], "loai_hinh": [str(types[0].id)]}
    revised = revising.revise_population(
        session, "representative", conditions=conditions, document=DOCUMENT, valid_from=clock.today(), deed=deed
    )
    count_it(session, settings)
    yesterday = clock.today() - dt.timedelta(days=1)
    assert revised.label("vi") == get_population(session, "representative", yesterday).label("vi")
    assert measure(session, Measure.REGISTERED, "representative").objects == 2
    assert measure(session, Measure.REGISTERED, "representative", as_of=yesterday).objects == 3


def test_facts_added_later_enter_the_populations_too(session, settings, deed, types):
    [drum] = make_objects(session, 1, holding="base", type_id=types[0].id)
    made = make(session, deed, types[0])
    count_it(session, settings)
    add_facts(session, [{"artifact_id": drum, "kind": FactKind.REGISTERED, "effective_on": JUNE}], deed=deed)
    touch(session, [drum], deed=deed)
    assert measure(session, Measure.NEWLY_REGISTERED, made.code, start=JUNE, end=JULY).objects == 1

"""What a word means is said of it, inherited from the word above it, or the one default."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.orm import Session

from museum_tracker.catalogue.rules import ENUM_LABELS, ArtifactKind, Holding
from museum_tracker.cli.migrate import alembic_config, upgrade
from museum_tracker.history.models import ChangeSet
from museum_tracker.vocabularies import services
from museum_tracker.vocabularies.meanings import (
    BAD,
    CONDITION,
    GOOD,
    HOLDING,
    KIND,
    MEANINGS,
    NEITHER,
    Meanings,
    MeaningTerm,
    read_meanings,
)
from museum_tracker.vocabularies.models import Term
from tests.factories.vocabularies import make_term, term


def test_a_word_means_what_is_said_of_it_else_what_the_word_above_it_means() -> None:
    terms = [
        MeaningTerm(1, None, {"kind": "document", "flat": True}),
        MeaningTerm(2, 1, {}),
        MeaningTerm(3, 2, {"flat": False}),
        MeaningTerm(4, 3, {"kind": "nonsense"}),
    ]
    meanings = Meanings(terms)
    assert [(meanings.kind(key), meanings.flat(key)) for key in (1, 2, 3, 4)] == [
        ("document", True),
        ("document", True),
        ("document", False),
        ("document", False),
    ]


def test_words_below_each_other_in_a_circle_mean_the_default() -> None:
    meanings = Meanings([MeaningTerm(1, 2, {}), MeaningTerm(2, 1, {})])
    assert (meanings.kind(1), meanings.flat(2), meanings.collected(1)) == ("object", False, True)


@pytest.mark.parametrize("missing", [None, 99])
def test_without_a_word_the_defaults_hold(missing: int | None) -> None:
    meanings = Meanings([])
    assert meanings.collected(missing)
    assert not meanings.by_merger(missing)
    assert (meanings.holding(missing), meanings.kind(missing), meanings.flat(missing)) == ("undecided", "object", False)
    assert meanings.condition(missing) == NEITHER


def test_a_way_of_acquisition_that_the_museum_adds_counts_as_collected(session: Session, deed: ChangeSet) -> None:
    added = make_term(session, deed, "acquisition_method", "Đổi hiện vật với bạn đọc")
    below_deposits = make_term(
        session,
        deed,
        "acquisition_method",
        "Gửi giữ dài hạn",
        parent_id=term(session, "acquisition_method", "deposit").id,
    )
    meanings = read_meanings(session)
    assert meanings.collected(added.id)
    assert not meanings.collected(below_deposits.id)
    assert meanings.holding(below_deposits.id) == "deposit"


def test_the_shipped_ways_of_acquisition(session: Session) -> None:
    meanings = read_meanings(session)

    def way(code: str) -> tuple[bool, bool, str]:
        key = term(session, "acquisition_method", code).id
        return meanings.collected(key), meanings.collected(key, decision_says_so=True), meanings.holding(key)

    assert way("gift") == (True, True, "undecided")
    assert way("deposit") == (False, False, "deposit")
    assert way("copy") == (False, False, "copy")
    assert way("original_stock") == (False, False, "undecided")
    assert way("transfer") == (False, True, "undecided")
    assert way("merger") == (False, False, "undecided")
    assert meanings.by_merger(term(session, "acquisition_method", "merger").id)


def test_the_shipped_conditions_are_good_or_bad(session: Session) -> None:
    meanings = read_meanings(session)
    codes = ("intact", "minor_damage", "damaged", "severe", "urgent")
    found = [meanings.condition(term(session, "condition", code).id) for code in codes]
    assert found == [GOOD, GOOD, NEITHER, BAD, BAD]


def test_a_sub_type_of_documents_is_a_flat_document(session: Session, deed: ChangeSet) -> None:
    above = term(session, "object_type", "document")
    genealogy = make_term(session, deed, "object_type", "Gia phả Hán Nôm", parent_id=above.id)
    meanings = read_meanings(session)
    assert (meanings.kind(genealogy.id), meanings.flat(genealogy.id)) == ("document", True)
    services.edit_term(session, genealogy, {"parent_id": None}, deed=deed)
    assert read_meanings(session).kind(genealogy.id) == "object"


def test_what_can_be_said_are_the_words_that_records_use() -> None:
    assert {word: ENUM_LABELS[ArtifactKind(word)] for word in ArtifactKind} == KIND.choices
    assert {word: ENUM_LABELS[Holding(word)] for word in Holding} == HOLDING.choices
    assert CONDITION.default in CONDITION.choices


@pytest.mark.one_engine
def test_a_museum_of_before_learns_what_only_the_code_knew_and_can_go_back(bare_engine: sa.Engine) -> None:
    codes = ("deposit", "copy", "transfer", "gift", "merger", "severe")

    def said() -> list[dict[str, Any]]:
        with Session(bare_engine) as session:
            found = {term.code: term.data for term in session.scalars(sa.select(Term).where(Term.code.in_(codes)))}
        return [{name: found[code][name] for name in MEANINGS if name in found[code]} for code in codes]

    upgrade(bare_engine)
    with Session(bare_engine) as session:
        services.seed(session)
        session.commit()
    shipped = said()
    with bare_engine.execution_options(write=True).begin() as connection:
        command.downgrade(alembic_config(connection), "0010")
    assert [one.get("collected") for one in said()] == [False, False, True, True, False, None]
    assert all(one.keys() <= {"collected"} for one in said())
    upgrade(bare_engine)
    merger = {"collected": False}  # what the older version understands of it stays
    assert said() == [*shipped[:4], merger, *shipped[5:]]

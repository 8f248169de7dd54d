"""Rows written by columns are the rows that any other insert writes, on both engines."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.db import TOGETHER, Columns, Same, among, insert_columns, json_text
from museum_tracker.figures.models import Fact
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.vocabularies.models import Scheme
from tests.factories.catalogue import make_artifact


def test_words_days_instants_and_json_arrive_as_they_are(session: Session, deed: ChangeSet) -> None:
    artifact = make_artifact(session, deed, name="Trống \\ đồng\t“Yên Tập”")
    columns: Columns = {
        "artifact_id": Same(artifact.id),
        "kind": ["marked", "received"],
        "effective_on": ["2001-02-03", None],
        "effective_text": ["3/2/2001\n\\N", ""],
        "opening": [True, False],
        "recorded_at": Same(deed.at),
        "change_set_id": Same(deed.id),
        "values": [json_text({"nói": "“có”\n\\"}), "{}"],
    }
    insert_columns(session, Fact, 2, columns)
    one, other = session.scalars(sa.select(Fact).where(Fact.change_set_id == deed.id).order_by(Fact.id)).all()[-2:]
    assert (one.kind, one.effective_on, one.opening) == (FactKind.MARKED, dt.date(2001, 2, 3), True)
    assert (one.effective_text, one.values) == ("3/2/2001\n\\N", {"nói": "“có”\n\\"})
    assert (other.effective_on, other.opening, other.level, other.recorded_at) == (None, False, None, deed.at)


def test_nothing_to_write_writes_nothing(session: Session) -> None:
    insert_columns(session, ChangeItem, 0, {"entity": []})
    assert session.scalar(sa.select(sa.func.count()).select_from(ChangeItem)) == 0


def test_a_repeat_that_the_database_refuses_is_told_as_any_other(session: Session) -> None:
    columns = {name: ["x", "x"] for name in ("code", "name_vi", "name_en")}
    with pytest.raises(sa.exc.IntegrityError):
        insert_columns(session, Scheme, 2, columns)


def test_many_values_are_asked_with_one_parameter(session: Session, deed: ChangeSet) -> None:
    ids = [make_artifact(session, deed, name=name).id for name in ("a", "b", "“c”")]
    found = sa.select(Artifact.id).order_by(Artifact.id)
    assert session.scalars(
        found.where(among(session, Artifact.id, [ids[0], ids[2], *range(10**6, 10**6 + 40_000)]))
    ).all() == [ids[0], ids[2]]
    assert session.scalars(found.where(among(session, Artifact.name_vi, ["“c”", "z"]))).all() == [ids[2]]
    assert session.scalars(found.where(among(session, Artifact.id, []))).all() == []


def test_rows_beyond_a_full_step_and_words_said_of_all_of_them_arrive_too(session: Session, deed: ChangeSet) -> None:
    number = 2 * TOGETHER + 3
    columns: Columns = {"change_set_id": Same(deed.id), "entity": Same('d\'ò "?"'), "entity_id": range(number)}
    insert_columns(session, ChangeItem, number, columns)
    insert_columns(session, ChangeItem, 1, {"change_set_id": [deed.id], "entity": ["x"], "entity_id": [-1]})
    found = sa.select(ChangeItem.entity, ChangeItem.entity_id).where(ChangeItem.change_set_id == deed.id)
    wanted = [("x", -1), *(('d\'ò "?"', place) for place in range(number))]
    assert [tuple(row) for row in session.execute(found.order_by(ChangeItem.entity_id))] == wanted

"""The search index: its tables on each engine, and writing it in the transaction of the deed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact, ArtifactMaterial, ArtifactNumber, ArtifactSearch
from museum_tracker.catalogue.search.words import index_text
from museum_tracker.core.db import Base, insert_columns, is_sqlite
from museum_tracker.vocabularies.models import Term

BATCH = 500

_rows = Base.metadata.tables[ArtifactSearch.__tablename__]
_TERM_NAMES = sa.select(Term.id, Term.name_vi, Term.name_en)

_FTS_REMOVE = (
    "INSERT INTO artifact_fts(artifact_fts, rowid, exact, folded) "
    "SELECT 'delete', artifact_id, exact, folded FROM artifact_search WHERE artifact_id IN :ids"
)
_FTS_ADD = (
    "INSERT INTO artifact_fts(rowid, exact, folded) "
    "SELECT artifact_id, exact, folded FROM artifact_search WHERE artifact_id IN :ids"
)
_FTS_ADD_RANGE = (
    "INSERT INTO artifact_fts(rowid, exact, folded) "
    "SELECT artifact_id, exact, folded FROM artifact_search WHERE artifact_id BETWEEN :first AND :last"
)

NAMES = ("name_vi", "name_en", "alternative_names")
# Text columns that are searched. Who gave or sold an object is not among them: that is not for every reader.
TEXTS = (
    *(*NAMES, "material_text", "technique", "period_text", "dating_text"),
    *("production_place", "ethnic_group", "maker", "count_unit", "condition_text"),
    *("description_vi", "description_en", "inscription", "provenance", "significance", "history_note", "notes"),
)
# Searched for those who may see them (`catalogue.sight`).
GUARDED = ("find_place",)
TERMS = ("type_id", "period_id", "place_id")
YEARS = ("date_earliest", "date_latest")
SEARCHED = frozenset({*TEXTS, *GUARDED, *TERMS, *YEARS, "numbers", "materials"})
FEW_YEARS = 10  # a longer span is no year that somebody asks for


def words_of(
    values: Mapping[str, Any], numbers: Iterable[str], materials: Iterable[int], labels: Mapping[int, str]
) -> tuple[str, str]:
    """The index words of one object, given its columns, numbers, material ids and the words of all terms."""
    texts = [*numbers, *(values.get(name) or "" for name in TEXTS)]
    terms = [*(values.get(name) for name in TERMS), *materials]
    names = [values.get(name) or "" for name in NAMES]
    texts += years_of(*(values.get(name) for name in YEARS))
    guarded = [values.get(name) or "" for name in GUARDED]
    return index_text([*texts, *(labels.get(term, "") for term in terms if term)], names, guarded)


def years_of(earliest: int | None, latest: int | None) -> list[str]:
    """The years of a dating that means one year or a few, however it is written: Cảnh Hưng 44 is found by 1783."""
    if earliest is None or latest is None or earliest < 0 or latest - earliest >= FEW_YEARS:
        return []
    return [str(year) for year in range(earliest, latest + 1)]


def term_words(session: Session) -> dict[int, str]:
    """The names of every term in both languages, by id."""
    return {row.id: f"{row.name_vi}\n{row.name_en}" for row in session.execute(_TERM_NAMES)}


def expected_words(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """What the index should hold for these objects, read from their records."""
    columns = [Artifact.__table__.c[name] for name in ("id", *TEXTS, *GUARDED, *TERMS, *YEARS)]
    numbers: dict[int, list[str]] = {}
    found = sa.select(ArtifactNumber.artifact_id, ArtifactNumber.text).order_by(ArtifactNumber.id)
    for artifact_id, text in session.execute(found.where(ArtifactNumber.artifact_id.in_(ids))):
        numbers.setdefault(artifact_id, []).append(text)
    materials: dict[int, list[int]] = {}
    links = sa.select(ArtifactMaterial.artifact_id, ArtifactMaterial.term_id).order_by(ArtifactMaterial.position)
    for artifact_id, term_id in session.execute(links.where(ArtifactMaterial.artifact_id.in_(ids))):
        materials.setdefault(artifact_id, []).append(term_id)
    labels = term_words(session)
    return {
        row["id"]: words_of(dict(row), numbers.get(row["id"], ()), materials.get(row["id"], ()), labels)
        for row in session.execute(sa.select(*columns).where(Artifact.id.in_(ids))).mappings()
    }


def reindex(session: Session, ids: Sequence[int]) -> None:
    """Write the index words of these objects anew, in the same transaction as their change."""
    session.flush()
    for start in range(0, len(ids), BATCH):
        _replace(session, list(ids[start : start + BATCH]))


def _replace(session: Session, ids: list[int]) -> None:
    words = expected_words(session, ids)
    if is_sqlite(session):
        _fts(session, _FTS_REMOVE, ids)
    session.execute(sa.delete(_rows).where(_rows.c.artifact_id.in_(ids)))
    if words:
        rows = [{"artifact_id": key, "exact": exact, "folded": folded} for key, (exact, folded) in words.items()]
        session.execute(sa.insert(_rows), rows)
        if is_sqlite(session):
            _fts(session, _FTS_ADD, ids)


def _fts(session: Session, statement: str, ids: list[int]) -> None:
    session.execute(sa.text(statement).bindparams(sa.bindparam("ids", expanding=True)), {"ids": ids})


def add_rows(session: Session, rows: Sequence[tuple[int, str, str]]) -> None:
    """Index new objects in bulk: their ids, which ascend and stand together, with the words of `words_of`."""
    if not rows:
        return
    ids, exact, folded = zip(*rows, strict=True)
    insert_columns(session, ArtifactSearch, len(rows), {"artifact_id": ids, "exact": exact, "folded": folded})
    if is_sqlite(session):
        ends = {"first": ids[0], "last": ids[-1]}
        session.execute(sa.text(_FTS_ADD_RANGE), ends)


def replace_rows(session: Session, rows: Sequence[tuple[int, str, str]]) -> None:
    """Write the words of many objects anew: their ids with the words of `words_of`."""
    for start in range(0, len(rows), BATCH):
        some = rows[start : start + BATCH]
        ids = [row[0] for row in some]
        if is_sqlite(session):
            _fts(session, _FTS_REMOVE, ids)
        session.execute(sa.delete(_rows).where(_rows.c.artifact_id.in_(ids)))
        _, exact, folded = zip(*some, strict=True)
        insert_columns(session, ArtifactSearch, len(some), {"artifact_id": ids, "exact": exact, "folded": folded})
        if is_sqlite(session):
            _fts(session, _FTS_ADD, ids)


def rebuild(session: Session) -> int:
    """Write the whole index anew from the records; the number of objects indexed."""
    session.flush()
    session.execute(sa.delete(_rows))
    done = 0
    last = 0
    while ids := next_ids(session, last):
        words = expected_words(session, ids)
        session.execute(
            sa.insert(_rows),
            [{"artifact_id": key, "exact": exact, "folded": folded} for key, (exact, folded) in words.items()],
        )
        done, last = done + len(ids), ids[-1]
    if is_sqlite(session):
        session.execute(sa.text("INSERT INTO artifact_fts(artifact_fts) VALUES ('rebuild')"))
    return done


def next_ids(session: Session, last: int) -> list[int]:
    """The next ids of objects after one, a batch at a time, voided ones included."""
    return list(session.scalars(sa.select(Artifact.id).where(Artifact.id > last).order_by(Artifact.id).limit(BATCH)))

"""Finding objects as Vietnamese staff type: with or without accents, by any number, never fooled."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.facets import suggest
from museum_tracker.catalogue.models import Artifact, ArtifactSearch
from museum_tracker.catalogue.params import Params
from museum_tracker.catalogue.queries import count, page
from museum_tracker.catalogue.search.checker import check_index
from museum_tracker.catalogue.search.index import rebuild
from museum_tracker.catalogue.search.words import index_text, parse
from museum_tracker.catalogue.series import registration_series
from museum_tracker.catalogue.services import edit_artifact, void_artifact
from museum_tracker.core.db import is_sqlite
from museum_tracker.history.models import ChangeSet
from tests.factories.catalogue import make_artifact, make_written
from tests.factories.people import sees_all


def found(session: Session, q: str, **more: object) -> list[str]:
    return [row.name_vi for row in page(session, Params(q=q, **more)).rows]  # type: ignore[arg-type]


@pytest.fixture
def shelf(session: Session, deed: ChangeSet) -> list[Artifact]:
    names = ["Trống đồng", "Trọng đông", "Tranh Đông Hồ", "Bình hòa bình", "Đĩa gốm", "Ảnh đám đông trong sân"]
    return [
        make_artifact(session, deed, name=name, number=f"BTBG-MH {place:04}") for place, name in enumerate(names, 1)
    ]


@pytest.mark.parametrize("q", ["trong dong", "Trống đồng", "TRỐNG ĐỒNG", "trống dong"])
def test_a_drum_is_found_however_it_is_typed(session: Session, shelf: list[Artifact], q: str) -> None:
    assert "Trống đồng" in found(session, q)


def test_what_is_typed_with_accents_stands_before_what_only_sounds_alike(
    session: Session, shelf: list[Artifact]
) -> None:
    assert found(session, "trống đồng") == ["Trống đồng", "Ảnh đám đông trong sân", "Trọng đông"]


@pytest.mark.parametrize("q", ["hoà bình", "hòa bình", "hoa binh"])
def test_both_ways_to_place_a_tone_find_the_same(session: Session, shelf: list[Artifact], q: str) -> None:
    assert found(session, q) == ["Bình hòa bình"]


@pytest.mark.parametrize("q", ["BTBG-MH 0003", "btbg mh3", "BTBGMH0003", "btbg/mh/003"])
def test_a_number_is_found_in_any_spacing_and_stands_first(session: Session, shelf: list[Artifact], q: str) -> None:
    assert found(session, q)[0] == "Tranh Đông Hồ"


def test_the_figures_alone_find_the_number_of_the_museum(session: Session, deed: ChangeSet) -> None:
    registration_series(session).prefix = "BTBG"
    make_artifact(session, deed, name="Ảnh năm 1024", description_vi="chụp 1024 lần")
    make_artifact(session, deed, name="Ấm", number="BTBG 1024")
    make_artifact(session, deed, name="Bát 1024")
    assert found(session, "1024")[0] == "Ấm"


def test_the_word_being_typed_finds_longer_words_after_whole_ones(session: Session, shelf: list[Artifact]) -> None:
    assert found(session, "dong ho") == ["Tranh Đông Hồ"]
    assert found(session, "tran") == ["Tranh Đông Hồ"]
    assert found(session, "tran ") == []


def test_words_in_quotation_marks_stand_together(session: Session, shelf: list[Artifact]) -> None:
    assert set(found(session, '"trong dong"')) == {"Trống đồng", "Trọng đông"}
    assert set(found(session, "trong dong")) == {"Trống đồng", "Trọng đông", "Ảnh đám đông trong sân"}


@pytest.mark.parametrize(
    "q",
    [
        '"',
        "'; DROP TABLE artifacts; --",
        "trong AND",
        "NOT dong",
        "exact : dong",
        "dong*",
        "a:b & !c | (d",
        "\x00",
        "^dong",
        "NEAR(trong dong)",
        "🏺",
        "%",
        "ddd" * 200,
        "漢字",
        "\\",
        "<->",
        ":*",
        "((((",
    ],
)
def test_signs_of_the_engines_are_only_text(session: Session, shelf: list[Artifact], q: str) -> None:
    params = Params.parse([("q", q)], can=sees_all)
    assert len(page(session, params).rows) == count(session, params).value
    assert session.scalar(sa.select(sa.func.count()).select_from(Artifact)) == len(shelf)


def test_a_search_without_words_finds_nothing_and_an_empty_one_finds_all(
    session: Session, shelf: list[Artifact]
) -> None:
    assert found(session, "…!") == []
    assert len(found(session, "   ")) == len(shelf)


def test_an_edit_is_found_at_once_and_the_old_words_no_longer(
    session: Session, deed: ChangeSet, shelf: list[Artifact]
) -> None:
    edit_artifact(session, shelf[0], {"name_vi": "Thạp đồng"}, version=1, deed=deed)
    assert found(session, "trống đồng") == ["Ảnh đám đông trong sân", "Trọng đông"]
    assert found(session, "thap") == ["Thạp đồng"]


def test_terms_are_found_by_their_names_in_both_languages(session: Session, deed: ChangeSet) -> None:
    make_written(session, deed, name_vi="Bát", material="Gm")
    assert found(session, "gốm") == ["Bát"]
    assert found(session, "ceramics") == ["Bát"]


def test_who_gave_an_object_is_not_searched(session: Session, deed: ChangeSet) -> None:
    make_artifact(session, deed, source_text="Bà Nguyễn Thị Lụa")
    assert found(session, "Lụa") == []


def test_voided_objects_are_not_found(session: Session, deed: ChangeSet, shelf: list[Artifact]) -> None:
    before = count(session, Params(q="dong")).value
    void_artifact(session, shelf[0], deed=deed)
    assert count(session, Params(q="dong")).value == before - 1
    assert count(session, Params(q="?!")).value == 0
    assert "Trống đồng" not in found(session, "trống đồng")


def test_pages_run_over_tiers_without_gap_or_repeat(session: Session, deed: ChangeSet) -> None:
    for place in range(40):
        make_artifact(session, deed, name=f"{'Gốm' if place % 3 else 'Gồm'} {place}")
    whole = found(session, "gốm", size=100)
    pages: list[str] = []
    params = Params(q="gốm", size=7)
    while True:
        part = page(session, params)
        pages += [row.name_vi for row in part.rows]
        if not part.after:
            break
        params = Params(q="gốm", size=7, after=part.after)
    assert pages == whole
    assert len(set(pages)) == 40
    back = page(session, Params(q="gốm", size=7, before=part.before))
    assert [row.name_vi for row in back.rows] == whole[28:35]


def test_the_checker_finds_rows_that_disagree_and_rebuilding_mends_them(
    session: Session, shelf: list[Artifact]
) -> None:
    assert check_index(session).agrees
    if is_sqlite(session):
        session.execute(sa.text("UPDATE artifact_search SET folded = 'khac' WHERE artifact_id = 1"))
    else:
        session.execute(sa.update(ArtifactSearch).where(ArtifactSearch.artifact_id == 1).values(folded="khac"))
    state = check_index(session)
    assert not state.agrees
    assert state.wrong == (1,)
    assert rebuild(session) == len(shelf)
    assert check_index(session).agrees


def test_what_is_typed_is_suggested_by_number_and_by_word(session: Session, shelf: list[Artifact]) -> None:
    assert [found_.name for found_ in suggest(session, "btbg mh 5", can=sees_all)] == ["Đĩa gốm"]
    assert [found_.name for found_ in suggest(session, "dia go", can=sees_all)] == ["Đĩa gốm"]
    assert suggest(session, "", can=sees_all) == []


def test_letters_and_figures_are_words_of_their_own_without_leading_zeros() -> None:
    assert index_text(["BTBG-MH0001", "Gốm"]) == ("btbg mh 1 gốm", "btbg mh 1 gom")
    assert parse("T2026.11").folded == (("t",), ("2026",), ("11",))


def test_while_searching_the_index_is_preferred_and_afterwards_as_before(
    session: Session, shelf: list[Artifact]
) -> None:
    def reads_whole_tables() -> str:
        return "on" if is_sqlite(session) else str(session.scalar(sa.text("SHOW enable_seqscan")))

    session.commit()
    assert "Trống đồng" in found(session, "trong dong")
    assert reads_whole_tables() == ("on" if is_sqlite(session) else "off")
    session.commit()
    assert reads_whole_tables() == "on"
    assert found(session, "trong dong")
    assert found(session, "binh")

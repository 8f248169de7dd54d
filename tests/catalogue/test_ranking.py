"""The order of what a search finds: numbers, then names, then other words; each as typed before without accents."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.params import Params
from museum_tracker.catalogue.queries import Count, count, ids_in_order, neighbours, page
from museum_tracker.catalogue.series import registration_series
from museum_tracker.core.text import exact_key, fold, old_tone
from museum_tracker.history.models import ChangeSet
from tests.factories.catalogue import make_artifact, make_written

WORDS = ["trống", "trong", "đồng", "đông", "dong", "hoà", "hòa", "hoa", "bình", "Đĩa", "dia", "12", "漢"]
QUERIES = [
    *("trong dong", "trống đồng", "trong don", "trống ", "đồng ", "dong ", "hoà bình ", "hòa binh", "hoa ", "dia "),
    *("đĩa ", '"trống đồng" ', '"hoa binh', "BTBG 12 ", "btbg12", "12 ", "trong dong hoa ", "漢 ", "không có"),
]
FEW, MANY = Count(1), Count(10_000, capped=True)


def found(session: Session, q: str) -> list[str]:
    return [row.name_vi for row in page(session, Params(q=q)).rows]


@pytest.fixture
def stores(session: Session, deed: ChangeSet) -> list[Artifact]:
    """Objects with few words, so that any search meets some of them in names, some elsewhere, some without accents."""
    draw = random.Random(74)  # noqa: S311 - the same museum each time
    registration_series(session).prefix = "BTBG"

    def words(most: int) -> str:
        return " ".join(draw.choice(WORDS) for _ in range(draw.randint(0, most)))

    return [
        make_artifact(
            session,
            deed,
            name=words(3) or "vật",
            number=f"BTBG {place}" if draw.random() < 0.5 else "",
            name_en=words(1),
            alternative_names=words(1),
            description_vi=words(4),
        )
        for place in range(1, 61)
    ]


def whole_by_pages(session: Session, q: str, size: int, total: Count, *, backwards: bool = False) -> list[int]:
    """The list as somebody sees who turns every page."""
    ids: list[int] = []
    drawn = page(session, Params(q=q, size=size), total=total)
    while True:
        ids += [row.id for row in drawn.rows]
        if not drawn.after:
            break
        drawn = page(session, Params(q=q, size=size, after=drawn.after), total=total)
    if not backwards:
        return ids
    back = [row.id for row in drawn.rows]
    while drawn.before:
        drawn = page(session, Params(q=q, size=size, before=drawn.before), total=total)
        back = [row.id for row in drawn.rows] + back
    return back


def test_an_object_called_so_stands_before_one_that_only_speaks_of_it(session: Session, deed: ChangeSet) -> None:
    make_written(session, deed, name_vi="Trống đồng (loại I Heger)")
    make_written(session, deed, name_vi="Trống sành Cao Lan", description_vi="Không phải trống đồng")
    make_written(session, deed, name_vi="Đàn tính", description_vi="Đánh cùng trống", material="Đồng")
    for q in ("trong dong", "trống đồng", "TRỐNG ĐỒNG", "trong don"):
        assert found(session, q) == ["Trống đồng (loại I Heger)", "Đàn tính", "Trống sành Cao Lan"]


def test_accents_as_typed_count_before_names(session: Session, deed: ChangeSet) -> None:
    make_written(session, deed, name_vi="Bát", description_vi="vẽ cái trống")
    make_written(session, deed, name_vi="Trong sân")
    make_written(session, deed, name_vi="Trống cơm")
    make_written(session, deed, name_vi="Ảnh", description_vi="ở trong nhà")
    assert found(session, "trống ") == ["Trống cơm", "Bát", "Trong sân", "Ảnh"]


def test_the_number_stands_before_the_name(session: Session, deed: ChangeSet) -> None:
    registration_series(session).prefix = "BTBG"
    make_written(session, deed, name_vi="Ấm", number="BTBG 1024")
    make_written(session, deed, name_vi="Ảnh BTBG 1024")
    for q in ("BTBG 1024", "btbg1024", "BTBG-1024", "1024"):
        assert found(session, q) == ["Ấm", "Ảnh BTBG 1024"]


def test_names_in_any_language_count_as_names(session: Session, deed: ChangeSet) -> None:
    make_written(session, deed, name_vi="Lư", alternative_names="Đỉnh đồng")
    make_written(session, deed, name_vi="Chuông", name_en="Bronze bell", description_vi="đỉnh đồng")
    make_written(session, deed, name_vi="Tượng", description_en="bronze bell, not a drum", description_vi="đỉnh đồng")
    assert found(session, "đỉnh đồng ") == ["Lư", "Tượng", "Chuông"]
    assert found(session, "bronze bell ") == ["Chuông", "Tượng"]


def test_the_mark_of_names_is_no_word_that_can_be_asked_for(session: Session, stores: list[Artifact]) -> None:
    for q in ("n0trong", "n0", "n0 trong", "n0đồng"):
        assert found(session, q) == []


def rank(artifact: Artifact, q: str) -> int:
    """In which tier an object answers words typed with accents and ended by a space, worked out from its texts."""
    names = f"{artifact.name_vi} {artifact.name_en} {artifact.alternative_names}"
    everything = f"{names} {artifact.number} {artifact.description_vi}"

    def bears(text: str, asked: str) -> bool:
        return set(asked.split()) <= set(text.split())

    def exact(text: str) -> str:
        return old_tone(exact_key(text))

    answers = (
        bears(exact(names), exact(q)),
        bears(exact(everything), exact(q)),
        bears(fold(names), fold(q)),
        bears(fold(everything), fold(q)),
        True,
    )
    return answers.index(True)


def test_the_order_is_the_one_that_reading_every_object_would_give(session: Session, stores: list[Artifact]) -> None:
    for q in ("trống đồng ", "đồng ", "hoà bình ", "đĩa ", "hòa "):
        ranked = sorted((rank(artifact, q), -artifact.id) for artifact in stores)
        expected = [-key for tier, key in ranked if tier < 4]
        assert expected
        assert ids_in_order(session, Params(q=q)) == expected


def test_pages_put_together_are_the_whole_list_whether_few_or_many_are_found(
    session: Session, stores: list[Artifact]
) -> None:
    for q in QUERIES:
        whole = ids_in_order(session, Params(q=q))
        assert len(set(whole)) == len(whole) == count(session, Params(q=q)).value
        for total in (FEW, MANY):
            assert whole_by_pages(session, q, 4, total) == whole
            assert whole_by_pages(session, q, 9, total, backwards=True) == whole


def test_the_way_from_object_to_object_follows_the_list(session: Session, stores: list[Artifact]) -> None:
    for q in ("trong dong", "trống đồng ", "12 "):
        whole = ids_in_order(session, Params(q=q))
        for left, right in pairwise(whole[:12]):
            assert neighbours(session, Params(q=q), left)[1] == right
            assert neighbours(session, Params(q=q), right)[0] == left


def test_a_place_in_a_list_that_has_grown_long_begins_it_anew(session: Session, stores: list[Artifact]) -> None:
    first = page(session, Params(q="dong ", size=7), total=FEW)
    again = page(session, Params(q="dong ", size=7, after=first.after), total=MANY)
    assert [row.id for row in again.rows] == [row.id for row in first.rows]

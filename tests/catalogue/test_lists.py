"""Lists of objects: conditions, counts that agree with the rows, orders, pages by key."""

from __future__ import annotations

from itertools import pairwise

import pytest
from sqlalchemy.orm import Session

from museum_tracker.catalogue import facets
from museum_tracker.catalogue.facets import facet_counts
from museum_tracker.catalogue.gaps import gaps_of
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.params import Params, Sort
from museum_tracker.catalogue.queries import artifacts, count, ids_in_order, neighbours, page
from museum_tracker.catalogue.registry import COLUMNS, FILTERS, list_columns
from museum_tracker.catalogue.rules import InventoryState
from museum_tracker.catalogue.services import create_artifact, void_artifact
from museum_tracker.history.models import ChangeSet
from tests.factories.catalogue import make_artifact, make_written
from tests.factories.people import sees_all

NAMES = ["Ấm", "An", "Ăn", "Bát", "Đá", "Đồng", "Da", "Giấy", "Gốm", "Gỗ"]


@pytest.fixture
def museum(session: Session, deed: ChangeSet) -> list[Artifact]:
    made = []
    for place, name in enumerate(NAMES):
        texts = {
            "name_vi": name,
            "number": f"BTBG {(place * 7) % 10 + 1}" if place != 4 else "",
            "material": ["Đồng", "Gốm", "Gỗ, Đồng"][place % 3],
            "collected": ["2001", "12/10/1997", ""][place % 3],
            "dating": ["thế kỷ XVI", "1884", ""][place % 3],
            "condition": "Tốt",
        }
        made.append(make_written(session, deed, **texts))
    return made


def names(session: Session, **params: object) -> list[str]:
    return [row.name_vi for row in page(session, Params(**params)).rows]  # type: ignore[arg-type]


def test_names_stand_in_the_order_of_a_vietnamese_dictionary(session: Session, museum: list[Artifact]) -> None:
    assert names(session, sort=Sort.NAME) == ["An", "Ăn", "Ấm", "Bát", "Da", "Đá", "Đồng", "Giấy", "Gỗ", "Gốm"]


def test_numbers_stand_by_their_value_and_unnumbered_objects_last(session: Session, museum: list[Artifact]) -> None:
    numbers = [row.number for row in page(session, Params(sort=Sort.NUMBER)).rows]
    assert numbers == [f"BTBG {place}" for place in (1, 2, 3, 4, 5, 6, 7, 8, 10)] + [""]


@pytest.mark.parametrize("descending", [False, True])
def test_undated_objects_stand_last_in_either_direction(
    session: Session, museum: list[Artifact], *, descending: bool
) -> None:
    ids = ids_in_order(session, Params(sort=Sort.DATE, descending=descending))
    assert {session.get_one(Artifact, key).dating_text for key in ids[-3:]} == {""}


@pytest.mark.parametrize("sort", [Sort.NUMBER, Sort.NAME, Sort.DATE, Sort.UPDATED])
@pytest.mark.parametrize("descending", [False, True])
def test_pages_and_neighbours_follow_every_order_both_ways(
    session: Session, museum: list[Artifact], sort: Sort, *, descending: bool
) -> None:
    params = Params(sort=sort, descending=descending, size=3)
    whole = ids_in_order(session, params)
    first = page(session, params)
    second = page(session, params.with_(after=first.after))
    back = page(session, params.with_(before=second.before))
    assert [row.id for row in (*first.rows, *second.rows)] == whole[:6]
    assert [row.id for row in back.rows] == whole[:3]
    assert first.before == ""
    assert back.before == ""
    for left, right in pairwise(whole):
        assert neighbours(session, params, left)[1] == right
        assert neighbours(session, params, right)[0] == left
    assert neighbours(session, params, 999_999) == (None, None)


@pytest.mark.parametrize("place", ["x", "bm9uc2Vuc2U", "W10", "WzAsIjEiXQ", "WzksMSwyXQ", "🏺", "WzAsbnVsbCwxXQ"])
def test_a_place_that_does_not_fit_begins_the_list_anew(session: Session, museum: list[Artifact], place: str) -> None:
    assert names(session, after=place) == names(session)
    assert names(session, before=place) == names(session)


def test_every_facet_value_counts_the_rows_that_its_filter_lists(session: Session, museum: list[Artifact]) -> None:
    for params in (Params(), Params(q="đồng"), Params.parse([("nam_suu_tam", "1997")], can=sees_all)):
        for facet in facet_counts(session, params, can=sees_all):
            for value in facet.values:
                narrowed = params.with_filter(facet.name, value.value)
                # A term's filter includes what stands under it, its own count does not.
                listed = count(session, narrowed).value
                assert value.count is not None
                assert listed >= value.count if facet.name in {"chat_lieu", "thoi_ky"} else listed == value.count


def test_a_list_too_broad_to_be_counted_offers_all_values_without_counts(
    session: Session, museum: list[Artifact], monkeypatch: pytest.MonkeyPatch
) -> None:
    def offered(params: Params) -> dict[str, dict[str, int | None]]:
        return {
            facet.name: {value.value: value.count for value in facet.values}
            for facet in facet_counts(session, params, can=sees_all)
        }

    narrow, broad = Params(q="gốm"), Params(q="đồng")
    exact, everything = offered(narrow), offered(Params())
    monkeypatch.setattr(facets, "BROAD", count(session, narrow).value)
    assert offered(narrow) == exact
    assert offered(Params()) == everything
    assert offered(broad) == {name: dict.fromkeys(values) for name, values in everything.items()}


def test_voided_objects_are_in_no_count_of_the_whole_museum(
    session: Session, museum: list[Artifact], deed: ChangeSet
) -> None:
    void_artifact(session, museum[0], deed=deed)
    counted = {
        facet.name: sum(value.count or 0 for value in facet.values)
        for facet in facet_counts(session, Params(), can=sees_all)
    }
    assert counted["nhom"] == counted["kiem_ke"] == len(museum) - 1
    assert counted["chat_lieu"] == 12


def test_facets_name_their_values_in_the_readers_language(session: Session, museum: list[Artifact]) -> None:
    counted = {
        facet.name: {value.label: value.count for value in facet.values}
        for facet in facet_counts(session, Params(), can=sees_all)
    }
    assert counted["chat_lieu"] == {"Đồng": 7, "Gốm, sành, sứ, đất nung": 3, "Gỗ (đồ mộc)": 3}
    assert counted["nam_suu_tam"] == {"1997": 3, "2001": 4, "chưa ghi": 3}
    assert counted["kiem_ke"] == {"Chưa đăng ký": 10}


def test_values_of_one_condition_widen_and_conditions_narrow(session: Session, museum: list[Artifact]) -> None:
    one = Params.parse([("nam_suu_tam", "1997")], can=sees_all)
    assert count(session, one).value == 3
    assert count(session, one.toggled("nam_suu_tam", "2001")).value == 7
    assert count(session, one.toggled("nam_suu_tam", "2001").with_filter("thieu", "so_dang_ky")).value == 1
    assert count(session, one.toggled("nam_suu_tam", "1997")).value == 10


def test_the_address_of_a_list_reads_back_into_the_same_list(session: Session, museum: list[Artifact]) -> None:
    pairs = [
        ("q", "trống đồng"),
        ("chat_lieu", "1"),
        ("chat_lieu", "2"),
        ("sap_xep", "ten"),
        ("chieu", "giam"),
        ("xx", "1"),
    ]
    params = Params.parse(pairs, can=sees_all)
    again = [
        (name, v) for name, value in params.url_args().items() for v in ([value] if isinstance(value, str) else value)
    ]
    assert Params.parse(again, can=sees_all) == params
    assert sorted(again) == sorted(pairs[:-1])


@pytest.mark.parametrize("value", ["", "x", "-", "999999999999", "1;2", "none", "-5", "²", "🏺"])
def test_a_value_that_makes_no_sense_is_an_empty_list_and_never_an_error(
    session: Session, museum: list[Artifact], value: str
) -> None:
    for name, filter_ in FILTERS.items():
        params = Params.parse([(name, value)], can=sees_all)
        assert count(session, params).value == len(ids_in_order(session, params))
        if params.filters:
            assert isinstance(filter_.describe(session, (value,) if filter_.multiple else value, "vi"), str)


def test_every_column_is_shown_in_both_languages(session: Session, museum: list[Artifact]) -> None:
    for locale in ("vi", "en"):
        rows = page(session, Params(), list_columns(sees_all), locale=locale).rows
        for column in COLUMNS.values():
            texts = [column.show(getattr(row, f"column_{column.name}"), locale) for row in rows]
            assert all(isinstance(text, str) for text in texts)


def test_columns_show_dates_as_the_museum_writes_them(session: Session, deed: ChangeSet) -> None:
    make_artifact(session, deed, date_earliest=-300, date_latest=-100)
    (row,) = page(session, Params(), [COLUMNS["nien_dai"]]).rows
    assert COLUMNS["nien_dai"].show(row.column_nien_dai, "vi") == "300–100 TCN"
    assert COLUMNS["nien_dai"].show(row.column_nien_dai, "en") == "300–100 BCE"


def test_voided_objects_are_in_no_list(session: Session, deed: ChangeSet, museum: list[Artifact]) -> None:
    void_artifact(session, museum[0], deed=deed)
    assert count(session, Params()).value == 9
    assert museum[0].id not in session.scalars(artifacts(session, Params())).all()


def test_gaps_are_work_lists(session: Session, deed: ChangeSet) -> None:
    bare = create_artifact(session, {"name_vi": "Không có gì"}, deed=deed)
    lacking = dict(gaps_of(session, bare.id, "vi"))
    assert lacking["kich_thuoc"] == "thiếu kích thước"
    for word in lacking:
        assert count(session, Params().with_filter("thieu", word)).value == 1
    odd = make_written(session, deed, name_vi="Lạ", dimensions="to lắm", material="thứ lạ")
    assert {"kich_thuoc_chua_doc", "chat_lieu_la"} <= dict(gaps_of(session, odd.id, "vi")).keys()


def test_states_written_by_other_features_are_filtered(session: Session, museum: list[Artifact]) -> None:
    museum[3].inventory_state = InventoryState.MARKED
    session.flush()
    assert names(session, filters={"kiem_ke": ("marked",)}) == [museum[3].name_vi]

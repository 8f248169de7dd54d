"""A facet's "not given", its filter and the work list of gaps are one statement."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from museum_tracker.catalogue.facets import facet_counts
from museum_tracker.catalogue.lacking import NOTHING, OTHER_WORDS
from museum_tracker.catalogue.params import Params
from museum_tracker.catalogue.queries import count
from museum_tracker.history.models import ChangeSet
from tests.factories.catalogue import make_written

GAP_OF = {"tinh_trang": "tinh_trang", "dia_danh": "xuat_xu", "loai_hinh": "loai_hinh", "nam_suu_tam": "ngay_suu_tam"}


@pytest.fixture
def stores(session: Session, deed: ChangeSet) -> None:
    """Objects that say something, say it in words of their own, or say nothing."""
    make_written(session, deed, name_vi="a", condition="Tốt", collected="1990", find_place="xã Lạ")
    make_written(session, deed, name_vi="b", condition="nứt vành, mất một quai", collected="1990–1995")
    make_written(session, deed, name_vi="c", period="Thời kỳ lạ")
    make_written(session, deed, name_vi="d", material="gỗ thị lạ lùng")


@pytest.mark.parametrize("narrowed", [{}, {"nhom": ("object",)}])
def test_a_facet_counts_as_not_given_what_the_gap_lists(
    session: Session, stores: None, narrowed: dict[str, tuple[str, ...]]
) -> None:
    shown = {facet.name: facet for facet in facet_counts(session, Params(filters=narrowed), can=lambda _needs: True)}
    for name, gap in GAP_OF.items():
        values = {value.value: value.count for value in shown[name].values}
        lacking = count(session, Params(filters={"thieu": (gap,)})).value
        assert values.get(NOTHING, 0) == lacking, name
        for word in (NOTHING, OTHER_WORDS):
            assert count(session, Params(filters={name: (word,)})).value == values.get(word, 0), (name, word)
        assert sum(number or 0 for number in values.values()) == 4


def test_what_is_written_in_other_words_is_a_value_of_its_own(session: Session, stores: None) -> None:
    shown = {facet.name: facet for facet in facet_counts(session, Params(), can=lambda _needs: True)}
    condition = {value.value: (value.count, value.label) for value in shown["tinh_trang"].values}
    assert condition[OTHER_WORDS][0] == 1
    assert condition[NOTHING][0] == 2
    assert condition[OTHER_WORDS][1] != condition[NOTHING][1]
    assert count(session, Params(filters={"chat_lieu": (NOTHING,)})).value == 3
    assert count(session, Params(filters={"thieu": ("chat_lieu",)})).value == 3

"""Charts: labels never overlap or leave the sheet, the numbers are also a table, the SVG is clean."""

from __future__ import annotations

import datetime as dt
import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from museum_tracker.core.charts import columns, meter, spark, text
from museum_tracker.core.charts.geometry import Box, Scale, best_place, nice_step, spread
from museum_tracker.core.charts.road import Ahead, BandAhead, Format, Road, Step, draw

GOAL_DAY = dt.date(2030, 12, 14)
share = st.floats(0, 1)


@st.composite
def roads(pick: st.DrawFn) -> Road:
    count = pick(st.integers(1, 14))
    first = pick(st.dates(dt.date(2010, 1, 1), dt.date(2026, 6, 1)))
    today = dt.date(2026, 11, 22)
    days = sorted({first + (today - first) * part // count for part in range(count)} | {today})
    history = tuple(Step(day, pick(share)) for day in days)
    low, high = sorted((pick(share), pick(share)))
    return Road(
        title="Lộ trình <đến> năm 2030 & sau",
        description="Tỷ lệ số hóa",
        locale="vi",
        history=history,
        goal=Step(GOAL_DAY, pick(st.floats(0.05, 1))),
        goal_label="70% · mục tiêu",
        today_label="22,4% hôm nay",
        needed_label=pick(st.sampled_from(["", "tiến độ cần đạt"])),
        ahead=tuple(
            Ahead(share=pick(share), label="37,5% theo tiến độ hiện nay") for _ in range(pick(st.integers(0, 2)))
        ),
        band=pick(st.sampled_from([None, BandAhead(least=low, most=high, label="tối đa 25,6% theo chỉ tiêu năm")])),
        headers=("Ngày", "Tỷ lệ"),
    )


@settings(max_examples=150)
@given(roads(), st.sampled_from(list(Format)))
def test_labels_never_overlap_and_stay_on_the_sheet(road: Road, sheet: Format) -> None:
    drawing = draw(road, sheet=sheet)
    width, height = sheet.value[0], sheet.value[1]
    for one, other in itertools.combinations(drawing.boxes, 2):
        assert not one.overlaps(other)
    for box in drawing.boxes:
        assert box.inside(Box(-1, -1, width + 2, height + 2))


@given(roads())
@settings(max_examples=30)
def test_the_table_carries_every_number_of_the_chart(road: Road) -> None:
    drawing = draw(road)
    expected = len(road.history) + len(road.ahead) + bool(road.band) + 1
    assert len(drawing.rows) == expected
    assert drawing.headers == ("Ngày", "Tỷ lệ")


def clean(svg: str) -> etree._Element:
    root = etree.fromstring(svg)
    assert root.get("role") == "img"
    named = root.get("aria-labelledby").split()
    assert all(root.xpath(f"//*[@id='{name}']") for name in named)
    assert not re.search(r"style=|<script|onload=", svg)
    return root


def test_the_road_is_named_escaped_and_without_style_or_script() -> None:
    road = Road(
        title="<b>&",
        description="d",
        locale="en",
        history=(Step(dt.date(2026, 1, 1), 0.2),),
        goal=Step(GOAL_DAY, 0.7),
        goal_label="a < b",
        today_label="t",
    )
    root = clean(draw(road, name="one").svg)
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "<b>&"


@pytest.mark.parametrize("value", [0, 44, 86, 1_000])
def test_the_meter_marks_value_band_and_pace(value: int) -> None:
    scale = meter.scale_for(value, 100)
    bar = meter.Meter(value=value, least=50, most=100, scale=scale, tone="late", label="44 · 50–100", pace=47)
    root = clean(meter.draw(bar, name=f"m{value}"))
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "44 · 50–100"


def test_a_goal_at_the_very_end_keeps_its_mark_on_the_bar() -> None:
    bar = meter.Meter(value=0.78, least=1, most=1, scale=1, tone="late", label="78%")
    assert 'x="99.10%"' in meter.draw(bar, name="m")


def test_a_sparkline_needs_two_values() -> None:
    assert spark.draw([3], label="x", name="s") == ""
    clean(spark.draw([3, 3, 5], label="x", name="s"))


@pytest.mark.parametrize("values", [(), (0, 0), (3, 1_410, 44)])
def test_columns_show_their_values_even_when_all_are_nothing(values: tuple[int, ...]) -> None:
    chart = columns.Columns(
        title="Số hóa",
        description="theo năm",
        locale="vi",
        categories=tuple(str(2020 + index) for index in range(len(values))),
        values=values,
        band=(50, None),
        band_label="ít nhất 50",
        headers=("Năm", "Hiện vật"),
    )
    drawing = columns.draw(chart)
    clean(drawing.svg)
    assert len(drawing.rows) == len(values)


@given(st.floats(0.001, 1e9), st.integers(2, 10))
def test_a_round_step_cuts_into_no_more_parts_than_asked(span: float, most: int) -> None:
    assert span / nice_step(span, most) <= most


@given(st.lists(st.floats(0, 100), min_size=1, max_size=5))
def test_labels_are_spread_without_overlap_while_there_is_room(places: list[float]) -> None:
    tops = spread(places, [20.0] * len(places), 0, 120)
    ordered = sorted(tops)
    assert all(later - sooner >= 19.99 for sooner, later in itertools.pairwise(ordered))
    assert ordered[0] >= -0.01
    assert ordered[-1] <= 100.01


def test_a_box_knows_the_lines_that_cross_it() -> None:
    box = Box(10, 10, 10, 10)
    assert box.crossed_by((0, 0), (30, 30))
    assert not box.crossed_by((0, 0), (5, 30))
    assert not box.crossed_by((0, 25), (30, 25))
    assert best_place([box], taken=[], lines=[((0, 0), (30, 30))], frame=Box(0, 0, 50, 50)) is None
    assert Scale(5, 5, 1, 9)(5) == 1


def test_wrapped_lines_are_about_equally_long() -> None:
    lines = text.wrap("37,5% theo tiến độ hiện nay", 12, 140)
    assert lines == ["37,5% theo tiến", "độ hiện nay"]
    assert text.wrap("ă" * 200, 12, 50) == ["ă" * 200]

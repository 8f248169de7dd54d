"""Columns by year against the plan's yearly band."""

from __future__ import annotations

from dataclasses import dataclass

from museum_tracker.core.charts.canvas import Canvas, Drawing
from museum_tracker.core.charts.geometry import Box, Scale, nice_step
from museum_tracker.core.formats import number


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Values by category, and the band that each of them is held against; words in the reader's language."""

    title: str
    description: str
    locale: str
    categories: tuple[str, ...]
    values: tuple[int, ...]
    band: tuple[int, int | None] | None = None
    band_label: str = ""
    colour: str = "patina"
    headers: tuple[str, str] = ("", "")


def draw(chart: Columns, *, name: str = "columns", width: int = 720, height: int = 240) -> Drawing:
    """Draw the columns with their values above them and the band behind them."""
    canvas = Canvas(name=name, width=width, height=height)
    frame = Box(46, 30, width - 46 - 10, height - 30 - 30)
    most = max([*chart.values, *(value or 0 for value in chart.band or ()), 1]) * 1.12
    y = Scale(0, most, frame.y + frame.height, frame.y)
    _grid(canvas, frame, y, most, chart)
    room = frame.width / max(len(chart.categories), 1)
    wide = min(room * 0.56, 64)
    for index, (category, value) in enumerate(zip(chart.categories, chart.values, strict=True)):
        middle = frame.x + room * (index + 0.5)
        top = y(value)
        shown = number(value, chart.locale)
        bar = Box(middle - wide / 2, top, wide, frame.y + frame.height - top)
        canvas.bar(bar, chart.colour, hint=f"{category}: {shown}")
        canvas.text(shown, middle, top - 17, colour="ink", anchor="middle", bold=True)
        canvas.text(category, middle, frame.y + frame.height + 8, anchor="middle")
    return Drawing(
        svg=canvas.svg(chart.title, chart.description),
        title=chart.title,
        description=chart.description,
        headers=chart.headers,
        rows=tuple(
            (category, number(value, chart.locale))
            for category, value in zip(chart.categories, chart.values, strict=True)
        ),
        boxes=tuple(canvas.boxes),
    )


def _grid(canvas: Canvas, frame: Box, y: Scale, most: float, chart: Columns) -> None:
    right = frame.x + frame.width
    step = max(nice_step(most, 5), 1)
    for index in range(int(most / step) + 1):
        place = y(index * step)
        canvas.line([(frame.x, place), (right, place)], "grid")
        canvas.text(number(index * step, chart.locale), frame.x - 7, place - 7.5, anchor="end")
    if chart.band:
        least, top = chart.band
        if top is not None:
            canvas.bar(Box(frame.x, y(top), frame.width, y(least) - y(top)), "gold", radius=0, opacity=0.22)
        canvas.line([(frame.x, y(least)), (right, y(least))], "gold", width=2)
        canvas.text(chart.band_label, right, 4, anchor="end")

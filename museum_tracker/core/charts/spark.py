"""A sparkline: the few past values of an indicator, small enough for a table row."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from museum_tracker.core.charts.canvas import COLOURS, element

WIDTH, HEIGHT, EDGE = 96, 24, 3


def draw(values: Sequence[float], *, label: str, name: str) -> str:
    """The values as a line with a dot on the last; nothing at all for fewer than two."""
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    span = (high - low) or 1
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    points = [
        (EDGE + index * step, HEIGHT - EDGE - (value - low) / span * (HEIGHT - 2 * EDGE))
        for index, value in enumerate(values)
    ]
    path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    parts = [
        element("title", escape(label), id=f"{name}-t"),
        element("path", d=path, fill="none", stroke=COLOURS["slate"], stroke_width=1.5, class_="line-slate"),
        element("circle", cx=points[-1][0], cy=points[-1][1], r=2.5, fill=COLOURS["slate"], class_="ink-slate"),
    ]
    return element(
        "svg",
        "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH,
        height=HEIGHT,
        role="img",
        aria_labelledby=f"{name}-t",
        class_="chart spark",
    )

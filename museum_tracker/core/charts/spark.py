"""A sparkline: the few past values of an indicator, small enough for a table row."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from museum_tracker.core.charts.canvas import COLOURS, element

WIDTH, HEIGHT, EDGE = 96, 24, 3


def draw(values: Sequence[float], *, label: str, name: str, hollow: int = 0) -> str:
    """The values as a line with a dot on the last; nothing at all for fewer than two.

    The first `hollow` of them come from elsewhere: open dots on a broken line.
    """
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    span = (high - low) or 1
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    points = [
        (EDGE + index * step, HEIGHT - EDGE - (value - low) / span * (HEIGHT - 2 * EDGE))
        for index, value in enumerate(values)
    ]
    parts = [
        element("title", escape(label), id=f"{name}-t"),
        _line(points[: hollow + 1], dash="2 2") if hollow else "",
        _line(points[hollow:]),
        *(_open_dot(point) for point in points[:hollow]),
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


def _line(points: Sequence[tuple[float, float]], dash: str | None = None) -> str:
    if len(points) < 2:
        return ""
    path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return element(
        "path",
        d=path,
        fill="none",
        stroke=COLOURS["slate"],
        stroke_width=1.5,
        stroke_dasharray=dash,
        class_="line-slate",
    )


def _open_dot(point: tuple[float, float]) -> str:
    return element(
        "circle",
        cx=point[0],
        cy=point[1],
        r=2,
        fill=COLOURS["surface"],
        stroke=COLOURS["slate"],
        class_="ink-surface line-slate",
    )

"""The band meter: how much is done, the plan's band on the same bar, a gold mark where the pace should be today."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from museum_tracker.core.charts.canvas import COLOURS, element

TONE_COLOURS = {"ok": "patina", "late": "amber", "miss": "lacquer", "idle": "slate"}
HEIGHT = 26


@dataclass(frozen=True, kw_only=True)
class Meter:
    """What the bar shows. Values share one unit; `scale` is the value at the bar's right end.

    `least` and `most` bound the band (equal for a goal without a range); `pace` None leaves the gold mark out.
    """

    value: float
    least: float
    most: float
    scale: float
    tone: str
    label: str
    pace: float | None = None


def scale_for(value: float, most: float) -> float:
    """The value at the bar's end: a fifth more than the larger of band and value."""
    return max(value, most) * 1.2 or 1.0


def draw(meter: Meter, *, name: str) -> str:
    """The meter as SVG that stretches to the width it is given; `name` keeps its pattern's id unique."""
    pattern = element(
        "pattern",
        element("path", d="M-1 7 L7 -1 M2 10 L10 2", stroke=COLOURS["patina"], stroke_opacity="0.45", stroke_width=2,
                class_="line-patina"),
        id=f"{name}-p", width=6, height=6, patternUnits="userSpaceOnUse",
    )  # fmt: skip
    least, most = _percent(meter.least, meter.scale), _percent(meter.most, meter.scale)
    done = _percent(meter.value, meter.scale)
    parts = [
        element("title", escape(meter.label), id=f"{name}-t"),
        element("defs", pattern),
        element("rect", x=0, y=9, width="100%", height=8, rx=4, fill=COLOURS["grid"], class_="ink-track"),
        _band(name, least, most),
        _done(done, TONE_COLOURS[meter.tone]),
    ]
    if meter.pace is not None:
        parts.append(_pace(_percent(meter.pace, meter.scale)))
    return element(
        "svg",
        "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        width="100%",
        height=HEIGHT,
        role="img",
        aria_labelledby=f"{name}-t",
        class_="chart meter",
    )


def _percent(value: float, scale: float) -> float:
    return min(max(value / scale * 100, 0), 100)


def _band(name: str, least: float, most: float) -> str:
    if most - least < 0.2:
        return element(
            "rect", x=f"{min(least, 99.1):.2f}%", y=4, width=2, height=18, fill=COLOURS["patina"], class_="ink-patina"
        )
    return element(
        "rect",
        x=f"{least:.2f}%",
        y=5.5,
        width=f"{most - least:.2f}%",
        height=15,
        rx=3,
        fill=f"url(#{name}-p)",
        stroke=COLOURS["patina"],
        stroke_opacity="0.5",
        class_="line-patina",
    )


def _done(done: float, colour: str) -> str:
    if done <= 0:
        return ""
    return element("rect", x=0, y=9, width=f"{done:.2f}%", height=8, rx=4, fill=COLOURS[colour], class_=f"ink-{colour}")


def _pace(pace: float) -> str:
    mark = element("path", d="M-1.2 3h2.4v21h-2.4z M-4.5 0h9l-4.5 6z", fill=COLOURS["gold"], class_="ink-gold")
    return element("svg", mark, x=f"{pace:.2f}%", y=0, overflow="visible", width=1, height=HEIGHT)

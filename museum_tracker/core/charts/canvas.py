"""The sheet a chart is drawn on: a small SVG writer with named colours, and the boxes its texts cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape

from museum_tracker.core.charts import text as type_
from museum_tracker.core.charts.geometry import Box, Point

FONT = "Be Vietnam Pro"

# Colours on paper; on a page the classes `ink-…` and `line-…` take them from the style sheet.
COLOURS = {
    "ink": "#1F2328",
    "soft": "#5B6169",
    "grid": "#E4E0D7",
    "surface": "#FFFFFF",
    "patina": "#2F6F62",
    "lacquer": "#9B2226",
    "amber": "#A1660F",
    "gold": "#C8A24A",
    "slate": "#4A5A6A",
}


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A finished chart: its SVG, its name and description, the table of its numbers, and where its texts lie.

    `links` are the addresses that the rows of the table open, "" where a row opens nothing; empty where none does.
    """

    svg: str
    title: str
    description: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    boxes: tuple[Box, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def linked_rows(self) -> list[tuple[tuple[str, ...], str]]:
        """Each row of the table with the address that it opens."""
        return list(zip(self.rows, self.links or ("",) * len(self.rows), strict=True))


def element(name: str, content: str = "", /, **attributes: object) -> str:
    """One SVG element; underscores in attribute names stand for hyphens, None leaves the attribute out."""
    written = "".join([f'{_opening(key)}{_number(value)}"' for key, value in attributes.items() if value is not None])
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


@cache
def _opening(key: str) -> str:
    return f' {key.rstrip("_").replace("_", "-")}="'


def _number(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return str(value) if type(value) is int else escape(str(value))


@dataclass
class Canvas:
    """A sheet of given size; `name` makes its ids unique on a page that holds several charts."""

    name: str
    width: float
    height: float
    size: float = 12
    parts: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    linked: bool = False

    def line(
        self,
        points: Sequence[Point],
        colour: str,
        *,
        width: float = 1,
        dash: str | None = None,
        join: str | None = None,
    ) -> None:
        """A line through points."""
        path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        self.parts.append(
            element(
                "path",
                d=path,
                fill="none",
                stroke=COLOURS[colour],
                stroke_width=width,
                stroke_dasharray=dash,
                stroke_linejoin=join,
                class_=f"line-{colour}",
            )
        )

    def area(self, points: Sequence[Point], colour: str, *, opacity: float) -> None:
        """A filled shape."""
        path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"
        fill = COLOURS[colour]
        self.parts.append(element("path", d=path, fill=fill, fill_opacity=f"{opacity:.2f}", class_=f"ink-{colour}"))

    def bar(self, box: Box, colour: str, *, radius: float = 2, opacity: float | None = None, hint: str = "") -> None:
        """A filled rectangle; its hint is shown when pointed at."""
        self.parts.append(
            element(
                "rect",
                element("title", escape(hint)) if hint else "",
                x=box.x,
                y=box.y,
                width=box.width,
                height=box.height,
                rx=radius,
                fill=COLOURS[colour],
                fill_opacity=None if opacity is None else f"{opacity:.2f}",
                class_=f"ink-{colour}",
            )
        )

    def link(self, point: Point, url: str, label: str) -> None:
        """An unseen spot that opens an address; keyboards find the same address in the chart's table."""
        spot = element("title", escape(label)) + element(
            "circle", cx=point[0], cy=point[1], r=7, fill=COLOURS["patina"], fill_opacity="0", class_="spot"
        )
        self.parts.append(element("a", spot, href=url, tabindex=-1, aria_label=label))
        self.linked = True

    def diamond(self, point: Point, colour: str, *, radius: float = 4.5) -> None:
        """An open diamond: a number that comes from elsewhere."""
        x, y = point
        path = (
            f"M{x:.1f} {y - radius:.1f} L{x + radius:.1f} {y:.1f} L{x:.1f} {y + radius:.1f} L{x - radius:.1f} {y:.1f}Z"
        )
        self.parts.append(
            element(
                "path",
                d=path,
                fill=COLOURS["surface"],
                stroke=COLOURS[colour],
                stroke_width=2,
                class_=f"ink-surface line-{colour}",
            )
        )

    def dot(self, point: Point, colour: str, *, radius: float = 4.5) -> None:
        """An open dot."""
        self.parts.append(
            element(
                "circle",
                cx=point[0],
                cy=point[1],
                r=radius,
                fill=COLOURS["surface"],
                stroke=COLOURS[colour],
                stroke_width=2.5,
                class_=f"ink-surface line-{colour}",
            )
        )

    def box_of(self, words: str, x: float, top: float, *, anchor: str = "start", bold: bool = False) -> Box:
        """The box that a line of text would cover."""
        wide = type_.width(words, self.size, bold=bold)
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
        return Box(left, top, wide, self.size * type_.LINE_HEIGHT)

    def text(
        self, words: str, x: float, top: float, *, colour: str = "soft", anchor: str = "start", bold: bool = False
    ) -> None:
        """A line of text whose box starts at `top`, with a rim of the ground's colour that keeps it readable."""
        self.boxes.append(self.box_of(words, x, top, anchor=anchor, bold=bold))
        self.parts.append(
            element(
                "text",
                escape(words),
                x=x,
                y=top + self.size * 0.98,
                text_anchor=None if anchor == "start" else anchor,
                font_weight=600 if bold else None,
                fill=COLOURS[colour],
                stroke=COLOURS["surface"],
                stroke_width=3,
                stroke_linejoin="round",
                paint_order="stroke",
                class_=f"ink-{colour} line-surface",
            )
        )

    def svg(self, title: str, description: str) -> str:
        """The whole drawing, named for those who cannot see it."""
        head = element("title", escape(title), id=f"{self.name}-t") + element(
            "desc", escape(description), id=f"{self.name}-d"
        )
        return element(
            "svg",
            head + "".join(self.parts),
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {self.width:g} {self.height:g}",
            width=self.width,
            height=self.height,
            role="group" if self.linked else "img",  # what opens something is more than a picture
            aria_labelledby=f"{self.name}-t {self.name}-d",
            font_family=f"{FONT}, sans-serif",
            font_size=self.size,
            class_="chart",
        )

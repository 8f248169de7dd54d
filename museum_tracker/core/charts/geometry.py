"""Scales and places: round steps for axes, boxes that do not overlap, labels spread down a margin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

Point = tuple[float, float]
_TOUCH = 0.01


@dataclass(frozen=True)
class Box:
    """A rectangle that a label covers."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: Box) -> bool:
        """Whether two boxes cover any common ground; touching edges do not."""
        return (
            self.x + _TOUCH < other.x + other.width
            and other.x + _TOUCH < self.x + self.width
            and self.y + _TOUCH < other.y + other.height
            and other.y + _TOUCH < self.y + self.height
        )

    def inside(self, frame: Box) -> bool:
        """Whether the box lies wholly within a frame."""
        return (
            self.x >= frame.x
            and self.y >= frame.y
            and self.x + self.width <= frame.x + frame.width
            and self.y + self.height <= frame.y + frame.height
        )

    def crossed_by(self, start: Point, end: Point) -> bool:
        """Whether a line from one point to another runs through the box (Liang and Barsky's clipping)."""
        low, high = 0.0, 1.0
        (x1, y1), (x2, y2) = start, end
        for step, room in (
            (x1 - x2, x1 - self.x),
            (x2 - x1, self.x + self.width - x1),
            (y1 - y2, y1 - self.y),
            (y2 - y1, self.y + self.height - y1),
        ):
            if step == 0:
                if room < 0:
                    return False
            elif step < 0:
                low = max(low, room / step)
            else:
                high = min(high, room / step)
        return low <= high


@dataclass(frozen=True)
class Scale:
    """A straight map from values to places."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of a value."""
        span = self.high - self.low
        return self.start if span == 0 else self.start + (value - self.low) / span * (self.end - self.start)


def nice_step(span: float, most: int) -> float:
    """A round step (1, 2, 2.5 or 5 times a power of ten) that cuts a span into at most so many parts."""
    step = 1e-6
    while True:
        for factor in (1, 2, 2.5, 5):
            if span / (step * factor) <= most:
                return step * factor
        step *= 10


def spread(places: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Tops for labels of given heights, each as near its place as order and room allow, none over another."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    tops = [0.0] * len(places)
    edge = top
    for index in order:
        tops[index] = max(edge, places[index] - heights[index] / 2)
        edge = tops[index] + heights[index]
    floor = bottom
    for index in reversed(order):
        tops[index] = min(tops[index], floor - heights[index])
        floor = tops[index]
    return tops


def best_place(
    candidates: Iterable[Box], *, taken: Sequence[Box], lines: Sequence[tuple[Point, Point]], frame: Box
) -> Box | None:
    """The first box inside the frame that covers no other box and no line."""
    for box in candidates:
        free = not any(box.overlaps(other) for other in taken) and not any(box.crossed_by(*line) for line in lines)
        if free and box.inside(frame):
            return box
    return None


def grown(box: Box, margin: float) -> Box:
    """The box with a margin on all sides."""
    return replace(
        box, x=box.x - margin, y=box.y - margin, width=box.width + 2 * margin, height=box.height + 2 * margin
    )

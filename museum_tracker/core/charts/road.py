"""The road to a goal: what was, where today stands, where each pace leads, what it would take."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from museum_tracker.core.charts import text as type_
from museum_tracker.core.charts.canvas import Canvas, Drawing
from museum_tracker.core.charts.geometry import Box, Point, Scale, best_place, grown, nice_step, spread
from museum_tracker.core.formats import date as show_date
from museum_tracker.core.formats import percent


@dataclass(frozen=True)
class Step:
    """A share on a day; `url` opens what it was counted from."""

    on: dt.date
    share: float
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """A line from today to a share at the goal's date: the present pace, a scenario; `through` bends it on its way."""

    share: float
    label: str
    colour: str = "patina"
    dash: str = "5 4"
    through: tuple[Step, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BandAhead:
    """The fan between what the plan's least and most would bring at the goal's date."""

    least: float
    most: float
    label: str


@dataclass(frozen=True, kw_only=True)
class Road:
    """All that the chart shows, its words already in the reader's language.

    `history` ends with today. `needed` labels the line of the pace needed and is empty when the goal is reached.
    `reported` are shares that were reported before the history begins: drawn apart, named by `reported_label`.
    """

    title: str
    description: str
    locale: str
    history: tuple[Step, ...]
    goal: Step
    goal_label: str
    today_label: str
    needed_label: str = ""
    ahead: tuple[Ahead, ...] = ()
    band: BandAhead | None = None
    headers: tuple[str, str] = ("", "")
    reported: tuple[Step, ...] = ()
    reported_label: str = ""


class Format(Enum):
    """The sheet: wide for a page and paper, narrow for a phone (width, height, left, right, text size)."""

    WIDE = (720, 300, 46, 148, 12)
    NARROW = (340, 300, 38, 92, 11)

    @property
    def years_between_labels(self) -> float:
        """Room a year's label takes, in units of the sheet."""
        return 44


def draw(road: Road, *, name: str = "road", sheet: Format = Format.WIDE, linked: bool = False) -> Drawing:
    """Draw the road on a sheet; `linked` lets its points open their lists, on a page."""
    return _Painter(road, name, sheet, linked=linked).draw()


def rows(road: Road) -> tuple[tuple[str, ...], ...]:
    """The chart's numbers as a table: each day with its share, then where each line ends."""
    return tuple((label, " – ".join(percent(share, road.locale) for share in shares)) for label, shares in points(road))


def points(road: Road) -> list[tuple[str, tuple[float, ...]]]:
    """Each day with its share, then where each line ends, and both ends of what the yearly target brings."""
    locale, due = road.locale, show_date(road.goal.on, road.locale)
    shown: list[tuple[str, tuple[float, ...]]] = [
        (f"{show_date(step.on, locale)} · {road.reported_label}", (step.share,)) for step in road.reported
    ]
    shown += [(show_date(step.on, locale), (step.share,)) for step in road.history]
    shown += [(f"{due} · {line.label}", (line.share,)) for line in road.ahead]
    if road.band:
        shown.append((f"{due} · {road.band.label}", (road.band.least, road.band.most)))
    return [*shown, (f"{due} · {road.goal_label}", (road.goal.share,))]


class _Painter:
    """Holds the scales of one drawing while its parts are put down."""

    def __init__(self, road: Road, name: str, sheet: Format, *, linked: bool) -> None:
        width, height, left, right, size = sheet.value
        self.road, self.sheet, self.linked = road, sheet, linked
        self.canvas = Canvas(name=name, width=width, height=height, size=size)
        self.frame = Box(left, 18, width - left - right, height - 18 - 34)
        shares = [step.share for step in road.history] + [line.share for line in road.ahead] + [road.goal.share]
        shares += [road.band.most] if road.band else []
        shares += [step.share for step in road.reported]
        self.top = min(1.0, max(shares) * 1.08) or 1.0
        first = (road.reported or road.history)[0].on
        self.first = first
        self.x = Scale(first.toordinal(), road.goal.on.toordinal(), left, left + self.frame.width)
        self.y = Scale(0, self.top, self.frame.y + self.frame.height, self.frame.y)
        self.lines: list[tuple[Point, Point]] = []

    def at(self, step: Step) -> Point:
        return self.x(step.on.toordinal()), self.y(step.share)

    def draw(self) -> Drawing:
        self._axes()
        self._history()
        self._future()
        self._margin_labels()
        self._inner_labels()
        road = self.road
        return Drawing(
            svg=self.canvas.svg(road.title, road.description),
            title=road.title,
            description=road.description,
            headers=road.headers,
            rows=rows(road),
            boxes=tuple(self.canvas.boxes),
            links=self._links(),
        )

    def _links(self) -> tuple[str, ...]:
        opened = [step.url for step in (*self.road.reported, *self.road.history)]
        return (*opened, *("",) * (len(rows(self.road)) - len(opened))) if any(opened) else ()

    def _axes(self) -> None:
        frame, canvas = self.frame, self.canvas
        right = frame.x + frame.width
        step = nice_step(self.top, 5)
        for index in range(int(self.top / step) + 1):
            y = self.y(index * step)
            canvas.line([(frame.x, y), (right, y)], "grid")
            decimals = 0 if step >= 0.01 else 1
            words = percent(index * step, self.road.locale, decimals=decimals)
            canvas.text(words, frame.x - 7, y - canvas.size * 0.62, anchor="end")
        first, last = self.first.year + 1, self.road.goal.on.year
        a_year = frame.width / max((self.road.goal.on - self.first).days / 365.25, 1)
        every = max(1, -(-int(self.sheet.years_between_labels) // max(int(a_year), 1)))
        for year in range(last, first - 1, -every):
            x = self.x(dt.date(year, 1, 1).toordinal())
            if x - 16 >= frame.x - 4:
                canvas.text(str(year), x, frame.y + frame.height + 8, anchor="middle")

    def _history(self) -> None:
        points = [self.at(step) for step in self.road.history]
        ground = self.frame.y + self.frame.height
        self.canvas.area([*points, (points[-1][0], ground), (points[0][0], ground)], "patina", opacity=0.10)
        self.canvas.line(points, "patina", width=2.5, join="round")
        self.lines += list(itertools.pairwise(points))
        self._reported()
        if self.linked:
            for step, point in zip(self.road.history, points, strict=True):
                if step.url:
                    words = f"{show_date(step.on, self.road.locale)}: {percent(step.share, self.road.locale)}"
                    self.canvas.link(point, step.url, words)

    def _reported(self) -> None:
        """Figures reported before are joined by a thin broken line that never touches what was counted."""
        points = [self.at(step) for step in self.road.reported]
        if len(points) > 1:
            self.canvas.line(points, "slate", dash="2 3")
            self.lines += list(itertools.pairwise(points))
        for point in points:
            self.canvas.diamond(point, "slate")

    def _future(self) -> None:
        road, canvas = self.road, self.canvas
        today, goal = self.at(road.history[-1]), self.at(road.goal)
        level = ((self.frame.x, goal[1]), goal)
        canvas.line(level, "gold", width=2)
        self.lines.append(level)
        if road.band:
            low = (goal[0], self.y(road.band.least))
            high = (goal[0], self.y(road.band.most))
            canvas.area([today, high, low], "patina", opacity=0.22)
            self.lines += [(today, low), (today, high)]
        for line in road.ahead:
            end = (goal[0], self.y(line.share))
            points = [today, *(self.at(step) for step in line.through), end]
            canvas.line(points, line.colour, width=2, dash=line.dash)
            self.lines += list(itertools.pairwise(points))
        if road.needed_label:
            canvas.line([today, goal], "lacquer", width=2, dash="2 4")
            self.lines.append((today, goal))
        canvas.dot(today, "patina")

    def _margin_labels(self) -> None:
        road, canvas = self.road, self.canvas
        x = self.frame.x + self.frame.width + 8
        room = canvas.width - x - 2
        labels = [(road.goal.share, road.goal_label, "ink", True)]
        labels += [(line.share, line.label, "soft", False) for line in road.ahead]
        if road.band:
            labels.append(((road.band.least + road.band.most) / 2, road.band.label, "soft", False))
        line = canvas.size * type_.LINE_HEIGHT
        wrapped = [type_.wrap(words, canvas.size, room, bold=bold) for _, words, _, bold in labels]
        if sum(map(len, wrapped)) * line + 6 * len(labels) > self.frame.y + self.frame.height:
            wrapped = [_shortened(lines) for lines in wrapped]
        heights = [len(lines) * line + 6 for lines in wrapped]
        places = [self.y(share) for share, *_ in labels]
        tops = spread(places, heights, 0, self.frame.y + self.frame.height + 6)
        for (_, _, colour, bold), lines, top in zip(labels, wrapped, tops, strict=True):
            for index, words in enumerate(lines):
                canvas.text(words, x, top + index * line, colour=colour, bold=bold)

    def _inner_labels(self) -> None:
        road, canvas = self.road, self.canvas
        today, goal = self.at(road.history[-1]), self.at(road.goal)
        box = canvas.box_of(road.today_label, 0, 0, bold=True)
        self._put(road.today_label, _around(today, box), colour="ink", bold=True)
        if road.reported and road.reported_label:
            box = canvas.box_of(road.reported_label, 0, 0)
            self._put(road.reported_label, _around(self.at(road.reported[-1]), box), colour="soft", bold=False)
        if road.needed_label:
            box = canvas.box_of(road.needed_label, 0, 0)
            self._put(road.needed_label, _along(today, goal, box), colour="lacquer", bold=False)

    def _put(self, words: str, candidates: list[Box], *, colour: str, bold: bool) -> None:
        canvas = self.canvas
        frame = Box(self.frame.x, 0, self.frame.width, self.frame.y + self.frame.height)
        place = best_place([grown(box, 1) for box in candidates], taken=canvas.boxes, lines=self.lines, frame=frame)
        if place is not None:
            canvas.text(words, place.x + 1, place.y + 1, colour=colour, bold=bold)


def _shortened(lines: Sequence[str]) -> list[str]:
    """A label in two lines where the sheet has no room for all; the table beneath has every word."""
    return list(lines) if len(lines) < 3 else [lines[0], f"{lines[1].rstrip()}…"]


def _around(point: Point, box: Box) -> list[Box]:
    """Places for a label near a point: above left first, then further around and away."""
    x, y = point
    places = []
    for gap in (6, 14, 26, 42, 60, 84):
        for left in (x - box.width - 4, x - box.width * 0.5, x + 8, x - box.width - 24):
            places += [Box(left, top, box.width, box.height) for top in (y - gap - box.height, y + gap)]
    return places


def _along(start: Point, end: Point, box: Box) -> list[Box]:
    """Places for a label beside a rising line: left of its middle first, then lower, higher, and to its right."""
    places = []
    for part in (0.55, 0.45, 0.65, 0.35, 0.75, 0.25):
        x, y = start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part
        for gap in (6, 16, 30):
            places.append(Box(x - box.width - gap, y - box.height, box.width, box.height))
            places.append(Box(x + gap, y + 4, box.width, box.height))
    return places

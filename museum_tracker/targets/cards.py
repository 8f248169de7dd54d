"""Promises put into words and drawings in one language, for pages."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from museum_tracker.core.charts import road as road_chart
from museum_tracker.core.charts.canvas import Drawing
from museum_tracker.core.charts.road import Road
from museum_tracker.core.formats import date as show_date
from museum_tracker.core.formats import number
from museum_tracker.core.i18n import N_, translate
from museum_tracker.figures.links import figure_path
from museum_tracker.targets import meters
from museum_tracker.targets.promises import Beside, Promise
from museum_tracker.targets.rules.bands import TONES, VERDICT_LABELS
from museum_tracker.targets.rules.road import RoadFacts, road_of
from museum_tracker.targets.rules.words import remarks_of, upper_sentence


@dataclass(frozen=True, kw_only=True)
class Card:
    """A promise as a card shows it."""

    label: str
    pill: str
    tone: str
    value: str
    out_of: str
    url: str
    drawing: Markup
    sentence: str
    detail: str
    whole_url: str
    beside: tuple[tuple[str, str], ...]
    levels: tuple[tuple[str, str], ...]
    method: tuple[str, ...]
    carried_on: bool
    target_url: str


@dataclass(frozen=True, kw_only=True)
class NeedCard:
    """The work that a goal takes."""

    a_year: str
    a_day: str
    a_month: str
    goal: str
    done: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RoadCard:
    """The road to a goal: one drawing for wide pages, one for phones, and the table of both."""

    title: str
    aside: str
    wide: Markup
    narrow: Markup
    table: Drawing


def card_of(promise: Promise, locale: str) -> Card:
    """A promise in a language."""
    return Card(
        label=promise.label.text(locale),
        pill=translate(VERDICT_LABELS[promise.verdict], locale),
        tone=TONES[promise.verdict],
        value=meters.value_of(promise, locale),
        out_of=meters.plan_of(promise, locale),
        url=figure_path(promise.ask),
        drawing=Markup(meters.draw(promise, locale, name=f"meter-{promise.target.id}")),  # noqa: S704 - own drawing
        sentence=promise.sentence.text(locale),
        detail=_detail(promise, locale),
        whole_url=figure_path(promise.whole_ask) if promise.whole_ask else "",
        beside=_links(promise.beside, locale),
        levels=_links(promise.levels, locale),
        method=_method(promise, locale),
        carried_on=promise.carried_on,
        target_url=f"/chi-tieu/{promise.target.id}",
    )


def _links(remarks: tuple[Beside, ...], locale: str) -> tuple[tuple[str, str], ...]:
    return tuple((remark.message.text(locale), figure_path(remark.ask)) for remark in remarks)


def _detail(promise: Promise, locale: str) -> str:
    if promise.whole is None:
        if promise.value.pieces == promise.value.objects:
            return ""
        return translate(N_("%(pieces)s pieces"), locale, pieces=promise.value.pieces)
    return translate(N_("%(done)s of %(whole)s"), locale, done=promise.value.objects, whole=promise.whole.objects)


def _method(promise: Promise, locale: str) -> tuple[str, ...]:
    """Population, unit, way of counting, day."""
    day = translate(N_("as of %(date)s"), locale, date=show_date(promise.on, locale))
    unit = translate(N_("object numbers"), locale)
    return promise.population.text(locale), unit, promise.way.text(locale), day


def need_card(promise: Promise, locale: str) -> NeedCard | None:
    """What a share still takes; nothing once it is reached or its day has passed."""
    seen = promise.seen
    if seen is None or seen.need is None or seen.reached or not seen.need.a_year:
        return None
    remarks = [remark.text(locale) for remark in remarks_of(seen)]
    if promise.upper and promise.band:
        upper = upper_sentence(promise.upper, band=promise.band, goal=seen.goal.share, due=seen.goal.due)
        remarks.append(upper.text(locale))
    values = {"n": seen.need.a_working_day, "days": seen.need.working_days}
    return NeedCard(
        a_year=number(seen.need.a_year, locale),
        a_day=translate(N_("%(n)s a working day (%(days)s days a year)"), locale, **values),
        a_month=translate(N_("%(n)s a month"), locale, n=seen.need.a_month),
        goal=meters.plan_of(promise, locale),
        done=number(seen.flow.done, locale),
        remarks=tuple(remarks),
    )


def road_card(facts: RoadFacts | None, locale: str) -> RoadCard | None:
    """The road in a language; nothing where there is no road to draw."""
    road = road_of(facts, locale) if facts else None
    if road is None or facts is None:
        return None
    aside = facts.scope.text(locale)
    if facts.seen.at_goal is not None:
        growth = translate(N_("grows by %(n)s a year"), locale, n=facts.seen.flow.growth)
        aside = f"{aside} · {growth}"
    return card_of_road(road, name="road", aside=aside)


def card_of_road(road: Road, *, name: str, aside: str = "") -> RoadCard:
    """A road as a page shows it: drawn twice, once for a phone, with one table."""
    wide = road_chart.draw(road, name=name, linked=True)
    narrow = road_chart.draw(road, name=f"{name}-narrow", sheet=road_chart.Format.NARROW, linked=True)
    return RoadCard(
        title=road.title,
        aside=aside,
        wide=Markup(wide.svg),  # noqa: S704 - own drawing, its texts escaped
        narrow=Markup(narrow.svg),  # noqa: S704 - likewise
        table=wide,
    )

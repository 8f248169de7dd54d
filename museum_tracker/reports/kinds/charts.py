"""The charts of a report, drawn once for page and paper, each with the table a spreadsheet draws its own from."""

from __future__ import annotations

from museum_tracker.core.charts import columns as columns_chart
from museum_tracker.core.charts import road as road_chart
from museum_tracker.core.formats import percent
from museum_tracker.core.i18n import N_, translate
from museum_tracker.reports.model import Chart, Column, Kind, Row, SeriesKind, Table, Told, Value
from museum_tracker.reports.summary import Summary
from museum_tracker.targets.rules.road import by_year_ends, road_of

PAPER = 720
CAPTIONS = {
    "collected": N_("Objects collected by year"),
    "digitized": N_("Objects digitized to the full level by year"),
}


def by_year(summary: Summary, locale: str, name: str, *, width: int = PAPER) -> tuple[Chart, ...]:
    """Objects "collected" or "digitized" by year as columns against the plan's band; nothing without a year."""
    return (_columns(summary, locale, name, width=width),) if summary.years else ()


def _columns(summary: Summary, locale: str, name: str, *, width: int) -> Chart:
    caption = translate(CAPTIONS[name], locale)
    values = summary.collected_by_year if name == "collected" else summary.digitized_by_year
    band = summary.collected_band if name == "collected" else summary.digitized_band
    heads = (translate(N_("Year"), locale), translate(N_("Objects"), locale))
    drawing = columns_chart.draw(
        columns_chart.Columns(
            title=caption,
            description="; ".join(f"{year}: {value}" for year, value in zip(summary.years, values, strict=True)),
            locale=locale,
            categories=summary.years,
            values=values,
            band=band,
            band_label=_band_label(band, locale),
            headers=heads,
        ),
        name=name,
        width=width,
    )
    data = Table(
        name=f"{name}_by_year",
        caption=caption,
        columns=(
            Column(key="year", label=heads[0], kind=Kind.YEAR),
            Column(key="objects", label=heads[1], kind=Kind.COUNT),
        ),
        rows=tuple(Row((int(year), value), key=year) for year, value in zip(summary.years, values, strict=True)),
    )
    return Chart(drawing=drawing, caption=caption, data=data)


def _band_label(band: tuple[int, int | None] | None, locale: str) -> str:
    if band is None:
        return ""
    least, most = band
    if most is None:
        return translate(N_("plan: at least %(least)s"), locale, least=least)
    return translate(N_("plan: %(least)s–%(most)s"), locale, least=least, most=most)


def road_table(summary: Summary, locale: str) -> Table:
    """The road in numbers for paper: the end of each year, today, and where each line ends at the goal's day."""
    drawn = road_of(summary.road, locale) if summary.road else None
    lines = road_chart.points(by_year_ends(drawn)) if drawn else []
    return Table(
        name="road_in_numbers",
        caption=translate(N_("The road in numbers"), locale),
        columns=(
            Column(key="day", label=translate(N_("Day"), locale), width=3),
            Column(key="share", label=translate(N_("Share digitized"), locale)),
        ),
        rows=tuple(Row((label, _share(shares, locale))) for label, shares in lines),
    )


def _share(shares: tuple[float, ...], locale: str) -> Value:
    """A share as a number; two ends of a band as text."""
    text = " – ".join(percent(share, locale) for share in shares)
    return Told(text, shares[0], share=True) if len(shares) == 1 else text


def road(summary: Summary, locale: str) -> Chart | None:
    """The road to the goal, with its numbers."""
    drawn = road_of(summary.road, locale) if summary.road else None
    if drawn is None:
        return None
    drawing = road_chart.draw(drawn, name="road-report")
    data = Table(
        name="road",
        caption=drawn.title,
        columns=(
            Column(key="day", label=translate(N_("Day"), locale), kind=Kind.DATE),
            Column(key="share", label=translate(N_("Share digitized"), locale), kind=Kind.PERCENT),
            Column(key="goal", label=translate(N_("Goal"), locale), kind=Kind.PERCENT),
        ),
        rows=tuple(Row((step.on, step.share, drawn.goal.share)) for step in drawn.history),
    )
    return Chart(drawing=drawing, caption=drawn.title, data=data, kind=SeriesKind.LINE)

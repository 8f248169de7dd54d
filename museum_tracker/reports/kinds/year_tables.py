"""The tables and charts of the yearly summary."""

from __future__ import annotations

from collections.abc import Sequence

from museum_tracker.core.charts import columns as columns_chart
from museum_tracker.core.charts import road as road_chart
from museum_tracker.core.i18n import N_, translate
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.reports.model import Block, Chart, Column, Kind, Row, SeriesKind, Table
from museum_tracker.reports.summary import Balance, LevelLine, ObjectLine, TargetLine, YearSummary
from museum_tracker.targets.rules.bands import VERDICT_LABELS
from museum_tracker.targets.rules.road import road_of

PAPER = 720
LADDER = N_(
    "Level 1: record and identifying picture; level 2: pictures or scans to standard; level 3: 3D model to standard. "
    "The full level is 3 for three-dimensional objects and 2 for flat ones."
)


def targets(lines: Sequence[TargetLine], locale: str) -> Table:
    """Target, plan, achieved, ratio to the minimum, verdict."""
    rows = tuple(
        Row(
            (
                place,
                line.name(locale),
                line.plan.text(locale),
                line.achieved.text(locale) if line.achieved else None,
                line.ratio,
                translate(VERDICT_LABELS[line.verdict], locale),
            ),
            figures=(None, None, None, line.figure),
        )
        for place, line in enumerate(lines, 1)
    )
    notes = {line.note.text(locale) for line in lines if line.note}
    return Table(
        name="targets",
        caption=translate(N_("Targets, plan and results"), locale),
        columns=(
            Column(label=translate(N_("No."), locale), kind=Kind.COUNT, width=0.75),
            Column(label=translate(N_("Target"), locale), width=3.4),
            Column(label=translate(N_("Plan"), locale), width=1.35),
            Column(label=translate(N_("Result"), locale), width=1.1),
            Column(label=translate(N_("Ratio to the minimum"), locale), kind=Kind.PERCENT, width=1.25),
            Column(label=translate(N_("Assessment"), locale), width=1.75),
        ),
        rows=rows,
        notes=tuple(sorted(notes)),
    )


def levels(lines: Sequence[LevelLine], locale: str) -> Table:
    """Levels 1, 2 and 3 side by side, each with its share of the register."""
    share = translate(N_("Share"), locale)
    rows = tuple(
        Row(
            (
                line.population.text(locale),
                line.registered,
                *(value for level in (1, 2, 3) for value in (line.levels[level - 1], line.share(level))),
                line.full,
            ),
            figures=_level_figures(line),
        )
        for line in lines
    )
    return Table(
        name="levels",
        caption=translate(N_("Objects on the register by level of digitization"), locale),
        columns=(
            Column(label=translate(N_("Population"), locale), width=2.1),
            Column(label=translate(N_("On the register"), locale), kind=Kind.COUNT, width=1.05),
            Column(label=translate(N_("Level 1 or higher"), locale), kind=Kind.COUNT),
            Column(label=share, kind=Kind.PERCENT, width=0.9),
            Column(label=translate(N_("Level 2 or higher"), locale), kind=Kind.COUNT),
            Column(label=share, kind=Kind.PERCENT, width=0.9),
            Column(label=translate(N_("Level 3"), locale), kind=Kind.COUNT),
            Column(label=share, kind=Kind.PERCENT, width=0.9),
            Column(label=translate(N_("Full level"), locale), kind=Kind.COUNT),
        ),
        rows=rows,
        notes=(translate(LADDER, locale),),
    )


def _level_figures(line: LevelLine) -> tuple[Ask | None, ...]:
    registered, one, two, three, full = line.figures
    return (None, registered, one, None, two, None, three, None, full)


def balance(found: Balance, place: int, locale: str) -> Table:
    """A balance with its opening, its movements and its closing."""
    rows = tuple(
        Row((line.label.text(locale), line.objects), strong=line.total, figures=(None, line.figure))
        for line in found.lines
    )
    return Table(
        name=f"balance_{place}",
        caption=found.title.text(locale),
        columns=(
            Column(label=translate(N_("Item"), locale), width=3.4),
            Column(label=translate(N_("Objects"), locale), kind=Kind.COUNT),
        ),
        rows=rows,
    )


def by_year(summary: YearSummary, locale: str, *, width: int = PAPER) -> tuple[Block, ...]:
    """Collected and digitized by year as columns against the plan's band, drawn for paper or a narrower place."""
    if not summary.years:
        return ()
    return (
        _columns(summary, locale, "collected", width=width),
        _columns(summary, locale, "digitized", width=width),
    )


CAPTIONS = {
    "collected": N_("Objects collected by year"),
    "digitized": N_("Objects digitized to the full level by year"),
}


def _columns(summary: YearSummary, locale: str, name: str, *, width: int) -> Chart:
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
        columns=(Column(label=heads[0]), Column(label=heads[1], kind=Kind.COUNT)),
        rows=tuple(Row((year, value)) for year, value in zip(summary.years, values, strict=True)),
    )
    return Chart(drawing=drawing, caption=caption, data=data)


def _band_label(band: tuple[int, int | None] | None, locale: str) -> str:
    if band is None:
        return ""
    least, most = band
    if most is None:
        return translate(N_("plan: at least %(least)s"), locale, least=least)
    return translate(N_("plan: %(least)s–%(most)s"), locale, least=least, most=most)


def road(summary: YearSummary, locale: str) -> Chart | None:
    """The road to the goal, with its numbers."""
    drawn = road_of(summary.road, locale) if summary.road else None
    if drawn is None:
        return None
    drawing = road_chart.draw(drawn, name="road-report")
    data = Table(
        name="road",
        caption=drawn.title,
        columns=(
            Column(label=translate(N_("Day"), locale), kind=Kind.DATE),
            Column(label=translate(N_("Share digitized"), locale), kind=Kind.PERCENT),
            Column(label=translate(N_("Goal"), locale), kind=Kind.PERCENT),
        ),
        rows=tuple(Row((step.on, step.share, drawn.goal.share)) for step in drawn.history),
    )
    return Chart(drawing=drawing, caption=drawn.title, data=data, kind=SeriesKind.LINE)


def objects(lines: Sequence[ObjectLine], name: str, caption: str, locale: str) -> Table:
    """An appendix: each object with its number, name and date; no location, price or donor."""
    return Table(
        name=name,
        caption=caption,
        columns=(
            Column(label=translate(N_("No."), locale), kind=Kind.COUNT, width=0.6),
            Column(label=translate(N_("Number"), locale), width=1.2),
            Column(label=translate(N_("Name"), locale), width=3),
            Column(label=translate(N_("Material"), locale), width=1.3),
            Column(label=translate(N_("Date of making"), locale), width=1.5),
            Column(label=translate(N_("Pieces"), locale), kind=Kind.COUNT, width=0.7),
            Column(label=translate(N_("Date counted"), locale), kind=Kind.DATE, width=1),
            Column(label=translate(N_("Basis"), locale), width=1.7),
        ),
        rows=[
            Row(
                (
                    place,
                    line.number,
                    line.name,
                    line.material,
                    line.dating,
                    line.quantity,
                    line.on or line.on_text,
                    line.basis,
                )
            )
            for place, line in enumerate(lines, 1)
        ],
    )

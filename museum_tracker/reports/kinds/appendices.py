"""The appendices of a report: lists of objects, and the forecast; numbered in Roman where there are several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from museum_tracker.core.i18n import N_, translate
from museum_tracker.reports.drafts import Choice, Draft
from museum_tracker.reports.kinds import charts, heads, tables
from museum_tracker.reports.kinds.saying import Say
from museum_tracker.reports.model import Appendix, Block, Paragraph
from museum_tracker.reports.rules.numbering import roman
from museum_tracker.reports.summary import ObjectList, Summary

TABS = {
    "collected": N_("Objects collected"),
    "digitized": N_("Objects digitized"),
    "inventoried": N_("Inventoried, classified"),
}


def build(summary: Summary, draft: Draft, choice: Choice, say: Say) -> tuple[Appendix, ...]:
    """The appendices that a copy of the report has; an empty list makes none."""
    found = list(_all(summary, draft, choice, say))
    if len(found) == 1:
        return (replace(found[0], number=say(N_("Appendix"))),)
    return tuple(
        replace(
            appendix,
            number=say(N_("Appendix %(number)s"), number=roman(place)),
            tab=say(N_("App. %(number)s"), number=f"{roman(place)} {appendix.tab}"),
        )
        for place, appendix in enumerate(found, 1)
    )


def _all(summary: Summary, draft: Draft, choice: Choice, say: Say) -> Iterator[Appendix]:
    reference = heads.reference(summary, draft, choice.locale, say)
    if choice.appendices:
        for found in summary.lists:
            if found.count:
                yield of_list(found, choice.locale, reference)
        if summary.exceptions.is_long:
            title, table = say(tables.EXCEPTIONS), tables.exceptions(summary.exceptions, choice.locale)
            tab = say(N_("Exceptions"))
            yield Appendix(key="exceptions", number="", title=title, reference=reference, table=table, tab=tab)
    if draft.with_forecast or choice.internal:
        yield _forecast(summary, choice, reference, say)


def of_list(found: ObjectList, locale: str, reference: str) -> Appendix:
    """A list of objects as an appendix."""
    title = found.title.text(locale)
    table = tables.objects(found, title, locale)
    tab = translate(TABS[found.key], locale) if found.key in TABS else ""
    return Appendix(key=found.key, number="", title=title, reference=reference, table=table, tab=tab)


def _forecast(summary: Summary, choice: Choice, reference: str, say: Say) -> Appendix:
    """What the present pace leads to, in formal words; for the museum's own use unless it was chosen otherwise."""
    chart = charts.road(summary, choice.locale)
    told: list[Block] = [
        Paragraph(
            say(N_("The forecast rests on the results of the last 12 months up to %(date)s."), date=summary.as_of)
        )
    ]
    told += [Paragraph(f"- {sentence.text(choice.locale)}") for sentence in summary.sentences]
    if not summary.sentences:
        told.append(Paragraph(say(N_("The plan in force has no goal that is forecast."))))
    title = say(N_("Forecast for the goals of the plan"))
    if choice.internal:
        reference = say(N_("%(reference)s; for internal use"), reference=reference)
    return Appendix(
        key="forecast",
        number="",
        title=title,
        reference=reference,
        blocks=(*told, *((chart, charts.road_table(summary, choice.locale)) if chart else ())),
        landscape=False,
        tab=say(N_("Forecast")),
    )

"""Chapter II: the targets, why some are not met, the comparison, and the results field by field."""

from __future__ import annotations

from collections.abc import Mapping

from museum_tracker.core.formats import number, percent
from museum_tracker.core.i18n import N_
from museum_tracker.reports.drafts import Draft
from museum_tracker.reports.kinds import charts, narrative, tables
from museum_tracker.reports.kinds.saying import Say
from museum_tracker.reports.model import Block, Paragraph, Section
from museum_tracker.reports.rules.numbering import letter
from museum_tracker.reports.rules.sections import PART_OF
from museum_tracker.reports.summary import Counted, Summary, TargetLine

FIELDS = ("collecting", "inventory", "care", "digitizing", "display", "visitors", "partners")
TOLD = {
    "collecting": ("collected",),
    "inventory": ("newly_registered", "newly_classified", "newly_inventoried", "removed"),
    "digitizing": ("first_level_1", "first_full_level"),
}
LISTED = {"collected": "collected", "newly_inventoried": "inventoried", "first_full_level": "digitized"}


def chapter(summary: Summary, draft: Draft, locale: str, say: Say, listed: Mapping[str, str]) -> Section:
    """The whole chapter; `listed` gives the number of the appendix that holds each list."""
    lead: list[Block] = []
    if summary.targets:
        lead.append(tables.targets(summary.targets, locale))
    lead += _explained(summary, draft, locale, say)
    lead.append(tables.comparison(summary, locale))
    parts: list[Section] = []
    for key in FIELDS:
        content = (*_figures(key, summary, locale, say, listed), *narrative.blocks(draft, key, say))
        if content:
            title = say(PART_OF[key].title)
            parts.append(Section(key=key, number=f"{len(parts) + 1}.", title=title, blocks=content))
    title = say(N_("Results against the targets")).upper()
    return Section(key="results", number="II.", title=title, blocks=tuple(lead), parts=tuple(parts))


def _explained(summary: Summary, draft: Draft, locale: str, say: Say) -> list[Block]:
    """The targets that are not met, each with its cause and remedy, as points a), b), c), d), đ) …"""
    unmet = summary.unexplained
    if not unmet:
        return []
    found: list[Block] = [Paragraph(say(N_("Targets not met, causes and remedies:")))]
    for place, line in enumerate(unmet, 1):
        text = f"{letter(place)}) {line.name(locale)}: {_stands(line, locale, say)}"
        cause, remedy = draft.cause(line.code), draft.remedy(line.code)
        if cause:
            text += " " + say(N_("Cause: %(text)s"), text=_ended(cause))
        if remedy:
            text += " " + say(N_("Remedy: %(text)s"), text=_ended(remedy))
        found.append(Paragraph(text))
    return found


def _stands(line: TargetLine, locale: str, say: Say) -> str:
    plan = line.plan.text(locale)
    if line.achieved is None:
        return say(N_("no result against the plan of %(plan)s."), plan=plan)
    return say(N_("%(result)s against the plan of %(plan)s."), result=line.achieved.text(locale), plan=plan)


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", ";")) else f"{text}."


def _figures(key: str, summary: Summary, locale: str, say: Say, listed: Mapping[str, str]) -> tuple[Block, ...]:
    by_key = {line.key: line for line in summary.counted}
    told: tuple[Block, ...] = tuple(
        Paragraph(_in_words(by_key[name], locale, say, listed.get(LISTED.get(name, ""), "")))
        for name in TOLD.get(key, ())
        if name in by_key
    )
    if key == "collecting":
        return (*told, *charts.by_year(summary, locale, "collected"))
    if key == "inventory":
        stock = [balance for balance in summary.balances if balance.key.startswith("stock.")]
        return (*told, *(tables.balance(balance, locale) for balance in stock))
    if key == "digitizing":
        return (*told, *_digitizing(summary, locale, say, listed))
    return ()


def _digitizing(summary: Summary, locale: str, say: Say, listed: Mapping[str, str]) -> tuple[Block, ...]:
    balances = [balance for balance in summary.balances if not balance.key.startswith("stock.")]
    return (
        tables.levels(summary.levels, locale),
        *(tables.balance(balance, locale) for balance in balances),
        *_exceptions(summary, locale, say, listed.get("exceptions", "")),
        *charts.by_year(summary, locale, "digitized"),
    )


def _exceptions(summary: Summary, locale: str, say: Say, appendix: str) -> tuple[Block, ...]:
    """The approvals by the maker of a file: a table, or where it would be long their number and where they are."""
    found = summary.exceptions
    if not found.count:
        return ()
    if not found.is_long:
        return (tables.exceptions(found, locale),)
    text = say(N_("- %(label)s: %(count)s"), label=say(tables.EXCEPTIONS), count=found.count)
    return (Paragraph(text + (say(N_(" (list in %(appendix)s)"), appendix=appendix) if appendix else "") + "."),)


def _in_words(counted: Counted, locale: str, say: Say, appendix: str) -> str:
    """A number of the period in a sentence, with that of a year before beside it, and where its list is."""
    values = {"label": counted.label, "objects": counted.objects, "pieces": counted.pieces}
    text = say(N_("- %(label)s: %(objects)s objects (%(pieces)s pieces)"), **values)
    if counted.so_far is not None:
        text += say(N_("; since the beginning of the year: %(count)s"), count=counted.so_far)
    if counted.before is not None:
        text += _growth(counted, number(counted.before, locale), locale, say)
    if appendix and counted.objects:
        text += say(N_(" (list in %(appendix)s)"), appendix=appendix)
    return f"{text}."


def _growth(counted: Counted, before: str, locale: str, say: Say) -> str:
    if not counted.change:
        return say(N_("; the same period a year before: %(before)s"), before=before)
    rate = percent(abs(float(counted.change)), locale)
    if counted.change > 0:
        return say(N_("; the same period a year before: %(before)s (up %(rate)s)"), before=before, rate=rate)
    return say(N_("; the same period a year before: %(before)s (down %(rate)s)"), before=before, rate=rate)

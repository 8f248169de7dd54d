"""Chapter II: the targets, why some are not met, the comparison, and the results field by field."""

from __future__ import annotations

from collections.abc import Mapping

from museum_tracker.core.formats import number, percent
from museum_tracker.core.i18n import N_
from museum_tracker.reports.drafts import Draft
from museum_tracker.reports.kinds import charts, narrative, tables
from museum_tracker.reports.kinds.saying import Say
from museum_tracker.reports.model import Block, Paragraph, Section
from museum_tracker.reports.rules.numbering import letter, paper_day
from museum_tracker.reports.rules.sections import PART_OF
from museum_tracker.reports.summary import Counted, Summary, TargetLine
from museum_tracker.reports.visits import Visits

FIELDS = ("collecting", "inventory", "care", "digitizing", "display", "visitors", "partners")
TOLD = {
    "collecting": ("collected",),
    "inventory": ("newly_registered", "newly_classified", "newly_inventoried", "removed"),
    "digitizing": ("first_level_1", "first_full_level"),
}
MOST_DECISIONS = 5
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
    """How an unmet target stands, as an office says it: what was reached, and what part of the plan that is."""
    if line.achieved is None:
        return say(N_("no result yet."))
    if line.milestone:
        return say(N_("not completed."))
    values: dict[str, object] = {"result": line.achieved.text(locale), "plan": _asked(line, locale, say)}
    if line.ratio is None or (line.share and line.minimum == 1):
        return say(N_("%(result)s against the plan of %(plan)s."), **values)
    ratio = percent(float(line.ratio), locale)
    if line.minimum is None:
        return say(N_("%(result)s, which is %(ratio)s of the minimum of the plan (%(plan)s)."), ratio=ratio, **values)
    return say(N_("%(result)s, which is %(ratio)s of the plan (%(plan)s)."), ratio=ratio, **values)


def _asked(line: TargetLine, locale: str, say: Say) -> str:
    """What a target asks for, inside a sentence: without signs of comparison."""
    if line.minimum is None:
        return line.plan.text(locale)
    if not line.share:
        return say(N_("%(minimum)s or more"), minimum=number(line.minimum, locale))
    whole = percent(line.minimum, locale, decimals=0)
    return whole if line.minimum >= 1 else say(N_("%(minimum)s or more"), minimum=whole)


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", ";")) else f"{text}."


def _figures(key: str, summary: Summary, locale: str, say: Say, listed: Mapping[str, str]) -> tuple[Block, ...]:
    by_key = {line.key: line for line in summary.counted}
    told: tuple[Block, ...] = tuple(
        Paragraph(
            _in_words(
                by_key[name],
                locale,
                say,
                appendix=listed.get(LISTED.get(name, ""), ""),
                basis=_decisions(summary, locale, say) if name == "removed" else "",
            )
        )
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
    if key == "visitors":
        return _visitors(summary.visits, locale, say)
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


def _in_words(counted: Counted, locale: str, say: Say, *, appendix: str, basis: str) -> str:
    """A number of the period in a sentence, with that of a year before beside it, and where its list is."""
    values = {"label": counted.label, "objects": counted.objects, "pieces": counted.pieces}
    if not counted.objects:
        text = say(N_("- %(label)s: none"), **values)
    elif counted.pieces == counted.objects:
        text = say(N_("- %(label)s: %(objects)s objects"), **values)
    else:
        text = say(N_("- %(label)s: %(objects)s objects (%(pieces)s pieces)"), **values)
    text += basis
    if counted.so_far is not None:
        text += say(N_("; since the beginning of the year: %(count)s"), count=counted.so_far)
    text += _growth(counted.objects, counted.before, locale, say)
    if appendix and counted.objects:
        text += say(N_(" (list in %(appendix)s)"), appendix=appendix)
    return f"{text}."


def _growth(now: int, before: int | None, locale: str, say: Say) -> str:
    """The same period a year before, and by how much more or less that is."""
    if before is None:
        return ""
    if not before:
        return say(N_("; the same period a year before: none")) if now else ""
    shown = number(before, locale)
    if now == before:
        return say(N_("; as many as in the same period a year before"))
    if not now:
        return say(N_("; the same period a year before: %(before)s"), before=shown)
    rate = percent(abs(now - before) / before, locale)
    if now > before:
        return say(N_("; the same period a year before: %(before)s (up %(rate)s)"), before=shown, rate=rate)
    return say(N_("; the same period a year before: %(before)s (down %(rate)s)"), before=shown, rate=rate)


def _decisions(summary: Summary, locale: str, say: Say) -> str:
    """By which decisions objects left the register; how many each removed, where there are several."""
    found = summary.removals
    told = []
    for one in found[:MOST_DECISIONS]:
        values = {"number": one.number, "date": paper_day(one.on, locale), "objects": one.objects}
        text = say(N_("Decision No. %(number)s of %(date)s"), **values)
        told.append(text + say(N_(" (%(objects)s objects)"), **values) if len(found) > 1 else text)
    if not told:
        return ""
    text = say(N_(", by %(decisions)s"), decisions="; ".join(told))
    more = len(found) - len(told)
    return text + say(N_("; and %(count)s other decisions"), count=more) if more else text


def _visitors(visits: Visits | None, locale: str, say: Say) -> tuple[Block, ...]:
    """How many people came, and by how much more or less than a year before."""
    if visits is None:
        return ()
    text = say(N_("- Visits: %(count)s (up to %(date)s)"), count=visits.visitors, date=visits.until)
    if visits.whole_before is not None:
        text += say(N_("; the whole year before: %(count)s"), count=visits.whole_before)
    elif visits.compared is not None and visits.before is not None:
        if visits.cut is not None and visits.cut != visits.until:
            text += say(N_("; of these up to %(date)s: %(count)s"), date=visits.cut, count=visits.compared)
        text += _growth(visits.compared, visits.before, locale, say)
    return (Paragraph(f"{text}."),)

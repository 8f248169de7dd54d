"""The report on a year, a quarter or a month: heads, chapters I to V, closing, appendices."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from museum_tracker.core.i18n import N_
from museum_tracker.reports.drafts import Choice, Draft
from museum_tracker.reports.kinds import appendices, heads, narrative, results
from museum_tracker.reports.kinds.saying import Say, say_in, words
from museum_tracker.reports.model import Document, Section
from museum_tracker.reports.rules.sections import PART_OF
from museum_tracker.reports.summary import Summary

SCHEMA = "museum-tracker/report/1"


def build(summary: Summary, draft: Draft, choice: Choice) -> Document:
    """The report in a language."""
    say = say_in(choice.locale)
    listed = appendices.build(summary, draft, choice, say)
    numbers = {appendix.key: appendix.number for appendix in listed}
    stem = "bao-cao" if choice.locale == "vi" else "report"
    inner = "-noi-bo" if choice.internal else ""
    return Document(
        name=f"{stem}-{summary.period.code}{inner}",
        locale=choice.locale,
        title=summary.period.title.text(choice.locale),
        author=summary.issuer.name,
        dated=draft.dated_on or summary.as_of,
        letterhead=heads.letterhead(summary, draft, choice.locale, say),
        opening=heads.opening(summary, draft, choice.locale, say),
        sections=_chapters(summary, draft, choice, say, numbers),
        closing=heads.closing(summary, say),
        ending=heads.ending(summary, draft, say),
        appendices=listed,
        words=words(say),
        meta=_meta(summary, draft, choice),
    )


def _chapters(summary: Summary, draft: Draft, choice: Choice, say: Say, numbers: dict[str, str]) -> tuple[Section, ...]:
    one, five = (say(PART_OF[key].title) for key in ("leadership", "proposals"))
    general = say(N_("General assessment"))
    four = say(N_("Directions and tasks of %(period)s"), period=summary.period.next_name)
    chapters = (
        narrative.chapter(draft, "I.", one, ("leadership",), say),
        results.chapter(summary, draft, choice.locale, say, numbers),
        narrative.chapter(draft, "III.", general, ("strengths", "weaknesses", "causes"), say),
        narrative.chapter(draft, "IV.", four, ("next",), say),
        narrative.chapter(draft, "V.", five, ("proposals",), say),
    )
    tabs = (
        one, say(N_("Results")), general, say(N_("Tasks of %(period)s"), period=summary.period.next_name), five,
    )  # fmt: skip
    return tuple(replace(chapter, tab=f"{chapter.number} {tab}") for chapter, tab in zip(chapters, tabs, strict=True))


def _meta(summary: Summary, draft: Draft, choice: Choice) -> dict[str, Any]:
    period = summary.period
    return {
        "schema": SCHEMA,
        "kind": period.kind.value,
        "year": period.year,
        "part": period.part,
        "period_start": period.start.isoformat(),
        "period_end": period.end.isoformat(),
        "as_of": summary.as_of.isoformat(),
        "language": choice.locale,
        "internal": choice.internal,
        "museum": summary.issuer.name,
        "state": draft.state,
        "edition": draft.edition,
        "number": draft.number,
        "dated_on": draft.dated_on.isoformat() if draft.dated_on else None,
        "figures": "closed" if summary.frozen else "live",
    }

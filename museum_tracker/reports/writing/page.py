"""What the page of a report shows: its parts with their texts, what is missing, who may do what next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_, translate
from museum_tracker.reports.arguments import period_args
from museum_tracker.reports.models import Report, ReportComment, ReportText
from museum_tracker.reports.queries import gather
from museum_tracker.reports.rules.periods import ReportPeriod
from museum_tracker.reports.rules.sections import PART_OF, PARTS, REMEDY, cause_key, remedy_key, target_of
from museum_tracker.reports.summary import Summary, TargetLine
from museum_tracker.reports.writing.queries import open_comments, period_of_report, texts_of
from museum_tracker.targets.queries import get_target_of

CHAPTERS = {
    "": N_("Before the text"),
    "I": N_("Leadership and direction"),
    "II": N_("Results against the targets"),
    "III": N_("General assessment"),
    "IV": N_("Directions and tasks of the next period"),
    "V": N_("Proposals"),
}


@dataclass(frozen=True)
class PartShown:
    """A part on the page: its title, its texts, its remarks."""

    key: str
    title: str
    hint: str
    text: ReportText | None
    english: ReportText | None

    @property
    def written(self) -> bool:
        """Whether something stands there."""
        return bool(self.text and self.text.text.strip())


@dataclass(frozen=True)
class ChapterShown:
    """A chapter with its parts."""

    number: str
    title: str
    parts: list[PartShown]


@dataclass(frozen=True)
class Why:
    """A target that is not met, with its cause and its remedy."""

    line: TargetLine
    cause: PartShown
    remedy: PartShown


@dataclass(frozen=True)
class ReportPage:
    """Everything the page of a report shows."""

    report: Report
    period: ReportPeriod
    summary: Summary
    chapters: list[ChapterShown]
    whys: list[Why]
    comments: list[ReportComment]
    open_comments: int

    @property
    def args(self) -> dict[str, Any]:
        """The arguments of the period's address."""
        return dict(period_args(self.period))

    @property
    def unexplained(self) -> int:
        """How many targets still lack their cause or remedy."""
        return sum(not (why.cause.written and why.remedy.written) for why in self.whys)

    @property
    def unwritten(self) -> list[str]:
        """The chapters of which nothing is written."""
        return [
            chapter.number
            for chapter in self.chapters
            if chapter.number not in {"", "II"} and not any(part.written for part in chapter.parts)
        ]

    @property
    def carried(self) -> int:
        """How many texts still stand as the report before had them."""
        parts = [part for chapter in self.chapters for part in chapter.parts]
        return sum(bool(part.text and part.text.carried) for part in parts)

    @property
    def ready(self) -> bool:
        """Whether nothing keeps the report from being checked."""
        return not self.unexplained and not self.open_comments

    def titles(self) -> dict[str, str]:
        """The titles of all parts by key, for remarks."""
        found = {part.key: part.title for chapter in self.chapters for part in chapter.parts}
        return found | {part.key: part.title for why in self.whys for part in (why.cause, why.remedy)}


def report_page(session: Session, report: Report, on: dt.date, locale: str) -> ReportPage:
    """Gather the page of a report."""
    period = period_of_report(session, report)
    texts = texts_of(session, report)
    summary = gather(session, period, on=on, locale=locale)
    chapters = [
        ChapterShown(
            number,
            translate(title, locale),
            [
                PartShown(
                    part.key,
                    translate(part.title, locale),
                    translate(part.hint, locale) if part.hint else "",
                    texts.get((part.key, "vi")),
                    texts.get((part.key, "en")),
                )
                for part in PARTS
                if part.chapter == number
            ],
        )
        for number, title in CHAPTERS.items()
    ]
    return ReportPage(
        report=report,
        period=period,
        summary=summary,
        chapters=chapters,
        whys=[_why(line, texts, locale) for line in summary.unexplained],
        comments=list(report.comments),
        open_comments=open_comments(session, report),
    )


def _why(line: TargetLine, texts: dict[tuple[str, str], ReportText], locale: str) -> Why:
    cause, remedy = cause_key(line.code), remedy_key(line.code)
    return Why(
        line,
        PartShown(cause, translate(N_("Cause"), locale), "", texts.get((cause, "vi")), texts.get((cause, "en"))),
        PartShown(remedy, translate(N_("Remedy"), locale), "", texts.get((remedy, "vi")), texts.get((remedy, "en"))),
    )


def part_title(session: Session, report: Report, key: str, locale: str) -> str:
    """The title of a text: of a part, or of the cause or remedy of a target."""
    del report
    if key in PART_OF:
        return translate(PART_OF[key].title, locale)
    code = target_of(key) or key
    what = translate(N_("Remedy") if key.startswith(REMEDY) else N_("Cause"), locale)
    return f"{what}: {get_target_of(session, code).name(locale)}"

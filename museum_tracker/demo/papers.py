"""The reports of the demonstration: on closed years written, checked by a second person and issued; one in draft."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from museum_tracker.accounts.models import User
from museum_tracker.core.i18n import LOCALES, N_
from museum_tracker.core.museum import get_profile
from museum_tracker.demo.records import Scribe
from museum_tracker.demo.stage import Scene, deed_of
from museum_tracker.history.models import ChangeSet
from museum_tracker.media.storage import Storage
from museum_tracker.reports.issuing.services import check, issue, make_files
from museum_tracker.reports.models import Report
from museum_tracker.reports.queries import gather
from museum_tracker.reports.rules.periods import ReportPeriod, SpanKind, period_of
from museum_tracker.reports.rules.sections import cause_key, remedy_key
from museum_tracker.reports.writing.queries import find_report, find_text
from museum_tracker.reports.writing.services import add_comment, begin_report, write_text
from museum_tracker.years.queries import closed_year

TEXTS = Path(__file__).parent / "data" / "reports.toml"
# Days after the year's last on which its report is written, checked and issued.
WRITTEN, CHECKED, ISSUED = 3, 5, 7
BEGUN, REMARKED = 12, 5  # days before today


def reports(scribe: Scribe, storage: Storage, today: dt.date) -> Iterator[Scene]:
    """The days on which reports were written, checked and issued, and those of the draft on the running year."""
    told = tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    profile = get_profile(scribe.session)
    for one in told["report"]:
        period = period_of(profile, one["year"], SpanKind.YEAR)
        for days, play in ((WRITTEN, _write), (CHECKED, _check), (ISSUED, partial(_issue, storage=storage))):
            day = period.end + dt.timedelta(days=days)
            if day < today:
                yield Scene(day, 10, partial(play, scribe, period, one, day))
    running = period_of(profile, profile.year_on(today), SpanKind.YEAR)
    begun = max(running.start, today - dt.timedelta(days=BEGUN))
    yield Scene(begun, 15, partial(_draft, scribe, running, told["draft"]))
    remarked = max(running.start, today - dt.timedelta(days=REMARKED))
    yield Scene(remarked, 16, partial(_remark, scribe, running, told["draft"]))


def _write(scribe: Scribe, period: ReportPeriod, told: Mapping[str, Any], day: dt.date) -> None:
    session = scribe.session
    if closed_year(session, period.year) is None:
        return
    deed = _deed(scribe, scribe.cast.cataloguer, N_("Began the report on %(period)s"), period)
    report = begin_report(session, period, deed=deed)
    for locale in LOCALES:
        _say(scribe, report, told[locale], locale, deed)
    for line in gather(session, period, on=day, locale=LOCALES[0]).unexplained:
        why = told["reasons"][line.code]
        for locale, tail in zip(LOCALES, ("", "_en"), strict=True):
            reasons = {cause_key(line.code): why[f"cause{tail}"], remedy_key(line.code): why[f"remedy{tail}"]}
            _say(scribe, report, reasons, locale, deed)


def _check(scribe: Scribe, period: ReportPeriod, told: Mapping[str, Any], day: dt.date) -> None:
    del told
    report = find_report(scribe.session, period)
    if report is not None:
        summary = gather(scribe.session, period, on=day, locale=LOCALES[0])
        deed = _deed(scribe, scribe.cast.curator, N_("Checked the report on %(period)s"), period)
        check(scribe.session, report, summary, deed=deed)


def _issue(scribe: Scribe, period: ReportPeriod, told: Mapping[str, Any], day: dt.date, *, storage: Storage) -> None:
    session = scribe.session
    report = find_report(session, period)
    if report is None:
        return
    paper: dict[str, Any] = {"number": told["number"], "dated_on": day, "on": day}
    files = make_files(session, report, **paper, apart=False)
    deed = _deed(scribe, scribe.cast.director, N_("Issued the report on %(period)s"), period)
    issue(session, report, files, storage=storage, version=report.version, deed=deed, **paper)


def _draft(scribe: Scribe, period: ReportPeriod, told: Mapping[str, Any]) -> None:
    deed = _deed(scribe, scribe.cast.cataloguer, N_("Began the report on %(period)s"), period)
    report = begin_report(scribe.session, period, deed=deed)
    _say(scribe, report, told["vi"], "vi", deed)


def _remark(scribe: Scribe, period: ReportPeriod, told: Mapping[str, Any]) -> None:
    report = find_report(scribe.session, period)
    if report is not None:
        deed = _deed(scribe, scribe.cast.curator, N_("Remarked on the report on %(period)s"), period)
        add_comment(scribe.session, report, told["remark_on"], told["remark"], deed=deed)


def _say(scribe: Scribe, report: Report, texts: Mapping[str, str], locale: str, deed: ChangeSet) -> None:
    for key, text in texts.items():
        carried = find_text(scribe.session, report, key, locale)
        version = carried.version if carried else 0
        write_text(scribe.session, report, key, locale, text.strip(), version=version, deed=deed)


def _deed(scribe: Scribe, by: User, action: str, period: ReportPeriod) -> ChangeSet:
    return deed_of(scribe.session, by, action, period=period.name)

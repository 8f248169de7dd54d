"""What a report leaves unsettled before its year is closed: targets not met without cause and remedy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import get_profile
from museum_tracker.reports.rules.periods import period_of
from museum_tracker.reports.rules.sections import cause_key, remedy_key
from museum_tracker.reports.writing.queries import find_report, texts_of
from museum_tracker.years.queries import Year
from museum_tracker.years.unsettled import Point, unmet_rows


def unexplained_targets(session: Session, year: Year, on: dt.date) -> Iterator[Point]:
    """The targets not met whose cause or remedy the year's report does not give yet."""
    del on
    period = period_of(get_profile(session), year.year)
    report = find_report(session, period)
    texts = texts_of(session, report) if report else {}
    written = {key for (key, _), text in texts.items() if text.text.strip()}
    missing = [
        row
        for row in unmet_rows(session, year)
        if not {cause_key(row.target.code), remedy_key(row.target.code)} <= written
    ]
    path = f"/bao-cao/ban/{report.id}" if report else period.path
    message = Message(N_("Targets not met without cause and remedy in the report"))
    yield Point(code="unexplained", message=message, count=len(missing), path=path)

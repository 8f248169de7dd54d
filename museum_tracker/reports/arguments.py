"""The addresses of periods: a year, its quarters, its months; and what a request says about a copy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, current_app, request

from museum_tracker.core import clock
from museum_tracker.core.i18n import LOCALES
from museum_tracker.reports.queries import get_period
from museum_tracker.reports.rules.periods import ReportPeriod, SpanKind
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import current_locale

View = TypeVar("View", bound=Callable[..., Any])


def period_route(bp: Blueprint, tail: str = "", **options: Any) -> Callable[[View], View]:
    """Open a view under the address of a year, of a quarter and of a month."""

    def wrap(view: View) -> View:
        for place in ("", "/quy/<int:quarter>", "/thang/<int:month>"):
            bp.add_url_rule(f"/bao-cao/<int:year>{place}{tail}", view_func=view, **options)
        return view

    return wrap


def asked_period(year: int, quarter: int | None = None, month: int | None = None) -> ReportPeriod:
    """The period that an address names.

    Raises:
        NotFound: it lies ahead, or is none.
    """
    if quarter is not None:
        return get_period(current_session(), year, SpanKind.QUARTER, quarter, on=today())
    if month is not None:
        return get_period(current_session(), year, SpanKind.MONTH, month, on=today())
    return get_period(current_session(), year, SpanKind.YEAR, 0, on=today())


def period_args(period: ReportPeriod) -> dict[str, Any]:
    """The arguments that lead `url_for` to a period's address."""
    found: dict[str, Any] = {"year": period.year}
    if period.kind is SpanKind.QUARTER:
        found["quarter"] = period.part
    elif period.kind is SpanKind.MONTH:
        found["month"] = period.part
    return found


def asked_locale() -> str:
    """The language asked for, else the reader's."""
    wanted = request.values.get("ngon_ngu", "")
    return wanted if wanted in LOCALES else current_locale()


def today() -> dt.date:
    """Today in the museum's zone."""
    return clock.today(current_app.config["SETTINGS"].timezone)

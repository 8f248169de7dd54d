"""The page of the checker with every difference it found, and the way to a figure as it was known on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core import clock
from museum_tracker.core.dates import exact_day
from museum_tracker.figures.checking import kept_differences, last_check, list_checks
from museum_tracker.figures.links import FILTER
from museum_tracker.figures.rules.asks import read_ask
from museum_tracker.figures.tasks import RECOUNT
from museum_tracker.figures.views import bp
from museum_tracker.jobs.queue import enqueue
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _


@bp.get("/so-lieu/doi-chieu")
@guard(Permission.CHECK_FIGURES)
def checks() -> str:
    """The last run of the checker, what differed and where, and the runs before."""
    session = current_session()
    last = last_check(session)
    return render_template(
        "figures/checks.html",
        last=last,
        differences=kept_differences(last) if last else [],
        runs=list_checks(session),
    )


@bp.post("/so-lieu/doi-chieu")
@guard(Permission.CHECK_FIGURES)
def check_now() -> Any:
    """Recount everything now, in the background."""
    session = current_session()
    enqueue(session, RECOUNT, dedupe_key=RECOUNT)
    session.commit()
    flash(_("Everything is being recounted; the result appears here."), "success")
    return redirect(url_for("figures.checks"), 303)


@bp.get("/so-lieu/nhu-da-biet")
@guard(Permission.VIEW)
def as_known_on() -> Any:
    """The list behind a figure, as it was known at the end of a day; without a day as it is known now."""
    args: dict[str, Any] = request.args.to_dict(flat=False)
    text, back = args.pop(FILTER, [""])[-1], args.pop("nay", None)
    day = _day(args.pop("ngay", [""])[-1])
    try:
        ask = replace(read_ask(text), known=None if back else day)
        text = ask.text()
    except ValueError:
        pass  # the list says that it is no figure
    # The other arguments are quoted as they came: some are also words of url_for.
    return redirect(f"{url_for('catalogue.listing')}?{urlencode({**args, FILTER: text}, doseq=True)}", 303)


def _day(text: str) -> dt.date | None:
    day = exact_day(text)
    return min(day, clock.today()) if day else None

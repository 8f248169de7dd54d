"""The overview and each person's own work."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Permission, Role
from museum_tracker.core import clock
from museum_tracker.core.alarms import raised_for
from museum_tracker.core.first_steps import first_steps
from museum_tracker.core.museum import get_profile
from museum_tracker.core.work import list_works
from museum_tracker.history import queries as history
from museum_tracker.targets import scenarios
from museum_tracker.targets.calendars import get_calendar
from museum_tracker.targets.cards import card_of, need_card, road_card
from museum_tracker.targets.history_line import road_facts
from museum_tracker.targets.promises import Promise, of_labour, promises_in
from museum_tracker.targets.queries import latest_plan, period_on
from museum_tracker.targets.rules.bands import days_left
from museum_tracker.targets.rules.words import Labour
from museum_tracker.targets.shown_year import shown_year, waiting_years
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale, word

bp = Blueprint("targets", __name__, template_folder="templates")

SHOWN = 6
LOOKED_AT = 60
LANDS_ON_WORK = {Role.CATALOGUER, Role.CURATOR}


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A queue of work as the reader sees it now."""

    label: str
    detail: str
    count: int
    url: str
    icon: str


@bp.get("/")
@guard(Permission.VIEW)
def home() -> Any:
    """Where each role's work is: one's own work, or the overview."""
    if signed_in().role in LANDS_ON_WORK:
        return redirect(url_for("targets.my_work"), 303)
    return redirect(url_for("targets.overview"), 303)


@bp.get("/tong-quan")
@guard(Permission.VIEW)
def overview() -> str:
    """The four promises, the road to 2030, the work it takes, what waits, what changed this week."""
    session, locale, now = current_session(), current_locale(), today()
    profile = get_profile(session)
    running, ended = period_on(profile, now), waiting_years(session, now)
    period = shown_year(running, ended, request.args.get("nam", type=int))
    on = min(period.end, now)
    promises = promises_in(session, profile, period, on)
    goal = of_labour(promises, Labour.DIGITIZE, yearly=False)
    return render_template(
        "targets/overview.html",
        on=on,
        period=period,
        running=running,
        ended=ended,
        left=days_left(period, on),
        work_left=get_calendar(session).left(on, period.end),
        plan=latest_plan(session),
        cards=[card_of(promise, locale) for promise in promises],
        **road_parts(goal),
        need=need_card(goal, locale) if goal else None,
        alarms=raised_for(session, signed_in()),
        works=(works := waiting(session, signed_in(), everything=True)),
        steps=[] if works else first_steps(session, signed_in()),
        week=_this_week(session, now),
    )


def road_parts(promise: Promise | None) -> dict[str, Any]:
    """The road of a goal with the scenarios that the address asks for, and those that can be asked for."""
    if promise is None or promise.seen is None:
        return {"road": None, "scenarios": []}
    session = current_session()
    offered = scenarios.drawable(session, promise.target)
    drawn = scenarios.chosen_among(offered, request.args.getlist("phuong-an", type=int))
    return {
        "road": road_card(road_facts(session, promise, drawn), current_locale()),
        "scenarios": [(one, one in drawn) for one in offered],
    }


@bp.get("/viec-cua-toi")
@guard(Permission.VIEW)
def my_work() -> str:
    """What waits for the person at the screen, and what that person did lately."""
    session, me = current_session(), signed_in()
    mine = session.scalars(history.changes(by=me.id).limit(SHOWN)).all()
    works = waiting(session, me)
    return render_template(
        "targets/my_work.html",
        alarms=raised_for(session, me),
        works=works,
        steps=[] if works else first_steps(session, me),
        done=[(deed, _told(deed)) for deed in mine],
    )


def today() -> dt.date:
    """Today in the museum's zone."""
    return clock.today(current_app.config["SETTINGS"].timezone)


def waiting(session: Session, user: User, *, everything: bool = False) -> list[Waiting]:
    """The queues in which something waits for a person who may work on it; `everything` shows all that waits."""
    found = []
    for work in list_works():
        mine = user.can(Permission(work.permission))
        if not mine and not everything:
            continue
        count = work.count(session, user)
        if count:
            detail = work.detail(session, user) if work.detail else None
            found.append(
                Waiting(
                    label=_(work.label),
                    detail=word(detail) if detail else "",
                    count=count,
                    url=work.url if mine else "",
                    icon=work.icon or "check",
                )
            )
    return found


def _this_week(session: Session, on: dt.date) -> list[tuple[Any, str]]:
    zone = current_app.config["SETTINGS"].timezone
    work = history.changes(first_day=on - dt.timedelta(days=6), zone=zone, hidden=("user",))  # accounts are no work
    deeds = session.scalars(work.limit(LOOKED_AT)).all()
    latest = sorted(deeds, key=lambda deed: deed.at, reverse=True)[:SHOWN]
    return [(deed, _told(deed)) for deed in latest]


def _told(deed: Any) -> str:
    return word(history.deed_message(deed, signed_in().can))

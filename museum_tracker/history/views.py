"""Pages of history: what changed lately, one change with before and after, and its undo."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.accounts.queries import list_users
from museum_tracker.core.dates import exact_day
from museum_tracker.core.errors import Forbidden
from museum_tracker.history import queries, services
from museum_tracker.history.consequences import CONFIRMED, require_undo_confirmed
from museum_tracker.history.entities import hidden_from
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.shown import tell_shown
from museum_tracker.jobs.queue import enqueue
from museum_tracker.web.arguments import row_ids, whole
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale, ngettext

bp = Blueprint("history", __name__, template_folder="templates")
MANY = 500
SHOWN_THINGS = 50
FIRST_YEAR, LAST_YEAR = 1900, 2999  # beyond, a midnight may have no place in the calendar


@bp.get("/lich-su")
@guard(Permission.VIEW)
def recent() -> str:
    """What changed lately, by author and day."""
    session, named = current_session(), signed_in().can(Permission.VIEW_AUTHORS)
    chosen = {
        "nguoi": request.args.get("nguoi", "") if named else "",
        "tu": request.args.get("tu", ""),
        "den": request.args.get("den", ""),
    }
    query = queries.changes(
        by=_number(chosen["nguoi"]),
        first_day=_day(chosen["tu"]),
        last_day=_day(chosen["den"]),
        hidden=hidden_from(signed_in()),
    )
    found, older = queries.page(session, query, before_id=_number(request.args.get("truoc", "")))
    rows = [(change, queries.deed_message(change, signed_in().can)) for change in found]
    counts = queries.count_items(session, [change.id for change in found])
    people = [(user.id, user.name) for user in list_users(session)] if named else []
    older_url = url_for("history.recent", truoc=older, **_given(chosen)) if older else ""
    return render_template(
        "history/recent.html", rows=rows, counts=counts, people=people, chosen=chosen, older_url=older_url
    )


@bp.get("/lich-su/<int:change_set_id>")
@guard(Permission.VIEW)
def change(change_set_id: int) -> str:
    """One change: by whom, when, why, and each field before and after."""
    session = current_session()
    deed = _shown_change(change_set_id)
    items, after = queries.items_of(session, deed, after_id=_number(request.args.get("sau", "")) or 0)
    described = [queries.describe(session, item, current_locale(), signed_in().can) for item in items]
    page = render_template(
        "history/change.html",
        deed=deed,
        action=queries.deed_message(deed, signed_in().can),
        items=described,
        next_url=url_for("history.change", change_set_id=deed.id, sau=after) if after else "",
        undone_by=queries.undone_by(session, deed),
        may_undo=signed_in().can(Permission.UNDO),
    )
    tell_shown([needs for view in described for needs in view.needed], deed.id)
    return page


@bp.get("/lich-su/<int:change_set_id>/hoan-tac")
@guard(Permission.UNDO)
def ask_undo(change_set_id: int) -> str:
    """What undoing would put back, and what has to stand and why, before anything is done."""
    session = current_session()
    deed = _shown_change(change_set_id)
    many = queries.count_items(session, [deed.id]).get(deed.id, 0)
    things = [] if many > MANY else services.plan_undo(session, deed, locale=current_locale())
    return render_template(
        "history/undo.html",
        deed=deed,
        action=queries.deed_message(deed, signed_in().can),
        many=many if many > MANY else 0,
        **_sorted(things),
    )


@bp.post("/lich-su/<int:change_set_id>/hoan-tac")
@guard(Permission.UNDO)
def undo(change_set_id: int) -> Response:
    """Undo a change; one that touched many things is undone behind the page."""
    session = current_session()
    deed = _shown_change(change_set_id)
    if queries.count_items(session, [deed.id]).get(deed.id, 0) > MANY:
        require_undo_confirmed(session, [deed.id], request.form.get(CONFIRMED, ""))
        _leave_to_worker(deed)
        session.commit()
        flash(_("Many things: the change is being undone. The history shows it when it is done."), "info")
        return redirect(url_for("history.change", change_set_id=deed.id), 303)
    undone = services.undo(
        session,
        deed,
        by=signed_in(),
        reason=request.form.get("reason", "").strip()[:2000],
        request_id=g.get("request_id", ""),
        locale=current_locale(),
        confirmed=set(row_ids(request.form.getlist("confirmed"))),
    )
    session.commit()
    left = len(undone.left)
    if left:
        flash(
            ngettext("Undone; %(num)s thing was left as it is.", "Undone; %(num)s things were left as they are.", left),
            "warning",
        )
    else:
        flash(_("Undone. This, too, is in the history."), "success")
    return redirect(url_for("history.change", change_set_id=undone.id), 303)


def _shown_change(change_set_id: int) -> ChangeSet:
    """A change that this reader may see.

    Raises:
        Forbidden: it touched a kind of thing that is not for everybody.
    """
    session = current_session()
    deed = queries.get_change_set(session, change_set_id)
    if queries.is_hidden(session, deed, hidden_from(signed_in())):
        raise Forbidden
    return deed


def _leave_to_worker(deed: ChangeSet) -> None:
    enqueue(
        current_session(),
        "history.undo",
        dedupe_key=f"history.undo:{deed.id}",
        change_set_id=deed.id,
        user_id=signed_in().id,
        reason=request.form.get("reason", "").strip()[:2000],
        request_id=g.get("request_id", ""),
        locale=current_locale(),
    )


def _sorted(things: list[services.Thing]) -> dict[str, Any]:
    session = current_session()
    kept = [thing for thing in things if thing.refusal]
    todo = [thing for thing in things if thing.todo]

    def name(thing: services.Thing) -> tuple[services.Thing, str]:
        return thing, thing.label(session)

    return {
        "kept": [name(thing) for thing in kept[:SHOWN_THINGS]],
        "todo": [name(thing) for thing in todo[:SHOWN_THINGS]],
        "kept_count": len(kept),
        "todo_count": len(todo),
        "confirmable": any(thing.confirmable for thing in kept),
    }


def _given(chosen: dict[str, str]) -> dict[str, Any]:
    return {name: text for name, text in chosen.items() if text}


def _number(text: str) -> int | None:
    return whole(text) or None


def _day(text: str) -> dt.date | None:
    day = exact_day(text)
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None

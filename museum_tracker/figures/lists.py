"""What a list of objects offers for figures: on what it rests, how it was known, and saving its filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template, url_for
from markupsafe import Markup

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.list_actions import ListAction, add_list_action, add_list_note
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.figures.basis import basis_of_figure
from museum_tracker.figures.links import FILTER
from museum_tracker.figures.rules.asks import read_ask
from museum_tracker.web.database import current_session


def register() -> None:
    """Put the button and the remark on every list of objects."""
    add_list_note(FILTER, figure_note)
    add_list_action(
        ListAction(
            name="population",
            label=N_("Save this filter as a population"),
            url=lambda args: url_for("figures.save_filter", **args),
            permission=Permission.EDIT_POPULATIONS,
            place="list",
            shown=lambda args: FILTER not in args,
        )
    )


def figure_note(args: Mapping[str, Any], user: User) -> str:
    """Above the objects behind a figure: its population, definition and day, and the way back in time."""
    del user
    chosen = args.get(FILTER)
    try:
        ask = read_ask(chosen[-1] if isinstance(chosen, list) else str(chosen or ""))
        basis = basis_of_figure(current_session(), ask)
    except (ValueError, Refusal):
        return ""
    words = {"ask": ask, "basis": basis, "args": args}
    return Markup(render_template("figures/_list_note.html", **words))  # noqa: S704 - rendered by us

"""The button of a list opened from a figure: print it as the report's appendix."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import url_for

from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.list_actions import ListAction, add_list_action
from museum_tracker.core.i18n import N_
from museum_tracker.figures.links import FILTER

LABELS = {
    "pdf": N_("Print as an appendix (PDF)"),
    "docx": N_("Appendix for Word"),
    "xlsx": N_("Appendix for Excel"),
}
LOOKS = {FILTER, "sap_xep", "che_do", "cot"}


def register() -> None:
    """Put the buttons on the list page."""
    for order, (form, label) in enumerate(LABELS.items(), 60):
        add_list_action(
            ListAction(
                name=f"appendix_{form}",
                label=label,
                url=partial(_address, form),
                permission=Permission.EXPORT_REPORTS,
                place="list",
                order=order,
                shown=serves,
            )
        )


def _address(form: str, args: Mapping[str, Any]) -> str:
    return url_for("reports.appendix", form=form, so_lieu=_asked(args))


def serves(args: Mapping[str, Any]) -> bool:
    """Whether a list is exactly that of a figure: with other conditions it would not be what is printed."""
    return bool(_asked(args)) and not {name for name, value in args.items() if value} - LOOKS


def _asked(args: Mapping[str, Any]) -> str:
    chosen = args.get(FILTER) or ""
    if isinstance(chosen, list):
        return str(chosen[0]) if len(chosen) == 1 else ""
    return str(chosen)

"""Buttons of pages below: print a list opened from a figure, a frozen list, the minutes of a sample."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import url_for

from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.list_actions import ListAction, add_list_action
from museum_tracker.core.i18n import N_
from museum_tracker.figures.links import FILTER
from museum_tracker.reports.papers import MinutesAsk
from museum_tracker.years.papers import Paper, add_paper

LABELS = {
    "pdf": N_("Print as an appendix (PDF)"),
    "docx": N_("Appendix for Word"),
    "xlsx": N_("Appendix for Excel"),
}
FROZEN = {"csv": N_("Text table (.csv)")}
MINUTES = {
    ("vi", "pdf"): N_("Minutes in Vietnamese (PDF)"),
    ("vi", "docx"): N_("Minutes in Vietnamese (Word)"),
    ("en", "pdf"): N_("Minutes in English (PDF)"),
    ("en", "docx"): N_("Minutes in English (Word)"),
}
LOOKS = {FILTER, "sap_xep", "che_do", "cot"}


def register() -> None:
    """Put the buttons on the pages of lists and of samples."""
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

    for form, label in (LABELS | FROZEN).items():
        _offer(f"list_{form}", "list", label, partial(_frozen, form))
    for (locale, form), label in MINUTES.items():
        _offer(f"minutes_{locale}_{form}", "minutes", label, partial(_minutes, locale, form))


def _offer(name: str, page: str, label: str, url: Callable[[str], str]) -> None:
    add_paper(Paper(name=name, page=page, label=label, url=url, permission=Permission.EXPORT_REPORTS))


def _frozen(form: str, asked: str) -> str:
    return url_for("reports.appendix", form=form, so_lieu=asked)


def _minutes(locale: str, form: str, year: str) -> str:
    asked = MinutesAsk(int(year)).text()
    return url_for("reports.appendix", form=form, so_lieu=asked, ngon_ngu=locale)


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

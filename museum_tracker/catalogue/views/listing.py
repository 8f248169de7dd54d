"""The list of objects: search, facets, table or pictures, all of it in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from flask import render_template, request, url_for
from sqlalchemy.orm import Session

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.facets import FacetCounts, facet_counts, suggest
from museum_tracker.catalogue.list_actions import list_actions, list_notes
from museum_tracker.catalogue.paging import Page
from museum_tracker.catalogue.params import SORT_LABELS, Params, Sort
from museum_tracker.catalogue.queries import COUNT_CAP, Count, count, page
from museum_tracker.catalogue.registry import FILTERS, Column, list_columns
from museum_tracker.catalogue.rules import DIGITIZATION_LEVELS
from museum_tracker.catalogue.views.asked import asked_list
from museum_tracker.catalogue.views.blueprint import bp
from museum_tracker.catalogue.views.cells import Cell, cells
from museum_tracker.core.formats import number
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale, word

FIXED = {"muc_so_hoa"}  # drawn as the ladder of every row
OPEN_VALUES = 7


@dataclass(frozen=True)
class ListPage:
    """All that the template of the list shows."""

    params: Params
    total: Count
    rows: list[Any]
    cells: list[tuple[Cell, ...]]
    columns: list[Column]
    facets: list[FacetCounts] | None
    first: int
    before: str
    after: str
    custom: tuple[str, ...]

    @property
    def args(self) -> dict[str, Any]:
        """The list's state as arguments of an address, chosen columns included."""
        return self.params.url_args() | ({"cot": list(self.custom)} if self.custom else {})

    def url(self, params: Params, extra: Mapping[str, Any] = MappingProxyType({})) -> str:
        """The address of the same page under other conditions."""
        args = params.url_args() | ({"cot": list(self.custom)} if self.custom else {})
        return url_for("catalogue.listing", **args, **extra)

    @property
    def total_text(self) -> str:
        """How many objects the list holds, as written."""
        return number(self.total.value, current_locale()) + ("+" if self.total.capped else "")

    @property
    def shown(self) -> str:
        """Which rows of how many are shown."""
        if not self.rows:
            return ""
        locale = current_locale()
        return f"{number(self.first, locale)}–{number(self.first + len(self.rows) - 1, locale)}/{self.total_text}"

    @property
    def filtered(self) -> bool:
        """Whether there is anything to narrow, or a condition to take back."""
        return bool(self.facets or self.params.filters or (self.facets is None and self.total.value > 1))

    @property
    def before_url(self) -> str:
        """The page before; empty on the first."""
        first = max(self.first - self.params.size, 1)
        return self.url(self.params, {"truoc": self.before, "dong": first}) if self.before else ""

    @property
    def after_url(self) -> str:
        """The page after; empty on the last."""
        first = self.first + len(self.rows)
        return self.url(self.params, {"sau": self.after, "dong": first}) if self.after else ""

    @cached_property
    def _object_urls(self) -> tuple[str, str]:
        """The parts of an object's address before and after its id: one page has many objects."""
        path, mark, query = url_for("catalogue.show", artifact_id=0, **self.params.url_args()).partition("?")
        return path.removesuffix("0"), mark + query

    def object_url(self, artifact_id: int) -> str:
        """The page of an object, with the list that it was opened from."""
        before, after = self._object_urls
        return f"{before}{artifact_id}{after}"

    def sort_url(self, sort: str) -> str:
        """The same list ordered otherwise; again the same order turns it round."""
        turn = self.params.order == sort and not self.params.descending
        return self.url(self.params.with_(sort=Sort(sort), descending=turn))

    def sorted_by(self, sort: str) -> str:
        """How a column is sorted, in the words of aria-sort."""
        if self.params.order != sort:
            return ""
        return "descending" if self.params.descending else "ascending"

    def toggle_url(self, facet: str, value: str) -> str:
        """The list with one more value of a property, or without it."""
        return self.url(self.params.toggled(facet, value))

    def view_url(self, view: str) -> str:
        """The same list as a table or as pictures."""
        return self.url(self.params.with_(view=view))


@bp.get("/hien-vat")
@guard(Permission.VIEW)
def listing() -> str:
    """Find objects: as many as there are, a page at a time."""
    found = list_page(current_session())
    template = "catalogue/_results.html" if "HX-Request" in request.headers else "catalogue/list.html"
    return render_template(
        template,
        list=found,
        tags=_tags(found),
        sorts=[(sort.value, word(text)) for sort, text in SORT_LABELS.items() if _offered(sort, found.params)],
        all_columns=[column for column in list_columns(signed_in().can) if column.name not in FIXED],
        levels={level: word(text) for level, text in DIGITIZATION_LEVELS.items()},
        exports=list_actions("export", signed_in()),
        head_actions=list_actions("head", signed_in()),
        list_buttons=list_actions("list", signed_in(), found.args) if found.params.filters else [],
        notes=list_notes(found.args, signed_in()),
        open_values=OPEN_VALUES,
        count_cap=COUNT_CAP,
    )


def list_page(session: Session, *, with_rows: bool = True) -> ListPage:
    """The list that the address asks for; without rows only what its facets need."""
    params = asked_list()
    known = {column.name: column for column in list_columns(signed_in().can) if column.name not in FIXED}
    custom = tuple(name for name in dict.fromkeys(request.args.getlist("cot")) if name in known)
    columns = [known[name] for name in custom] or [column for column in known.values() if column.default]
    columns.sort(key=lambda column: column.order)
    locale = current_locale()
    total = count(session, params) if with_rows else Count(0)
    drawn = page(session, params, columns, locale=locale, total=total) if with_rows else Page()
    first = request.args.get("dong", type=int) or 1
    return ListPage(
        params=params,
        total=total,
        rows=drawn.rows,
        cells=cells(drawn.rows, columns, locale),
        columns=columns,
        facets=shown_facets(session, params) if not with_rows or "bo_loc" in request.args else None,
        first=first if drawn.before and first > 0 else 1,
        before=drawn.before,
        after=drawn.after,
        custom=custom,
    )


def shown_facets(session: Session, params: Params) -> list[FacetCounts]:
    """The facets that can narrow the list."""
    return [
        facet for facet in facet_counts(session, params, can=signed_in().can, locale=current_locale()) if _tells(facet)
    ]


@bp.get("/hien-vat/bo-loc")
@guard(Permission.VIEW)
def facets() -> str:
    """The facets of a list, asked for once its rows are shown: counting them takes longer than finding the rows."""
    found = list_page(current_session(), with_rows=False)
    return render_template("catalogue/_facets.html", list=found, open_values=OPEN_VALUES)


def _tells(facet: FacetCounts) -> bool:
    """Whether choosing a value of the property would narrow the list, or has."""
    return len(facet.values) > 1 or any(value.chosen for value in facet.values)


def _offered(sort: Sort, params: Params) -> bool:
    return sort is not Sort.MATCH or params.searching


def _tags(found: ListPage) -> list[tuple[str, str]]:
    """The conditions in force as words, each with the address without it."""
    session, locale = current_session(), current_locale()
    tags = []
    for name, values in found.params.filters.items():
        chosen = FILTERS[name]
        text = chosen.describe(session, values if chosen.multiple else values[-1], locale)
        tags.append(
            (f"{word(chosen.label)}: {text}" if text else word(chosen.label), found.url(found.params.with_filter(name)))
        )
    if found.params.searching:
        tags.insert(0, (_("Search: %(words)s", words=found.params.q.strip()), found.url(found.params.with_(q=""))))
    return tags


@bp.get("/hien-vat/goi-y")
@guard(Permission.VIEW)
def suggestions() -> str:
    """Objects offered while a number or a name is typed into any form."""
    return render_template(
        "catalogue/_suggestions.html", found=suggest(current_session(), request.args.get("q", ""), can=signed_in().can)
    )

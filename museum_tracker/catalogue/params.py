"""What a list of objects is asked for: search, conditions, order and place, as the address holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from museum_tracker.accounts.permissions import Can
from museum_tracker.catalogue.registry import FILTERS
from museum_tracker.catalogue.sight import COLUMN_NEEDS
from museum_tracker.core.errors import Forbidden
from museum_tracker.core.i18n import N_
from museum_tracker.core.text import clean

LONGEST_QUERY = 300
SIZES = (25, 50, 100, 200)


class Sort(StrEnum):
    """By what a list is ordered; the words stand in the address."""

    MATCH = "phu_hop"
    NUMBER = "so"
    NAME = "ten"
    DATE = "nien_dai"
    UPDATED = "cap_nhat"


SORT_LABELS = {
    Sort.MATCH: N_("Best match, newest first"),
    Sort.NUMBER: N_("Number"),
    Sort.NAME: N_("Name"),
    Sort.DATE: N_("Dating"),
    Sort.UPDATED: N_("Last change"),
}


@dataclass(frozen=True, kw_only=True)
class Params:
    """The state of a list. `after` and `before` are the opaque places that a page of the list gives out.

    `all_words`: the search reads also the words that only some readers may see.
    """

    q: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    sort: Sort | None = None
    descending: bool = False
    after: str = ""
    before: str = ""
    size: int = 50
    view: str = "bang"
    all_words: bool = True

    @classmethod
    def parse(cls, pairs: Iterable[tuple[str, str]], *, can: Can) -> Params:
        """Read the words of an address; what is not known is left out, what cannot be read counts as not given.

        Raises:
            Forbidden: a condition on what this reader may not see.
        """
        found: dict[str, list[str]] = {}
        for name, value in pairs:
            found.setdefault(name, []).append(clean(value)[:2000] if name != "q" else value[:LONGEST_QUERY])
        if any(name in FILTERS and any(values) and not can(FILTERS[name].needs) for name, values in found.items()):
            raise Forbidden
        last = {name: values[-1] for name, values in found.items()}
        asked = last.get("so_dong", "")
        size = int(asked) if asked.isdecimal() and len(asked) < 5 else 50
        return cls(
            q=last.get("q", ""),
            filters=MappingProxyType(
                {
                    name: tuple(dict.fromkeys(v for v in values if v))
                    for name, values in found.items()
                    if name in FILTERS and any(values)
                }
            ),
            sort=Sort(last["sap_xep"]) if last.get("sap_xep") in set(Sort) else None,
            descending=last.get("chieu") == "giam",
            after=last.get("sau", ""),
            before=last.get("truoc", ""),
            size=size if size in SIZES else 50,
            view="anh" if last.get("che_do") == "anh" else "bang",
            all_words=can(COLUMN_NEEDS["find_place"]),
        )

    @property
    def order(self) -> Sort:
        """The order in force: by match while searching, else by number."""
        if self.sort is None or (self.sort is Sort.MATCH and not self.searching):
            return Sort.MATCH if self.searching else Sort.NUMBER
        return self.sort

    @property
    def searching(self) -> bool:
        """Whether free text was typed."""
        return bool(self.q.strip())

    @property
    def everything(self) -> bool:
        """Whether neither words nor conditions narrow the list."""
        return not self.searching and not self.filters

    def url_args(self) -> dict[str, Any]:
        """The same state as arguments of an address (lists for conditions with several values), without the place."""
        args: dict[str, Any] = {name: list(values) for name, values in self.filters.items()}
        if self.searching:
            args["q"] = self.q
        if self.sort is not None:
            args["sap_xep"] = self.sort.value
        if self.descending:
            args["chieu"] = "giam"
        if self.size != 50:
            args["so_dong"] = str(self.size)
        if self.view != "bang":
            args["che_do"] = self.view
        return args

    def with_filter(self, name: str, *values: str) -> Params:
        """The same list under another condition, from its beginning; no values take the condition away."""
        kept = {other: chosen for other, chosen in self.filters.items() if other != name}
        if values:
            kept[name] = values
        return replace(self, filters=MappingProxyType(kept), after="", before="")

    def toggled(self, name: str, value: str) -> Params:
        """The same list with one more value of a condition, or without it if it was chosen."""
        chosen = self.filters.get(name, ())
        return self.with_filter(
            name, *(tuple(v for v in chosen if v != value) if value in chosen else (*chosen, value))
        )

    def with_(self, **changes: Any) -> Params:
        """The same list changed otherwise, from its beginning."""
        return replace(self, **{"after": "", "before": "", **changes})

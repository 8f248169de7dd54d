"""The sheets of a table as a form: what is shown of each, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from museum_tracker.catalogue.rules import Holding
from museum_tracker.core.dates import read_date
from museum_tracker.core.legacy import ENCODING_LABELS, Encoding
from museum_tracker.interop.imports.dittos import DittoRule
from museum_tracker.interop.imports.plan import ColumnPlan, ImportPlan, SheetPlan, Standing
from museum_tracker.interop.imports.proposing import ColumnView, SheetView
from museum_tracker.interop.imports.register_lines import named_in
from museum_tracker.interop.imports.targets import NAMES, target_labels
from museum_tracker.web.i18n import word

MOST_SHOWN = 50  # columns on one page, each sheet counted as one more
LENGTHS, WEIGHTS = ("", "cm", "mm", "dm", "m", "inch"), ("", "g", "kg", "lb", "oz")


@dataclass(frozen=True)
class SheetForm:
    """A sheet as the mapping page shows it."""

    place: int
    plan: SheetPlan
    columns: list[tuple[ColumnPlan, ColumnView]]
    continues: str
    people: tuple[str, ...]


def pages_of(columns: list[int]) -> list[tuple[int, int]]:
    """The first sheet and the one after the last of each page, so that no page grows with the workbook."""
    pages, first, weight = [], 0, 0
    for place, count in enumerate(columns):
        if place > first and weight + count + 1 > MOST_SHOWN:
            pages.append((first, place))
            first, weight = place, 0
        weight += count + 1
    return [*pages, (first, len(columns))]


def sheet_form(place: int, view: SheetView, plan: ImportPlan) -> SheetForm:
    """The sheet with what was decided about it before, as long as its headings are the same."""
    saved = plan.sheet(view.plan.name)
    same = saved is not None and [c.heading for c in saved.columns] == [c.heading for c in view.plan.columns]
    chosen = saved if saved is not None and same else view.plan
    return SheetForm(place, chosen, list(zip(chosen.columns, view.columns, strict=True)), view.continues, view.people)


def units_of(target: str) -> tuple[str, ...]:
    """The units in which a column of this kind may be written."""
    if target == "weight":
        return WEIGHTS
    return LENGTHS if target == "dimensions" or target.startswith("part_") else ()


def old_fonts(sheets: list[SheetForm], views: list[SheetView]) -> list[tuple[int, int, str, str]]:
    """The sheets that are read in an old encoding: place, a column to look at, name, and the encodings in words."""
    told = []
    for sheet in sheets:
        plan = sheet.plan
        codes = {plan.legacy, *(column.legacy for column in plan.columns)}
        codes = (codes | views[sheet.place].fonts if plan.fonts else codes) - {"", Encoding.UNICODE.value}
        if plan.taken and codes:
            named = [number for number, column in enumerate(plan.columns) if column.target in NAMES]
            words = ", ".join(word(ENCODING_LABELS[Encoding(code)]) for code in sorted(codes))
            told.append((sheet.place, named[0] if named else 0, plan.name, words))
    return told


def plan_of_form(plan: ImportPlan, form: Mapping[str, str]) -> ImportPlan:
    """The plan as the form says it."""
    sheets = tuple(_sheet_of_form(place, sheet, form) for place, sheet in enumerate(plan.sheets))
    cutoff, standing = read_date(form.get("cutoff", "")), form.get("standing", "")
    return replace(
        plan,
        sheets=sheets,
        standing=standing if standing in set(Standing) else Standing.OPENING.value,
        cutoff=cutoff.earliest.isoformat() if cutoff.earliest and cutoff.earliest == cutoff.latest else "",
        document=form.get("document", "").strip()[:300],
        holding=form.get("holding", "") if form.get("holding", "") in set(Holding) else plan.holding,
        series=form.get("series", "").strip()[:64],
        **named_in(form),
    )


def _sheet_of_form(place: int, sheet: SheetPlan, form: Mapping[str, str]) -> SheetPlan:
    if not any(name.startswith(f"s{place}_") for name in form):
        return sheet  # it stands on another page
    known = target_labels()
    columns = []
    for number, column in enumerate(sheet.columns):
        mark = f"s{place}_c{number}_"
        target = form.get(f"{mark}target", "")
        ditto, legacy = form.get(f"{mark}ditto", ""), form.get(f"{mark}legacy", column.legacy)
        columns.append(
            ColumnPlan(
                column.heading,
                target if target in known else "",
                unit if (unit := form.get(f"{mark}unit", column.unit)) in {*LENGTHS, *WEIGHTS} else column.unit,
                legacy if legacy in {"", *Encoding} else column.legacy,
                ditto if ditto in set(DittoRule) else column.ditto,
            )
        )
    legacy = form.get(f"s{place}_font", "")
    return replace(
        sheet,
        columns=tuple(columns),
        taken=f"s{place}_taken" in form,
        legacy=legacy if legacy in set(Encoding) else sheet.legacy,
    )


def header_row_of(text: str, otherwise: int) -> int:
    """The row of the heading as typed; what stood before where it is no row."""
    return int(text) if text.isdecimal() and len(text) < 4 else otherwise


def in_encoding(sheet: SheetPlan, code: str, number: int | None) -> SheetPlan:
    """A sheet, or one column of it, read in an encoding."""
    if number is None:
        return replace(sheet, legacy=code, columns=tuple(replace(column, legacy="") for column in sheet.columns))
    columns = [replace(one, legacy=code) if place == number else one for place, one in enumerate(sheet.columns)]
    return replace(sheet, columns=tuple(columns))

"""A plan as a TOML file: read whole and judged before anything of it is stored, and written back the same."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.targets.rules.bands import TargetKind
from museum_tracker.targets.rules.plan_check import NEEDED, Known, plan_faults
from museum_tracker.targets.rules.plan_data import Fault, PlanData, TargetData, fault
from museum_tracker.targets.rules.plan_words import Computed, Scope

PLAN_FIELDS = frozenset(
    {"id", "number", "issued", "issuer_vi", "issuer_en", "carries_out", "title_vi", "title_en", "starts", "ends"}
)
TARGET_FIELDS = frozenset(
    {"id", "section", "scope", "name_vi", "name_en", "unit", "unit_en", "kind", "due", "min", "max", "computable"}
    | {"measure", "whole", "flow", "population", "counter", "carried_on", "note", "note_vi", "note_en"}
    | {"version", "document", "valid_from", "valid_to", "ended_reason"}
)
LONG = 20_000
NO_TEXT = Message(N_("it is no text in UTF-8."))
Word = TypeVar("Word", bound=StrEnum)


class PlanUnreadable(Refusal):
    """The file of a plan cannot be read as one."""

    msgid = N_("The file is not a plan: %(problem)s")


class PlanRefused(Refusal):
    """The file says something impossible; nothing of it was stored. `faults` holds a sentence for each place."""

    msgid = N_("Faults in the file: %(count)s. Nothing was stored. %(first)s")

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(count=len(faults), first=faults[0].message)


@dataclass(frozen=True, kw_only=True)
class Examined:
    """A file as far as it could be read: `faults` must be mended before it is loaded, `remarks` may stand."""

    plan: PlanData | None
    targets: tuple[TargetData, ...]
    faults: tuple[Fault, ...]
    remarks: tuple[Fault, ...]


def read_plan(text: str, known: Known | None = None) -> tuple[PlanData, list[TargetData]]:
    """The plan and its targets from a TOML file.

    Raises:
        PlanUnreadable: it is no plan at all.
        PlanRefused: something in it is impossible; each fault names its target and field.
    """
    found = examine(text, known)
    if found.faults or found.plan is None:
        raise PlanRefused(found.faults)
    return found.plan, list(found.targets)


def examine(text: str, known: Known | None = None) -> Examined:
    """Read a file as far as it goes and say everything that is wrong with it.

    Raises:
        PlanUnreadable: it is no plan at all.
    """
    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # TOML's own faults, and numbers longer than Python reads
        raise PlanUnreadable(problem=Message(N_("it is not TOML (%(reason)s)."), {"reason": str(error)})) from error
    head, entries = raw.get("plan"), raw.get("target")
    if not isinstance(head, dict) or not isinstance(entries, list) or not entries:
        raise PlanUnreadable(problem=Message(N_("it lacks its tables [plan] and [[target]].")))
    tables = [_Table(entry, _name(entry) or str(place)) for place, entry in enumerate(entries, 1)]
    first = _Table(head, "")
    plan, targets = _plan(first), [_target(table) for table in tables]
    readable = tuple(target for target in targets if target is not None)
    faults = [*first.faults, *(one for table in tables for one in table.faults)]
    if plan is not None:
        faults += plan_faults(plan, readable, known)
    remarks = [*first.unknown(PLAN_FIELDS), *(one for table in tables for one in table.unknown(TARGET_FIELDS))]
    msgid = N_("%(place)s: no %(field)s is chosen yet, so values are entered by hand until the target is revised.")
    undecided = (one for one in readable if one.computed is Computed.CATALOGUE and not one.measure)
    remarks += [fault(one.code, "measure", msgid) for one in undecided]
    return Examined(plan=plan, targets=readable, faults=tuple(faults), remarks=tuple(remarks))


def _name(entry: object) -> str:
    name = entry.get("id", "") if isinstance(entry, dict) else ""
    return name if isinstance(name, str) else _short(name)


class _Table:
    """One table of the file, read field by field; what is wrong with a field is noted and the reading goes on."""

    def __init__(self, raw: object, target: str) -> None:
        self.raw: dict[str, Any] = raw if isinstance(raw, dict) else {}
        self.target = target
        self.faults: list[Fault] = []

    def note(self, field: str, msgid: str, **values: object) -> None:
        self.faults.append(fault(self.target, field, msgid, **values))

    def unknown(self, fields: frozenset[str]) -> list[Fault]:
        """Fields that no plan has: misspelt perhaps, so they are named."""
        msgid = N_("%(place)s: the field %(field)s is not known and is left out.")
        return [fault(self.target, name, msgid) for name in self.raw if name not in fields]

    def text(self, field: str, *, most: int = LONG, needed: bool = False) -> str:
        value = self.raw.get(field, "")
        if not isinstance(value, str) or "\0" in value:  # no database keeps a null character
            self.note(field, N_("%(place)s: %(field)s must be text, not “%(value)s”."), value=_short(value))
            return ""
        if needed and not value.strip():
            self.note(field, NEEDED)
        if len(value) > most:
            self.note(field, N_("%(place)s: %(field)s is longer than %(most)s characters."), most=most)
        return value

    def day(self, field: str, *, needed: bool = False) -> dt.date | None:
        value = self.raw.get(field)
        if value is None:
            if needed:
                self.note(field, NEEDED)
            return None
        if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
            msgid = N_("%(place)s: %(field)s must be a day such as 2026-12-14, not “%(value)s”.")
            self.note(field, msgid, value=_short(value))
            return None
        return value

    def whole(self, field: str, least: int, most: int, default: int | None = None) -> int:
        value = self.raw.get(field, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            msgid = N_("%(place)s: %(field)s must be a whole number from %(least)s to %(most)s, not “%(value)s”.")
            shown = "–" if value is None else _short(value)
            self.note(field, msgid, least=str(least), most=str(most), value=shown)
            return least
        return value

    def number(self, field: str) -> float | None:
        value = self.raw.get(field)
        if value is None:
            return None
        wrong = isinstance(value, bool) or not isinstance(value, int | float)
        if wrong or not 0 <= value < 1e12:  # what is no number is not below anything either
            self.note(
                field, N_("%(place)s: %(field)s must be a number from 0 up, not “%(value)s”."), value=_short(value)
            )
            return None
        return float(value)

    def flag(self, field: str) -> bool:
        value = self.raw.get(field, False)
        if not isinstance(value, bool):
            self.note(field, N_("%(place)s: %(field)s must be true or false, not “%(value)s”."), value=_short(value))
        return value is True

    def word(self, field: str, words: type[Word], default: Word) -> Word:
        value = self.raw.get(field)
        if not isinstance(value, str) or value not in list(words):
            msgid = N_("%(place)s: %(field)s must be one of %(words)s, not “%(value)s”.")
            shown = "–" if value is None else _short(value)
            self.note(field, msgid, words=", ".join(words), value=shown)
            return default
        return words(value)

    def measure(self, field: str) -> str:
        value = self.text(field)
        if value and value not in list(Measure):
            msgid = N_("%(place)s: %(field)s “%(value)s” is not a figure that the catalogue counts.")
            self.note(field, msgid, value=_short(value))
            return ""
        return value


def _short(value: object) -> str:
    try:
        text = str(value).replace("\0", "\\0")
    except ValueError:  # a whole number of thousands of digits, written as 0xfff…, is not told in decimals
        return "…"
    return text if len(text) <= 60 else f"{text[:60]}…"


def _plan(table: _Table) -> PlanData | None:
    title, issuer = table.text("title_vi"), table.text("issuer_vi", most=500)
    code, number = table.text("id", most=64, needed=True), table.text("number", most=100, needed=True)
    issued, starts, ends = table.day("issued", needed=True), table.day("starts"), table.day("ends")
    english = table.text("issuer_en", most=500), table.text("title_en")
    carries_out = table.text("carries_out", most=500)
    if table.faults or issued is None:
        return None
    return PlanData(
        code=code,
        number=number,
        issued=issued,
        issuer_vi=issuer,
        issuer_en=english[0] or issuer,
        carries_out=carries_out,
        title_vi=title,
        title_en=english[1] or title,
        starts=starts,
        ends=ends,
    )


def _target(table: _Table) -> TargetData | None:
    name, unit, note = table.text("name_vi", needed=True), table.text("unit", most=500), table.text("note")
    read = TargetData(
        code=table.text("id", most=64, needed=True),
        section=table.text("section", most=40),
        scope=table.word("scope", Scope, Scope.MUSEUM),
        name_vi=name,
        name_en=table.text("name_en") or name,
        unit_vi=unit,
        unit_en=table.text("unit_en", most=500) or unit,
        kind=table.word("kind", TargetKind, TargetKind.MILESTONE),
        due=table.whole("due", 2000, 2100),
        least=table.number("min"),
        most=table.number("max"),
        computed=table.word("computable", Computed, Computed.MANUAL),
        measure=table.measure("measure"),
        whole=table.measure("whole"),
        flow=table.measure("flow"),
        population=table.text("population", most=64),
        counter=table.text("counter", most=40),
        carried_on=table.flag("carried_on"),
        note_vi=table.text("note_vi") or note,
        note_en=table.text("note_en") or note,
        version=table.whole("version", 1, 999, 1),
        document=table.text("document", most=500),
        valid_from=table.day("valid_from"),
        valid_to=table.day("valid_to"),
        ended_reason=table.text("ended_reason", most=2000),
    )
    # A table with unreadable fields is named once, by those; its other fields would only echo them.
    return None if table.faults else read

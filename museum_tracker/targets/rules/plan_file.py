"""A plan as a TOML file: read whole and judged before anything of it is stored."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from typing import Any

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.targets.rules.bands import YEARLY, TargetKind
from museum_tracker.targets.rules.plan_words import Computed, Scope


class PlanUnreadable(Refusal):
    """The file of a plan cannot be read as one."""

    msgid = N_("The file is not a plan: %(problem)s")


class PlanWrong(Refusal):
    """A target in the file of a plan is impossible; nothing of the file was stored."""

    msgid = N_("Target %(target)s: %(name)s is missing or wrong (%(value)s). Nothing was stored.")


class BandUpsideDown(Refusal):
    """A target's minimum is above its maximum."""

    msgid = N_("Target %(target)s: the minimum %(least)s is above the maximum %(most)s. Nothing was stored.")


class TargetTwice(Refusal):
    """Two targets in a file bear the same code."""

    msgid = N_("Target %(target)s stands twice in the file. Nothing was stored.")


@dataclass(frozen=True, kw_only=True)
class PlanData:
    """A plan's own particulars."""

    code: str
    number: str
    issued: dt.date
    issuer_vi: str
    issuer_en: str
    carries_out: str
    title_vi: str
    title_en: str


@dataclass(frozen=True, kw_only=True)
class TargetData:
    """A target as the file states it; `due` is a year; a milestone has no numbers."""

    code: str
    section: str
    scope: Scope
    name_vi: str
    name_en: str
    unit_vi: str
    unit_en: str
    kind: TargetKind
    due: int
    least: float | None
    most: float | None
    computed: Computed
    measure: str = ""
    whole: str = ""
    flow: str = ""
    population: str = ""
    carried_on: bool = False
    note_vi: str = ""
    note_en: str = ""


def read_plan(text: str) -> tuple[PlanData, list[TargetData]]:
    """The plan and its targets from a TOML file.

    Raises:
        Refusal: it is no plan, or a target in it is impossible; the refusal names the target and the field.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PlanUnreadable(problem=str(error)) from error
    plan, entries = raw.get("plan"), raw.get("target")
    if not isinstance(plan, dict) or not isinstance(entries, list) or not entries:
        raise PlanUnreadable(problem="[plan], [[target]]")
    targets = [_target(entry) for entry in entries]
    seen: set[str] = set()
    for target in targets:
        if target.code in seen:
            raise TargetTwice(target=target.code)
        seen.add(target.code)
    return _plan(plan), targets


def _plan(raw: dict[str, Any]) -> PlanData:
    issued = raw.get("issued")
    if not isinstance(issued, dt.date) or not raw.get("id") or not raw.get("number"):
        raise PlanUnreadable(problem="[plan] id, number, issued")
    title = str(raw.get("title_vi", ""))
    issuer = str(raw.get("issuer_vi", ""))
    return PlanData(
        code=str(raw["id"]),
        number=str(raw["number"]),
        issued=issued,
        issuer_vi=issuer,
        issuer_en=str(raw.get("issuer_en") or issuer),
        carries_out=str(raw.get("carries_out", "")),
        title_vi=title,
        title_en=str(raw.get("title_en") or title),
    )


def _target(raw: dict[str, Any]) -> TargetData:
    code = str(raw.get("id") or "?")
    kind = _word(TargetKind, raw, "kind", code)
    due = raw.get("due")
    if not isinstance(due, int) or not 2000 <= due <= 2100:
        raise PlanWrong(target=code, name="due", value=str(due))
    least, most = _number(raw, "min", code), _number(raw, "max", code)
    if kind is not TargetKind.MILESTONE and least is None:
        raise PlanWrong(target=code, name="min", value="–")
    if kind in YEARLY and least is not None and least <= 0:
        raise PlanWrong(target=code, name="min", value=str(least))
    if least is not None and most is not None and least > most:
        raise BandUpsideDown(target=code, least=least, most=most)
    names = {name: str(raw.get(name, "")) for name in ("section", "population", "note_vi", "note_en")}
    measures = {name: _measure(raw, name, code) for name in ("measure", "whole", "flow")}
    if not raw.get("name_vi"):
        raise PlanWrong(target=code, name="name_vi", value="–")
    unit = str(raw.get("unit", ""))
    return TargetData(
        code=code,
        scope=_word(Scope, raw, "scope", code),
        name_vi=str(raw["name_vi"]),
        name_en=str(raw.get("name_en") or raw["name_vi"]),
        unit_vi=unit,
        unit_en=str(raw.get("unit_en") or unit),
        kind=kind,
        due=due,
        least=least,
        most=most,
        computed=_word(Computed, raw, "computable", code),
        carried_on=bool(raw.get("carried_on", False)),
        **names,
        **measures,
    )


def _word(words: Any, raw: dict[str, Any], field: str, code: str) -> Any:
    try:
        return words(raw.get(field))
    except ValueError:
        raise PlanWrong(target=code, name=field, value=str(raw.get(field))) from None


def _number(raw: dict[str, Any], field: str, code: str) -> float | None:
    value = raw.get(field)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e12:
        raise PlanWrong(target=code, name=field, value=str(value))
    return value


def _measure(raw: dict[str, Any], field: str, code: str) -> str:
    value = str(raw.get(field, ""))
    if value and value not in list(Measure):
        raise PlanWrong(target=code, name=field, value=value)
    return value

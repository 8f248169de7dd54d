"""A plan and its targets as values: what a file holds, what a form asks for, what a version of a target keeps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from museum_tracker.core.i18n import N_, Message
from museum_tracker.targets.rules.bands import TargetKind
from museum_tracker.targets.rules.plan_words import Computed, Scope


@dataclass(frozen=True, kw_only=True)
class PlanData:
    """A plan's own particulars; `starts` and `ends` are None where it does not say."""

    code: str
    number: str
    issued: dt.date
    issuer_vi: str = ""
    issuer_en: str = ""
    carries_out: str = ""
    title_vi: str = ""
    title_en: str = ""
    starts: dt.date | None = None
    ends: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class TargetData:
    """A version of a target; `due` is a reporting year; a milestone has no numbers."""

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
    counter: str = ""
    carried_on: bool = False
    note_vi: str = ""
    note_en: str = ""
    version: int = 1
    document: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    ended_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong at one place: the target ("" for the plan itself), the field as the file calls it, the sentence."""

    target: str
    field: str
    message: Message


def place_of(target: str) -> Message:
    """How a sentence names where a fault lies."""
    return Message(N_("Target %(code)s"), {"code": target}) if target else Message(N_("Plan"))


def fault(target: str, field: str, msgid: str, /, **values: object) -> Fault:
    """A fault whose sentence begins with its place and names its field."""
    named = {"place": place_of(target), "field": field, **values}
    return Fault(target=target, field=field, message=Message(msgid, named))

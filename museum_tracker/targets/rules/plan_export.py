"""A plan written as TOML: read again it gives the same plan, target by target and version by version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from museum_tracker.targets.rules.plan_data import PlanData, TargetData

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}


def write_plan(plan: PlanData, targets: Sequence[TargetData]) -> str:
    """The plan and its targets as the text of a TOML file."""
    blocks = [_block("[plan]", _plan_pairs(plan))]
    blocks += [_block("[[target]]", _target_pairs(target)) for target in targets]
    return "\n".join(blocks)


def _plan_pairs(plan: PlanData) -> list[tuple[str, object]]:
    return [
        ("id", plan.code),
        ("number", plan.number),
        ("issued", plan.issued),
        ("starts", plan.starts),
        ("ends", plan.ends),
        ("issuer_vi", plan.issuer_vi),
        ("issuer_en", plan.issuer_en),
        ("carries_out", plan.carries_out),
        ("title_vi", plan.title_vi),
        ("title_en", plan.title_en),
    ]


def _target_pairs(target: TargetData) -> list[tuple[str, object]]:
    return [
        ("id", target.code),
        ("version", target.version if target.version > 1 else None),
        ("section", target.section),
        ("scope", target.scope.value),
        ("name_vi", target.name_vi),
        ("name_en", target.name_en),
        ("unit", target.unit_vi),
        ("unit_en", target.unit_en),
        ("kind", target.kind.value),
        ("due", target.due),
        ("min", target.least),
        ("max", target.most),
        ("computable", target.computed.value),
        ("measure", target.measure),
        ("whole", target.whole),
        ("flow", target.flow),
        ("population", target.population),
        ("counter", target.counter),
        ("carried_on", target.carried_on or None),
        ("document", target.document),
        ("valid_from", target.valid_from),
        ("valid_to", target.valid_to),
        ("ended_reason", target.ended_reason),
        ("note_vi", target.note_vi),
        ("note_en", target.note_en),
    ]


def _block(head: str, pairs: Iterable[tuple[str, object]]) -> str:
    lines = [head, *(f"{name} = {_value(value)}" for name, value in pairs if value not in (None, ""))]
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _quoted(value) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(letter) or _safe(letter) for letter in text) + '"'


def _safe(letter: str) -> str:
    # TOML allows no bare control characters in a text; surrogates cannot be written in a file at all.
    if ord(letter) < 0x20 or ord(letter) == 0x7F:
        return f"\\u{ord(letter):04x}"
    return letter

"""What is frozen besides figures: the texts of populations, the definition, targets with their verdicts, the sample."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.core.i18n import LOCALES, Message
from museum_tracker.core.museum import get_profile
from museum_tracker.core.periods import Period
from museum_tracker.digitization.queries.definitions import definition_on
from museum_tracker.figures.models import Population
from museum_tracker.targets.board import BoardRow, board_in
from museum_tracker.years.queries import find_sample
from museum_tracker.years.rules.sampling import Outcome


def target_rows(session: Session, period: Period, on: dt.date | None = None) -> list[dict[str, Any]]:
    """Every target with what was promised and reached by a day of the period, by its last one if none is named."""
    return [_target(row) for row in board_in(session, get_profile(session), period, on or period.end)]


def population_content(found: Population) -> dict[str, Any]:
    """A population as it is counted: its names, its conditions, its deciding document and version."""
    return {
        "code": found.code,
        "name": found.name,
        "name_en": found.name_en,
        "words": {locale: found.label(locale) for locale in LOCALES},
        "version": found.version,
        "document": found.document,
        "note": found.note,
        "valid_from": _day(found.valid_from),
        "valid_to": _day(found.valid_to),
        "filter": found.filter,
    }


def definition_content(session: Session, on: dt.date) -> dict[str, Any]:
    """The digitization definition in force on a day: its version, document and rules."""
    found = definition_on(session, on)
    return {
        "version": found.version or 0,
        "document": found.document,
        "valid_from": _day(found.valid_from),
        "rules": found.rules,
    }


def _target(row: BoardRow) -> dict[str, Any]:
    target, value = row.target, row.value
    return {
        "code": target.code,
        "version": target.version,
        "scope": target.scope.value,
        "section": target.section,
        "name_vi": target.name_vi,
        "name_en": target.name_en,
        "document": target.document,
        "plan": _both(row.plan),
        "achieved": _both(row.achieved) if row.achieved else None,
        "value": _number(row),
        "ratio": row.ratio,
        "verdict": row.verdict.value,
        "computed": row.promise is not None,
        "carried_on": row.carried_on,
        "on": _day(row.on),
        "source": value.source if value else "",
        "evidence": value.evidence_sha256 if value else "",
    }


def _number(row: BoardRow) -> float | None:
    if row.promise is not None:
        share = row.promise.share
        return float(row.promise.value.objects) if row.promise.seen is None else None if share is None else float(share)
    return row.value.value if row.value else None


def sample_content(session: Session, year: int) -> dict[str, Any] | None:
    """The sample that proves the register, and what it found; None where none was drawn."""
    sample = find_sample(session, year)
    if sample is None:
        return None
    outcomes = [item.outcome for item in sample.items]
    return {
        "seed": sample.seed,
        "as_of": sample.as_of.isoformat(),
        "frame": sample.frame,
        "frame_count": sample.frame_count,
        "present_frame": sample.present_frame,
        "present_count": sample.present_count,
        "outcomes": {outcome.value: outcomes.count(outcome) for outcome in Outcome},
        "conclusion": sample.conclusion,
    }


def _both(message: Message) -> dict[str, str]:
    return {locale: message.text(locale) for locale in LOCALES}


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""

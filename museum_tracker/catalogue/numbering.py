"""Giving objects their numbers: one holder in each series, repeats of old books kept side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.errors import NumberEmpty, NumberTaken
from museum_tracker.catalogue.models import Artifact, ArtifactNumber, NumberSeries
from museum_tracker.catalogue.rules import STANDING_NUMBERS, NumberKind, NumberState
from museum_tracker.catalogue.series import ensure_series, note_number, series_of_number
from museum_tracker.core.numbers import number_key, number_search_key
from museum_tracker.core.text import clean, natural_key

NO_NUMBER_SORT = "~"  # after every number
KEY_LENGTH = 400
SHOWN_FIRST = (NumberKind.REGISTRATION, NumberKind.ENTRY, NumberKind.OLD, NumberKind.OTHER, NumberKind.FIELD)
_UNIQUE = (NumberState.CURRENT, NumberState.PROPOSED)


@lru_cache(maxsize=20_000)
def number_keys(text: str) -> Mapping[str, str]:
    """The columns of a number that are computed from its text."""
    keys = {
        "key": number_key(text)[:KEY_LENGTH],
        "compact": number_search_key(text)[:KEY_LENGTH],
        "sort": natural_key(text)[:KEY_LENGTH],
    }
    return MappingProxyType(keys)


def number_values(artifact: Artifact) -> list[dict[str, str]]:
    """The numbers of an object as history keeps them."""
    return [
        {
            "kind": number.kind.value,
            "text": number.text,
            "state": number.state.value,
            "series": number.series.code if number.series else "",
        }
        for number in sorted(artifact.numbers, key=lambda number: number.id or 0)
    ]


def shown_numbers(numbers: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The number by which an object is called, its place in lists, and its classification number."""
    standing = [number for number in numbers if NumberState(number.get("state", "current")) in STANDING_NUMBERS]
    shown = next((n["text"] for kind in SHOWN_FIRST for n in standing if n["kind"] == kind), "")
    classified = next((n["text"] for n in standing if n["kind"] == NumberKind.CLASSIFICATION), "")
    return {
        "number": shown,
        "number_sort": number_keys(shown)["sort"] if shown else NO_NUMBER_SORT,
        "classification_number": classified,
    }


def find_holder(session: Session, series: NumberSeries, key: str, *, but_not: int = 0) -> Artifact | None:
    """The object that bears a number in a series."""
    held = sa.select(Artifact).join(ArtifactNumber, ArtifactNumber.artifact_id == Artifact.id)
    return session.scalar(
        held.where(
            ArtifactNumber.series_id == series.id,
            ArtifactNumber.key == key,
            ArtifactNumber.state.in_(_UNIQUE),
            ArtifactNumber.shelved.is_(False),
            ArtifactNumber.artifact_id != but_not,
        ).limit(1)
    )


def attach_number(
    session: Session,
    artifact: Artifact,
    text: str,
    *,
    kind: NumberKind,
    series: NumberSeries | None = None,
    state: NumberState = NumberState.CURRENT,
    keep_repeat: bool = False,
) -> ArtifactNumber:
    """Write a number beside an object, without history: callers record the object's numbers before and after.

    Raises:
        NumberTaken: another object bears it in the series (with `keep_repeat` it is kept as a duplicate instead).
    """
    text = clean(text)[:200]
    keys = number_keys(text)
    if not keys["key"]:
        raise NumberEmpty(field="number")
    series = series or series_of_number(session, kind, text)
    if series is not None and state in _UNIQUE:
        holder = find_holder(session, series, keys["key"], but_not=artifact.id)
        if holder is not None and (series.strict and not keep_repeat):
            raise NumberTaken(field="number", number=text, holder=holder.label)
        state = state if holder is None else NumberState.DUPLICATE
    number = ArtifactNumber(kind=kind, series=series, text=text, state=state, **keys)
    _write(session, artifact, number)
    if series is not None:
        note_number(session, series, [text])
    return number


def _write(session: Session, artifact: Artifact, number: ArtifactNumber) -> None:
    """Store the number; when somebody took it in the same moment, say so."""
    session.flush()
    try:
        with session.begin_nested():
            number.artifact = artifact
            session.add(number)
    except sa.exc.IntegrityError:
        session.refresh(artifact, ["numbers"])
        raise NumberTaken(field="number", number=number.text, holder="…") from None


def replace_number(
    session: Session,
    artifact: Artifact,
    text: str,
    *,
    kind: NumberKind,
    series: NumberSeries | None = None,
    state: NumberState = NumberState.CURRENT,
    keep_repeat: bool = False,
) -> ArtifactNumber | None:
    """Give an object its one number of a kind; what it bore before becomes a former number. No text: only that."""
    key = number_key(text)
    for number in artifact.numbers:
        if number.kind is not kind or number.state is NumberState.FORMER:
            continue
        if number.key == key and (series is None or number.series_id == series.id):
            number.text = clean(text)[:200]
            number.state = state if number.state in _UNIQUE else number.state
            session.flush()
            return number
        number.state = NumberState.FORMER
    session.flush()
    if not key:
        return None
    return attach_number(session, artifact, text, kind=kind, series=series, state=state, keep_repeat=keep_repeat)


def add_missing(
    session: Session, artifact: Artifact, numbers: Sequence[Mapping[str, Any]], *, keep_repeat: bool = False
) -> None:
    """Give an object those of these numbers that it does not bear yet."""
    for wanted in numbers:
        kind = NumberKind(wanted["kind"])
        key = number_key(wanted["text"])
        if any(n.kind is kind and n.key == key and n.state is not NumberState.FORMER for n in artifact.numbers):
            continue
        series = _named_series(session, kind, wanted)
        state = NumberState(wanted.get("state", NumberState.CURRENT))
        attach_number(session, artifact, wanted["text"], kind=kind, series=series, state=state, keep_repeat=keep_repeat)


def restore_numbers(session: Session, artifact: Artifact, numbers: Sequence[Mapping[str, Any]]) -> None:
    """Give an object exactly these numbers again, as history kept them.

    Raises:
        NumberTaken: another object has taken one of them since.
    """
    have = {
        (number.kind.value, number.text, number.series.code if number.series else ""): number
        for number in artifact.numbers
    }
    wanted = {(n["kind"], n["text"], n.get("series", "")): NumberState(n["state"]) for n in numbers}
    for mark, number in have.items():
        if mark not in wanted:
            artifact.numbers.remove(number)
    session.flush()
    for mark, state in wanted.items():
        kind, text, code = mark
        series = ensure_series(session, code, kind=NumberKind(kind)) if code else None
        if mark not in have:
            attach_number(session, artifact, text, kind=NumberKind(kind), series=series, state=state)
            continue
        if series is not None and state in _UNIQUE and have[mark].state not in _UNIQUE:
            _refuse_taken(session, artifact, have[mark], series)
        have[mark].state = state
    session.flush()


def _refuse_taken(session: Session, artifact: Artifact, number: ArtifactNumber, series: NumberSeries) -> None:
    holder = find_holder(session, series, number.key, but_not=artifact.id)
    if holder is not None:
        raise NumberTaken(field="number", number=number.text, holder=holder.label)


def shelve_numbers(session: Session, artifact: Artifact, *, shelved: bool) -> None:
    """Free the numbers of a voided object, or claim them back for a restored one.

    Raises:
        NumberTaken: another object has taken one of them meanwhile.
    """
    for number in artifact.numbers:
        if not shelved and number.series is not None and number.state in _UNIQUE:
            _refuse_taken(session, artifact, number, number.series)
        number.shelved = shelved
    session.flush()


def _named_series(session: Session, kind: NumberKind, wanted: Mapping[str, Any]) -> NumberSeries | None:
    series = wanted.get("series")
    if isinstance(series, str):
        return ensure_series(session, series, kind=kind) if series else None
    return series


def show_numbers(artifact: Artifact) -> None:
    """Bring the object's shown numbers in line with the numbers it bears."""
    for column, value in shown_numbers(number_values(artifact)).items():
        setattr(artifact, column, value)

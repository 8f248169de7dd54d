"""Keeping the series of numbers: opening, writing otherwise, closing with a museum that is no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import ArtifactNumber, NumberSeries
from museum_tracker.catalogue.numbers.patterns import check_pattern, key_head, seq_of
from museum_tracker.catalogue.rules import NumberKind
from museum_tracker.catalogue.series import prefix_of
from museum_tracker.core.errors import Conflict, NotFound, Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.core.text import clean, fold
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record

ENTITY = "number_series"
FIELDS: dict[str, str] = {
    "name": N_("Name of the series"),
    "kind": N_("Kind of number"),
    "book": N_("Book"),
    "prefix": N_("Prefix"),
    "pattern": N_("Pattern"),
    "last": N_("Highest number given"),
    "strict": N_("No number twice"),
    "closed": N_("Closed"),
    "former_museum": N_("Former museum"),
    "years": N_("Years of that museum"),
    "successor_id": N_("Followed by"),
}
TEXTS = {"name": 200, "book": 200, "prefix": 40, "pattern": 100, "former_museum": 200, "years": 100}
OPENED_BY_HAND = (NumberKind.REGISTRATION, NumberKind.OLD, NumberKind.FIELD, NumberKind.OTHER)


class SeriesChanged(Conflict):
    """Somebody else changed the series while the form was open."""

    msgid = N_("“%(name)s” was changed by somebody else in the meantime. Reload the page and change it again.")


class NumberGiven(Refusal):
    """The next number asked for has been given already."""

    msgid = N_("The series has come to %(highest)s already: the next number can be %(least)s at the earliest.")


class SeriesNameless(Refusal):
    """A series is called by something."""

    msgid = N_("A series needs a name.")


class FollowsItself(Refusal):
    """A series cannot follow itself, nor one of another kind."""

    msgid = N_(
        "“%(name)s” cannot follow here: choose another series of the same kind that does not lead back to this one."
    )


class SeriesUsed(Refusal):
    """A series that gave numbers stays."""

    msgid = N_("“%(name)s” has given numbers: close it instead.")


def values_of(series: NumberSeries) -> dict[str, Any]:
    """A series' values as history keeps them."""
    return {name: getattr(series, name) for name in FIELDS} | {"kind": series.kind.value}


def find_series_by_id(session: Session, series_id: int) -> NumberSeries:
    """The series with this id.

    Raises:
        NotFound: there is none.
    """
    series = session.get(NumberSeries, series_id)
    if series is None:
        raise NotFound(what=str(series_id))
    return series


def add_series(session: Session, kind: NumberKind, values: Mapping[str, Any], *, deed: ChangeSet) -> NumberSeries:
    """Open a series beside those that open by themselves. `values` as `edit_series` takes them.

    Raises:
        SeriesNameless: it has no name.
        PatternWrong: its pattern cannot count.
    """
    if not clean(values.get("name", "")):
        raise SeriesNameless(field="name")
    series = NumberSeries(code=_free_code(session, kind, values["name"]), kind=kind, last=0, version=1, closed=False)
    series.prefix, series.pattern, series.strict = "", "{prefix} {seq}", True
    series.name = series.book = series.former_museum = series.years = ""
    _give(session, series, values)
    session.add(series)
    session.flush()
    record(session, deed, entity=ENTITY, entity_id=series.id, before=None, after=values_of(series))
    return series


def edit_series(
    session: Session, series: NumberSeries, values: Mapping[str, Any], *, deed: ChangeSet, version: int | None = None
) -> NumberSeries:
    """Change what is given of a series. `last` is the highest number given: the next one comes after it.

    Numbers that were given stay as they are written; a closed series keeps the letters it wrote last.

    Raises:
        SeriesChanged: it was changed since the form was opened (`version`).
        NumberGiven: the next number would come before one that was given.
        PatternWrong: its pattern cannot count.
        FollowsItself: what should follow it leads back to it, or is of another kind.
    """
    session.refresh(series, with_for_update=True)
    if version is not None and version != series.version:
        raise SeriesChanged(name=series.label)
    before = values_of(series)
    _give(session, series, values)
    if record(session, deed, entity=ENTITY, entity_id=series.id, before=before, after=values_of(series)):
        series.version += 1
    session.flush()
    return series


def _give(session: Session, series: NumberSeries, values: Mapping[str, Any]) -> None:
    written = (series.pattern, prefix_of(session, series))
    for name, most in TEXTS.items():
        if name in values:
            setattr(series, name, clean(values[name])[:most])
    for name in ("strict", "closed", "successor_id"):
        if name in values:
            setattr(series, name, values[name])
    check_pattern(series.pattern, series.prefix)
    if series.closed and not series.prefix:
        series.prefix = prefix_of(session, series)
    _check_successor(session, series)
    wanted = values.get("last", series.last)
    if wanted == series.last and written == (series.pattern, prefix_of(session, series)):
        return
    highest = highest_given(session, series)
    if "last" not in values:
        series.last = max(series.last, highest)
    elif wanted < highest:
        raise NumberGiven(field="next", highest=highest, least=highest + 1)
    else:
        series.last = wanted


def _check_successor(session: Session, series: NumberSeries) -> None:
    following, passed = series.successor_id, {series.id} if series.id else set()
    while following is not None:
        other = session.get(NumberSeries, following)
        if other is None or other.kind is not series.kind or other.id in passed:
            raise FollowsItself(field="successor_id", name=other.label if other else f"#{following}")
        passed.add(other.id)
        following = other.successor_id


def highest_given(session: Session, series: NumberSeries) -> int:
    """The highest place among the numbers of a series, as its pattern writes them now."""
    if series.id is None:
        return 0
    pattern, prefix = series.pattern, prefix_of(session, series)
    return max(
        (seq_of(pattern, prefix, text) for text in _texts(session, series, key_head(pattern, prefix))), default=0
    )


def _texts(session: Session, series: NumberSeries, head: str | None) -> Iterator[str]:
    given = sa.select(ArtifactNumber.text).where(ArtifactNumber.series_id == series.id)
    if head:
        given = given.where(ArtifactNumber.key.startswith(head, autoescape=True))
    return iter(session.scalars(given.execution_options(yield_per=5000)))


def follow_prefix(session: Session) -> None:
    """Let registers that write the museum's prefix go on after the numbers that bear it: the profile has changed."""
    with session.no_autoflush:
        plain = sa.select(NumberSeries).where(NumberSeries.kind == NumberKind.REGISTRATION, NumberSeries.prefix == "")
        for series in session.scalars(plain):
            series.last = max(series.last, highest_given(session, series))
    session.flush()


def remove_unused(session: Session, series: NumberSeries, *, deed: ChangeSet) -> None:
    """Take back a series that gave no number (undo of its opening).

    Raises:
        SeriesUsed: it has given numbers, or follows another.
    """
    if is_used(session, series):
        raise SeriesUsed(name=series.label)
    record(session, deed, entity=ENTITY, entity_id=series.id, before=values_of(series), after=None)
    session.delete(series)
    session.flush()


def is_used(session: Session, series: NumberSeries) -> bool:
    """Whether a series gave numbers or follows another."""
    given = sa.select(ArtifactNumber.id).where(ArtifactNumber.series_id == series.id).limit(1)
    followed = sa.select(NumberSeries.id).where(NumberSeries.successor_id == series.id).limit(1)
    return session.scalar(given) is not None or session.scalar(followed) is not None


def _free_code(session: Session, kind: NumberKind, name: str) -> str:
    """A code that no other series has, made from the name."""
    words = "-".join(fold(clean(name)).split())[:40] or "day-so"
    taken = set(session.scalars(sa.select(NumberSeries.code)))
    code, number = f"{kind.value}:{words}"[:60], 2
    while code in taken:
        code, number = f"{kind.value}:{words}"[:56] + f"-{number}", number + 1
    return code

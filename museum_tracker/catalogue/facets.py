"""Counting the values of properties in a list, and suggesting while somebody types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact, ArtifactNumber
from museum_tracker.catalogue.params import Params
from museum_tracker.catalogue.queries import T, artifacts, without_filter
from museum_tracker.catalogue.registry import Facet, Select, list_facets
from museum_tracker.catalogue.search.match import Matches
from museum_tracker.core.i18n import N_, translate
from museum_tracker.core.numbers import number_search_key
from museum_tracker.history.remembered import until_next_deed

NOTHING = "-"  # stands in the address for "no value"
MOST_VALUES = 200
Labels = Callable[[Session, Collection[Any], str], Mapping[Any, str]]


@dataclass(frozen=True)
class FacetValue:
    """One value of a property: its word in the address, its label, how many objects, whether it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class FacetCounts:
    """A property with its values in a list; `label` is a message id."""

    name: str
    label: str
    values: list[FacetValue]


def facet_counts(session: Session, params: Params, *, locale: str = "vi") -> list[FacetCounts]:
    """Every facet's values with their exact counts in the list; a facet's own condition does not narrow itself."""
    if params.everything:
        return until_next_deed(session, ("facets", locale), lambda: _facet_counts(session, params, locale))
    return _facet_counts(session, params, locale)


def _facet_counts(session: Session, params: Params, locale: str) -> list[FacetCounts]:
    facets = list_facets()
    free = [facet for facet in facets if facet.name not in params.filters]
    counted = _count(session, artifacts(session, params), free)
    for facet in facets:
        if facet.name in params.filters:
            counted |= _count(session, without_filter(session, params, facet.name), [facet])
    words = {facet.name: _words(facet, counted[facet.name], params) for facet in facets}
    labels = _labels(session, facets, words, locale)
    shown = [_labelled(facet, words[facet.name], labels[facet.name], params) for facet in facets]
    return [facet for facet in shown if facet.values]


def _count(session: Session, ids: Select, facets: Collection[Facet]) -> dict[str, Counter[str]]:
    """Counts by facet name and value; properties with one value for each object are counted in a single pass."""
    counted: dict[str, Counter[str]] = {facet.name: Counter() for facet in facets}
    plain = {facet.name: facet.expr for facet in facets if facet.expr is not None}
    if plain:
        # Objects alike in all properties are counted together: far fewer rows than one pass for each property.
        marked = [expr.label(f"facet_{name}") for name, expr in plain.items()]
        alike = ids.with_only_columns(*marked, sa.func.count(), maintain_column_froms=True).group_by(*marked)
        for *values, number in session.execute(alike):
            for name, value in zip(plain, values, strict=True):
                counted[name][_word(value)] += number
    for facet in facets:
        if facet.rows is not None:
            rows = facet.rows.subquery(f"rows_{facet.name}")
            grouped = sa.select(rows.c.value, sa.func.count()).where(rows.c.artifact_id.in_(ids)).group_by(rows.c.value)
            counted[facet.name].update({_word(value): number for value, number in session.execute(grouped)})
    return counted


def _word(value: Any) -> str:
    return NOTHING if value is None else str(value)


def _words(facet: Facet, counted: Mapping[str, int], params: Params) -> dict[str, int]:
    """The values to show with their counts: those met, and those chosen even if nothing bears them."""
    return {**dict.fromkeys(params.filters.get(facet.name, ()), 0), **counted}


def _labelled(facet: Facet, words: Mapping[str, int], labels: Mapping[str, str], params: Params) -> FacetCounts:
    chosen = params.filters.get(facet.name, ())
    values = [FacetValue(word, labels.get(word, ""), number, word in chosen) for word, number in words.items()]
    if facet.sort_by_value:
        values.sort(key=lambda value: (value.value == NOTHING, value.value.rjust(12)))
    else:
        values.sort(key=lambda value: (not value.chosen, value.value == NOTHING, -value.count, value.label))
    return FacetCounts(facet.name, facet.label, values[:MOST_VALUES])


def _labels(
    session: Session, facets: Sequence[Facet], words: Mapping[str, Mapping[str, int]], locale: str
) -> dict[str, dict[str, str]]:
    """The label of every value by facet; properties that take names from the same place ask for them together."""
    nothing = translate(N_("not given"), locale)
    labels: dict[str, dict[str, str]] = {}
    together: dict[Labels, dict[Any, str]] = {}
    for facet in facets:
        if facet.labels is None:
            labels[facet.name] = {word: facet.label_of(word, locale) for word in words[facet.name] if word != NOTHING}
        else:
            keys = {_key(word): word for word in words[facet.name] if word != NOTHING}
            together[facet.labels] = {**together.get(facet.labels, {}), **keys}
    named = {ask: ask(session, list(keys), locale) if keys else {} for ask, keys in together.items()}
    for facet in facets:
        if facet.labels is not None:
            found = named[facet.labels]
            labels[facet.name] = {word: found[_key(word)] for word in words[facet.name] if _key(word) in found}
        labels[facet.name][NOTHING] = nothing
    return labels


def _key(word: str) -> Any:
    return int(word) if word.isdecimal() and len(word) < 10 else word


@dataclass(frozen=True)
class Suggestion:
    """An object offered while somebody types."""

    id: int
    number: str
    name: str
    cover: str


def suggest(session: Session, text: str, *, limit: int = 8) -> list[Suggestion]:
    """Objects for what has been typed so far: numbers that begin so, then words."""
    found: dict[int, None] = {}
    key = number_search_key(text)[:100]
    if key and any(char.isdigit() for char in key):
        bears = sa.select(ArtifactNumber.artifact_id).join(Artifact).where(Artifact.voided_at.is_(None))
        begun = bears.where(ArtifactNumber.compact >= key, ArtifactNumber.compact < key + "\U0010ffff")
        ids = session.scalars(begun.order_by(ArtifactNumber.compact, ArtifactNumber.id).limit(limit * 2))
        found.update(dict.fromkeys(ids))
    if len(found) < limit and (matches := Matches(session, text)):
        for hits in matches.tiers():
            words = sa.select(T.c.id).join_from(T, hits.rows, T.c.id == hits.key).where(T.c.voided_at.is_(None))
            found.update(dict.fromkeys(session.scalars(words.order_by(hits.rows.c.artifact_id.desc()).limit(limit))))
            if len(found) >= limit:
                break
    return _suggestions(session, list(found)[:limit])


def _suggestions(session: Session, ids: list[int]) -> list[Suggestion]:
    columns = (T.c.id, T.c.number, T.c.name_vi, T.c.name_en, T.c.cover)
    rows = {row.id: row for row in session.execute(sa.select(*columns).where(T.c.id.in_(ids)))}
    return [
        Suggestion(key, rows[key].number, rows[key].name_vi or rows[key].name_en, rows[key].cover)
        for key in ids
        if key in rows
    ]

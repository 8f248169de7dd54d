"""Counting the values of properties in a list, and suggesting while somebody types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Can
from museum_tracker.catalogue.lacking import NOTHING, OTHER_WORDS, in_other_words, may_be_in_other_words
from museum_tracker.catalogue.models import Artifact, ArtifactNumber
from museum_tracker.catalogue.params import Params
from museum_tracker.catalogue.queries import VOIDED, T, artifacts, holds_more, live, without_filter
from museum_tracker.catalogue.registry import FACETS, Facet, Select, list_facets
from museum_tracker.catalogue.search.match import Matches
from museum_tracker.catalogue.sight import sees_column
from museum_tracker.core.i18n import N_, translate
from museum_tracker.core.numbers import number_search_key
from museum_tracker.history.remembered import until_next_deed

APART = frozenset({NOTHING, OTHER_WORDS})
MOST_VALUES = 200
BROAD = 100_000  # as many objects are counted by their properties while somebody waits
_INDEX = [column.name for index in T.indexes if index.name == "ix_artifacts_facets" for column in index.columns]
Counts = dict[str, Counter[str]]
Labels = Callable[[Session, Collection[Any], str], Mapping[Any, str]]


@dataclass(frozen=True)
class FacetValue:
    """One value of a property: its word in the address, its label, how many objects, whether it is chosen.

    `count` is None where the list is too broad to be counted while somebody waits.
    """

    value: str
    label: str
    count: int | None
    chosen: bool


@dataclass(frozen=True)
class FacetCounts:
    """A property with its values in a list; `label` is a message id."""

    name: str
    label: str
    values: list[FacetValue]


def facet_counts(session: Session, params: Params, *, can: Can, locale: str = "vi") -> list[FacetCounts]:
    """The facets that a reader sees, with exact counts in the list; a facet's own condition does not narrow itself.

    A narrowed list that still holds more than `BROAD` objects shows the values of all objects, without counts.
    """
    facets = list_facets(can)
    if params.everything:
        key = ("facets", locale, tuple(facet.name for facet in facets))
        return until_next_deed(
            session, key, lambda: _shown(session, params, locale, facets, _count_everything(session))
        )
    if holds_more(session, params, BROAD):
        return [
            replace(facet, values=[replace(value, count=None) for value in facet.values])
            for facet in _shown(session, params, locale, facets, _count_everything(session))
        ]
    return _shown(session, params, locale, facets, _count_narrowed(session, params, facets))


def _count_everything(session: Session) -> Counts:
    """Every facet of all objects, whoever asks first: the next reader may see others."""
    return until_next_deed(session, "facet counts", lambda: _count(session, live(), FACETS.values()))


def _count_narrowed(session: Session, params: Params, facets: Collection[Facet]) -> Counts:
    free = [facet for facet in facets if facet.name not in params.filters]
    counted = _count(session, artifacts(session, params), free)
    for facet in facets:
        if facet.name in params.filters:
            counted |= _count(session, without_filter(session, params, facet.name), [facet])
    return counted


def _shown(
    session: Session, params: Params, locale: str, facets: Sequence[Facet], counted: Counts
) -> list[FacetCounts]:
    words = {facet.name: _words(facet, counted[facet.name], params) for facet in facets}
    labels = _labels(session, facets, words, locale)
    shown = [_labelled(facet, words[facet.name], labels[facet.name], params) for facet in facets]
    return [facet for facet in shown if facet.values]


def _count(session: Session, ids: Select, facets: Collection[Facet]) -> Counts:
    """Counts by facet name and value; properties with one value for each object are counted in a single pass."""
    counted: Counts = {facet.name: Counter() for facet in facets}
    plain = {facet.name: facet.expr for facet in facets if facet.expr is not None}
    if plain:
        names = sorted(plain, key=lambda name: _place_in_index(plain[name]))
        for *values, number in session.execute(_alike(ids, [plain[name].label(f"facet_{name}") for name in names])):
            for name, value in zip(names, values, strict=True):
                counted[name][_word(value)] += number
        _part_other_words(session, ids, counted, plain)
    for facet in facets:
        if facet.rows is not None:
            rows = facet.rows.subquery(f"rows_{facet.name}")
            # All but the few voided ones: seeking each object of the museum would take ten times as long.
            inside = rows.c.artifact_id.not_in(VOIDED) if ids is live() else rows.c.artifact_id.in_(ids)
            grouped = sa.select(rows.c.value, sa.func.count()).where(inside).group_by(rows.c.value)
            counted[facet.name].update({_word(value): number for value, number in session.execute(grouped)})
    return counted


def _part_other_words(
    session: Session, ids: Select, counted: Counts, plain: Mapping[str, sa.ColumnElement[Any]]
) -> None:
    """What is given in words that the vocabulary does not have is not "not given": counted apart."""
    asked = [name for name, column in plain.items() if counted[name][NOTHING] and may_be_in_other_words(column)]
    if not asked:
        return
    sums = [sa.func.sum(sa.case((in_other_words(plain[name]), 1), else_=0)) for name in asked]
    said = sa.or_(*(in_other_words(plain[name]) for name in asked))
    row = session.execute(ids.where(said).with_only_columns(*sums, maintain_column_froms=True)).one()
    for name, number in zip(asked, row, strict=True):
        if number:
            counted[name][OTHER_WORDS] = number
            counted[name][NOTHING] -= number
            counted[name] += Counter()  # without values that nothing bears


def _alike(ids: Select, marked: list[sa.Label[Any]]) -> sa.Select[Any]:
    """Objects alike in all properties, counted together: far fewer rows than one pass for each property.

    Conditions on the records themselves are read off the index of states in its own order, without sorting: it begins
    with `flat`, which therefore is named.
    """
    alike = ids.with_only_columns(*marked, sa.func.count(), maintain_column_froms=True)
    if ids.get_final_froms() == [T]:
        return alike.where(T.c.flat.in_([False, True])).group_by(T.c.flat, *marked)
    return alike.group_by(*marked)


def _place_in_index(expression: sa.ColumnElement[Any]) -> int:
    name = getattr(expression, "name", "")
    return _INDEX.index(name) if name in _INDEX else len(_INDEX)


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
        values.sort(key=lambda value: (not value.chosen, value.value in APART, -(value.count or 0), value.label))
    return FacetCounts(facet.name, facet.label, values[:MOST_VALUES])


def _labels(
    session: Session, facets: Sequence[Facet], words: Mapping[str, Mapping[str, int]], locale: str
) -> dict[str, dict[str, str]]:
    """The label of every value by facet; properties that take names from the same place ask for them together."""
    apart = {NOTHING: translate(N_("not given"), locale), OTHER_WORDS: translate(N_("in other words"), locale)}
    labels: dict[str, dict[str, str]] = {}
    together: dict[Labels, dict[Any, str]] = {}
    for facet in facets:
        if facet.labels is None:
            labels[facet.name] = {word: facet.label_of(word, locale) for word in words[facet.name] if word not in APART}
        else:
            keys = {_key(word): word for word in words[facet.name] if word not in APART}
            together[facet.labels] = {**together.get(facet.labels, {}), **keys}
    named = {ask: ask(session, list(keys), locale) if keys else {} for ask, keys in together.items()}
    for facet in facets:
        if facet.labels is not None:
            found = named[facet.labels]
            labels[facet.name] = {word: found[_key(word)] for word in words[facet.name] if _key(word) in found}
        labels[facet.name] |= apart
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


def suggest(session: Session, text: str, *, can: Can, limit: int = 8) -> list[Suggestion]:
    """Objects for what has been typed so far: numbers that begin so, then words."""
    found: dict[int, None] = {}
    key = number_search_key(text)[:100]
    if key and any(char.isdigit() for char in key):
        bears = sa.select(ArtifactNumber.artifact_id).join(Artifact).where(Artifact.voided_at.is_(None))
        begun = bears.where(ArtifactNumber.compact >= key, ArtifactNumber.compact < key + "\U0010ffff")
        ids = session.scalars(begun.order_by(ArtifactNumber.compact, ArtifactNumber.id).limit(limit * 2))
        found.update(dict.fromkeys(ids))
    if len(found) < limit and (matches := Matches(session, text, guarded=sees_column(can, "find_place"))):
        for hits in matches.tiers():
            words = sa.select(T.c.id).join_from(T, hits.rows, T.c.id == hits.key).where(T.c.voided_at.is_(None))
            words = words.order_by(hits.rows.c.artifact_id.desc()).limit(limit)
            found.update(dict.fromkeys(session.scalars(words, matches.given)))
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

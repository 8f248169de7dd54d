"""The digitization definitions: which one counts a day, which are drafts, and by which an object's level stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.db import table_of
from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import N_, Message
from museum_tracker.digitization.models import DefinitionEffect, DefinitionState, DigitizationDefinition
from museum_tracker.digitization.rules.definition import Rules
from museum_tracker.figures.rules.versions import version_on

COUNTING = (DefinitionState.APPLYING, DefinitionState.IN_FORCE)


@dataclass(frozen=True)
class Ruler:
    """A definition as levels are measured by it."""

    id: int | None
    rules: Rules


@dataclass(frozen=True)
class Rulers:
    """The definition that counts now; `before` while objects above `applied_to` still stand by the one before it."""

    now: Ruler
    before: Ruler | None = None
    applied_to: int = 0


def definition_on(session: Session, day: dt.date) -> DigitizationDefinition:
    """The definition that counts a day; before the first one, the first.

    Raises:
        NotFound: none is stored (the shipped one is, in every museum).
    """
    counted = [found for found in list_definitions(session) if found.state in COUNTING]
    chosen = version_on([_Numbered(found) for found in counted], day)
    if chosen is None:
        raise NotFound(what=Message(N_("definition of digitization")))
    return chosen.definition


def basis_on(session: Session, day: dt.date) -> Message:
    """By which definition digitized objects are counted on a day, as figures print it."""
    found = definition_on(session, day)
    number = {"basis": found.basis, "version": str(found.version)}
    return Message(N_("%(basis)s (version %(version)s)"), number)


class _Numbered:
    """A decided definition, whose number is certain."""

    def __init__(self, definition: DigitizationDefinition) -> None:
        self.definition = definition
        self.version = definition.version or 0
        self.valid_from = definition.valid_from


def list_definitions(session: Session) -> list[DigitizationDefinition]:
    """Every version by number, drafts last."""
    order = (DigitizationDefinition.version.is_(None), DigitizationDefinition.version, DigitizationDefinition.id)
    return list(session.scalars(sa.select(DigitizationDefinition).order_by(*order)))


def get_definition(session: Session, definition_id: int) -> DigitizationDefinition:
    """One version or draft.

    Raises:
        NotFound: there is none with this number.
    """
    found = session.get(DigitizationDefinition, definition_id)
    if found is None:
        raise NotFound(what=Message(N_("definition of digitization")))
    return found


def rules_in_force(session: Session, day: dt.date) -> tuple[int | None, Rules]:
    """The definition that counts on a day, with its id; the shipped rules where none is stored."""
    try:
        found = definition_on(session, day)
    except NotFound:
        return None, Rules()
    return found.id, Rules.from_json(found.rules)


def rulers(session: Session) -> Rulers:
    """By what levels are measured now, object by object while a new definition is being put in force."""
    query = sa.select(DigitizationDefinition).where(DigitizationDefinition.state.in_(COUNTING))
    fresh = query.order_by(DigitizationDefinition.version).execution_options(populate_existing=True)
    found = list(session.scalars(fresh))
    if not found:
        return Rulers(Ruler(None, Rules()))
    now = Ruler(found[-1].id, Rules.from_json(found[-1].rules))
    if found[-1].state is DefinitionState.IN_FORCE:
        return Rulers(now)
    before = Ruler(found[-2].id, Rules.from_json(found[-2].rules)) if len(found) > 1 else Ruler(None, Rules())
    return Rulers(now, before, found[-1].applied_to)


def effects(definition_id: int, *, rises: bool | None = None, level: int | None = None) -> sa.Select[Any]:
    """The objects that a draft would lift or lower, as last counted; `level` are those that cross it."""
    effect = table_of(DefinitionEffect)
    found = sa.select(effect).where(effect.c.definition_id == definition_id)
    if rises is not None:
        found = found.where(effect.c.after > effect.c.before if rises else effect.c.after < effect.c.before)
    if level is not None:
        least, most = (effect.c.before, effect.c.after) if rises else (effect.c.after, effect.c.before)
        found = found.where(least < level, most >= level)
    return found


def list_effects(session: Session, found: sa.Select[Any], *, after: int, limit: int) -> Sequence[sa.Row[Any]]:
    """A page of the objects that a draft would lift or lower, each with its number and name."""
    effect, artifact = found.subquery(), table_of(Artifact)
    query = (
        sa.select(effect, artifact.c.number, artifact.c.name_vi, artifact.c.name_en)
        .join(artifact, artifact.c.id == effect.c.artifact_id)
        .where(effect.c.artifact_id > after)
        .order_by(effect.c.artifact_id)
        .limit(limit)
    )
    return session.execute(query).all()

"""Reading history: what happened to a thing, what happened lately, and how one change reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from museum_tracker.accounts.permissions import Can, Permission
from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import N_, Message, translate
from museum_tracker.history.entities import action_needs, find_entity, part
from museum_tracker.history.models import ChangeItem, ChangeSet

NOT_SHOWN = N_("(not shown in the history)")


@dataclass(frozen=True)
class Difference:
    """One field of a change, in the reader's language."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class ItemView:
    """What a deed did to one thing, ready to be shown."""

    item: ChangeItem
    kind: str
    label: str
    url: str
    created: bool
    removed: bool
    rows: list[Difference]
    needed: frozenset[Permission]  # what the reader had to hold to see all of this


def deed_message(change_set: ChangeSet, can: Can) -> Message:
    """What was done, as a sentence not yet in any language; names that the reader may not see are left out."""
    return _seen(change_set.message, can)


def _seen(message: Message, can: Can) -> Message:
    """A sentence without the names that are not for this reader, in the sentences within it too."""
    needs = action_needs(message.msgid)
    if needs is not None and not can(needs):
        return Message(message.msgid, dict.fromkeys(message.values, "…"))
    within = {
        name: _seen(value, can) if isinstance(value, Message) else value for name, value in message.values.items()
    }
    return Message(message.msgid, within)


def get_change_set(session: Session, change_set_id: int) -> ChangeSet:
    """A deed by its id.

    Raises:
        NotFound: there is none.
    """
    found = session.get(ChangeSet, change_set_id, options=[joinedload(ChangeSet.by)])
    if found is None:
        raise NotFound(what=str(change_set_id))
    return found


def changes(
    *,
    by: int | None = None,
    first_day: dt.date | None = None,
    last_day: dt.date | None = None,
    zone: str = "Asia/Ho_Chi_Minh",
    hidden: Sequence[str] = (),
) -> sa.Select[ChangeSet]:
    """Deeds, newest first, of one author or all, within days of the museum's calendar, none on hidden kinds."""
    query = sa.select(ChangeSet).options(joinedload(ChangeSet.by)).order_by(ChangeSet.id.desc())
    if by is not None:
        query = query.where(ChangeSet.user_id == by)
    if first_day is not None:
        query = query.where(ChangeSet.at >= _midnight(first_day, zone))
    if last_day is not None:
        query = query.where(ChangeSet.at < _midnight(last_day + dt.timedelta(days=1), zone))
    return query.where(~_touches(hidden)) if hidden else query


def is_hidden(session: Session, change_set: ChangeSet, hidden: Sequence[str]) -> bool:
    """Whether a deed touched a thing of a kind that the reader may not see."""
    query = sa.select(ChangeSet.id).where(ChangeSet.id == change_set.id, _touches(hidden))
    return bool(hidden) and session.scalar(query) is not None


def _touches(kinds: Sequence[str]) -> sa.Exists:
    return sa.exists().where(ChangeItem.change_set_id == ChangeSet.id, ChangeItem.entity.in_(kinds))


def page(
    session: Session, query: sa.Select[ChangeSet], *, before_id: int | None = None, size: int = 50
) -> tuple[Sequence[ChangeSet], int | None]:
    """The deeds older than one, and the key of the page after; None when there is none."""
    if before_id is not None:
        query = query.where(ChangeSet.id < before_id)
    found = session.scalars(query.limit(size + 1)).all()
    return found[:size], found[size - 1].id if len(found) > size else None


def count_items(session: Session, change_set_ids: Sequence[int]) -> dict[int, int]:
    """How many things each of some deeds touched."""
    counts = sa.select(ChangeItem.change_set_id, sa.func.count())
    found = session.execute(
        counts.where(ChangeItem.change_set_id.in_(change_set_ids)).group_by(ChangeItem.change_set_id)
    )
    return {row[0]: row[1] for row in found}


def entity_history(
    session: Session, entity: str, entity_id: int, *, before_id: int | None = None, limit: int = 20
) -> Sequence[ChangeItem]:
    """What happened to one thing, newest first, each with its deed and author loaded."""
    query = (
        sa.select(ChangeItem)
        .where(ChangeItem.entity == entity, ChangeItem.entity_id == entity_id)
        .options(joinedload(ChangeItem.change_set).joinedload(ChangeSet.by))
        .order_by(ChangeItem.id.desc())
        .limit(limit)
    )
    if before_id is not None:
        query = query.where(ChangeItem.id < before_id)
    return session.scalars(query).all()


def items_of(
    session: Session, change_set: ChangeSet, *, after_id: int = 0, size: int = 100
) -> tuple[Sequence[ChangeItem], int | None]:
    """What a deed did, thing by thing, and the key of the page after."""
    query = (
        sa.select(ChangeItem)
        .where(ChangeItem.change_set_id == change_set.id, ChangeItem.id > after_id)
        .order_by(ChangeItem.id)
        .limit(size + 1)
    )
    found = session.scalars(query).all()
    return found[:size], found[size - 1].id if len(found) > size else None


def undone_by(session: Session, change_set: ChangeSet) -> Sequence[ChangeSet]:
    """The deeds that undid this one, in whole or in part."""
    return session.scalars(sa.select(ChangeSet).where(ChangeSet.undoes_id == change_set.id)).all()


def describe(session: Session, item: ChangeItem, locale: str, can: Can) -> ItemView:
    """A change as this reader may see it: fields by name, stored values by what they stand for."""
    handler = find_entity(item.entity)
    return ItemView(
        item=item,
        kind=translate(part(handler, "kind"), locale),
        label=handler.label(session, item.entity_id),
        url=part(handler, "url")(item.entity_id),
        created=item.before is None,
        removed=item.after is None,
        rows=_rows(session, item, locale, can),
        needed=_needed(item, can),
    )


def _needed(item: ChangeItem, can: Can) -> frozenset[Permission]:
    handler, names = find_entity(item.entity), {*(item.before or {}), *(item.after or {})}
    needs: Mapping[str, Permission] = part(handler, "field_needs")
    of_kind: Permission | None = part(handler, "read_by")
    asked = {needs[name] for name in names & needs.keys()} | ({of_kind} if of_kind else set())
    return frozenset(permission for permission in asked if can(permission))


def _rows(session: Session, item: ChangeItem, locale: str, can: Can) -> list[Difference]:
    handler = find_entity(item.entity)
    before, after = item.before or {}, item.after or {}
    private: frozenset[str] = part(handler, "private")
    needs: Mapping[str, Permission] = part(handler, "field_needs")
    label, show = part(handler, "field_label"), part(handler, "show_value")
    rows = []
    for name in dict.fromkeys([*after, *before]):
        if name in private or (name in needs and not can(needs[name])):
            hidden = translate(NOT_SHOWN, locale)
            rows.append(Difference(label(name, locale), hidden, hidden))
            continue
        values = [_shown(session, show, name, side.get(name), locale) for side in (before, after)]
        if any(values):
            rows.append(Difference(label(name, locale), *values))
    return rows


def _shown(session: Session, show: Any, name: str, value: Any, locale: str) -> str:
    return "" if value is None else str(show(session, name, value, locale))


def _midnight(day: dt.date, zone: str) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), ZoneInfo(zone))

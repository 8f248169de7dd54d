"""How each kind of thing is read back, restored and voided, so that one undo serves them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from museum_tracker.core.errors import Refusal
from museum_tracker.core.formats import show
from museum_tracker.core.i18n import N_, Message, translate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy.orm import Session

    from museum_tracker.accounts.permissions import Permission
    from museum_tracker.history.models import ChangeItem, ChangeSet


Owner = tuple[str, int]  # the kind and the id of the thing that a part belongs to


@dataclass(frozen=True)
class CorrectInstead(Message):
    """Why a change has to stand, and where it is corrected instead of undone: the page and what its link says."""

    url: str = ""
    action: str = ""


OWN_PAGE = N_("Correct it on its own page")


class EntityHandler(Protocol):
    """What a feature tells history about one kind of thing it owns; `Entity` has defaults for what is optional."""

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """The values that history keeps, as they stand now; None when the thing is gone or voided."""

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Give the thing these values again, through the feature's own service, which records it in the deed."""

    def void(self, session: Session, entity_id: int, deed: ChangeSet) -> None:
        """Take back the thing's creation: it is hidden and no longer counts; records it in the deed."""

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """Why this change must stand (a register line, signed minutes … cite it), or None."""

    def label(self, session: Session, entity_id: int) -> str:
        """How the thing is named in history, such as its number and name."""


class CorrectedElsewhere(Refusal):
    """Undo was asked of a kind of thing that is corrected on its own page only."""

    msgid = N_("Changes of this kind are corrected on their own page.")
    status = 409


class Entity:
    """A handler with defaults: changes show with their field names and cannot be undone until a feature says how."""

    kind: str = N_("Record")
    needs: Permission | None = None
    read_by: Permission | None = None  # deeds on such things are shown to holders of this only
    fields: Mapping[str, str] = {}
    private: frozenset[str] = frozenset()  # values that history keeps and shows to nobody
    field_needs: Mapping[str, Permission] = {}  # values that are shown to holders of a permission only
    actions: Mapping[str, Permission] = {}  # sentences about such things whose names are for holders only

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """The values that history keeps, as they stand now; what is never undone need not be read back."""
        del session, entity_id
        return None

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Give the thing these values again; refused unless a feature says how."""
        del session, entity_id, values, deed
        raise CorrectedElsewhere

    def void(self, session: Session, entity_id: int, deed: ChangeSet) -> None:
        """Take back the thing's creation; refused unless a feature says how."""
        del session, entity_id, deed
        raise CorrectedElsewhere

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """Why this change must stand."""
        del session, item
        return Message(CorrectedElsewhere.msgid)

    def label(self, session: Session, entity_id: int) -> str:
        """How the thing is named in history."""
        del session
        return str(entity_id)

    def url(self, entity_id: int) -> str:
        """The path of the thing's page; empty when it has none."""
        del entity_id
        return ""

    def owner(self, session: Session, item: ChangeItem) -> Owner:
        """The thing that a change's part belongs to: undo puts back all of its parts or none."""
        del session
        return item.entity, item.entity_id

    def follows(self, session: Session, item: ChangeItem) -> bool:
        """Whether a part only follows from the others of its change, so that there is nothing to put back."""
        del session, item
        return False

    def field_label(self, field: str, locale: str) -> str:
        """A field's name in the reader's language."""
        return translate(self.fields[field], locale) if field in self.fields else field

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """A stored value as people read it (an id becomes the name it stands for)."""
        del session, field
        return show_plain(value, locale)


def show_plain(value: Any, locale: str) -> str:
    """A JSON value as people read it; nothing for nothing."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return translate(N_("yes") if value else N_("no"), locale)
    if isinstance(value, list):
        return "; ".join(show_plain(part, locale) for part in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {show_plain(part, locale)}" for name, part in value.items())
    return str(value) if isinstance(value, str | int) else show(value, locale)


class _Foreign(Entity):
    """Stands in for kinds that no feature registered and for handlers that leave the optional parts out."""


ENTITIES: dict[str, EntityHandler] = {}
_DEFAULT = _Foreign()


def register_entity(name: str, handler: EntityHandler) -> None:
    """Tell history how to read, restore and void one kind of thing (called in a feature's `wire()`)."""
    ENTITIES[name] = handler


def find_entity(name: str) -> EntityHandler:
    """The handler of a kind of thing; a stand-in that refuses undo when no feature registered one."""
    return ENTITIES.get(name, _DEFAULT)


def hidden_from(user: Any) -> list[str]:
    """The kinds of thing whose history is not for a person."""
    asked = {name: getattr(handler, "read_by", None) for name, handler in ENTITIES.items()}
    return sorted(name for name, permission in asked.items() if permission is not None and not user.can(permission))


def action_needs(msgid: str) -> Permission | None:
    """The permission without which the names in a sentence about a change are left out."""
    return next(
        (part(handler, "actions")[msgid] for handler in ENTITIES.values() if msgid in part(handler, "actions")), None
    )


def part(handler: EntityHandler, name: str) -> Any:
    """An optional part of a handler, or its default."""
    return getattr(handler, name, None) or getattr(_DEFAULT, name)


def owner_of(session: Session, item: ChangeItem) -> Owner:
    """The thing that a part of a change belongs to."""
    owner: Owner = part(find_entity(item.entity), "owner")(session, item)
    return owner


def correction_of(item: ChangeItem, reason: Message) -> tuple[str, str] | None:
    """Where a change that has to stand is corrected instead: the page and what its link says."""
    if isinstance(reason, CorrectInstead) and reason.url:
        return reason.url, reason.action or OWN_PAGE
    url: str = part(find_entity(item.entity), "url")(item.entity_id)
    return (url, OWN_PAGE) if url else None


class PartOfObject(Entity):
    """A handler of what belongs to an object and bears its id, such as its register line or its place."""

    def owner(self, session: Session, item: ChangeItem) -> Owner:
        """The object."""
        del session
        return "artifact", item.entity_id


class RowEntity(Entity):
    """A handler of rows that nothing cites: they are taken back, never deleted, and may come again.

    A feature names its model and its own deeds: `state` reads a row as history keeps it, `restore` gives it such a
    state again, `take_back` voids it.
    """

    model: type[Any]
    state: Callable[[Any], dict[str, Any]]
    restore: Callable[..., object] | None = None  # none: such rows are never edited
    take_back: Callable[..., object]

    def name(self, session: Session, row: Any) -> str:
        """What people call the row."""
        del session
        return str(row.id)

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """The row as it stands; None once it was taken back."""
        row = session.get(self.model, entity_id)
        return None if row is None or row.voided_at else self.state(row)

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Give the row an earlier state again."""
        if self.restore is None:
            raise CorrectedElsewhere
        self.restore(session, session.get_one(self.model, entity_id), dict(values), deed=deed)

    def void(self, session: Session, entity_id: int, deed: ChangeSet) -> None:
        """Take the row back."""
        self.take_back(session, session.get_one(self.model, entity_id), deed=deed)

    def label(self, session: Session, entity_id: int) -> str:
        """The row by its name."""
        row = session.get(self.model, entity_id)
        return self.name(session, row) if row else str(entity_id)

    def revive(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Let a thing count again that was taken back."""
        self.apply(session, entity_id, values, deed)

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """Nothing stands in the way."""
        del session, item
        return None

"""Undo: a new deed that puts back what stood before, and never overwrites what somebody did since."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.core.errors import Forbidden, Refusal
from museum_tracker.core.i18n import N_, Message, restored
from museum_tracker.history.entities import EntityHandler, find_entity, part
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.history.protection import MustStand, protected
from museum_tracker.history.recording import begin_deed

GONE = Message(N_("It has been removed or voided since."))
NO_WAY_BACK = Message(N_("A removal is corrected on the thing's own page."))
EDITED = N_("Edited since: %(fields)s.")


class StepKind(StrEnum):
    """What undoing one item of a deed comes to."""

    RESTORE = "restore"
    VOID = "void"
    REVIVE = "revive"
    DONE = "done"
    KEEP = "keep"


@dataclass(frozen=True, kw_only=True)
class Step:
    """What undo does to one thing, or why it leaves it. `edited` names the fields changed since."""

    item: ChangeItem
    handler: EntityHandler
    kind: StepKind
    values: dict[str, Any] = field(default_factory=dict)
    reason: Message | None = None
    edited: tuple[str, ...] = ()


class CannotUndo(Refusal):
    """Something in the deed has to stand; `steps` tells what and why."""

    msgid = N_("Cannot be undone: %(label)s. %(reason)s")
    status = 409

    def __init__(self, steps: list[Step], *, label: str, reason: Message) -> None:
        self.steps = steps
        super().__init__(label=label, reason=reason)


class NothingToUndo(Refusal):
    """Everything the deed did has been undone already."""

    msgid = N_("There is nothing left to undo here.")
    status = 409


@dataclass
class Net:
    """All that one deed did to one thing, however many steps it took."""

    items: list[ChangeItem]
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    def add(self, item: ChangeItem) -> None:
        """Take in a later step of the same deed: the earliest before and the latest after count."""
        self.items.append(item)
        if self.before is not None:
            self.before = {**(item.before or {}), **self.before}
        self.after = None if item.after is None else {**(self.after or {}), **item.after}


def plan_undo(
    session: Session, change_set: ChangeSet, *, locale: str = "vi", confirmed: Collection[int] = ()
) -> Iterator[Step]:
    """What undoing a deed would do, thing by thing, the latest first; changes nothing.

    `confirmed` are items of created things to void although somebody edited them since.
    """
    query = sa.select(ChangeItem).where(ChangeItem.change_set_id == change_set.id).order_by(ChangeItem.id)
    nets: dict[tuple[str, int], Net] = {}
    for item in session.scalars(query):
        key = (item.entity, item.entity_id)
        if key in nets:
            nets[key].add(item)
        else:
            nets[key] = Net([item], item.before, item.after)
    must_stand = protected(session, change_set)
    for net in reversed(nets.values()):
        yield _plan(session, net, locale, must_stand, confirmed=net.items[0].id in confirmed)


def _plan(session: Session, net: Net, locale: str, must_stand: MustStand, *, confirmed: bool) -> Step:
    item = net.items[0]
    handler = find_entity(item.entity)
    refusals = (handler.refuse_undo(session, each) or must_stand(each) for each in net.items)
    refusal = next((said for said in refusals if said is not None), None)
    if refusal is not None:
        return Step(item=item, handler=handler, kind=StepKind.KEEP, reason=refusal)
    current = handler.current(session, item.entity_id)
    if net.after is None:
        return _plan_revival(net, handler, current)
    if net.before is None:
        return _plan_void(net, net.after, handler, current, locale, confirmed=confirmed)
    return _plan_restoring(net, net.before, net.after, current, locale)


def _plan_restoring(
    net: Net, before: dict[str, Any], after: dict[str, Any], current: dict[str, Any] | None, locale: str
) -> Step:
    item, handler = net.items[0], find_entity(net.items[0].entity)
    if current is None:
        return Step(item=item, handler=handler, kind=StepKind.KEEP, reason=GONE)
    back = {name: value for name, value in before.items() if current.get(name) != value}
    if not back:
        return Step(item=item, handler=handler, kind=StepKind.DONE)
    edited = tuple(name for name in back if current.get(name) != after.get(name))
    if edited:
        return _conflict(item, handler, edited, locale)
    return Step(item=item, handler=handler, kind=StepKind.RESTORE, values=back)


def _plan_revival(net: Net, handler: EntityHandler, current: dict[str, Any] | None) -> Step:
    if current is not None or net.before is None:
        return Step(item=net.items[0], handler=handler, kind=StepKind.DONE)
    if getattr(handler, "revive", None) is None:
        return Step(item=net.items[0], handler=handler, kind=StepKind.KEEP, reason=NO_WAY_BACK)
    return Step(item=net.items[0], handler=handler, kind=StepKind.REVIVE, values=net.before)


def _plan_void(
    net: Net,
    after: dict[str, Any],
    handler: EntityHandler,
    current: dict[str, Any] | None,
    locale: str,
    *,
    confirmed: bool,
) -> Step:
    if current is None:
        return Step(item=net.items[0], handler=handler, kind=StepKind.DONE)
    edited = tuple(name for name, value in after.items() if current.get(name) != value)
    if edited and not confirmed:
        return _conflict(net.items[0], handler, edited, locale)
    return Step(item=net.items[0], handler=handler, kind=StepKind.VOID, edited=edited)


def _conflict(item: ChangeItem, handler: EntityHandler, edited: tuple[str, ...], locale: str) -> Step:
    names = ", ".join(part(handler, "field_label")(name, locale) for name in edited)
    return Step(
        item=item, handler=handler, kind=StepKind.KEEP, edited=edited, reason=Message(EDITED, {"fields": names})
    )


def undo(
    session: Session,
    change_set: ChangeSet,
    *,
    by: User,
    reason: str = "",
    request_id: str = "",
    locale: str = "vi",
    leave_kept: bool = False,
    confirmed: Collection[int] = (),
) -> ChangeSet:
    """Undo a deed by a new one. Without `leave_kept` it is all or nothing; with it, what must stand is left.

    Raises:
        CannotUndo: something was edited since or is cited by a register, a close or minutes.
        NothingToUndo: nothing is left to undo.
        Forbidden: the person may not change this kind of thing.
    """
    steps = list(plan_undo(session, change_set, locale=locale, confirmed=confirmed))
    todo = _doable(session, steps, leave_kept=leave_kept)
    _require_rights(todo, by)
    deed = begin_deed(
        session,
        by=by,
        action=N_("Undid: %(deed)s"),
        reason=reason,
        request_id=request_id,
        deed=restored(change_set.action, change_set.values),
    )
    deed.undoes_id = change_set.id
    for step in todo:
        _carry_out(session, step, deed)
    session.flush()
    return deed


def _doable(session: Session, steps: list[Step], *, leave_kept: bool) -> list[Step]:
    kept = [step for step in steps if step.kind is StepKind.KEEP]
    if kept and not leave_kept:
        first = kept[0]
        label = first.handler.label(session, first.item.entity_id)
        raise CannotUndo(kept, label=label, reason=first.reason or GONE)
    todo = [step for step in steps if step.kind not in {StepKind.KEEP, StepKind.DONE}]
    if not todo:
        raise NothingToUndo
    return todo


def _require_rights(steps: list[Step], by: User) -> None:
    needed = {part(step.handler, "needs") for step in steps} - {None}
    if not all(by.can(permission) for permission in needed):
        raise Forbidden


def _carry_out(session: Session, step: Step, deed: ChangeSet) -> None:
    if step.kind is StepKind.VOID:
        step.handler.void(session, step.item.entity_id, deed)
    elif step.kind is StepKind.REVIVE:
        step.handler.revive(session, step.item.entity_id, step.values, deed)  # type: ignore[attr-defined]
    else:
        step.handler.apply(session, step.item.entity_id, step.values, deed)

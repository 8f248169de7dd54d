"""Taking changes back: each thing gets all of its earlier state again or stays whole, named with why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager, ExitStack
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.core.errors import Forbidden, Refusal
from museum_tracker.core.i18n import N_, Message, stored
from museum_tracker.history.entities import Owner, part
from museum_tracker.history.models import LEFT, ChangeSet
from museum_tracker.history.recording import begin_deed
from museum_tracker.history.undo_plan import Step, StepKind, Thing, plan_undo

LEFT_SHOWN = 200

UndoneAlong = Callable[[Session, ChangeSet, Sequence[Owner], ChangeSet], AbstractContextManager[None]]
UNDONE_ALONG: list[UndoneAlong] = []


class CannotUndo(Refusal):
    """Everything the change did has to stand; `things` tells what and why."""

    msgid = N_("Cannot be undone: %(label)s. %(reason)s")
    status = 409

    def __init__(self, things: Sequence[Thing], *, label: str, reason: Message) -> None:
        self.things = things
        super().__init__(label=label, reason=reason)


class NothingToUndo(Refusal):
    """Everything the change did has been undone already."""

    msgid = N_("There is nothing left to undo here.")
    status = 409


def add_undone_along(undone_along: UndoneAlong) -> None:
    """Have a feature take back what a change left beside its items (its facts); called from its `wire()`.

    It is entered with the change, the things that get their earlier state back and the change that does so, before
    any of them is put back, and left when all of them are.
    """
    if undone_along not in UNDONE_ALONG:
        UNDONE_ALONG.append(undone_along)


def undo(
    session: Session,
    change_set: ChangeSet,
    *,
    by: User,
    reason: str = "",
    request_id: str = "",
    locale: str = "vi",
    confirmed: Collection[int] = (),
) -> ChangeSet:
    """Undo a change by a new one. A thing with a part that has to stand is left whole, and named in the new change.

    Raises:
        CannotUndo: everything left was edited since or is cited by a register, a close, minutes or a report.
        NothingToUndo: nothing is left to undo.
        Forbidden: the person may not change this kind of thing.
    """
    things = plan_undo(session, change_set, locale=locale, confirmed=confirmed)
    todo = [thing for thing in things if thing.todo]
    left = [thing for thing in things if thing.refusal]
    if not todo:
        raise _nothing(session, left)
    _require_rights(todo, by)
    deed = begin_deed(
        session, by=by, action=N_("Undid: %(deed)s"), reason=reason, request_id=request_id, deed=change_set.message
    )
    deed.undoes_id = change_set.id
    if left:
        deed.values = {**deed.values, LEFT: [_left(session, thing) for thing in left[:LEFT_SHOWN]]}
    put_back(session, change_set, todo, deed=deed)
    return deed


def put_back(session: Session, change_set: ChangeSet, things: Sequence[Thing], *, deed: ChangeSet) -> None:
    """Give things all of the state they had before a change, recorded in another.

    A thing without steps had no item in the change; only what the change left beside (its facts) is taken back.
    """
    todo = [thing for thing in things if thing.todo or not thing.steps]
    with ExitStack() as stack:
        for undone_along in UNDONE_ALONG:
            stack.enter_context(undone_along(session, change_set, [thing.owner for thing in todo], deed))
        for thing in todo:
            for step in thing.todo:
                _carry_out(session, step, deed)
        session.flush()
    session.flush()


def _nothing(session: Session, left: Sequence[Thing]) -> Refusal:
    if not left:
        return NothingToUndo()
    return CannotUndo(left, label=left[0].label(session), reason=left[0].why)


def _left(session: Session, thing: Thing) -> list[Any]:
    """What history keeps of a thing that was left: its name and why."""
    return [thing.label(session), {"msgid": thing.why.msgid, "values": stored(thing.why.values)}]


def _require_rights(things: Sequence[Thing], by: User) -> None:
    needed = {part(step.handler, "needs") for thing in things for step in thing.todo} - {None}
    if not all(by.can(permission) for permission in needed):
        raise Forbidden


def _carry_out(session: Session, step: Step, deed: ChangeSet) -> None:
    if step.kind is StepKind.VOID:
        step.handler.void(session, step.item.entity_id, deed)
    elif step.kind is StepKind.REVIVE:
        step.handler.revive(session, step.item.entity_id, step.values, deed)  # type: ignore[attr-defined]
    else:
        step.handler.apply(session, step.item.entity_id, step.values, deed)

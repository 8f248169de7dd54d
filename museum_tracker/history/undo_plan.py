"""What undoing a change would do, thing by thing: each gets all of its earlier state back, or is left as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_, Message
from museum_tracker.history.entities import EntityHandler, Owner, correction_of, find_entity, owner_of, part
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.history.protection import MustStand, protected

GONE = Message(N_("It has been removed or voided since."))
NO_WAY_BACK = Message(N_("A removal is corrected on the thing's own page."))
EDITED = N_("Edited since: %(fields)s.")


class StepKind(StrEnum):
    """What undoing one item of a change comes to."""

    RESTORE = "restore"
    VOID = "void"
    REVIVE = "revive"
    DONE = "done"
    KEEP = "keep"


@dataclass(frozen=True, kw_only=True)
class Step:
    """What undo does to one part of a thing, or why it leaves it. `edited` names the fields changed since."""

    item: ChangeItem
    handler: EntityHandler
    kind: StepKind
    owner: Owner = ("", 0)
    values: dict[str, Any] = field(default_factory=dict)
    reason: Message | None = None
    edited: tuple[str, ...] = ()


@dataclass(frozen=True)
class Thing:
    """Everything one change did to one thing (an object with its number, its register line and its place …)."""

    owner: Owner
    steps: tuple[Step, ...]

    @property
    def refusal(self) -> Step | None:
        """The part that has to stand, and so keeps the whole thing as it is."""
        return next((step for step in self.steps if step.kind is StepKind.KEEP), None)

    @property
    def todo(self) -> tuple[Step, ...]:
        """The parts to be put back; none when the thing is left or stands as before already."""
        return () if self.refusal else tuple(step for step in self.steps if step.kind is not StepKind.DONE)

    @property
    def confirmable(self) -> Step | None:
        """The creation that may be voided although it was edited since, if nothing else stands in the way."""
        kept = [step for step in self.steps if step.kind is StepKind.KEEP]
        return kept[0] if len(kept) == 1 and kept[0].edited and kept[0].item.before is None else None

    def label(self, session: Session) -> str:
        """How people call the thing."""
        step = next((step for step in self.steps if step.item.entity == self.owner[0]), self.steps[0])
        return step.handler.label(session, step.item.entity_id)

    @property
    def why(self) -> Message:
        """Why the thing has to stand."""
        step = self.refusal
        return (step and step.reason) or GONE

    @property
    def correction(self) -> tuple[str, str] | None:
        """Where what has to stand is corrected instead: the page and what its link says."""
        step = self.refusal
        return correction_of(step.item, self.why) if step else None


@dataclass
class Net:
    """All that one change did to one part, however many steps it took."""

    items: list[ChangeItem]
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    def add(self, item: ChangeItem) -> None:
        """Take in a later step of the same change: the earliest before and the latest after count."""
        self.items.append(item)
        if self.before is not None:
            self.before = {**(item.before or {}), **self.before}
        self.after = None if item.after is None else {**(self.after or {}), **item.after}


def plan_undo(
    session: Session,
    change_set: ChangeSet,
    *,
    locale: str = "vi",
    confirmed: Collection[int] = (),
    only: Collection[Owner] | None = None,
    sure: Collection[Owner] = (),
) -> list[Thing]:
    """What undoing a change would do, thing by thing, the latest first; changes nothing.

    `confirmed` are items of created things to void although somebody edited them since, `sure` are things that lose
    whatever was edited since; `only` looks at some things.
    """
    must_stand = protected(session, change_set)
    things: dict[Owner, list[Step]] = defaultdict(list)
    for net in reversed(_nets(session, change_set, only)):
        owner = owner_of(session, net.items[0])
        if only is None or owner in only:
            lost = owner in sure or (net.before is None and net.items[0].id in confirmed)
            step = _plan(session, net, locale, must_stand, confirmed=lost)
            things[owner].append(replace(step, owner=owner))
    return [Thing(owner, tuple(steps)) for owner, steps in things.items()]


def _nets(session: Session, change_set: ChangeSet, only: Collection[Owner] | None) -> Sequence[Net]:
    query = sa.select(ChangeItem).where(ChangeItem.change_set_id == change_set.id).order_by(ChangeItem.id)
    nets: dict[tuple[str, int], Net] = {}
    for item in session.scalars(query if only is None else query.where(_may_belong(only))):
        key = (item.entity, item.entity_id)
        if key in nets:
            nets[key].add(item)
        else:
            nets[key] = Net([item], item.before, item.after)
    return list(nets.values())


def _may_belong(only: Collection[Owner]) -> sa.ColumnElement[bool]:
    """Items of the things themselves, and of kinds whose owner is only known from the row."""
    names = {kind for kind, _ in only}
    return sa.or_(ChangeItem.entity.not_in(names), ChangeItem.entity_id.in_([key for _, key in only]))


def _plan(session: Session, net: Net, locale: str, must_stand: MustStand, *, confirmed: bool) -> Step:
    item = net.items[0]
    handler = find_entity(item.entity)
    if part(handler, "follows")(session, item):
        return Step(item=item, handler=handler, kind=StepKind.DONE)
    refusals = (handler.refuse_undo(session, each) or must_stand(each) for each in net.items)
    refusal = next((said for said in refusals if said is not None), None)
    if refusal is not None:
        return Step(item=item, handler=handler, kind=StepKind.KEEP, reason=refusal)
    current = handler.current(session, item.entity_id)
    if net.after is None:
        return _plan_revival(net, handler, current)
    if net.before is None:
        return _plan_void(net, net.after, handler, current, locale, confirmed=confirmed)
    return _plan_restoring(net, net.before, net.after, current, locale, confirmed=confirmed)


def _plan_restoring(
    net: Net,
    before: dict[str, Any],
    after: dict[str, Any],
    current: dict[str, Any] | None,
    locale: str,
    *,
    confirmed: bool,
) -> Step:
    item, handler = net.items[0], find_entity(net.items[0].entity)
    if current is None:
        return Step(item=item, handler=handler, kind=StepKind.KEEP, reason=GONE)
    back = {name: value for name, value in before.items() if current.get(name) != value}
    if not back:
        return Step(item=item, handler=handler, kind=StepKind.DONE)
    edited = tuple(name for name in back if current.get(name) != after.get(name))
    if edited and not confirmed:
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

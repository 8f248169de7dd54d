"""The states of a digitization task and the steps between them."""

from __future__ import annotations

from enum import StrEnum

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_, Message


class TaskState(StrEnum):
    """Where the digitization of one object stands."""

    PLANNED = "planned"
    CAPTURING = "capturing"
    PROCESSING = "processing"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    REWORK = "rework"
    ON_HOLD = "on_hold"
    CANCELLED = "cancelled"


TASK_LABELS = {
    TaskState.PLANNED: N_("Planned"),
    TaskState.CAPTURING: N_("Capturing"),
    TaskState.PROCESSING: N_("Processing"),
    TaskState.IN_REVIEW: N_("In review"),
    TaskState.APPROVED: N_("Approved"),
    TaskState.REWORK: N_("To be redone"),
    TaskState.ON_HOLD: N_("On hold"),
    TaskState.CANCELLED: N_("Cancelled"),
}

_S = TaskState
STEPS: dict[TaskState, frozenset[TaskState]] = {
    _S.PLANNED: frozenset({_S.CAPTURING, _S.ON_HOLD, _S.CANCELLED}),
    _S.CAPTURING: frozenset({_S.PROCESSING, _S.IN_REVIEW, _S.ON_HOLD, _S.CANCELLED}),
    _S.PROCESSING: frozenset({_S.IN_REVIEW, _S.CAPTURING, _S.ON_HOLD, _S.CANCELLED}),
    _S.IN_REVIEW: frozenset({_S.APPROVED, _S.REWORK, _S.ON_HOLD, _S.CANCELLED}),
    _S.REWORK: frozenset({_S.CAPTURING, _S.PROCESSING, _S.IN_REVIEW, _S.ON_HOLD, _S.CANCELLED}),
    _S.ON_HOLD: frozenset({_S.PLANNED, _S.CAPTURING, _S.PROCESSING, _S.IN_REVIEW, _S.REWORK, _S.CANCELLED}),
    _S.APPROVED: frozenset({_S.REWORK}),
    _S.CANCELLED: frozenset({_S.PLANNED}),
}
NEEDS_REASON = frozenset({_S.REWORK, _S.ON_HOLD, _S.CANCELLED})
OPEN = frozenset(TaskState) - {_S.APPROVED, _S.CANCELLED}


class StepNotPossible(Refusal):
    """A task cannot go from where it stands to where it is sent."""

    msgid = N_("A task that is “%(present)s” cannot become “%(wanted)s”.")


class ReasonMissing(Refusal):
    """A refusal, a pause or a cancellation needs its reason."""

    msgid = N_("State the reason: the next person has to know what to do.")


def check_step(present: TaskState, wanted: TaskState, *, reason: str) -> None:
    """Refuse a step that the order of work does not allow, or that lacks its reason."""
    if wanted not in STEPS[present]:
        raise StepNotPossible(present=Message(TASK_LABELS[present]), wanted=Message(TASK_LABELS[wanted]))
    if wanted in NEEDS_REASON and not reason.strip():
        raise ReasonMissing(field="reason")

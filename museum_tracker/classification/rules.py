"""Which steps a classification may take, and what each makes of the object's state."""

from __future__ import annotations

from enum import StrEnum

from museum_tracker.catalogue.rules import ClassificationState
from museum_tracker.core.i18n import N_


class Stage(StrEnum):
    """Where one classification stands."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    SENT_BACK = "sent_back"
    CONTESTED = "contested"
    WITHDRAWN = "withdrawn"


STEPS: dict[Stage, frozenset[Stage]] = {
    Stage.PROPOSED: frozenset({Stage.CONFIRMED, Stage.SENT_BACK, Stage.WITHDRAWN}),
    Stage.SENT_BACK: frozenset({Stage.PROPOSED, Stage.WITHDRAWN}),
    Stage.CONFIRMED: frozenset({Stage.CONTESTED}),
    Stage.CONTESTED: frozenset({Stage.CONFIRMED, Stage.PROPOSED}),
    Stage.WITHDRAWN: frozenset(),
}
NEEDS_REASON = frozenset({Stage.SENT_BACK, Stage.CONTESTED})
STATE_OF: dict[Stage, ClassificationState] = {
    Stage.PROPOSED: ClassificationState.PROPOSED,
    Stage.CONFIRMED: ClassificationState.CONFIRMED,
    Stage.SENT_BACK: ClassificationState.SENT_BACK,
    Stage.CONTESTED: ClassificationState.CONTESTED,
    Stage.WITHDRAWN: ClassificationState.NONE,
}
STAGE_LABELS: dict[Stage, str] = {
    Stage.PROPOSED: N_("Classification proposed"),
    Stage.CONFIRMED: N_("Classification confirmed"),
    Stage.SENT_BACK: N_("Classification sent back"),
    Stage.CONTESTED: N_("Classification contested"),
    Stage.WITHDRAWN: N_("Classification withdrawn"),
}
TONES = {
    Stage.PROPOSED: "gold",
    Stage.CONFIRMED: "ok",
    Stage.SENT_BACK: "late",
    Stage.CONTESTED: "late",
    Stage.WITHDRAWN: "idle",
}


def may_step(now: Stage, to: Stage) -> bool:
    """Whether a classification may go from one stage to another."""
    return to in STEPS[now]


def state_proved(stage: Stage | None, *, classified: bool) -> ClassificationState:
    """The state of an object from its last entry; where none is under way, whether it counts as classified decides."""
    state = STATE_OF[stage] if stage else ClassificationState.NONE
    if state in {ClassificationState.NONE, ClassificationState.CONFIRMED}:
        return ClassificationState.CONFIRMED if classified else ClassificationState.NONE
    return state

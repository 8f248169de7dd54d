"""Classification on the object page and in the navigation."""

from __future__ import annotations

from flask import Flask, render_template
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.panels import Panel, PanelPlace, add_panel
from museum_tracker.catalogue.rules import ENUM_LABELS
from museum_tracker.classification.queries import find_current
from museum_tracker.classification.rules import STAGE_LABELS, TONES, Stage
from museum_tracker.core.i18n import N_
from museum_tracker.core.work import waiting_in
from museum_tracker.history.remembered import badge
from museum_tracker.web.navigation import Place, add_place


def register(app: Flask) -> None:
    """Put the panel on the object page and classification into the navigation."""
    add_panel(Panel(name="phan-loai", title=N_("Classification"), render=render, order=30, place=PanelPlace.MAIN))
    add_place(
        app,
        Place(
            label=N_("Classification"),
            endpoint="classification.queue",
            icon="classification",
            order=50,
            prefix="/phan-loai",
            badge=badge(waiting_in("classification.decide"), "classification"),
        ),
    )


def render(session: Session, artifact: Artifact, user: User) -> str:
    """Group, number, who proposed and who decided, and the next step for this reader."""
    found = find_current(session, artifact.id)
    stage = found.stage if found else None
    return render_template(
        "classification/_panel.html",
        artifact=artifact,
        found=found,
        stage=stage,
        tone=TONES[stage] if stage else "",
        label=STAGE_LABELS[stage] if stage else ENUM_LABELS[artifact.classification_state],
        may_propose=user.can(Permission.PROPOSE_CLASSIFICATION)
        and stage not in {Stage.PROPOSED, Stage.CONFIRMED}
        and (found is not None or artifact.classification_state.value == "none"),
        may_decide=user.can(Permission.DECIDE_CLASSIFICATION),
    )

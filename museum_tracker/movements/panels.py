"""What movements show on the object page: where it stands, its last ways, and the button to move it."""

from __future__ import annotations

from flask import render_template
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.models import Artifact
from museum_tracker.locations.queries import path_label
from museum_tracker.movements.queries import GONE, list_movements

SHOWN = 5


def history(session: Session, artifact: Artifact, user: User) -> str:
    """Where the object stands and its last movements."""
    rows = list_movements(session, artifact.id, limit=SHOWN + 1)
    return render_template(
        "movements/_panel.html",
        artifact=artifact,
        place=path_label(session, artifact.location),
        rows=rows[:SHOWN],
        more=len(rows) > SHOWN,
        may_move=user.can(Permission.MOVE_OBJECTS) and artifact.custody not in GONE,
    )


def button(session: Session, artifact: Artifact, user: User) -> str:
    """The button that opens the movement form."""
    del session, user
    return "" if artifact.custody in GONE else render_template("movements/_button.html", artifact=artifact)

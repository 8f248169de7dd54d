"""The digitization part of the object page: the level, what is missing for the next, the task."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask, render_template, url_for
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.panels import Panel, PanelPlace, add_panel
from museum_tracker.catalogue.rules import DIGITIZATION_LEVELS
from museum_tracker.core import clock
from museum_tracker.core.i18n import N_
from museum_tracker.core.work import waiting_in
from museum_tracker.digitization.models import Decision, Review, Scope
from museum_tracker.digitization.queries.definitions import rules_in_force
from museum_tracker.digitization.queries.evidence import evidence_of
from museum_tracker.digitization.queries.waiting import waiting_versions
from museum_tracker.digitization.rules.ladder import Check, LevelResult, climb
from museum_tracker.digitization.rules.tasks import TASK_LABELS
from museum_tracker.digitization.services.tasks import find_open_task
from museum_tracker.history.remembered import badge
from museum_tracker.media.models import Asset
from museum_tracker.web.navigation import Place, add_place


def register(app: Flask) -> None:
    """Put the panel on the object page and digitization into the navigation."""
    add_panel(Panel(name="so-hoa", title=N_("Digitization"), render=render, order=10, place=PanelPlace.SIDE))
    add_place(
        app,
        Place(
            label=N_("Digitization"),
            endpoint="digitization.queue",
            icon="digitization",
            order=60,
            prefix="/so-hoa",
            phone=True,
            badge=badge(waiting_in("digitization.review"), "digitization"),
        ),
    )


def render(session: Session, artifact: Artifact, user: User) -> str:
    """The checklist towards the next level, each lack with the place where it is mended."""
    rules = rules_in_force(session, clock.today())[1]
    evidence = evidence_of(session, [artifact.id]).get(artifact.id)
    if evidence is None:
        return ""
    result = climb(evidence, rules)
    return render_template(
        "digitization/_panel.html",
        artifact=artifact,
        result=result,
        level_label=DIGITIZATION_LEVELS[result.level],
        items=[_item(session, artifact, user, check) for check in _shown(result)],
        missing=sum(not check.met for check in result.next_checks),
        task=find_open_task(session, artifact.id),
        task_labels=TASK_LABELS,
    )


def _shown(result: LevelResult) -> list[Check]:
    if result.is_full:
        return [check for check in result.checks if check.level == result.full]
    record = [check for check in result.next_checks if check.mend.startswith("record")]
    unmet = [check for check in record if not check.met]
    return [*unmet, *(check for check in result.next_checks if check not in record)]


def _item(session: Session, artifact: Artifact, user: User, check: Check) -> dict[str, object]:
    return {
        "met": check.met,
        "text": check.message,
        "notes": check.notes,
        "link": _link(session, artifact, user, check),
    }


def _link(session: Session, artifact: Artifact, user: User, check: Check) -> str:
    if check.mend.startswith("record") and user.can(Permission.EDIT_OBJECTS):
        return url_for("catalogue.show", artifact_id=artifact.id) + "#ho-so"
    if check.mend == "pages" and user.can(Permission.UPLOAD_MEDIA):
        return url_for("digitization.pages", artifact_id=artifact.id)
    if check.mend == "review" and user.can(Permission.REVIEW_MEDIA):
        waiting = waiting_versions().where(Asset.artifact_id == artifact.id).limit(1)
        version_id = session.scalar(waiting) or session.scalar(_identified(artifact.id))
        return url_for("digitization.review", version_id=version_id) if version_id else ""
    if check.mend == "media" and user.can(Permission.UPLOAD_MEDIA):
        return url_for("media.upload", artifact_id=artifact.id)
    return ""


def _identified(artifact_id: int) -> sa.Select[int]:
    known = (Review.artifact_id == artifact_id, Review.standing, Review.scope == Scope.IDENTIFICATION)
    return sa.select(Review.version_id).where(*known, Review.decision == Decision.APPROVED).limit(1)

"""Where an object came from and how it stands, on its page; collecting in the navigation."""

from __future__ import annotations

from flask import Flask, render_template
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Permission
from museum_tracker.acquisitions.queries import find_entry, find_item, find_removal
from museum_tracker.acquisitions.rules import DECISION_LABELS
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.panels import Panel, PanelPlace, add_panel
from museum_tracker.catalogue.rules import ENUM_LABELS, Custody
from museum_tracker.core.i18n import N_
from museum_tracker.core.work import waiting_in
from museum_tracker.history.remembered import badge
from museum_tracker.web.navigation import Place, add_place


def register(app: Flask) -> None:
    """Put the panel on the object page and collecting into the navigation."""
    add_panel(Panel(name="suu-tam", title=N_("Entry and custody"), render=render, order=10, place=PanelPlace.MAIN))
    add_place(
        app,
        Place(
            label=N_("Collecting"),
            endpoint="acquisitions.listing",
            icon="acquisitions",
            order=30,
            prefix="/suu-tam",
            badge=badge(
                waiting_in("acquisitions.council", "acquisitions.director", "acquisitions.removals"), "acquisitions"
            ),
        ),
    )


def render(session: Session, artifact: Artifact, user: User) -> str:
    """The entry line, the council's decision, the removal, and the next step for this reader."""
    item = find_item(session, artifact.id)
    custody = artifact.custody
    return render_template(
        "acquisitions/_panel.html",
        artifact=artifact,
        entry=find_entry(session, artifact.id),
        item=item,
        decision=DECISION_LABELS[item.decision] if item and item.decision else "",
        removal=find_removal(session, artifact.id),
        custody=ENUM_LABELS[custody],
        holding=ENUM_LABELS[artifact.holding],
        tone={Custody.ACCESSIONED: "ok", Custody.DEACCESSIONED: "miss", Custody.RETURNED: "idle"}.get(custody, "gold"),
        may_propose=custody is Custody.ACCESSIONED and user.can(Permission.ENTER_ACQUISITIONS),
        may_decide=custody is Custody.DEACCESSION_PROPOSED and user.can(Permission.DECIDE_ACQUISITIONS),
        may_put_back=custody is Custody.DEACCESSIONED and user.can(Permission.DECIDE_ACQUISITIONS),
    )

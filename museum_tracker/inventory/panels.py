"""The inventory on the object page, in lists and in the navigation."""

from __future__ import annotations

from flask import Flask, render_template, url_for
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Permission
from museum_tracker.acquisitions.queries import has_come
from museum_tracker.catalogue.list_actions import ListAction, add_list_action
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.panels import Panel, PanelPlace, add_panel
from museum_tracker.catalogue.rules import ENUM_LABELS, Custody, RegisterBasis
from museum_tracker.core.i18n import N_
from museum_tracker.core.work import waiting_in
from museum_tracker.history.remembered import badge
from museum_tracker.inventory.queries import EvidenceRow, evidence_rows
from museum_tracker.inventory.rules import STEP_LABELS, Step
from museum_tracker.web.navigation import Place, add_place


def register(app: Flask) -> None:
    """Put the panel on the object page, bulk marking into the list and the inventory into the navigation."""
    add_panel(Panel(name="kiem-ke", title=N_("Inventory"), render=render, order=20, place=PanelPlace.MAIN))
    add_panel(
        Panel(
            name="chua-tinh",
            title=N_("Not counted yet"),
            render=uncounted,
            order=5,
            place=PanelPlace.SIDE,
            permission=Permission.RECORD_INVENTORY,
        )
    )
    add_list_action(
        ListAction(
            name="mark",
            label=N_("Mark these objects"),
            icon="inventory",
            url=lambda args: url_for("inventory.mark", **args),
            permission=Permission.RECORD_INVENTORY,
            order=60,
        )
    )
    add_place(
        app,
        Place(
            label=N_("Inventory of objects"),
            endpoint="inventory.overview",
            icon="inventory",
            order=40,
            prefix="/kiem-ke",
            phone=True,
            badge=badge(waiting_in("inventory.mark"), "inventory"),
        ),
    )


def render(session: Session, artifact: Artifact, user: User) -> str:
    """The four steps with their evidence, and the next one for this reader."""
    rows = evidence_rows(session, artifact.id)
    return render_template(
        "inventory/_panel.html",
        artifact=artifact,
        rows=[
            (row, STEP_LABELS[row.step], _link(artifact, row, user), _correction(artifact, row, user)) for row in rows
        ],
        state=ENUM_LABELS[artifact.inventory_state],
        basis=ENUM_LABELS[artifact.register_basis] if artifact.register_basis is not RegisterBasis.NONE else "",
    )


def uncounted(session: Session, artifact: Artifact, user: User) -> str:
    """What keeps an object out of the figures of collecting and registering, each with the deed that mends it."""
    if artifact.voided_at is not None or artifact.custody is not Custody.RECEIVED:
        return ""
    return render_template(
        "inventory/_uncounted.html",
        artifact=artifact,
        came=has_come(session, artifact.id),
        may_enter=user.can(Permission.ENTER_ACQUISITIONS),
    )


def _link(artifact: Artifact, row: EvidenceRow, user: User) -> tuple[str, str] | None:
    """Where a step that is missing is taken: address and words."""
    if row.met or not user.can(Permission.RECORD_INVENTORY):
        return None
    return {
        Step.REGISTERED: (url_for("inventory.register", artifact_id=artifact.id), N_("Register")),
        Step.MARKED: (url_for("inventory.mark", ma=artifact.id), N_("Mark")),
        Step.DOSSIER: (url_for("inventory.dossier", artifact_id=artifact.id), N_("Check the dossier")),
    }.get(row.step)


def _correction(artifact: Artifact, row: EvidenceRow, user: User) -> tuple[str, str] | None:
    """Where a step that is reached is taken back."""
    if not row.met or not user.can(Permission.DECIDE_ACQUISITIONS):
        return None
    named = {
        Step.REGISTERED: ("gach-so", N_("Strike through")),
        Step.MARKED: ("bo-danh-so", N_("Withdraw")),
        Step.DOSSIER: ("mo-ho-so", N_("Reopen")),
    }.get(row.step)
    return named and (url_for("inventory.correct", artifact_id=artifact.id, correction=named[0]), named[1])

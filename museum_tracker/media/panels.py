"""What media shows on the object page: the stage with pictures and models, and the list of files."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.restriction import closed_to
from museum_tracker.catalogue.services import get_artifact
from museum_tracker.media import queries
from museum_tracker.media.damage import damaged_originals
from museum_tracker.media.facts import fact_rows
from museum_tracker.media.models import Asset
from museum_tracker.media.release import released_ids
from museum_tracker.media.rules import BUSY, CM_OF_UNIT, STATE_LABELS, UP_LABELS, VIEW_LABELS, AssetKind, VersionState

TONES = {VersionState.READY: "ok", VersionState.QUARANTINED: "miss", VersionState.RETIRED: "idle"}


def stage(session: Session, artifact: Artifact, user: User) -> str:
    """The ready pictures and models, the first one large."""
    assets = _shown(session, queries.assets_of(session, artifact.id))
    ready = [one for one in assets if one.current.state is VersionState.READY]
    ready.sort(key=lambda one: one.kind is AssetKind.MODEL3D)
    waiting = not ready and bool(assets)
    return render_template(
        "media/_stage.html",
        artifact=artifact,
        assets=ready,
        waiting=waiting,
        view_labels=VIEW_LABELS,
        damaged=damaged_originals(session, [one.current.sha256 for one in ready]),
        may_add=user.can(Permission.UPLOAD_MEDIA),
    )


def files(session: Session, artifact: Artifact, user: User) -> str:
    """Every file with its state and facts, and what can be done with it."""
    del user
    return files_html(session, artifact.id)


def files_html(session: Session, artifact_id: int) -> str:
    """The list of files; asks for itself again every few seconds while something is being prepared."""
    assets = _shown(session, queries.assets_of(session, artifact_id, retired=True))
    private = current_user.can(Permission.VIEW_FIND_SPOTS)
    closed = closed_to(get_artifact(session, artifact_id), current_user.can)
    return render_template(
        "media/_files.html",
        artifact_id=artifact_id,
        assets=[one for one in assets if not one.retired],
        retired=[one for one in assets if one.retired],
        damaged=damaged_originals(session, [one.current.sha256 for one in assets]),
        busy=any(one.current.state in BUSY for one in assets),
        facts={one.id: fact_rows(one.kind, one.current.facts, private=private) for one in assets},
        state_labels=STATE_LABELS,
        view_labels=VIEW_LABELS,
        up_labels=UP_LABELS,
        units=CM_OF_UNIT,
        tones=TONES,
        busy_states=BUSY,
        may_edit=current_user.can(Permission.UPLOAD_MEDIA),
        may_download=current_user.can(Permission.EXPORT_OBJECTS) and not closed,
        closed=closed,
    )


def _shown(session: Session, assets: list[Asset]) -> list[Asset]:
    """The pictures and models that the reader may see."""
    seen = released_ids(session, [one.current for one in assets], current_user.can)
    return [one for one in assets if one.current.id in seen]

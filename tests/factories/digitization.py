"""Files of objects for tests, as media leaves them when they are ready."""

from __future__ import annotations

import hashlib
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core import clock
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed
from museum_tracker.media.models import Asset, AssetVersion
from museum_tracker.media.rules import AssetKind, VersionState
from tests.factories.catalogue import make_artifact

_numbers = count(1)

RECORD = {
    "material_text": "Gốm",
    "dating_text": "Không rõ",
    "dimensions_text": "C: 26,5 cm",
    "find_place": "Việt Yên",
    "description_vi": "Men ngọc",
    "condition_text": "Nguyên vẹn",
}
PICTURE = {"width": 4000, "height": 3000, "focus": 90.0, "clipped_light": 0.1}
MODEL = {"faces": 50_000, "unit": "m", "extents": [0.2, 0.265, 0.2], "textures_missing": []}


def make_recorded(session: Session, deed: ChangeSet, *, number: str, **values: Any) -> Artifact:
    """An object whose record is complete enough for level 1."""
    return make_artifact(session, deed, number=number, **{**RECORD, **values})


def make_file(
    session: Session,
    artifact: Artifact,
    *,
    by: User,
    view: str = "",
    page: int | None = None,
    kind: AssetKind = AssetKind.IMAGE,
    state: VersionState = VersionState.READY,
    **facts: Any,
) -> AssetVersion:
    """A picture or model of an object that media has stored, verified and prepared."""
    number = next(_numbers)
    asset = Asset(artifact_id=artifact.id, kind=kind, view=view, page=page, uploaded_by_id=by.id)
    session.add(asset)
    session.flush()
    version = AssetVersion(
        asset_id=asset.id,
        sha256=hashlib.sha256(str(number).encode()).hexdigest(),
        size=1000,
        original_name=f"anh-{number}.jpg",
        format="glb" if kind is AssetKind.MODEL3D else "jpeg",
        mime="image/jpeg",
        state=state,
        facts={**(MODEL if kind is AssetKind.MODEL3D else PICTURE), **facts},
        verified_at=clock.now(),
    )
    session.add(version)
    session.flush()
    return version


def make_person(session: Session, role: Role, name: str = "Nguyễn Lan") -> User:
    """A member of staff."""
    user = User(username=f"nguoi-{next(_numbers)}", name=name, role=role)
    session.add(user)
    session.flush()
    return user


def deed_by(session: Session, user: User) -> ChangeSet:
    """An open deed of somebody."""
    return begin_deed(session, by=user, action="A test")

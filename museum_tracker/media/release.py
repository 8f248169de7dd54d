"""Which files everybody may see: ready ones that were approved; staff see every file."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Can, Permission
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.restriction import UseRestricted, restricted_ids
from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import N_
from museum_tracker.media.models import Asset, AssetVersion
from museum_tracker.media.rules import VersionState

_approvals: list[sa.ColumnElement[bool]] = []


class NotReleased(NotFound):
    """A file that nobody has approved yet, or whose approval was withdrawn."""

    msgid = N_("This file is not approved yet: only staff see it.")


def add_approval(condition: sa.ColumnElement[bool]) -> None:
    """Let the feature that approves files say which versions are approved (called in its `wire()`)."""
    if not any(condition.compare(known) for known in _approvals):
        _approvals.append(condition)


def released() -> sa.ColumnElement[bool]:
    """Whether a version is shown to everybody."""
    return sa.and_(AssetVersion.state == VersionState.READY, sa.or_(sa.false(), *_approvals))


def released_ids(session: Session, versions: Iterable[AssetVersion], can: Can) -> set[int]:
    """Of some versions those that a reader may see."""
    ids = {version.id for version in versions}
    if can(Permission.VIEW_UNAPPROVED_MEDIA):
        return ids
    return set(session.scalars(sa.select(AssetVersion.id).where(AssetVersion.id.in_(ids), released())))


def require_released(session: Session, sha256: str, can: Can) -> None:
    """Let nobody but staff look at a file before it is approved.

    Raises:
        NotReleased: no version with these bytes is approved.
    """
    if can(Permission.VIEW_UNAPPROVED_MEDIA):
        return
    shown = sa.select(AssetVersion.id).join(Asset, Asset.id == AssetVersion.asset_id)
    if session.scalar(shown.where(AssetVersion.sha256 == sha256, released()).limit(1)) is None:
        raise NotReleased(what=sha256[:12])


def require_unrestricted(session: Session, sha256: str, can: Can) -> None:
    """Give no original of an object whose use is restricted, whichever other object has the same file.

    Raises:
        UseRestricted: the use is restricted, and the reader has no right to it.
    """
    if can(Permission.USE_RESTRICTED_OBJECTS):
        return
    bears = sa.select(Asset.artifact_id).join(AssetVersion, AssetVersion.asset_id == Asset.id)
    bears = bears.where(AssetVersion.sha256 == sha256)
    held = sa.select(Artifact).where(Artifact.id.in_(bears), Artifact.id.in_(restricted_ids())).limit(1)
    artifact = session.scalar(held)
    if artifact is not None:
        raise UseRestricted(label=artifact.label)

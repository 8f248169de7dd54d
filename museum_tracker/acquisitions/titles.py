"""Under which title an object is kept: decided by the council, or by the register it is entered in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import Holding
from museum_tracker.catalogue.services import edit_artifact
from museum_tracker.core.i18n import N_
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.services import add_fact
from museum_tracker.history.models import ChangeSet

# The deed of migration 0006, which did this for objects registered before registering did it by itself.
REPAIRED = N_("Kept registered objects in the base store, where no council had decided")
DAYS_WRITTEN = N_("Wrote the days of register lines into records that had none")


def give_title(
    session: Session,
    artifact: Artifact,
    holding: Holding,
    *,
    deed: ChangeSet,
    on: dt.date | None,
    values: Mapping[str, Any],
    latest: dt.date | None = None,
) -> Artifact:
    """Keep an object under another title from a day on: a dated fact, and the record says so. `values` say by what.

    The caller counts the object anew afterwards. Nothing happens when it is kept so already.
    """
    if artifact.holding is holding:
        return artifact
    moved = {**values, "from": artifact.holding.value, "to": holding.value}
    add_fact(
        session,
        artifact.id,
        FactKind.HOLDING,
        deed=deed,
        effective_on=on,
        effective_latest=latest,
        values=moved,
    )
    return edit_artifact(session, artifact, {"holding": holding}, version=artifact.version, deed=deed)

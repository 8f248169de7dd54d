"""The first Monday: what a museum does before its register is in here, and how far it has come."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import ROLE_LABELS, Permission, Role
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.first_steps import FirstStep, add_first_steps
from museum_tracker.core.i18n import N_
from museum_tracker.core.museum import PROFILE, Setting
from museum_tracker.locations.models import Location
from museum_tracker.media.models import Asset


def register() -> None:
    """Tell the pages that greet people which steps come first."""
    administrator, cataloguer = ROLE_LABELS[Role.ADMINISTRATOR], ROLE_LABELS[Role.CATALOGUER]
    add_first_steps(
        profile=FirstStep(
            label=N_("Name of the museum, prefix of its numbers, signatures"),
            url="/quan-tri/bao-tang",
            permission=Permission.MANAGE_SETTINGS,
            by=administrator,
            done=lambda session: session.get(Setting, PROFILE) is not None,
        ),
        people=FirstStep(
            label=N_("Accounts of colleagues: cataloguer, curator, director"),
            url="/quan-tri/nguoi-dung/moi",
            permission=Permission.MANAGE_USERS,
            by=administrator,
            done=_has(User, User.is_system.is_(False), User.role != Role.ADMINISTRATOR),
        ),
        stores=FirstStep(
            label=N_("Stores, cabinets and shelves"),
            url="/kho/moi",
            permission=Permission.EDIT_LOCATIONS,
            by=administrator,
            done=_has(Location),
        ),
        objects=FirstStep(
            label=N_("The register: import its table, or enter the first object"),
            url="/nhap-du-lieu",
            permission=Permission.IMPORT_OBJECTS,
            by=cataloguer,
            done=_has(Artifact),
        ),
        pictures=FirstStep(
            label=N_("The first pictures"),
            url="/tai-len",
            permission=Permission.UPLOAD_MEDIA,
            by=cataloguer,
            done=_has(Asset),
        ),
    )


def _has(model: type, *conditions: sa.ColumnElement[bool]) -> Callable[[Session], bool]:
    return lambda session: bool(session.scalar(sa.select(sa.exists(sa.select(model).where(*conditions)))))

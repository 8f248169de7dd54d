"""How history tells of the plan of backups."""

from __future__ import annotations

from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.i18n import N_, translate
from museum_tracker.history.entities import Entity


class PlanEntity(Entity):
    """The plan of backups, changed on its own page only."""

    kind = N_("Plan of backups")
    needs = Permission.MANAGE_SETTINGS
    read_by = Permission.SEE_BACKUPS
    fields = {  # noqa: RUF012 - read, never written
        "place": N_("Folder"),
        "every_days": N_("Every how many days"),
        "hour": N_("From what hour on"),
        "keep": N_("How many backups stay"),
        "with_key": N_("Take the secret key along"),
        "allowed_days": N_("Days that the last backup may be old"),
    }

    def label(self, session: Session, entity_id: int) -> str:
        """The plan has no name of its own."""
        del session, entity_id
        return translate(self.kind, "vi")

    def url(self, entity_id: int) -> str:
        """Its page."""
        del entity_id
        return "/quan-tri/sao-luu"

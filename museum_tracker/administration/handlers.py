"""How the museum's profile is told and taken back in history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.administration import services
from museum_tracker.core.i18n import N_, Message, translate
from museum_tracker.core.museum import get_profile, profile_values
from museum_tracker.core.periods import PERIOD_LABELS, PeriodRule
from museum_tracker.history.entities import Entity
from museum_tracker.history.models import ChangeItem, ChangeSet

PROFILE_FIELDS = {
    "name_vi": N_("Name in Vietnamese"),
    "name_en": N_("Name in English"),
    "parent_vi": N_("Parent body in Vietnamese"),
    "parent_en": N_("Parent body in English"),
    "place_vi": N_("Place on letters, in Vietnamese"),
    "place_en": N_("Place on letters, in English"),
    "address": N_("Address"),
    "phone": N_("Telephone"),
    "document_code": N_("Code of documents"),
    "number_prefix": N_("Prefix of registration numbers"),
    "director_name": N_("Director's name"),
    "director_title": N_("Director's title"),
    "working_days": N_("Working days in a year"),
    "closes_years": N_("Closes the figures of each year"),
    "without_council": N_("The museum has no scientific council"),
    "reporting_rules": N_("Reporting period"),
}


class ProfileEntity(Entity):
    """The museum's profile in history; it can be taken back field by field."""

    kind = N_("Museum profile")
    needs = Permission.MANAGE_SETTINGS
    fields = PROFILE_FIELDS

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """The profile as it stands."""
        del entity_id
        return profile_values(get_profile(session))

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Give fields an earlier value again."""
        del entity_id
        services.restore_profile(session, values, deed=deed)

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """Reporting years that have begun keep their period, so that one is changed on its own page."""
        del session
        if "reporting_rules" in (item.after or {}):
            return Message(N_("A reporting period is changed on the page of the profile, for years not yet begun."))
        return None

    def label(self, session: Session, entity_id: int) -> str:
        """The museum's name."""
        del entity_id
        return get_profile(session).name_vi

    def url(self, entity_id: int) -> str:
        """The page of the profile."""
        del entity_id
        return "/quan-tri/bao-tang"

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """A reporting period by its name."""
        if field == "reporting_rules" and value:
            return translate(PERIOD_LABELS[PeriodRule(value[-1][1])], locale)
        return super().show_value(session, field, value, locale)

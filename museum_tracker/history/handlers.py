"""How history hears of accounts, which stand below it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import ROLE_LABELS, Permission, Role
from museum_tracker.accounts.services import facts
from museum_tracker.core.i18n import N_, translate
from museum_tracker.history.entities import Entity
from museum_tracker.history.models import ChangeItem
from museum_tracker.history.recording import begin_deed, record
from museum_tracker.history.second_person import DUTY_LABELS, Duty


class UserEntity(Entity):
    """Accounts in history; they are corrected on their own page, not undone."""

    kind = N_("Account")
    needs = read_by = Permission.MANAGE_USERS
    fields = {  # noqa: RUF012 - a table that nobody changes
        "username": N_("User name"),
        "name": N_("Full name"),
        "role": N_("Role"),
        "active": N_("May sign in"),
    }

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """What history keeps of the account."""
        user = session.get(User, entity_id)
        return facts(user) if user else None

    def label(self, session: Session, entity_id: int) -> str:
        """The person's name."""
        user = session.get(User, entity_id)
        return user.name if user else str(entity_id)

    def url(self, entity_id: int) -> str:
        """The account's page."""
        return f"/quan-tri/nguoi-dung/{entity_id}"

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """A role by its name."""
        if field == "role" and value in set(Role):
            return translate(ROLE_LABELS[Role(value)], locale)
        return super().show_value(session, field, value, locale)


class SmallMuseumEntity(Entity):
    """The decision on a small museum in history; the director ends or renews it on its page."""

    kind = N_("Museum with few people")
    fields = {"number": N_("Decision no."), "on": N_("Date of the decision")}  # noqa: RUF012 - read, never written

    def url(self, entity_id: int) -> str:
        """The page of the decision."""
        del entity_id
        return "/bao-tang-it-nguoi"


class SecondPersonEntity(Entity):
    """Uses of a small museum's exception: kept, and taken back by nobody."""

    kind = N_("Own work confirmed by exception")
    fields = {  # noqa: RUF012 - read, never written
        "duty": N_("Duty"),
        "thing": N_("What was confirmed"),
        "reason": N_("Reason"),
        "witness": N_("Witness"),
        "decision": N_("Decision no."),
    }

    def follows(self, session: Session, item: ChangeItem) -> bool:
        """Undoing what was confirmed leaves nothing of the use to put back: it happened."""
        del session, item
        return True

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """A duty by its name."""
        if field == "duty" and value in set(Duty):
            return translate(DUTY_LABELS[Duty(value)], locale)
        return super().show_value(session, field, value, locale)


def record_account(
    session: Session,
    *,
    by: User,
    user: User,
    action: str,
    values: dict[str, Any],
    before: dict[str, Any] | None,
    after: dict[str, Any],
) -> None:
    """Write a deed for what accounts told by its signal, in the same transaction."""
    deed = begin_deed(session, by=by, action=action, **values)
    record(session, deed, entity="user", entity_id=user.id, before=before, after=after)

"""Opening a deed from a page: author and request come from the request itself."""

from __future__ import annotations

from typing import Any

from flask import g, request

from museum_tracker.accounts.guards import signed_in
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed
from museum_tracker.web.database import current_session


def second_person_said() -> dict[str, Any]:
    """What the form says of confirming one's own work in a museum with few people: the reason, the witness."""
    return {name: request.form.get(f"own_{name}", "").strip()[:500] for name in ("reason", "witness")}


def web_deed(action: str, *, reason: str = "", **values: object) -> ChangeSet:
    """Open the record of a deed done by the person at the screen; `action` is a message id."""
    return begin_deed(
        current_session(), by=signed_in(), action=action, reason=reason, request_id=g.get("request_id", ""), **values
    )

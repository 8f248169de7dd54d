"""Guards: every route says which permission it asks for; writing requests get a writing transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import request
from flask_login import current_user
from flask_login.utils import login_url
from werkzeug.utils import redirect

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.db import begin_write
from museum_tracker.core.errors import Forbidden
from museum_tracker.web.database import current_session

View = TypeVar("View", bound=Callable[..., Any])
SAFE = {"GET", "HEAD", "OPTIONS"}
log = logging.getLogger(__name__)


def public(view: View) -> View:
    """Mark a page that everybody may open, signed in or not."""
    view.permission = None  # type: ignore[attr-defined]
    return view


def guard(permission: Permission, *, write: bool = True) -> Callable[[View], View]:
    """Open a page only to roles that hold a permission.

    A request that may change something gets a writing transaction, begun after its body was read; `write=False`
    is for views that stream large bodies and call `begin_write` themselves once everything is staged.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return redirect(login_url("accounts.sign_in", next_url=request.full_path.rstrip("?")), 303)
            if write and request.method not in SAFE:
                request.form  # noqa: B018 - reads the whole body before any lock is taken
                begin_write(current_session())
            if not current_user.can(permission):
                log.warning("%s “%s” was refused: %s", current_user.role.value, current_user.username, permission.value)
                raise Forbidden
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return wrap


def signed_in() -> User:
    """The person at the screen, as the author of what the request does."""
    user: User = current_user._get_current_object()  # noqa: SLF001 - Flask-Login's documented way
    return user

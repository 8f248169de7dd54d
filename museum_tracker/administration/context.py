"""What every page shows of the museum's profile."""

from __future__ import annotations

from flask import g
from sqlalchemy.exc import SQLAlchemyError

from museum_tracker.core.museum import get_profile
from museum_tracker.history.remembered import until_next_deed
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale


def museum_name() -> str:
    """The museum's name in the reader's language, read once a request and kept until the next deed."""
    if "museum_name" not in g:
        session, locale = current_session(), current_locale()
        try:
            g.museum_name = until_next_deed(session, ("museum name", locale), lambda: get_profile(session).name(locale))
        except SQLAlchemyError:  # pages that tell of a failing database need a name too
            g.museum_name = ""
    name: str = g.museum_name
    return name


def museum_contact() -> str:
    """Where the museum is and under which number it answers, for people who cannot get in."""
    try:
        profile = get_profile(current_session())
    except SQLAlchemyError:
        return ""
    phone = _("Telephone: %(number)s", number=profile.phone) if profile.phone else ""
    return " · ".join(
        part for part in (profile.name(current_locale()), profile.address, phone) if part and (profile.address or phone)
    )

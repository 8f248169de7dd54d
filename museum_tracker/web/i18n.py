"""Words in the language of the person at the screen."""

from __future__ import annotations

from typing import Any

from flask import current_app, g, has_request_context, request
from flask_login import current_user
from markupsafe import escape

from museum_tracker.core.i18n import LOCALES, Message, translate, translate_n

COOKIE = "language"


def current_locale() -> str:
    """The language of this request: the person's choice, else the browser's cookie, else the setting."""
    try:
        known: str = g.locale  # a page asks a hundred times
    except (AttributeError, RuntimeError):
        return _find_locale()
    return known


def _find_locale() -> str:
    if not has_request_context():
        return "vi"
    chosen = getattr(current_user, "language", "") or request.cookies.get(COOKIE, "")
    g.locale = chosen if chosen in LOCALES else current_app.config["SETTINGS"].language
    locale: str = g.locale
    return locale


def _(msgid: str, /, **values: object) -> str:
    """The text in the reader's language."""
    return translate(msgid, current_locale(), **values)


def ngettext(singular: str, plural: str, number: int, /, **values: object) -> str:
    """The text for a count, in the reader's language; `%(num)s` is the count."""
    return translate_n(singular, plural, number, current_locale(), **values)


def word(value: Message | str) -> str:
    """A message, or a message id, in the reader's language."""
    return value.text(current_locale()) if isinstance(value, Message) else translate(value, current_locale())


class LazyText:
    """A text that is put into words only when it is shown, as form labels must be."""

    def __init__(self, msgid: str, **values: object) -> None:
        self.msgid = msgid
        self.values = values

    def __str__(self) -> str:
        return _(self.msgid, **self.values)

    def __html__(self) -> str:
        return str(escape(str(self)))

    def __mod__(self, other: Any) -> str:
        return str(self) % other

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other)

    def __hash__(self) -> int:
        return hash(self.msgid)


def lazy(msgid: str, **values: object) -> Any:
    """A text for places that are read before any request, such as form labels."""
    return LazyText(msgid, **values)

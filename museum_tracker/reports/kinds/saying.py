"""Words in the language of a document."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from museum_tracker.core.i18n import N_, translate


class Say(Protocol):
    """Words a message id in the document's language."""

    def __call__(self, msgid: str, /, **values: object) -> str:
        """The text."""
        ...


def say_in(locale: str) -> Say:
    """Words for a language."""
    return partial(_say, locale)


def _say(locale: str, msgid: str, /, **values: object) -> str:
    return translate(msgid, locale, **values)


def words(say: Say) -> dict[str, str]:
    """The few words that every form of a document needs by itself."""
    return {
        "table": say(N_("Table")),
        "figure": say(N_("Figure")),
        "none": say(N_("None in this period.")),
        "contents": say(N_("Contents")),
    }

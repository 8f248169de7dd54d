"""Words: English message ids, one compiled Vietnamese catalogue, no Flask.

Sources are `<feature>/translations/vi.po`; `python -m tests.tools.catalogue` collects new ids and compiles.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from museum_tracker.core.formats import show

LOCALES = ("vi", "en")
CATALOGUE = Path(__file__).parent / "translations"


def N_(msgid: str) -> str:  # noqa: N802 - the name every extractor knows
    """Mark a text for translation without translating it yet."""
    return msgid


@cache
def _catalogue(locale: str) -> gettext.NullTranslations:
    """The compiled words of a language; English is the message ids themselves."""
    compiled = CATALOGUE / f"{locale}.mo"
    if locale == "en" or not compiled.exists():
        return gettext.NullTranslations()
    with compiled.open("rb") as file:
        return gettext.GNUTranslations(file)


def translate(msgid: str, locale: str, /, **values: object) -> str:
    """The text in a language, its values shown as that language writes numbers and dates."""
    text = _catalogue(locale).gettext(msgid) if msgid else ""
    return text % _shown(values, locale) if values else text


def translate_n(singular: str, plural: str, number: int, locale: str, /, **values: object) -> str:
    """The text for a count; `%(num)s` is the count itself."""
    text = _catalogue(locale).ngettext(singular, plural, number)
    return text % _shown({"num": number, **values}, locale)


def _shown(values: Mapping[str, object], locale: str) -> dict[str, str]:
    return {
        name: value.text(locale) if isinstance(value, Message) else show(value, locale)
        for name, value in values.items()
    }


@dataclass(frozen=True)
class Message:
    """A sentence that is still in no language: a message id and its values.

    Whole numbers are grouped when shown; pass a year or a number that is a name as text.
    """

    msgid: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, locale: str) -> str:
        """The sentence in a language."""
        return translate(self.msgid, locale, **self.values)

    def __str__(self) -> str:
        return self.text("en")


@dataclass(frozen=True)
class Named(Message):
    """A name that the museum gave in Vietnamese and perhaps in English; a shipped one is found in the catalogue."""

    name_en: str = ""

    def text(self, locale: str) -> str:
        """The name in a language."""
        return self.name_en if locale == "en" and self.name_en else translate(self.msgid, locale)


def stored(values: Mapping[str, object]) -> dict[str, Any]:
    """A message's values as the database keeps them: numbers and text stay, a message within becomes its parts."""
    kept: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Message):
            kept[name] = {"msgid": value.msgid, "values": stored(value.values)}
        else:
            kept[name] = value if isinstance(value, int | float | str) else str(value)
    return kept


def restored(msgid: str, values: Mapping[str, Any]) -> Message:
    """The message that was kept as an id and `stored` values."""
    within = {
        name: restored(value["msgid"], value["values"]) if isinstance(value, Mapping) else value
        for name, value in values.items()
    }
    return Message(msgid, within)

"""What addresses and forms carry: only numbers and names of files such as a row of the database can bear."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict

from museum_tracker.core.filenames import clean_name

LARGEST = 2**31 - 1


def whole(text: str | None, default: int = 0) -> int:
    """The whole number that a text is; `default` where it is none, or larger than any row's number."""
    digits = (text or "").strip()
    if not digits.isdecimal() or len(digits) > len(str(LARGEST)):
        return default
    return number if (number := int(digits)) <= LARGEST else default


def row_ids(texts: Iterable[str]) -> list[int]:
    """The row numbers among some texts, each once and in their order; whatever is none is left out."""
    return list(dict.fromkeys(number for text in texts if (number := whole(text))))


class Arguments(ImmutableMultiDict[str, str]):
    """What an address or a form carries; a number asked for as `int` is one that a database can hold, or not given."""

    def get(self, key: str, default: Any = None, type: Any = None) -> Any:  # type: ignore[override]  # noqa: A002
        """The last value of a name, turned into a type; `default` where it is missing or does not fit."""
        return super().get(key, default, _bounded if type is int else type)

    def getlist(self, key: str, type: Any = None) -> list[Any]:  # noqa: A002
        """All values of a name, turned into a type; those that do not fit are left out."""
        return super().getlist(key, _bounded if type is int else type)


class BoundedRequest(Request):
    """A request whose numbers and names of files fit into the database, whichever page takes them."""

    parameter_storage_class = Arguments

    def _load_form_data(self) -> None:
        read_before = "files" in self.__dict__
        super()._load_form_data()
        for file in () if read_before else (one for sent in self.files.listvalues() for one in sent):
            file.filename = clean_name(file.filename) if file.filename else file.filename


def _bounded(text: str) -> int:
    if len(text) > 2 * len(str(LARGEST)) or abs(number := int(text)) > LARGEST:
        raise ValueError(text[:40])
    return number

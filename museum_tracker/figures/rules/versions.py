"""Versions of what counts: which one is in force on a day, and whether a new one may follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_, Message

FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2199, 12, 31)


class Version(Protocol):
    """Something the museum revises: numbered from 1, each version in force from a day on."""

    @property
    def version(self) -> int:
        """Its number."""

    @property
    def valid_from(self) -> dt.date | None:
        """The first day it counts; None is from the beginning."""


V = TypeVar("V", bound=Version)


class Overlaps(Refusal):
    """A version would begin before the one that it follows."""

    msgid = N_("Version %(version)s counts from %(date)s on: the next version has to begin on a later day.")


class ImpossibleDay(Refusal):
    """A day in a year that no document bears."""

    msgid = N_("%(date)s cannot be right: use a day between %(first)s and %(last)s.")


class EndsBeforeItBegins(Refusal):
    """The last day lies before the first."""

    msgid = N_("The last day (%(last)s) lies before the first (%(first)s).")


def version_on(versions: Sequence[V], day: dt.date) -> V | None:
    """The version that counts a day: the last one begun by then; before the first version, the first.

    What is older than every version is counted backwards by the first one, so that a line of past years has no hole.
    """
    if not versions:
        return None
    begun = [version for version in versions if version.valid_from is None or version.valid_from <= day]
    if begun:
        return max(begun, key=lambda version: version.version)
    return min(versions, key=lambda version: version.version)


def spells(versions: Sequence[V], start: dt.date, end: dt.date) -> Iterator[tuple[V, dt.date, dt.date]]:
    """The days from `start` to `end`, cut where another version comes into force; each part with its version."""
    current, first = version_on(versions, start), start
    for following in sorted(versions, key=lambda version: version.version):
        begins = following.valid_from
        if begins is None or current is None or following is current or not first < begins <= end:
            continue
        yield current, first, begins - dt.timedelta(days=1)
        current, first = following, begins
    if current is not None:
        yield current, first, end


def check_possible(day: dt.date, field: str) -> None:
    """The day lies in a year that a document can bear.

    Raises:
        ImpossibleDay: it does not.
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ImpossibleDay(field=field, date=day, first=FIRST_DAY, last=LAST_DAY)


def check_follows(last: Version, valid_from: dt.date) -> None:
    """A new version begins after the one before it, so that each day has one version.

    Raises:
        Overlaps: it does not.
    """
    if last.valid_from is not None and valid_from <= last.valid_from:
        raise Overlaps(field="valid_from", version=str(last.version), date=last.valid_from)


def check_days(first: dt.date | None, last: dt.date | None) -> None:
    """The last day is not before the first.

    Raises:
        EndsBeforeItBegins: it is.
    """
    if first is not None and last is not None and last < first:
        raise EndsBeforeItBegins(field="valid_to", first=first, last=last)


def basis_of(document: str) -> Message:
    """On what a way of counting rests, as figures print it."""
    if document[:1].isdigit():
        return Message(N_("by document no. %(document)s"), {"document": document})
    if document:
        begun = document[:1].lower() if document[1:2].islower() else document[:1]  # "Quyết định …", but "QĐ …"
        return Message(N_("by %(document)s"), {"document": begun + document[1:]})
    return Message(N_("by the museum's own way of counting"))

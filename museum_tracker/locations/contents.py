"""What stands in places: features above say how to count it and where it is listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session


@dataclass(frozen=True, kw_only=True)
class Contents:
    """A kind of thing that stands in places.

    `counts(session)` gives how many stand directly in each place (by its id); `url(place_id)` is the path of the list
    of all that stand in a place and within it; `move_path` is the path of the page that moves many at once.
    """

    name: str
    counts: Callable[[Session], Mapping[int, int]]
    url: Callable[[int], str]
    move_path: str = ""


_contents: dict[str, Contents] = {}


def add_contents(contents: Contents) -> None:
    """Register a kind of thing that stands in places (called in a feature's `wire()`)."""
    _contents[contents.name] = contents


def direct_counts(session: Session) -> dict[int, int]:
    """How many things stand directly in each place."""
    total: Counter[int] = Counter()
    for contents in _contents.values():
        total.update(contents.counts(session))
    return dict(total)


def move_path() -> str:
    """The path of the page that moves many things at once; empty when no feature has one."""
    return next((contents.move_path for contents in _contents.values() if contents.move_path), "")


def list_url(place_id: int) -> str:
    """The path of the list of what stands in a place; empty when no feature lists anything."""
    return next((contents.url(place_id) for contents in _contents.values()), "")

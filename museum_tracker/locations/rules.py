"""Where a place may stand: a smaller place inside a larger one, never inside itself."""

from __future__ import annotations

from enum import StrEnum

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_, Message


class Rank(StrEnum):
    """What a location is, from the largest to the smallest."""

    SITE = "site"
    BUILDING = "building"
    STORE = "store"
    ROOM = "room"
    CABINET = "cabinet"
    SHELF = "shelf"
    DRAWER = "drawer"
    BOX = "box"


RANK_LABELS = {
    Rank.SITE: N_("Site"),
    Rank.BUILDING: N_("Building"),
    Rank.STORE: N_("Store"),
    Rank.ROOM: N_("Room"),
    Rank.CABINET: N_("Cabinet"),
    Rank.SHELF: N_("Shelf"),
    Rank.DRAWER: N_("Drawer"),
    Rank.BOX: N_("Box"),
}


RANKS = tuple(Rank)
NAME_LENGTH = 200
CODE_LENGTH = 64
SEPARATOR = " › "


class WrongRank(Refusal):
    """A place only holds smaller ones."""

    msgid = N_("A %(inner)s cannot stand inside a %(outer)s: each place holds smaller ones only.")


class InsideItself(Refusal):
    """A place cannot stand inside itself."""

    msgid = N_("“%(name)s” cannot stand inside itself.")


class PlaceCodeTaken(Refusal):
    """Two places side by side need different codes."""

    msgid = N_("The code “%(code)s” is already used here, by “%(name)s”.")


class PlaceNameMissing(Refusal):
    """A place needs a code and a name."""

    msgid = N_("A place needs a code (at most %(code)s characters) and a name (at most %(name)s).")


class PlaceInUse(Refusal):
    """A place that objects or movements name is closed, never removed."""

    msgid = N_("“%(name)s” is named by objects, movements or places within it: close it instead.")


class PlaceEdited(Refusal):
    """Somebody else changed the place while the form was open."""

    msgid = N_("“%(name)s” was changed by somebody else in the meantime. Reload the page and change it again.")
    status = 409


class NeedsConfirmation(Refusal):
    """Moving a cabinet moves what is in it: the person must say so."""

    msgid = N_("This moves “%(name)s” with %(objects)s objects in it: tick the box to confirm.")


def check_place(*, code: str, name: str) -> None:
    """Refuse a place without code or name.

    Raises:
        PlaceNameMissing: either is empty or too long.
    """
    if not 0 < len(code) <= CODE_LENGTH or not 0 < len(name) <= NAME_LENGTH:
        raise PlaceNameMissing(field="name" if code else "code", code=CODE_LENGTH, name=NAME_LENGTH)


def check_rank(inner: Rank, outer: Rank | None) -> None:
    """Refuse a place that is not smaller than the one around it.

    Raises:
        WrongRank: a shelf cannot hold a room.
    """
    if outer is not None and RANKS.index(inner) <= RANKS.index(outer):
        raise WrongRank(field="rank", inner=Message(RANK_LABELS[inner]), outer=Message(RANK_LABELS[outer]))


def path_of(place_id: int, around: str) -> str:
    """The ids from the outermost place down to this one: '/1/4/9/'."""
    return f"{around or '/'}{place_id}/"


def ids_of(path: str) -> list[int]:
    """The ids of a path, the outermost first."""
    return [int(part) for part in path.split("/") if part]

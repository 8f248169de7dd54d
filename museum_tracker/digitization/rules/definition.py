"""A digitization definition: what evidence each level asks for, kept as data so that a museum can revise it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_, Message

MINIMUM_RECORD = ("number", "name", "material", "dating", "dimensions", "place", "description", "condition")
FOUR_SIDES = ("front", "back", "left", "right")


@dataclass(frozen=True, kw_only=True)
class ImageGate:
    """What a picture needs to be a standard one: pixels, and limits for focus and clipping (0 switches a limit off).

    `min_pixels_per_mm` is asked only where the catalogue states a measure.
    """

    min_long_side: int = 2000
    min_pixels_per_mm: float = 4.0
    min_focus: float = 15.0
    max_clipped: float = 0.25
    profile_required: bool = False


@dataclass(frozen=True, kw_only=True)
class ModelGate:
    """What a 3D model needs: enough faces, no texture missing, and a size that agrees with the catalogue."""

    min_faces: int = 5000
    size_tolerance: float = 0.25
    textures_complete: bool = True


@dataclass(frozen=True, kw_only=True)
class Demands:
    """What the levels ask of one group of objects.

    `views` and `every_page` are for level 2, the model for level 3; `full` is the highest level asked for.
    `standard_only`: for level 1 too an approval to standard is needed, a look at the contact sheet is not enough.
    """

    record: tuple[str, ...] = MINIMUM_RECORD
    views: tuple[str, ...] = FOUR_SIDES
    every_page: bool = False
    full: int = 3
    standard_only: bool = False
    image: ImageGate = ImageGate()
    model: ModelGate = ModelGate()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Demands:
        """Demands from their stored form; what is not stated keeps its default."""
        plain = {name: data[name] for name in ("every_page", "full", "standard_only") if name in data}
        return cls(
            record=tuple(data.get("record", MINIMUM_RECORD)),
            views=tuple(data.get("views", FOUR_SIDES)),
            image=ImageGate(**data.get("image", {})),
            model=ModelGate(**data.get("model", {})),
            **plain,
        )


SOLID = Demands()
FLAT = Demands(views=(), every_page=True, full=2)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """One version of the definition: what is asked of three-dimensional and of flat objects, and of single types.

    `types` are terms of the list of object types by id; a type without demands of its own follows the one above it.
    """

    solid: Demands = SOLID
    flat: Demands = FLAT
    types: Mapping[int, Demands] = field(default_factory=dict)

    def of(self, *, flat: bool, types: Sequence[int] = ()) -> Demands:
        """What is asked of an object; `types` are its type and those above it, the nearest first."""
        for number in types:
            if number in self.types:
                return self.types[number]
        return self.flat if flat else self.solid

    def as_json(self) -> dict[str, Any]:
        """The same as plain values, to be stored with the definition."""
        types = {str(number): asdict(demands) for number, demands in self.types.items()}
        return {"solid": asdict(self.solid), "flat": asdict(self.flat), "types": types}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Rules:
        """Rules from their stored form; what is not stated keeps its default."""
        return cls(
            solid=Demands.from_json(data["solid"]) if "solid" in data else SOLID,
            flat=Demands.from_json(data["flat"]) if "flat" in data else FLAT,
            types={int(number): Demands.from_json(each) for number, each in data.get("types", {}).items()},
        )


class AsksForNothing(Refusal):
    """A level that asks for no more than the one below tells nothing."""

    msgid = N_("Level 2 of “%(group)s” asks neither for a view nor for every page: it would count what level 1 counts.")


class NoRecord(Refusal):
    """Level 1 without a record is a picture of an object that nobody knows."""

    msgid = N_("Level 1 of “%(group)s” asks for no field of the record: at least the number or the name belongs to it.")


def check_demands(demands: Demands, group: Message) -> None:
    """Each level asks for something of its own.

    Raises:
        AsksForNothing, NoRecord: one does not.
    """
    if not {"number", "name"} & set(demands.record):
        raise NoRecord(field="record", group=group)
    if demands.full >= 2 and not demands.views and not demands.every_page:
        raise AsksForNothing(field="views", group=group)

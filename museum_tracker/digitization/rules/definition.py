"""A digitization definition: what evidence each level asks for, kept as data so that a museum can revise it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

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
class Rules:
    """The evidence asked for by one version of the definition."""

    record: tuple[str, ...] = MINIMUM_RECORD
    views: tuple[str, ...] = FOUR_SIDES
    image: ImageGate = ImageGate()
    model: ModelGate = ModelGate()

    def as_json(self) -> dict[str, Any]:
        """The same as plain values, to be stored with the definition."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Rules:
        """Rules from their stored form; what is not stated keeps its default."""
        return cls(
            record=tuple(data.get("record", MINIMUM_RECORD)),
            views=tuple(data.get("views", FOUR_SIDES)),
            image=ImageGate(**data.get("image", {})),
            model=ModelGate(**data.get("model", {})),
        )


def full_level(*, flat: bool) -> int:
    """The highest level an object can reach: 2 for flat ones (every page), 3 for three-dimensional ones."""
    return 2 if flat else 3

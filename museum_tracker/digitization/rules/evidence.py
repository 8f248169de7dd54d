"""Evidence: the facts about an object that the ladder of digitization reads, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One picture of an object: which view it shows, what was measured, and who has approved it for what."""

    version_id: int
    view: str = ""
    page: int = 0
    width: int = 0
    height: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)
    verified: bool = False
    identifies: bool = False
    standard: bool = False
    judged: bool = False

    @property
    def long_side(self) -> int:
        """Pixels of the longer side."""
        return max(self.width, self.height)


@dataclass(frozen=True, kw_only=True)
class Model:
    """One 3D model of an object: what was measured of it and whether it is approved."""

    version_id: int
    facts: Mapping[str, Any] = field(default_factory=dict)
    verified: bool = False
    standard: bool = False


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """All that counts for one object: its record, its size, its pictures and models.

    `record` maps the name of each field to its text; `types` are its type and those above it;
    `extent_cm` is the largest catalogued measure in centimetres;
    `pages` is the number of pages or sides to scan of a flat object, None while nobody has stated it.
    """

    record: Mapping[str, str]
    flat: bool = False
    types: tuple[int, ...] = ()
    pages: int | None = None
    extent_cm: float | None = None
    pictures: tuple[Picture, ...] = ()
    models: tuple[Model, ...] = ()

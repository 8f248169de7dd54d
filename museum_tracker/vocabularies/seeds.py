"""The vocabularies as shipped: lists of words read from the data files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from museum_tracker.core.eras import list_eras

FOLDER = Path(__file__).parent / "data"
ORDER = (
    "material",
    "object_type",
    "period",
    "acquisition_method",
    "condition",
    "place",
    "technique",
    "count_unit",
    "ethnic_group",
)


@dataclass(frozen=True)
class SeedTerm:
    """One shipped word; `under` is the code of its parent."""

    code: str
    name_vi: str
    name_en: str
    under: str = ""
    alt: tuple[str, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class SeedScheme:
    """One shipped vocabulary, parents before their children."""

    code: str
    name_vi: str
    name_en: str
    terms: tuple[SeedTerm, ...]


@cache
def list_seeds() -> tuple[SeedScheme, ...]:
    """All shipped vocabularies in the order in which they are shown."""
    return tuple(_periods() if code == "period" else _read(code) for code in ORDER)


def _read(code: str) -> SeedScheme:
    with (FOLDER / f"{code}.toml").open("rb") as file:
        content = tomllib.load(file)
    terms = tuple(
        SeedTerm(
            code=row["code"],
            name_vi=row["vi"],
            name_en=row["en"],
            under=row.get("under", ""),
            alt=tuple(row.get("alt", ())),
            data=row.get("data", {}),
        )
        for row in content["term"]
    )
    return SeedScheme(content["code"], content["vi"], content["en"], terms)


def _periods() -> SeedScheme:
    """Periods are the eras that dates are read by, so that both always agree."""
    terms = tuple(
        SeedTerm(
            code=era.code,
            name_vi=era.name_vi,
            name_en=era.name_en,
            under=era.under,
            alt=era.alt,
            data={"from": era.first, "to": era.last},
        )
        for era in list_eras()
    )
    return SeedScheme("period", "Thời kỳ, niên hiệu", "Periods and reigns", terms)

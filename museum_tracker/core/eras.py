"""Cultures, dynasties and reign titles with their years: one list for reading dates and for the vocabulary."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "eras.toml"


@dataclass(frozen=True)
class Era:
    """A culture, dynasty or reign: its names and the years it covers (negative = before our era)."""

    code: str
    name_vi: str
    name_en: str
    alt: tuple[str, ...]
    first: int
    last: int | None
    reign: bool
    under: str

    @property
    def names(self) -> tuple[str, ...]:
        """All names under which it is found."""
        return (self.name_vi, self.name_en, *self.alt)


@cache
def list_eras() -> tuple[Era, ...]:
    """All eras that are shipped, parents before their reigns."""
    with DATA.open("rb") as file:
        rows = tomllib.load(file)["era"]
    return tuple(
        Era(
            code=row["code"],
            name_vi=row["vi"],
            name_en=row["en"],
            alt=tuple(row.get("alt", ())),
            first=row["from"],
            last=row.get("to"),
            reign=row.get("reign", False),
            under=row.get("under", ""),
        )
        for row in rows
    )

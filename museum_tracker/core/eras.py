"""Cultures, dynasties and reign titles with their years: one list for reading dates and for the vocabulary."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "eras.toml"


# Stems and branches of the sixty-year cycle, each where its year stands when divided by 10 and by 12.
STEMS = {"canh": 0, "tân": 1, "nhâm": 2, "quý": 3, "giáp": 4, "ất": 5, "bính": 6, "đinh": 7, "mậu": 8, "kỷ": 9, "kỉ": 9}
BRANCHES = {
    "thân": 0,
    "dậu": 1,
    "tuất": 2,
    "hợi": 3,
    "tý": 4,
    "tí": 4,
    "sửu": 5,
    "dần": 6,
    "mão": 7,
    "mẹo": 7,
    "thìn": 8,
    "tỵ": 9,
    "tị": 9,
    "ngọ": 10,
    "mùi": 11,
}


def cycle_year(stem: str, branch: str, first: int, last: int) -> int | None:
    """The year of that name within a span: Quý Mão under Cảnh Hưng is 1783; None when there is none, or several."""
    named = [year for year in range(first, last + 1) if year % 10 == STEMS[stem] and year % 12 == BRANCHES[branch]]
    return named[0] if len(named) == 1 else None


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

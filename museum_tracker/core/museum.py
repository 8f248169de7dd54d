"""Facts about the museum itself, edited in the application by an administrator, read by everybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from museum_tracker.core.db import Base, Json
from museum_tracker.core.periods import ReportingYears, Rules

PROFILE = "museum"


class Setting(Base):
    """A value that the museum chose for itself, under a name."""

    __tablename__ = "settings"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    value: Mapped[Any] = mapped_column(Json)


@dataclass(frozen=True, kw_only=True)
class MuseumProfile:
    """Who the museum is and how it counts; printed on reports, read by rules.

    `reporting_rules` lists (first year, "decree" or "calendar"): a change touches only years not yet begun.
    """

    name_vi: str = "Bảo tàng tỉnh"
    name_en: str = "Provincial Museum"
    parent_vi: str = "Sở Văn hóa, Thể thao và Du lịch"
    parent_en: str = "Department of Culture, Sports and Tourism"
    place_vi: str = ""
    place_en: str = ""
    address: str = ""
    phone: str = ""
    document_code: str = "BT"
    number_prefix: str = ""
    director_name: str = ""
    director_title: str = "Giám đốc"
    working_days: int = 220
    closes_years: bool = True
    without_council: bool = False
    reporting_rules: Rules = ReportingYears.rules

    def name(self, locale: str) -> str:
        """The museum's name in a language."""
        return self.name_en if locale == "en" and self.name_en else self.name_vi

    def parent(self, locale: str) -> str:
        """The parent body's name in a language."""
        return self.parent_en if locale == "en" and self.parent_en else self.parent_vi

    def place(self, locale: str) -> str:
        """The place that letters are dated from, in a language."""
        return self.place_en if locale == "en" and self.place_en else self.place_vi

    def seat(self, locale: str) -> str:
        """Where the museum stands, as papers say it: its address, else the place that its letters are dated from."""
        return self.address or self.place(locale)

    @property
    def reporting_period(self) -> str:
        """The rule of reporting years that was chosen last: "decree" or "calendar"."""
        return self.reporting_rules[-1][1]

    @property
    def reporting_years(self) -> ReportingYears:
        """The museum's reporting years."""
        return ReportingYears(self.reporting_rules)

    def year_span(self, year: int) -> tuple[dt.date, dt.date]:
        """First and last day of a reporting year; a year after a change of rule begins where the one before ended."""
        return self.reporting_years.span(year)

    def year_on(self, day: dt.date) -> int:
        """The reporting year that a day belongs to."""
        return self.reporting_years.year_on(day)

    def with_reporting_period(self, rule: str, today: dt.date) -> MuseumProfile:
        """The profile with another rule from the first year that has not begun; years begun keep theirs."""
        return replace(self, reporting_rules=self.reporting_years.changed(rule, today).rules)


def get_profile(session: Session) -> MuseumProfile:
    """The museum's profile, with defaults for what it has not said yet."""
    kept = session.get(Setting, PROFILE)
    return profile_of(kept.value if kept else {})


def profile_of(values: Mapping[str, Any]) -> MuseumProfile:
    """A profile from its kept values; names it does not know are left out."""
    known = {field.name: values[field.name] for field in fields(MuseumProfile) if field.name in values}
    if "reporting_rules" in known:
        known["reporting_rules"] = tuple((int(first), str(rule)) for first, rule in known["reporting_rules"])
    return MuseumProfile(**known)


def profile_values(profile: MuseumProfile) -> dict[str, Any]:
    """A profile as the database and history keep it."""
    return {**asdict(profile), "reporting_rules": [list(rule) for rule in profile.reporting_rules]}


def put_profile(session: Session, profile: MuseumProfile) -> None:
    """Keep a profile (its author and history are written by administration)."""
    kept = session.get(Setting, PROFILE)
    if kept is None:
        session.add(Setting(key=PROFILE, value=profile_values(profile)))
    else:
        kept.value = profile_values(profile)
    session.flush()

"""Facts of the museum itself: name, parent body, numbers, reporting period; edited in the app, not in files."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy.orm import Mapped, Session, mapped_column

from museum_tracker.core.db import Base, Json, code


class Setting(Base):
    """One fact of the museum, by name."""

    __tablename__ = "settings"

    name: Mapped[code] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(Json)


@dataclass(frozen=True, kw_only=True)
class MuseumProfile:
    """What the museum is called and how it counts its year.

    `period` is "decree" (15/12–14/12, Decree 09/2019) or "calendar"; `working_days` is the divisor of the daily pace;
    `one_curator` is the director's exception: one may judge one's own work with a reason that the report lists.
    """

    name_vi: str = "Bảo tàng tỉnh"
    name_en: str = "Provincial Museum"
    parent_vi: str = "Sở Văn hóa, Thể thao và Du lịch"
    parent_en: str = "Department of Culture, Sports and Tourism"
    place_vi: str = ""
    number_prefix: str = "BT"
    document_code: str = "BT"
    director: str = ""
    period: str = "decree"
    working_days: int = 220
    one_curator: bool = False

    def name(self, locale: str) -> str:
        """The museum's name in a language."""
        return self.name_en if locale == "en" and self.name_en else self.name_vi


def get_profile(session: Session) -> MuseumProfile:
    """The facts of the museum as they stand."""
    stored = session.get(Setting, "museum")
    known = {field.name for field in fields(MuseumProfile)}
    return MuseumProfile(**{name: value for name, value in (stored.value if stored else {}).items() if name in known})


def save_profile(session: Session, profile: MuseumProfile) -> None:
    """Keep the facts of the museum; who changed them is recorded by the caller."""
    stored = session.get(Setting, "museum")
    if stored is None:
        session.add(Setting(name="museum", value=asdict(profile)))
    else:
        stored.value = asdict(profile)
    session.flush()

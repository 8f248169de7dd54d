"""The stage of the demonstration: a clock that stands in the past, people to sign deeds, the museum's own facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.accounts.queries import system_user
from museum_tracker.backups.rules import BackupPlan
from museum_tracker.backups.services import save_plan
from museum_tracker.catalogue.models import NumberSeries
from museum_tracker.catalogue.rules import NumberKind
from museum_tracker.catalogue.series import registration_series
from museum_tracker.core import clock
from museum_tracker.core.museum import get_profile, put_profile
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed
from museum_tracker.locations.models import Location
from museum_tracker.locations.rules import Rank
from museum_tracker.locations.services import add_location

PREFIX = "BTBG-MH"
STORES = {
    "Kho gốm": ("Gm",),
    "Kho kim loại": ("KL", "VB"),
    "Kho giấy, ảnh": ("Gi", "PA"),
    "Kho gỗ, vải, tre": ("ĐM", "V", "TN"),
    "Kho đá": ("Đ",),
}


@dataclass(frozen=True)
class Cast:
    """Who does the work of the demonstration."""

    cataloguer: User
    curator: User
    director: User


@dataclass(frozen=True)
class Scene:
    """Something done on a day, at an hour of the museum's clock."""

    day: dt.date
    hour: int
    play: Callable[[], object]


@contextmanager
def standing_at(day: dt.date, hour: int = 9) -> Iterator[None]:
    """Let the clock stand at an hour (in the museum) of a day of the past while something is done."""
    clock.freeze(dt.datetime.combine(day, dt.time(hour - 7), tzinfo=dt.UTC))
    try:
        yield
    finally:
        clock.freeze(None)


def cast(session: Session) -> Cast:
    """The demonstration's own people, or the system where the accounts were not made."""

    def one(role: Role) -> User:
        found = session.scalars(sa.select(User).where(User.role == role, sa.not_(User.is_system)).limit(1)).first()
        return found or system_user(session)

    return Cast(one(Role.CATALOGUER), one(Role.CURATOR), one(Role.DIRECTOR))


def deed_of(session: Session, by: User, action: str, **values: Any) -> ChangeSet:
    """A deed of the demonstration."""
    return begin_deed(session, by=by, action=action, **values)


def furnish(session: Session, deed: ChangeSet) -> dict[str, list[Location]]:
    """Name the museum and put up its stores: shelves by material code."""
    put_profile(
        session,
        replace(
            get_profile(session),
            name_vi="Bảo tàng tỉnh (minh họa)",
            name_en="Provincial Museum (illustrative)",
            place_vi="Bắc Giang",
            place_en="Bắc Giang",
            number_prefix=PREFIX,
            document_code="BTMH",
            director_name="Lê Thị Lan",
        ),
    )
    save_plan(session, None, BackupPlan(allowed_days=0), deed=deed)  # invented data need no backup
    series = registration_series(session)
    series.prefix, series.pattern, series.name = PREFIX, "{prefix} {seq:04}", "Sổ đăng ký hiện vật"
    former = {
        "prefix": "BTHB-MH",
        "last": 1210,
        "closed": True,
        "former_museum": "Bảo tàng Hà Bắc",
        "years": "1963–1996",
    }
    kind = NumberKind.REGISTRATION
    session.add(NumberSeries(code="registration:bthb", name="Sổ đăng ký Bảo tàng Hà Bắc", kind=kind, **former))
    shelves: dict[str, list[Location]] = {}
    for number, (name, codes) in enumerate(STORES.items(), 1):
        store = add_location(session, deed=deed, rank=Rank.STORE, code=f"K{number}", name=name)
        built = list(_shelves(session, store, deed))
        shelves |= dict.fromkeys(codes, built)
    return shelves


def _shelves(session: Session, store: Location, deed: ChangeSet) -> Iterator[Location]:
    for cabinet_number in (1, 2, 3):
        cabinet = add_location(
            session,
            deed=deed,
            rank=Rank.CABINET,
            code=f"T{cabinet_number}",
            name=f"Tủ {cabinet_number}",
            parent_id=store.id,
        )
        for shelf in (1, 2, 3):
            yield add_location(
                session, deed=deed, rank=Rank.SHELF, code=f"N{shelf}", name=f"Ngăn {shelf}", parent_id=cabinet.id
            )

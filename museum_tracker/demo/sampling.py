"""The samples of the demonstration: drawn by a seed at the end of a year, checked at the shelves, signed."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.i18n import N_
from museum_tracker.demo.records import Scribe
from museum_tracker.demo.stage import deed_of
from museum_tracker.figures.models import Standing
from museum_tracker.locations.models import Location
from museum_tracker.locations.queries import path_labels
from museum_tracker.years.models import SampleItem
from museum_tracker.years.rules.sampling import Outcome
from museum_tracker.years.services.sampling import NumberNotOnRegister, draw_sample, note_result, sign_sample

LINES = 10
SEED = 74
FAINT, UNBOOKED = "Số ghi trên hiện vật mờ, khó đọc", "Chưa vào sổ đăng ký"
CONCLUSION = (
    "Sổ đăng ký và hiện vật khớp nhau, trừ các dòng ghi ở Phụ lục. Giao phòng Kiểm kê - Bảo quản ghi lại số trên hiện "
    "vật bị mờ và làm thủ tục đăng ký hiện vật chưa vào sổ, hoàn thành trong quý I năm sau."
)


def sample_register(scribe: Scribe, year: int, end: dt.date) -> None:
    """Draw the sample of a year, look for each line, and sign what was found."""
    session, cast = scribe.session, scribe.cast
    if not session.scalar(sa.select(sa.func.count()).select_from(Standing)):
        return
    deed = deed_of(session, cast.curator, N_("Drew the sample of the register for the year %(year)s"), year=str(year))
    sample = draw_sample(session, year, as_of=end, deed=deed, size=LINES, seed=SEED + year)
    shelves = {
        label: number for number, label in path_labels(session, session.scalars(sa.select(Location.id)).all()).items()
    }
    deed = deed_of(session, cast.cataloguer, N_("Entered the results of the sample of %(year)s"), year=str(year))
    for item in sample.items:
        faint = item is sample.items[LINES // 2]
        outcome, note = (Outcome.DIFFERS, FAINT) if faint else (Outcome.AGREES, "")
        try:
            note_result(session, item, outcome, deed=deed, seen_number=_seen(session, item, shelves), note=note)
        except NumberNotOnRegister:
            note_result(session, item, Outcome.DIFFERS, deed=deed, note=UNBOOKED)
    who = f"{cast.curator.name}, tổ trưởng\n{cast.cataloguer.name}, cán bộ kiểm kê"
    deed = deed_of(session, cast.curator, N_("Signed the minutes of the sample of %(year)s"), year=str(year))
    sign_sample(session, sample, conclusion=CONCLUSION, who=who, on=end, deed=deed)


def _seen(session: Session, item: SampleItem, shelves: dict[str, int]) -> str:
    """The number that is read from the object at its place on the shelf."""
    if not item.place_count:
        return ""
    standing = sa.select(Artifact.number).where(
        Artifact.location_id == shelves[item.place], Artifact.voided_at.is_(None)
    )
    found = session.scalars(standing.order_by(Artifact.number_sort, Artifact.id).offset(item.place_count - 1).limit(1))
    return found.first() or ""

"""The years of the demonstration: two closed at their right days, a late withdrawal as an adjustment, one running."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_
from museum_tracker.core.museum import get_profile
from museum_tracker.demo.invented import OPENING_CUTOFF, Story
from museum_tracker.demo.records import Scribe
from museum_tracker.demo.stage import Scene, deed_of
from museum_tracker.digitization.models import Decision, Review
from museum_tracker.digitization.services.reviews import withdraw
from museum_tracker.figures.models import Standing
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed
from museum_tracker.media.models import Asset, AssetVersion
from museum_tracker.years.queries import find_sample
from museum_tracker.years.rules.sampling import Outcome
from museum_tracker.years.services.closing import begin_closing, close_year, run_year
from museum_tracker.years.services.sampling import NumberNotOnRegister, draw_sample, note_result, sign_sample

CLOSED = 2
LINES = 6
SEED = 74
REASON = "Các việc còn tồn chuyển sang năm sau (minh họa)"
MISTAKE = "Ảnh chụp nhầm hiện vật bên cạnh (minh họa)"


def closes(scribe: Scribe, told: Sequence[Story], today: dt.date) -> Iterator[Scene]:
    """The days on which years were sampled, closed and begun, and the day of the late withdrawal."""
    session, profile = scribe.session, get_profile(scribe.session)
    this = profile.year_on(today)
    years = [year for year in range(this - CLOSED, this) if profile.year_span(year)[0] > OPENING_CUTOFF]
    for year in years:
        end = profile.year_span(year)[1]
        yield Scene(end, 9, partial(_sample, scribe, year, end))
        yield Scene(end + dt.timedelta(days=1), 17, partial(_close, scribe, year))
    yield Scene(profile.year_span(this)[0], 18, lambda: run_year(session, this, deed=_directed(scribe, this)))
    taken = [story for story in told if story.digitized and profile.year_on(story.digitized) == this - 1]
    if years and taken:
        day = max(profile.year_span(this)[0] + dt.timedelta(days=4), today - dt.timedelta(days=60))
        yield Scene(min(day, today - dt.timedelta(days=1)), 16, partial(_withdraw, scribe, taken))


def _sample(scribe: Scribe, year: int, end: dt.date) -> None:
    session, curator = scribe.session, scribe.cast.curator
    if not session.scalar(sa.select(sa.func.count()).select_from(Standing)):
        return
    deed = deed_of(session, curator, N_("Drew the sample of the register for the year %(year)s"), year=str(year))
    sample = draw_sample(session, year, as_of=end, deed=deed, size=LINES, seed=SEED + year)
    for item in sample.items:
        last = item is sample.items[-1]
        outcome = Outcome.DIFFERS if last or item.place_count else Outcome.AGREES
        try:
            note_result(session, item, outcome, deed=deed, note="Số ghi trên hiện vật mờ, khó đọc" if last else "")
        except NumberNotOnRegister:
            note_result(session, item, Outcome.DIFFERS, deed=deed, note="Chưa vào sổ đăng ký")
    who = f"{scribe.cast.curator.name}\n{scribe.cast.cataloguer.name}"
    sign_sample(session, sample, conclusion="Sổ và hiện vật khớp, trừ một dòng.", who=who, on=end, deed=deed)


def _close(scribe: Scribe, year: int) -> None:
    session = scribe.session
    if find_sample(session, year) is None:
        return
    begin_closing(session, year, deed=_directed(scribe, year, N_("Began closing the year %(year)s")))
    close_year(session, year, deed=_directed(scribe, year, N_("Closed the year %(year)s"), reason=REASON))


def _directed(scribe: Scribe, year: int, action: str = N_("Began the year %(year)s"), reason: str = "") -> ChangeSet:
    return begin_deed(scribe.session, by=scribe.cast.director, action=action, reason=reason, year=str(year))


def _withdraw(scribe: Scribe, taken: Sequence[Story]) -> None:
    """Withdraw the approvals of an object digitized in the last closed year."""
    session = scribe.session
    versions = _approved(session, scribe.artifact(taken[len(taken) // 2]).id)
    if not versions:
        return
    action = N_("Withdrew the approval of “%(file)s”")
    deed = begin_deed(session, by=scribe.cast.curator, action=action, reason=MISTAKE, file=versions[0].original_name)
    for version in versions:
        withdraw(session, version, reason=MISTAKE, deed=deed)


def _approved(session: Session, artifact_id: int) -> list[AssetVersion]:
    query = (
        sa.select(AssetVersion)
        .join(Asset, Asset.id == AssetVersion.asset_id)
        .join(Review, Review.version_id == AssetVersion.id)
        .where(Asset.artifact_id == artifact_id, Review.standing, Review.decision == Decision.APPROVED)
        .order_by(AssetVersion.id)
    )
    return list(session.scalars(query))

"""The years of the demonstration: two closed on their days, one of them restated, a late withdrawal, one running."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.acquisitions.models import Removal
from museum_tracker.acquisitions.removals import decide_removal, propose_removal
from museum_tracker.core.i18n import N_
from museum_tracker.core.museum import get_profile
from museum_tracker.demo.invented import LATE, LATE_OF, OPENING_CUTOFF, Story
from museum_tracker.demo.records import Scribe
from museum_tracker.demo.sampling import sample_register
from museum_tracker.demo.stage import Scene, deed_of
from museum_tracker.digitization.models import Decision, Review
from museum_tracker.digitization.services.reviews import withdraw
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed
from museum_tracker.media.models import Asset, AssetVersion
from museum_tracker.years.queries import closed_year, find_sample
from museum_tracker.years.services.closing import begin_closing, close_year, run_year
from museum_tracker.years.services.restating import restate_year

CLOSED = 2
REASON = "Các việc còn tồn chuyển sang năm sau, đã ghi trong biên bản họp chốt số liệu (minh họa)"
MISTAKE = "Ảnh chụp nhầm hiện vật bên cạnh, phải chụp lại (minh họa)"
RESTATED = "Biên bản giao nhận của đợt điền dã cuối năm nộp muộn; hiện vật đã nhận và vào sổ trong năm (minh họa)"
PAPER = "Tờ trình số 08/TTr-BTMH ngày 10/3/2025 (minh họa)"
RESTATED_ON = dt.date(2025, 3, 12)
BROKEN = "Mục nát toàn bộ, không còn khả năng phục hồi (minh họa)"
REMOVAL, PROPOSED_ON, DECIDED_ON = "57/QĐ-BTMH", dt.date(2025, 6, 10), dt.date(2025, 7, 2)


def closes(scribe: Scribe, told: Sequence[Story], today: dt.date) -> Iterator[Scene]:
    """The days on which years were sampled, closed, restated and begun, an object left, an approval was withdrawn."""
    session, profile = scribe.session, get_profile(scribe.session)
    this = profile.year_on(today)
    years = [year for year in range(this - CLOSED, this) if profile.year_span(year)[0] > OPENING_CUTOFF]
    for year in years:
        end = profile.year_span(year)[1]
        yield Scene(end, 9, partial(sample_register, scribe, year, end))
        yield Scene(end + dt.timedelta(days=1), 17, partial(_close, scribe, year))
    yield Scene(profile.year_span(this)[0], 18, lambda: run_year(session, this, deed=_directed(scribe, this)))
    for story in told:
        if story.late and today > LATE:
            yield Scene(LATE, 8, partial(scribe.write_late, story, LATE))
            yield Scene(RESTATED_ON, 10, partial(_restate, scribe, LATE_OF))
    if today > DECIDED_ON:
        worn = next(story for story in told if _worn(story))
        yield Scene(PROPOSED_ON, 10, partial(_propose_removal, scribe, worn))
        yield Scene(DECIDED_ON, 10, partial(_remove, scribe, worn))
    taken = [story for story in told if story.digitized and profile.year_on(story.digitized) == this - 1]
    if years and taken:
        day = max(profile.year_span(this)[0] + dt.timedelta(days=4), today - dt.timedelta(days=60))
        yield Scene(min(day, today - dt.timedelta(days=1)), 16, partial(_withdraw, scribe, taken))


def _close(scribe: Scribe, year: int) -> None:
    session = scribe.session
    if find_sample(session, year) is None:
        return
    begin_closing(session, year, deed=_directed(scribe, year, N_("Began closing the year %(year)s")))
    close_year(session, year, deed=_directed(scribe, year, N_("Closed the year %(year)s"), reason=REASON))


def _restate(scribe: Scribe, year: int) -> None:
    """Put the object that came late into figures of its own beside those that were closed."""
    if closed_year(scribe.session, year) is not None:
        deed = _directed(scribe, year, N_("Restated the year %(year)s"), reason=RESTATED)
        restate_year(scribe.session, year, document=PAPER, deed=deed)


def _directed(scribe: Scribe, year: int, action: str = N_("Began the year %(year)s"), reason: str = "") -> ChangeSet:
    return begin_deed(scribe.session, by=scribe.cast.director, action=action, reason=reason, year=str(year))


def _worn(story: Story) -> bool:
    """An old object that nobody has photographed and that may have fallen to pieces."""
    return story.old and story.code == "TN" and not story.pictures


def _propose_removal(scribe: Scribe, story: Story) -> None:
    artifact = scribe.artifact(story)
    action = N_("Proposed to remove %(object)s from the register")
    deed = deed_of(scribe.session, scribe.cast.curator, action, object=artifact.label)
    propose_removal(scribe.session, artifact, BROKEN, deed=deed)


def _remove(scribe: Scribe, story: Story) -> None:
    artifact = scribe.artifact(story)
    removal = scribe.session.scalars(sa.select(Removal).where(Removal.artifact_id == artifact.id)).one()
    action = N_("Removed %(object)s from the register")
    deed = deed_of(scribe.session, scribe.cast.director, action, object=artifact.label, reason=BROKEN)
    decide_removal(scribe.session, removal, decision_number=REMOVAL, decided_on=DECIDED_ON, deed=deed)


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

"""Build the demonstration: every figure it shows comes from deeds done here through the museum's own services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker import wire
from museum_tracker.acquisitions.services import open_batch, put_before
from museum_tracker.catalogue.models import Artifact
from museum_tracker.classification.services import propose
from museum_tracker.core import clock
from museum_tracker.core.db import begin_write
from museum_tracker.core.i18n import N_, Message
from museum_tracker.demo.beside import kept_beside, name_known_pieces
from museum_tracker.demo.donors import donors
from museum_tracker.demo.files import Darkroom
from museum_tracker.demo.invented import OPENING_CUTOFF, Story, stories
from museum_tracker.demo.papers import reports
from museum_tracker.demo.promises import before_the_program, results, scenarios
from museum_tracker.demo.records import Scribe, import_illustrative
from museum_tracker.demo.showpieces import find_imported, showpieces
from museum_tracker.demo.stage import Scene, cast, deed_of, furnish, standing_at
from museum_tracker.demo.years import closes
from museum_tracker.locations.models import Location
from museum_tracker.media.services import ensure_storage
from museum_tracker.media.stores import storage_of
from museum_tracker.movements.services import move_many
from museum_tracker.vocabularies.queries import find_term

Report = Callable[[int, int, Message | None], None]
BEGUN = dt.date(2022, 12, 20)
YEAR_ENDS = dt.date(2000, 12, 14)
IMPORTED = dt.timedelta(days=40)
SHELVED, SHELVED_AGO = dt.date(2023, 1, 10), dt.timedelta(days=20)


def build(settings: Settings, engine: sa.Engine, *, progress: Report) -> None:
    """Fill an empty, migrated database and its folder of files with the demonstration.

    What happened is played scene by scene in the order of its days, so that history reads as it was lived.
    """
    wire()
    today = clock.today(settings.timezone)
    told = stories(today)
    pieces = showpieces(today)
    with Session(engine, expire_on_commit=False) as session:
        storage = storage_of(settings)
        ensure_storage(session, storage)
        session.rollback()
        words = Message(N_("Drawing pictures and models"))
        with Darkroom(storage, [*told, *pieces], today, lambda done, total: progress(done, total, words)) as room:
            begin_write(session)
            scribe = Scribe(session, cast(session))
            with standing_at(BEGUN):
                deed = deed_of(session, scribe.cast.cataloguer, N_("Put up the stores"))
                shelves = furnish(session, deed)
                scribe.write_old_stock(told)
                scribe.write_beside(kept_beside())
                _import(engine, settings, scribe, BEGUN, old=True)
                name_known_pieces(scribe)
                find_imported(scribe, pieces)
            scenes = [*_work(scribe, told, shelves, today), *room.scenes(scribe), *results(scribe, today)]
            scenes += [*closes(scribe, told, today), *reports(scribe, storage, today)]
            scenes += [*before_the_program(scribe, storage), *scenarios(scribe, today), *donors(scribe, today)]
            late = partial(_import, engine, settings, scribe, today, old=False)
            scenes.append(Scene(today - IMPORTED, 8, late))
            for scene in sorted(scenes, key=lambda scene: (scene.day, scene.hour)):
                with standing_at(scene.day, scene.hour):
                    scene.play()
            room.leave_nothing_to_do(session)
            session.commit()


def months(today: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """First and last day of each month since the program was begun, cut where a reporting year ends."""
    first = OPENING_CUTOFF + dt.timedelta(days=1)
    while first < today:
        following = (first.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        if first.month == YEAR_ENDS.month and first.day <= YEAR_ENDS.day:
            following = first.replace(day=YEAR_ENDS.day + 1)  # the books of a year are written before it is closed
        yield first, min(following, today) - dt.timedelta(days=1)
        first = following


def _work(scribe: Scribe, told: list[Story], shelves: dict[str, list[Location]], today: dt.date) -> Iterator[Scene]:
    for first, last in months(today):
        yield Scene(last, 8, lambda first=first, last=last: scribe.write_month(told, first, last))  # type: ignore[misc]
    for day in (SHELVED, *(dt.date(year, 11, 20) for year in range(SHELVED.year, today.year)), today - SHELVED_AGO):
        yield Scene(day, 10, partial(_shelve, scribe, told, shelves))
    for place, story in enumerate(s for s in told if s.proposed):
        day = today - dt.timedelta(days=1 + place % 12)
        yield Scene(day, 11, lambda story=story: _propose(scribe, story))  # type: ignore[misc]
    yield Scene(today - dt.timedelta(days=1), 14, lambda: _put_before_council(scribe, told, today))


def _import(engine: sa.Engine, settings: Settings, scribe: Scribe, day: dt.date, *, old: bool) -> None:
    scribe.session.commit()
    import_illustrative(engine, scribe.session, settings, scribe.cast, day, old=old)
    begin_write(scribe.session)


def _shelve(scribe: Scribe, told: list[Story], shelves: dict[str, list[Location]]) -> None:
    """Put what was registered since the last time on its shelf; some have no place noted, as everywhere."""
    session, stands = scribe.session, dict[int, list[int]]()
    placed = set(session.scalars(sa.select(Artifact.id).where(Artifact.location_id.is_not(None))))
    for place, story in enumerate(told):
        artifact_id = scribe.ids.get(id(story))
        if artifact_id and artifact_id not in placed and story.registered and story.code in shelves and place % 23:
            shelf = shelves[story.code][place % len(shelves[story.code])]
            stands.setdefault(shelf.id, []).append(artifact_id)
    deed = deed_of(session, scribe.cast.cataloguer, N_("Noted the shelves of the stores"))
    for shelf_id, ids in stands.items():
        move_many(session, ids, to=session.get_one(Location, shelf_id), deed=deed)


def _propose(scribe: Scribe, story: Story) -> None:
    session = scribe.session
    material = find_term(session, "material", story.code)
    if material is None or id(story) not in scribe.ids:
        return
    artifact = session.get_one(Artifact, scribe.ids[id(story)])
    action = N_("Proposed the classification of %(object)s")
    deed = deed_of(session, scribe.cast.cataloguer, action, object=artifact.label)
    propose(session, artifact, material, deed=deed)


def _put_before_council(scribe: Scribe, told: list[Story], today: dt.date) -> None:
    session = scribe.session
    told_of = [story for story in told if story.waiting_council and id(story) in scribe.ids]
    waiting = [session.get_one(Artifact, scribe.ids[id(story)]) for story in told_of]
    deed = deed_of(session, scribe.cast.curator, N_("Prepared a meeting of the council"))
    batch = open_batch(session, title=f"Họp Hội đồng khoa học tháng {today.month}/{today.year}", deed=deed)
    put_before(session, batch, waiting, deed=deed)

"""Build the demonstration: every figure it shows comes from deeds done here through the museum's own services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

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
from museum_tracker.demo.files import Darkroom
from museum_tracker.demo.invented import OPENING_CUTOFF, Story, stories
from museum_tracker.demo.promises import enter_results
from museum_tracker.demo.records import Scribe, import_illustrative
from museum_tracker.demo.stage import cast, deed_of, furnish, standing_at
from museum_tracker.locations.models import Location
from museum_tracker.media.services import ensure_storage
from museum_tracker.media.storage import local_storage
from museum_tracker.movements.services import move_many
from museum_tracker.vocabularies.queries import find_term

Report = Callable[[int, int, Message | None], None]
BEGUN = dt.date(2022, 12, 20)


def build(settings: Settings, engine: sa.Engine, *, progress: Report) -> None:
    """Fill an empty, migrated database and its folder of files with the demonstration."""
    wire()
    today = clock.today(settings.timezone)
    told = stories(today)
    with Session(engine, expire_on_commit=False) as session:
        begin_write(session)
        people = cast(session)
        with standing_at(BEGUN):
            deed = deed_of(session, people.cataloguer, N_("Put up the stores"))
            shelves = furnish(session, deed)
            scribe = Scribe(session, people)
            scribe.write_old_stock(told)
        for first, last in months(today):
            with standing_at(last):
                scribe.write_month(told, first, last)
        _shelve(scribe, told, shelves, today)
        _propose(scribe, told, today)
        _put_before_council(scribe, told, today)
        storage = local_storage(settings)
        ensure_storage(session, storage)
        session.commit()
        begin_write(session)
        room = Darkroom(scribe, storage, today)
        room.develop(told, lambda done, total: progress(done, total, Message(N_("Drawing pictures and models"))))
        room.send_two_back(told)
        enter_results(session, people, today)
        session.commit()
        with standing_at(today - dt.timedelta(days=3)):
            import_illustrative(engine, session, settings, people, today)


def months(today: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """First and last day of each month since the program was begun; the last one ends yesterday."""
    first = OPENING_CUTOFF + dt.timedelta(days=1)
    while first < today:
        following = (first.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        yield first, min(following, today) - dt.timedelta(days=1)
        first = following


def _shelve(scribe: Scribe, told: list[Story], shelves: dict[str, list[Location]], today: dt.date) -> None:
    stands: dict[int, list[int]] = {}
    for place, story in enumerate(told):
        if story.registered and story.code in shelves and place % 23:  # some have no place noted, as everywhere
            shelf = shelves[story.code][place % len(shelves[story.code])]
            stands.setdefault(shelf.id, []).append(scribe.ids[id(story)])
    with standing_at(today - dt.timedelta(days=40)):
        deed = deed_of(scribe.session, scribe.cast.cataloguer, N_("Noted the shelves of the stores"))
        for shelf_id, ids in stands.items():
            move_many(scribe.session, ids, to=scribe.session.get_one(Location, shelf_id), deed=deed)


def _propose(scribe: Scribe, told: list[Story], today: dt.date) -> None:
    session = scribe.session
    for place, story in enumerate(s for s in told if s.proposed):
        material = find_term(session, "material", story.code)
        if material is None:
            continue
        with standing_at(today - dt.timedelta(days=1 + place % 12)):
            artifact = session.get_one(Artifact, scribe.ids[id(story)])
            action = N_("Proposed the classification of %(object)s")
            deed = deed_of(session, scribe.cast.cataloguer, action, object=artifact.label)
            propose(session, artifact, material, deed=deed)


def _put_before_council(scribe: Scribe, told: list[Story], today: dt.date) -> None:
    session = scribe.session
    waiting = [session.get_one(Artifact, scribe.ids[id(story)]) for story in told if story.waiting_council]
    with standing_at(today - dt.timedelta(days=2), hour=14):
        deed = deed_of(session, scribe.cast.curator, N_("Prepared a meeting of the council"))
        batch = open_batch(session, title=f"Họp Hội đồng khoa học tháng {today.month}/{today.year}", deed=deed)
        put_before(session, batch, waiting, deed=deed)

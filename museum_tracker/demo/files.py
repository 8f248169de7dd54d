"""The files of the demonstration: drawn, converted by the same converters as real ones, approved by a second person."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.pool import AsyncResult
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.i18n import N_
from museum_tracker.demo.invented import Story
from museum_tracker.demo.records import Scribe
from museum_tracker.demo.stage import Scene, deed_of
from museum_tracker.digitization.models import Scope
from museum_tracker.digitization.services.reviews import approve, lacks_of, send_back
from museum_tracker.digitization.services.tasks import plan, state_pages
from museum_tracker.history.models import ChangeSet
from museum_tracker.jobs.models import Job
from museum_tracker.media.kinds import FORMATS
from museum_tracker.media.kinds.base import Converted, Limits
from museum_tracker.media.models import AssetVersion
from museum_tracker.media.preparing import finish, keep_files
from museum_tracker.media.services import attach, mark_verified
from museum_tracker.media.signals import asset_changed
from museum_tracker.media.storage import Storage

CAPTION = "MINH HỌA – hình do chương trình vẽ, không phải hiện vật thật"
REASONS = ("Thiếu thước tỷ lệ, chụp lại với thước đặt sát mép.", "Bóng tay che góc phải, quét lại.")


THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VIPS_CONCURRENCY")


@dataclass(frozen=True)
class Order:
    """One file to make: which story it is for, what it shows, and where it and its copies go."""

    story: int
    shape: str
    skin: str
    view: str
    seed: int
    height_cm: float
    folder: str

    @property
    def name(self) -> str:
        """The file's name as a photographer would have sent it."""
        return f"MH-{self.seed:04}-{self.view or '3d'}.{'jpg' if self.view else 'glb'}"


Made = tuple[Order, dict[str, Any]]


def orders(told: list[Story], folder: Path) -> Iterator[Order]:
    """Every picture and model that the stories ask for."""
    for place, story in enumerate(told):
        for view in [*story.pictures, *([""] if story.model else [])]:
            target = folder / f"{place}-{view or '3d'}"
            yield Order(place, story.shape, story.skin, view, place, story.height_cm, str(target))


def make(order: Order) -> Made:
    """Draw one file and convert it, in a process of the pool; gives what the converter found."""
    folder = Path(order.folder)
    folder.mkdir()
    source = folder / order.name
    if order.view:
        from museum_tracker.demo.pictures import draw
        from museum_tracker.media.kinds.image.convert import convert

        picture = draw(order.shape, order.skin, view=order.view, seed=order.seed, caption=CAPTION)
        picture.save(source, quality=88, subsampling=1)
        found = FORMATS["jpeg"]
    else:
        from museum_tracker.demo.models3d import model
        from museum_tracker.media.kinds.model3d.convert import convert

        source.write_bytes(model(order.shape, order.skin, height_m=order.height_cm / 100, seed=order.seed))
        found = FORMATS["glb"]
    return order, convert(source, found, folder, Limits()).as_json()


@contextmanager
def one_thread_each() -> Iterator[None]:
    """Have the libraries of processes started here use one thread: there is a process for each core already."""
    kept = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in kept.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


class Darkroom:
    """Makes the files beside the other work, and brings each in on the day it was taken, to be judged by a second."""

    def __init__(self, storage: Storage, told: list[Story], today: dt.date, report: Callable[[int, int], None]):
        self.storage = storage
        self.told = told
        self.today = today
        self.report = report
        self.folder = tempfile.TemporaryDirectory(prefix="darkroom-", dir=storage.staging)
        with one_thread_each():
            self.pool = multiprocessing.get_context("spawn").Pool(min(8, os.cpu_count() or 1))
        self.made: dict[int, list[AsyncResult[Made]]] = {}
        self.done = self.wanted = 0

    def __enter__(self) -> Darkroom:
        ordered = sorted(orders(self.told, Path(self.folder.name)), key=lambda order: self._taken(order.story))
        self.wanted = len(ordered)
        for order in ordered:
            self.made.setdefault(order.story, []).append(self.pool.apply_async(make, (order,)))
        return self

    def __exit__(self, *error: object) -> None:
        self.pool.terminate()
        self.pool.join()
        self.folder.cleanup()

    def _taken(self, place: int) -> dt.date:
        return self.told[place].digitized or self.today - dt.timedelta(days=2 + place % 9)

    def scenes(self, scribe: Scribe) -> Iterator[Scene]:
        """The days on which files came in, were judged, or were sent back."""
        reasons = list(REASONS)
        yesterday = self.today - dt.timedelta(days=1)
        for place in sorted(self.made):
            story = self.told[place]
            yield Scene(self._taken(place) - dt.timedelta(days=1), 9, partial(self._bring_in, scribe, place))
            if story.digitized:
                yield Scene(story.digitized, 15, partial(self._approve, scribe, story))
            elif story.pictures == ["page"] and reasons:
                yield Scene(yesterday, 16, partial(self._send_back, scribe, story, reasons.pop()))

    def _bring_in(self, scribe: Scribe, place: int) -> None:
        session, by, story = scribe.session, scribe.cast.cataloguer, self.told[place]
        artifact = scribe.artifact(story)
        if story.pending:
            deed = deed_of(session, by, N_("Planned the digitization of %(object)s"), object=artifact.label)
            plan(session, [artifact], deed=deed, operator=by, planned_on=self._taken(place))
        deed = deed_of(session, by, N_("Added files to %(object)s"), object=artifact.label)
        if story.kind == "document":
            state_pages(session, artifact, len(story.pictures), deed=deed)
        with asset_changed.muted():  # a file that nobody has approved yet raises no level
            for result in self.made[place]:
                order, converted = result.get()
                self._attach(session, artifact, order, Converted.from_json(converted), deed)
                self.done += 1
                self.report(self.done, self.wanted)

    def _attach(
        self, session: Session, artifact: Artifact, order: Order, converted: Converted, deed: ChangeSet
    ) -> None:
        staged = self.storage.new_staged_path()
        Path(order.folder, order.name).replace(staged)
        page = 1 if order.view == "page" else None
        attached = attach(
            session,
            self.storage,
            staged,
            artifact=artifact,
            name=order.name,
            deed=deed,
            view=order.view,
            page=page,
        )
        version = attached.asset.current
        mark_verified(version)
        kept = keep_files(self.storage, version, Path(order.folder), converted.made)
        finish(session, version, converted, kept, deed=deed)

    def _approve(self, scribe: Scribe, story: Story) -> None:
        artifact = scribe.artifact(story)
        only_known = story.pictures == ["front"]
        action = N_("Approved the files of %(object)s")
        deed = deed_of(scribe.session, scribe.cast.curator, action, object=artifact.label)
        for version in _versions(scribe.session, artifact):
            known = only_known or lacks_of(scribe.session, version)
            approve(scribe.session, version, scope=Scope.IDENTIFICATION if known else Scope.STANDARD, deed=deed)

    def _send_back(self, scribe: Scribe, story: Story, reason: str) -> None:
        artifact = scribe.artifact(story)
        action = N_("Sent back a file of %(object)s")
        deed = deed_of(scribe.session, scribe.cast.curator, action, object=artifact.label)
        for version in _versions(scribe.session, artifact):
            send_back(scribe.session, version, reason=reason, deed=deed)

    def leave_nothing_to_do(self, session: Session) -> None:
        """Take back the jobs that the worker would start with: these files are prepared already."""
        session.execute(sa.delete(Job).where(Job.kind == "media.derive"))


def _versions(session: Session, artifact: Artifact) -> list[AssetVersion]:
    query = sa.select(AssetVersion).where(AssetVersion.asset.has(artifact_id=artifact.id)).order_by(AssetVersion.id)
    return list(session.scalars(query))

"""The files of the demonstration: drawn, converted by the same converters as real ones, approved by a second person."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from museum_tracker.accounts.models import User
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.i18n import N_
from museum_tracker.demo.invented import Story
from museum_tracker.demo.records import Scribe
from museum_tracker.demo.stage import deed_of, standing_at
from museum_tracker.digitization.models import Scope
from museum_tracker.digitization.services.reviews import approve, send_back
from museum_tracker.digitization.services.tasks import plan, state_pages
from museum_tracker.history.models import ChangeSet
from museum_tracker.jobs.models import Job
from museum_tracker.media.kinds import FORMATS
from museum_tracker.media.kinds.base import Converted, Limits
from museum_tracker.media.models import AssetVersion
from museum_tracker.media.preparing import finish, keep_files
from museum_tracker.media.services import attach, mark_verified
from museum_tracker.media.storage import LocalStorage

CAPTION = "MINH HỌA – hình do chương trình vẽ, không phải hiện vật thật"
PROCESSES = 2


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


def orders(told: list[Story], folder: Path) -> Iterator[Order]:
    """Every picture and model that the stories ask for."""
    for place, story in enumerate(told):
        for view in [*story.pictures, *([""] if story.model else [])]:
            target = folder / f"{place}-{view or '3d'}"
            yield Order(place, story.shape, story.skin, view, place, story.height_cm, str(target))


def make(order: Order) -> tuple[Order, dict[str, Any]]:
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


class Darkroom:
    """Brings made files into the museum on the day each was taken, and has them judged."""

    def __init__(self, scribe: Scribe, storage: LocalStorage, today: dt.date) -> None:
        self.session = scribe.session
        self.storage = storage
        self.cast = scribe.cast
        self.ids = scribe.ids
        self.today = today

    def _deed(self, by: User, action: str, artifact: Artifact) -> ChangeSet:
        return deed_of(self.session, by, action, object=artifact.label)

    def develop(self, told: list[Story], progress: Callable[[int, int], None]) -> None:
        """Make every file in two processes and bring each object's files in together."""
        with tempfile.TemporaryDirectory(prefix="darkroom-", dir=self.storage.staging) as folder:
            wanted = list(orders(told, Path(folder)))
            made: dict[int, list[tuple[Order, Converted]]] = {}
            with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
                for done, (order, result) in enumerate(pool.imap_unordered(make, wanted, chunksize=2), 1):
                    made.setdefault(order.story, []).append((order, Converted.from_json(result)))
                    progress(done, len(wanted))
            for place in sorted(made):
                self._bring_in(told[place], sorted(made[place], key=lambda pair: pair[0].view or "z"))
        # The files are prepared already: nothing is left for the worker to do.
        self.session.execute(sa.delete(Job).where(Job.kind == "media.derive"))

    def _bring_in(self, story: Story, files: list[tuple[Order, Converted]]) -> None:
        artifact = self.session.get_one(Artifact, self.ids[id(story)])
        judged = story.digitized or self.today - dt.timedelta(days=2 + artifact.id % 9)
        with standing_at(judged - dt.timedelta(days=1)):
            if story.pending:
                deed = deed_of(
                    self.session,
                    self.cast.cataloguer,
                    N_("Planned the digitization of %(object)s"),
                    object=artifact.label,
                )
                plan(self.session, [artifact], deed=deed, operator=self.cast.cataloguer, planned_on=judged)
            deed = self._deed(self.cast.cataloguer, N_("Added files to %(object)s"), artifact)
            if story.kind == "document":
                state_pages(self.session, artifact, len(story.pictures), deed=deed)
            versions = [self._attach(artifact, order, converted, deed) for order, converted in files]
        if story.digitized:
            with standing_at(judged, hour=15):
                self._approve(artifact, story, versions)

    def _attach(self, artifact: Artifact, order: Order, converted: Converted, deed: ChangeSet) -> AssetVersion:
        staged = self.storage.new_staged_path()
        Path(order.folder, order.name).replace(staged)
        page = 1 if order.view == "page" else None
        attached = attach(
            self.session,
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
        finish(self.session, version, converted, kept, deed=deed)
        return version

    def _approve(self, artifact: Artifact, story: Story, versions: list[AssetVersion]) -> None:
        known_only = story.pictures == ["front"]
        scope = Scope.IDENTIFICATION if known_only else Scope.STANDARD
        deed = self._deed(self.cast.curator, N_("Approved the files of %(object)s"), artifact)
        for version in versions:
            approve(self.session, version, scope=scope, deed=deed)

    def send_two_back(self, told: list[Story]) -> None:
        """Let the curator send two of the waiting files back, as happens."""
        waiting = [story for story in told if story.pending and story.pictures == ["page"]][:2]
        reasons = ("Thiếu thước tỷ lệ, chụp lại với thước đặt sát mép.", "Bóng tay che góc phải, quét lại.")
        for story, reason in zip(waiting, reasons, strict=False):
            with standing_at(self.today - dt.timedelta(days=1), hour=16):
                artifact = self.session.get_one(Artifact, self.ids[id(story)])
                deed = self._deed(self.cast.curator, N_("Sent back a file of %(object)s"), artifact)
                query = sa.select(AssetVersion).where(AssetVersion.asset.has(artifact_id=artifact.id))
                send_back(self.session, self.session.scalars(query).one(), reason=reason, deed=deed)

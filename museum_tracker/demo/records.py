"""The records of the demonstration: the forty illustrative objects, the old stock, then month by month."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.acquisitions.services import receive
from museum_tracker.catalogue.fields import implied_place, parse_values
from museum_tracker.catalogue.lookups import TermLookup
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import NumberKind, NumberState, RegisterBasis
from museum_tracker.catalogue.signals import tell_changed
from museum_tracker.catalogue.writing.create import create_artifacts
from museum_tracker.core.db import begin_write
from museum_tracker.core.formats import date
from museum_tracker.core.i18n import N_
from museum_tracker.demo.invented import OPENING_CUTOFF, Story
from museum_tracker.demo.stage import PREFIX, Cast, deed_of
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.services import add_facts
from museum_tracker.history.models import ChangeSet
from museum_tracker.interop.imports import running
from museum_tracker.interop.imports.applying import Entering
from museum_tracker.interop.imports.plan import ImportPlan, Standing
from museum_tracker.interop.imports.services import create_batch, read_file, set_plan
from museum_tracker.interop.imports.staging import stage
from museum_tracker.interop.imports.trial import try_batch

ILLUSTRATIVE = Path(__file__).parent / "data" / "illustrative.csv"
FIRST_NUMBER = 101
LINES_A_PAGE = 20
BOOK = "Sổ đăng ký hiện vật (minh họa)"
BESIDE = "Sổ hiện vật tham khảo, gửi giữ (minh họa)"
REGISTERED_ON = "ngày vào sổ"
MINUTES = "số %(number)02d/BB-HĐKH ngày %(day)s (minh họa)"
UNWRITTEN = 9  # every ninth line of the program has its basis still to be written
STEPS = ("registered", "marked", "classified", "dossier")


def illustrative(*, old: bool) -> bytes:
    """The illustrative objects as a table: those of the old books, or those acquired since."""
    with ILLUSTRATIVE.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        out = io.StringIO(newline="")
        chosen = [row for row in rows if (row["acquisition_date"] <= OPENING_CUTOFF.isoformat()) is old]
        writer = csv.DictWriter(out, [*(rows.fieldnames or ()), *([] if old else [REGISTERED_ON])])
        writer.writeheader()
        writer.writerows(row if old else row | {REGISTERED_ON: _registered(row)} for row in chosen)
    return out.getvalue().encode()


def _registered(row: dict[str, str]) -> str:
    """A new object is registered a month after it came, if it is on the register at all."""
    if row["status_inventory"] == "pending":
        return ""
    return f"{dt.date.fromisoformat(row['acquisition_date']) + dt.timedelta(days=30):%d/%m/%Y}"


def import_illustrative(
    engine: sa.Engine, session: Session, settings: Settings, cast: Cast, today: dt.date, *, old: bool
) -> None:
    """Import illustrative objects as a museum would, from a table: as opening balance, or as work of the period."""
    name = "so-dang-ky-minh-hoa.csv" if old else f"hien-vat-moi-{today.year}.csv"
    staged = stage(session, settings, io.BytesIO(illustrative(old=old)), name)
    reading, views = read_file(settings, staged)
    begin_write(session)
    batch = create_batch(session, staged, reading, views, by=cast.cataloguer)
    plan = replace(
        ImportPlan.from_json(batch.plan),
        standing=Standing.OPENING.value if old else Standing.IN_PERIOD.value,
        cutoff=OPENING_CUTOFF.isoformat() if old else "",
        document=BOOK if old else MINUTES % {"number": 5, "day": f"{today:%d/%m/%Y}"},
        basis="" if old else RegisterBasis.COUNCIL.value,
    )
    set_plan(session, batch, plan, today=today)
    session.commit()
    walk = running.open_walk(engine, settings, batch)
    try:
        try_batch(session, batch, walk, commit=lambda open_session, _: open_session.commit())
        session.commit()
        Entering(session, batch, walk, by=cast.cataloguer, commit=lambda open_session, _: open_session.commit()).run()
    finally:
        walk.close()


class Scribe:
    """Writes stories into the catalogue, giving numbers in the order of the register and of each material."""

    def __init__(self, session: Session, cast: Cast) -> None:
        self.session = session
        self.cast = cast
        self.lookup = TermLookup(session)
        self.register = FIRST_NUMBER
        self.groups: Counter[str] = Counter()
        self.ids: dict[int, int] = {}

    def artifact(self, story: Story) -> Artifact:
        """The object that a story became."""
        return self.session.get_one(Artifact, self.ids[id(story)])

    def write_old_stock(self, told: list[Story]) -> None:
        """The opening balance: what stood in the books before the program, attested "theo sổ"."""
        deed = deed_of(self.session, self.cast.cataloguer, N_("Entered the opening balance from the old books"))
        old = [story for story in told if story.old]
        self._insert(old, deed)
        facts = [fact for story in old for fact in self._opening(story)]
        self._note(old, facts, deed)

    def write_month(self, told: list[Story], first: dt.date, last: dt.date) -> None:
        """All that happened in a month: objects received, registered, marked, classified."""
        known = [story for story in told if not story.late or id(story) in self.ids]
        fresh = [story for story in known if story.received and first <= story.received <= last and not story.late]
        moved = [s for s in known if any(first <= (getattr(s, step) or dt.date.min) <= last for step in STEPS)]
        if not fresh and not moved:
            return
        deed = deed_of(
            self.session, self.cast.cataloguer, N_("Kept the books of %(month)s"), month=f"{first.month}/{first.year}"
        )
        booked = [story for story in fresh if story.registered]
        self._insert(booked, deed)
        for story in fresh:
            if not story.registered:
                self._receive(story, deed)
        facts = [*self._received(booked), *(fact for story in moved for fact in self._happened(story, first, last))]
        self._note([*fresh, *moved], facts, deed)

    def write_late(self, story: Story, day: dt.date) -> None:
        """An object whose papers come late to the registrar: all that had happened to it by then, on its true days."""
        action = N_("Entered an object late, from the handover record of its year")
        deed = deed_of(self.session, self.cast.cataloguer, action)
        self._insert([story], deed)
        happened = self._happened(story, dt.date.min, day - dt.timedelta(days=1))
        self._note([story], [*self._received([story]), *happened], deed)

    def write_beside(self, told: list[Story]) -> None:
        """What the museum keeps beside its holdings since before the program: reference objects, deposits, copies."""
        action = N_("Entered reference objects, deposits and copies from the old books")
        deed = deed_of(self.session, self.cast.cataloguer, action)
        rows = [{**self._values(story), "numbers": [], "holding": story.holding} for story in told]
        ids = create_artifacts(self.session, rows, deed=deed, tell=False)
        self.ids |= {id(story): number for story, number in zip(told, ids, strict=True)}
        opening = {"opening": True, "effective_latest": OPENING_CUTOFF, "values": {"document": BESIDE}}
        facts = [{"artifact_id": number, "kind": FactKind.RECEIVED, **opening} for number in ids]
        self._note(told, facts, deed)

    def _insert(self, stories: list[Story], deed: ChangeSet) -> None:
        rows = [self._row(story) for story in stories]
        for story, number in zip(stories, create_artifacts(self.session, rows, deed=deed, tell=False), strict=True):
            self.ids[id(story)] = number

    def _receive(self, story: Story, deed: ChangeSet) -> None:
        values = self._values(story)
        record = values.pop("handover_record", "")
        received = receive(
            self.session,
            values,
            received_on=story.received or dt.date.min,
            handover_record=record,
            handover_on=story.collected,
            deed=deed,
        )
        self.ids[id(story)] = received.id

    def _note(self, stories: list[Story], facts: Iterable[dict[str, Any]], deed: ChangeSet) -> None:
        ids = list(dict.fromkeys(self.ids[id(story)] for story in stories))
        add_facts(self.session, facts, deed=deed)
        tell_changed(self.session, ids, deed=deed)  # counts them too

    def _row(self, story: Story) -> dict[str, Any]:
        self.register += 1
        numbers = [{"kind": NumberKind.REGISTRATION.value, "text": f"{PREFIX} {self.register:04}"}]
        if story.classified:
            self.groups[story.code] += 1
            number = f"{story.code} {self.groups[story.code] + 100}"
            state = NumberState.CURRENT.value
            numbers.append({"kind": NumberKind.CLASSIFICATION.value, "text": number, "state": state})
        page, line = divmod(self.register - FIRST_NUMBER, LINES_A_PAGE)
        book: dict[str, Any] = {"register_book": "1", "register_page": str(page + 6), "register_line": str(line + 1)}
        if (day := story.registered) and day != OPENING_CUTOFF:
            book |= {"registered_text": date(day, "vi"), "registered_earliest": day, "registered_latest": day}
        return {**self._values(story), **book, **self._basis(story), "numbers": numbers, "holding": story.holding}

    def _basis(self, story: Story) -> dict[str, Any]:
        """By which minutes a line of the program was entered; the old books are their own evidence."""
        if story.old or not story.registered or self.register % UNWRITTEN == 0:
            return {}
        day = story.registered
        minutes = MINUTES % {"number": day.month, "day": f"{day:%d/%m/%Y}"}
        return {"register_basis": RegisterBasis.COUNCIL.value, "register_basis_text": minutes}

    def _values(self, story: Story) -> dict[str, Any]:
        values, _findings = parse_values({k: v for k, v in story.record.items() if v}, self.lookup)
        return {**values, "place_id": implied_place(values, self.lookup)}

    def _opening(self, story: Story) -> Iterator[dict[str, Any]]:
        evidence = {"opening": True, "values": {"document": BOOK}}
        for kind, step in zip(_KINDS, STEPS, strict=True):
            day = getattr(story, step)
            if day == OPENING_CUTOFF:
                yield {"artifact_id": self.ids[id(story)], "kind": kind, "effective_latest": day, **evidence}

    def _received(self, stories: list[Story]) -> Iterator[dict[str, Any]]:
        for story in stories:
            for kind in (FactKind.RECEIVED, FactKind.COLLECTED):
                yield self._fact(story, kind, story.collected)

    def _happened(self, story: Story, first: dt.date, last: dt.date) -> Iterator[dict[str, Any]]:
        for kind, step in zip(_KINDS, STEPS, strict=True):
            day = getattr(story, step)
            if day and first <= day <= last and day != OPENING_CUTOFF:
                yield self._fact(story, kind, day)

    def _fact(self, story: Story, kind: FactKind, day: dt.date | None) -> dict[str, Any]:
        return {"artifact_id": self.ids[id(story)], "kind": kind, "effective_on": day, "effective_latest": day}


_KINDS = (FactKind.REGISTERED, FactKind.MARKED, FactKind.CLASSIFIED, FactKind.DOSSIER)

"""The sample of the register: drawn by a seed, checked line by line both ways, signed with its conclusion."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.queries import find_by_number
from museum_tracker.core.errors import Conflict, Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.figures.members import members
from museum_tracker.figures.models import Standing
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.figures.rules.populations import DEFAULT
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.locations.queries import path_labels
from museum_tracker.years.models import SampleItem, YearSample
from museum_tracker.years.queries import find_sample, require_sensible
from museum_tracker.years.rules.packing import pack
from museum_tracker.years.rules.sampling import DEFAULT_SIZE, MOST, Direction, Outcome, draw, draw_place

SEED_BELOW = 10**9


class SampleDrawn(Conflict):
    """There is a sample for the year already."""

    msgid = N_("A sample of the year %(year)s is drawn already; set it aside with a reason before drawing another.")


class NothingToDraw(Refusal):
    """The register is empty."""

    msgid = N_("No object stood on the register on %(date)s: there is nothing to draw from.")


class SizeUnclear(Refusal):
    """The size of the sample is not sensible."""

    msgid = N_("Draw between 1 and %(most)s lines each way.")


class SampleSigned(Conflict):
    """Signed minutes are not changed."""

    msgid = N_("The minutes of this sample are signed; their results stand.")


class LinesPending(Refusal):
    """Not every line was checked."""

    msgid = N_("%(count)s lines are not checked yet: minutes are signed when all are.")


class NumberNotOnRegister(Refusal):
    """The number read from the object is not in the register."""

    msgid = N_("“%(number)s” is not a number of the register: the line cannot agree.")


class SampleReasonNeeded(Refusal):
    """A sample is set aside for a reason only."""

    msgid = N_("Say why this sample is set aside; it stays readable.")


def draw_sample(
    session: Session,
    year: int,
    *,
    as_of: dt.date,
    deed: ChangeSet,
    size: int = DEFAULT_SIZE,
    seed: int | None = None,
) -> YearSample:
    """Draw so many lines each way from the register as of a day; the same seed and register draw the same.

    Raises:
        SampleDrawn: the year has a sample.
        SizeUnclear, NothingToDraw: nothing can be drawn.
    """
    require_sensible(year)
    if find_sample(session, year) is not None:
        raise SampleDrawn(year=str(year))
    if not 1 <= size <= MOST:
        raise SizeUnclear(field="size", most=MOST)
    frame, present = (_frame(session, measure, as_of) for measure in (Measure.REGISTERED, Measure.PRESENT))
    if not frame:
        raise NothingToDraw(date=as_of)
    seed = secrets.randbelow(SEED_BELOW) if seed is None else seed
    sample = _new(year, seed, as_of, deed)
    sample.frame, sample.frame_count = pack(frame).sha256, len(frame)
    sample.present_frame, sample.present_count = pack(present).sha256, len(present)
    session.add(sample)
    lines = [*_from_book(session, draw(frame, size, seed, Direction.BOOK_TO_OBJECT))]
    lines += _from_objects(session, draw(present, size, seed, Direction.OBJECT_TO_BOOK), seed)
    sample.items.extend(SampleItem(position=place, **line) for place, line in enumerate(lines, 1))
    session.flush()
    drawn = {"seed": str(seed), "as_of": as_of.isoformat(), "lines": len(lines)}
    record(session, deed, entity="year_sample", entity_id=sample.id, after=drawn)
    return sample


def _new(year: int, seed: int, as_of: dt.date, deed: ChangeSet) -> YearSample:
    return YearSample(
        year=year,
        seed=seed,
        drawn_at=deed.at,
        by=deed.by,
        as_of=as_of,
        members="",
        conclusion="",
        void_reason="",
    )


def note_result(
    session: Session, item: SampleItem, outcome: Outcome, *, deed: ChangeSet, seen_number: str = "", note: str = ""
) -> SampleItem:
    """Enter what checking a line found.

    Raises:
        SampleSigned: the minutes are signed, or the sample was set aside.
        NumberNotOnRegister: a line from an object is said to agree, but its number is in no register.
    """
    _require_open(item.sample)
    before = _state(item)
    if item.direction is Direction.OBJECT_TO_BOOK:
        _look_up(session, item, seen_number, agrees=outcome is Outcome.AGREES)
    item.outcome, item.seen_number, item.note = outcome, seen_number.strip(), note.strip()
    item.checked_by, item.checked_at = deed.by, deed.at
    session.flush()
    record(session, deed, entity="year_sample_item", entity_id=item.id, before=before, after=_state(item))
    return item


def _look_up(session: Session, item: SampleItem, seen_number: str, *, agrees: bool) -> None:
    """Find the object of a line in the register; a line whose object is not there cannot agree."""
    if item.place_count is None:  # without a place the object itself was named
        if agrees and not _on_register(session, [item.artifact_id]):
            raise NumberNotOnRegister(field="seen_number", number=item.number)
        return
    found = _registered(session, seen_number)
    if agrees and found is None:
        raise NumberNotOnRegister(field="seen_number", number=seen_number)
    item.artifact_id = found.id if found else None
    item.name = (found.name_vi or found.name_en) if found else ""
    item.number = found.number if found else ""


def sign_sample(
    session: Session, sample: YearSample, *, conclusion: str, who: str, on: dt.date, deed: ChangeSet
) -> YearSample:
    """Sign the minutes: from now on the results stand.

    Raises:
        SampleSigned: they are signed already.
        LinesPending: lines are not checked yet.
    """
    _require_open(sample)
    pending = sum(item.outcome is Outcome.PENDING for item in sample.items)
    if pending:
        raise LinesPending(count=pending)
    before = {"signed_on": None, "conclusion": sample.conclusion, "members": sample.members}
    sample.conclusion, sample.members, sample.signed_on = conclusion.strip(), who.strip(), on
    session.flush()
    after = {"signed_on": on.isoformat(), "conclusion": sample.conclusion, "members": sample.members}
    record(session, deed, entity="year_sample", entity_id=sample.id, before=before, after=after)
    return sample


def set_aside(session: Session, sample: YearSample, *, deed: ChangeSet) -> None:
    """Set a sample aside so that another can be drawn; it stays readable with the reason.

    Raises:
        SampleSigned: its minutes are signed.
        SampleReasonNeeded: the deed gives no reason.
    """
    _require_open(sample)
    if not deed.reason.strip():
        raise SampleReasonNeeded(field="reason")
    sample.voided_at, sample.void_reason = deed.at, deed.reason
    session.flush()
    before = {"set_aside": False}
    record(session, deed, entity="year_sample", entity_id=sample.id, before=before, after={"set_aside": True})


def _frame(session: Session, measure: Measure, as_of: dt.date) -> list[int]:
    return sorted(session.scalars(members(Ask(measure, DEFAULT, as_of=as_of))))


def _from_book(session: Session, ids: Sequence[int]) -> Iterator[dict[str, object]]:
    objects, places = _objects(session, ids)
    for artifact_id in ids:
        yield {"direction": Direction.BOOK_TO_OBJECT, **_named(objects[artifact_id], places)}


def _from_objects(session: Session, ids: Sequence[int], seed: int) -> Iterator[dict[str, object]]:
    """A place for each object drawn, and how many objects in to count; one without a place is named itself."""
    objects, places = _objects(session, ids)
    counts = _stand_at(session, places)
    for position, artifact_id in enumerate(ids, 1):
        artifact = objects[artifact_id]
        line: dict[str, object] = {"direction": Direction.OBJECT_TO_BOOK}
        if artifact.location_id is None:
            yield line | _named(artifact, places)
            continue
        which = draw_place(seed, position, counts[artifact.location_id])
        yield line | {"place": places[artifact.location_id], "place_count": which}


def _named(artifact: Artifact, places: dict[int, str]) -> dict[str, object]:
    book = ", ".join(part for part in (artifact.register_book, artifact.register_page, artifact.register_line) if part)
    return {
        "artifact_id": artifact.id,
        "number": artifact.number,
        "name": artifact.name_vi or artifact.name_en,
        "place": places.get(artifact.location_id or 0, ""),
        "book": book,
    }


def _objects(session: Session, ids: Sequence[int]) -> tuple[dict[int, Artifact], dict[int, str]]:
    found = {one.id: one for one in session.scalars(sa.select(Artifact).where(Artifact.id.in_(ids)))}
    return found, path_labels(session, {one.location_id for one in found.values() if one.location_id})


def _stand_at(session: Session, places: dict[int, str]) -> dict[int, int]:
    query = sa.select(Artifact.location_id, sa.func.count()).where(
        Artifact.location_id.in_(places), Artifact.voided_at.is_(None)
    )
    return {row[0] or 0: row[1] for row in session.execute(query.group_by(Artifact.location_id))}


def _registered(session: Session, text: str) -> Artifact | None:
    """The object on the register that a number names, if exactly one does."""
    if not text.strip():
        return None
    found = find_by_number(session, text)
    standing = _on_register(session, [one.id for one in found])
    on_register = [one for one in found if one.id in standing]
    return on_register[0] if len(on_register) == 1 else None


def _on_register(session: Session, ids: Sequence[int | None]) -> set[int]:
    """Which of some objects stand on the register today: an entry number alone, or a removed object, does not."""
    wanted = [artifact_id for artifact_id in ids if artifact_id is not None]
    return set(session.scalars(members(Ask(Measure.REGISTERED, DEFAULT)).where(Standing.artifact_id.in_(wanted))))


def _require_open(sample: YearSample) -> None:
    if sample.signed_on is not None or sample.voided_at is not None:
        raise SampleSigned


def _state(item: SampleItem) -> dict[str, object]:
    return {"outcome": item.outcome.value, "seen_number": item.seen_number, "note": item.note, "number": item.number}

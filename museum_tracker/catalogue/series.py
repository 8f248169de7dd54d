"""Series of numbers: books and sequences, and the next number of each."""

from __future__ import annotations

import re
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.errors import SeriesClosed, SeriesUnknown
from museum_tracker.catalogue.models import ArtifactNumber, NumberSeries
from museum_tracker.catalogue.numbers.patterns import seq_of, write
from museum_tracker.catalogue.rules import Holding, NumberKind, NumberState
from museum_tracker.core.museum import get_profile
from museum_tracker.core.numbers import number_key
from museum_tracker.core.text import clean, exact_key

REGISTRATION = "registration"
_LEADING = re.compile(r"[^0-9]*")
_YEAR_OF_ENTRY = re.compile(r"(?:^|\s)[Tt]\s*(\d{4})\s*[./-]\s*\d+\s*$")


def find_series(session: Session, code: str) -> NumberSeries | None:
    """The series with this code."""
    return session.scalar(sa.select(NumberSeries).where(NumberSeries.code == code))


def get_series(session: Session, code: str) -> NumberSeries:
    """The series with this code.

    Raises:
        SeriesUnknown: there is none.
    """
    series = find_series(session, code)
    if series is None:
        raise SeriesUnknown(series=code)
    return series


def ensure_series(
    session: Session,
    code: str,
    *,
    kind: NumberKind,
    prefix: str = "",
    pattern: str = "{prefix} {seq}",
    strict: bool = True,
) -> NumberSeries:
    """The series with this code, opened if it is new; two openings at once give one series."""
    series = find_series(session, code[:64])
    if series is not None:
        return series
    try:
        with session.begin_nested():
            series = NumberSeries(code=code[:64], kind=kind, prefix=prefix[:40], pattern=pattern, strict=strict)
            session.add(series)
    except sa.exc.IntegrityError:
        return get_series(session, code[:64])
    return series


@dataclass(frozen=True)
class Book:
    """What a series is opened with when its first number is given."""

    code: str
    kind: NumberKind
    prefix: str = ""
    pattern: str = "{prefix} {seq}"


REGISTER = Book(REGISTRATION, NumberKind.REGISTRATION)


# What is kept under another title than the base store's numbers in a series of its own.
REGISTERS: dict[Holding, Book] = {
    Holding.UNDECIDED: REGISTER,
    Holding.BASE: REGISTER,
    Holding.REFERENCE: Book(f"{REGISTRATION}:reference", NumberKind.REGISTRATION, "TK"),
    Holding.DEPOSIT: Book(f"{REGISTRATION}:deposit", NumberKind.REGISTRATION, "KG"),
    Holding.COPY: Book(f"{REGISTRATION}:copy", NumberKind.REGISTRATION, "BS"),
    Holding.LOAN_IN: Book(f"{REGISTRATION}:loan", NumberKind.REGISTRATION, "M"),
}


def classification_book(material_code: str) -> Book:
    """The classification book of a material, by its code: 'Gm' gives 'Gm 313' next."""
    code = clean(material_code)
    return Book(f"classification:{exact_key(code)}", NumberKind.CLASSIFICATION, code)


def entry_book(year: int) -> Book:
    """The book of entry numbers of one year: 'T2026.11'."""
    return Book(f"entry:{year}", NumberKind.ENTRY, f"T{year}", "{prefix}.{seq}")


def year_of_entry(text: str) -> int | None:
    """The year whose book an entry number stands in, with or without the museum's letters: 'BTBG T2026.11'."""
    found = _YEAR_OF_ENTRY.search(text)
    return int(found.group(1)) if found else None


def _other_entry_book(text: str) -> Book:
    """The book of entry numbers that name no year, by what stands before the first point, stroke or dash."""
    head = re.split(r"[./-]", text)[0]
    return Book(f"entry:{exact_key(head)}", NumberKind.ENTRY, head, "{prefix}.{seq}")


def open_book(session: Session, book: Book) -> NumberSeries:
    """The series of a book, opened if this is its first number; what follows it where it is closed."""
    series = ensure_series(session, book.code, kind=book.kind, prefix=book.prefix, pattern=book.pattern)
    return series_in_use(session, series)


def registration_series(session: Session, holding: Holding = Holding.BASE) -> NumberSeries:
    """The register's series for what is kept under a title: the one in use, where a former one is closed."""
    return open_book(session, REGISTERS[holding])


def closed_registers(session: Session) -> list[NumberSeries]:
    """The closed registers that wrote letters of their own before their numbers, the oldest first."""
    closed = sa.select(NumberSeries).where(
        NumberSeries.kind == NumberKind.REGISTRATION, NumberSeries.closed, NumberSeries.prefix != ""
    )
    return [*session.scalars(closed.order_by(NumberSeries.id))]


def _register_of(session: Session, text: str, holding: Holding) -> NumberSeries:
    """The register that a number was written in: a closed one where its letters say so, else the one in use."""
    letters = number_key(leading(text))
    in_use = registration_series(session, holding)
    if letters and letters != number_key(prefix_of(session, in_use)):
        for series in closed_registers(session):
            if number_key(series.prefix) == letters:
                return series
    return in_use


def series_of_number(
    session: Session, kind: NumberKind, text: str, holding: Holding = Holding.BASE
) -> NumberSeries | None:
    """The series that a number of this kind belongs to when nobody names one; old and field numbers have none."""
    if kind is NumberKind.REGISTRATION:
        return _register_of(session, text, holding)
    if kind is NumberKind.CLASSIFICATION:
        return open_book(session, classification_book(leading(text)))
    if kind is NumberKind.ENTRY:
        year = year_of_entry(text)
        return open_book(session, entry_book(year) if year else _other_entry_book(text))
    return None


def refuse_new_in_closed(session: Session, text: str, holding: Holding = Holding.BASE) -> None:
    """Refuse a number that a closed register never gave: what stands in a former museum's book may be written off it.

    Raises:
        SeriesClosed: the number is new in a closed series.
    """
    series = _register_of(session, text, holding)
    if series.closed and seq_of(series.pattern, prefix_of(session, series), text) > series.last:
        raise SeriesClosed(field="number", name=series.label)


def leading(text: str) -> str:
    """The letters before the first figure: 'Gm 12' gives 'Gm'."""
    found = _LEADING.match(text)
    return clean(found.group().strip(" .-/_")) if found else ""


def prefix_of(session: Session, series: NumberSeries) -> str:
    """The letters that a series writes: its own, else for registers the museum's as its profile says."""
    if series.prefix or series.kind is not NumberKind.REGISTRATION:
        return series.prefix
    return get_profile(session).number_prefix


def series_in_use(session: Session, series: NumberSeries) -> NumberSeries:
    """The series that gives numbers in place of this one: itself, or what follows where it is closed."""
    passed: set[int] = set()
    while series.closed and series.successor_id and series.id not in passed:
        passed.add(series.id)
        series = session.get_one(NumberSeries, series.successor_id)
    return series


def write_number(session: Session, series: NumberSeries, seq: int) -> str:
    """The number that stands at a place of the series, as its pattern writes it."""
    return write(series.pattern, prefix_of(session, series), seq)


def next_number(session: Session, series: NumberSeries) -> str:
    """The number that would come next; nothing is reserved."""
    seq = series.last + 1
    while _bears(session, series, write_number(session, series, seq)):
        seq += 1
    return write_number(session, series, seq)


def shown_number(session: Session, book: Book) -> str:
    """The next number of a book for a page that only shows it: looking at a form writes nothing. None when closed."""
    series = find_series(session, book.code[:64])
    if series is None:
        series = NumberSeries(kind=book.kind, prefix=book.prefix, pattern=book.pattern, last=0)
        return next_number(session, series)
    series = series_in_use(session, series)
    return "" if series.closed else next_number(session, series)


def reserve_next_number(session: Session, series: NumberSeries) -> str:
    """Take the next free number of a series; two people at once get two different numbers.

    Raises:
        SeriesClosed: it gives no numbers any more, and nothing follows it.
    """
    series = series_in_use(session, series)
    if series.closed:
        raise SeriesClosed(name=series.label)
    while True:
        stepped = (
            sa.update(NumberSeries)
            .where(NumberSeries.id == series.id)
            .values(last=NumberSeries.last + 1)
            .returning(NumberSeries.last)
            .execution_options(synchronize_session=False)
        )
        seq = session.execute(stepped).scalar_one()
        session.refresh(series, ["last"])
        text = write_number(session, series, seq)
        if not _bears(session, series, text):
            return text


def note_number(session: Session, series: NumberSeries, texts: list[str]) -> None:
    """Let the series go on after the highest of these numbers that its pattern could have written."""
    pattern, prefix, last = series.pattern, prefix_of(session, series), series.last
    highest = max((seq_of(pattern, prefix, text) for text in texts), default=0)
    if highest <= last:
        return
    session.execute(
        sa.update(NumberSeries)
        .where(NumberSeries.id == series.id, NumberSeries.last < highest)
        .values(last=highest)
        .execution_options(synchronize_session=False)
    )
    session.refresh(series, ["last"])


def _bears(session: Session, series: NumberSeries, text: str) -> bool:
    """Whether an object bears or bore this number: a number given once is not given again."""
    held = sa.select(ArtifactNumber.id).where(
        ArtifactNumber.series_id == series.id,
        ArtifactNumber.key == number_key(text)[:400],
        ArtifactNumber.state.in_(list(NumberState)),
    )
    return session.scalar(held.limit(1)) is not None

"""The minutes of a sample of the register, as an official paper (Decree 30/2020, minutes): signed by all who checked.

Drawn and not yet checked, they are the sheets that are filled in by hand at the shelves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from museum_tracker.core import clock
from museum_tracker.core.i18n import N_
from museum_tracker.core.museum import MuseumProfile
from museum_tracker.reports.kinds.heads import nation
from museum_tracker.reports.kinds.saying import Say, say_in, words
from museum_tracker.reports.model import (
    Appendix,
    Block,
    Column,
    Document,
    Ending,
    Kind,
    Letterhead,
    Paragraph,
    Row,
    Section,
    Signatory,
    Table,
)
from museum_tracker.reports.rules.numbering import BLANK, document_number, roman
from museum_tracker.years.models import SampleItem, YearSample
from museum_tracker.years.rules.sampling import DIRECTION_LABELS, OUTCOME_LABELS, Direction, Outcome
from museum_tracker.years.samples import Way, members_of, place_message, rate_among, rate_message, ways_of

SCHEMA = "museum-tracker/sample-minutes/1"
MINUTES = "BB"
EMPTY_SIGNATORIES = 3
TITLES = {
    Direction.BOOK_TO_OBJECT: N_("List of lines checked from the book to the object"),
    Direction.OBJECT_TO_BOOK: N_("List of lines checked from the object to the book"),
}


def build(sample: YearSample, profile: MuseumProfile, locale: str, *, today: dt.date) -> Document:
    """The minutes in a language."""
    say = say_in(locale)
    year, ways = str(sample.year), ways_of(sample)
    subject = say(N_("Check of the register by a random sample, year %(year)s"), year=year)
    stem = "bien-ban-mau" if locale == "vi" else "sample-minutes"
    return Document(
        name=f"{stem}-{year}",
        locale=locale,
        title=f"{say(N_('Minutes'))}: {subject}",
        author=profile.name(locale),
        dated=sample.signed_on or today,
        letterhead=_letterhead(profile, subject, locale, say),
        opening=tuple(_opening(sample, profile, locale, say)),
        sections=_sections(sample, ways, locale, say),
        closing=Paragraph(say(N_("The minutes were read out to all who checked, who agree with them and sign./."))),
        ending=_ending(sample, profile, say),
        appendices=tuple(_appendix(place, way, profile, locale, say) for place, way in enumerate(ways, 1)),
        words=words(say),
        meta={"schema": SCHEMA, "year": sample.year, "seed": sample.seed, "frame": sample.frame, "language": locale},
    )


def _letterhead(profile: MuseumProfile, subject: str, locale: str, say: Say) -> Letterhead:
    name, motto = nation(locale)
    number = document_number("", profile.document_code, MINUTES)
    return Letterhead(
        parent=profile.parent(locale),
        agency=profile.name(locale),
        nation=name,
        motto=motto,
        number=say(N_("No.: %(number)s"), number=number),
        place_and_date="",  # minutes say in their text when and where
        type_name=say(N_("Minutes")),
        subject=subject,
    )


def _opening(sample: YearSample, profile: MuseumProfile, locale: str, say: Say) -> Iterator[Paragraph]:
    begun = clock.local(sample.drawn_at).date()
    ended: object = sample.signed_on or "…"
    yield Paragraph(say(N_("Time: from %(start)s to %(end)s."), start=begun, end=ended))
    place = profile.seat(locale)
    museum = f"{profile.name(locale)}, {place}" if place else profile.name(locale)
    yield Paragraph(say(N_("Place: the stores of %(museum)s."), museum=museum))
    yield Paragraph(say(N_("Present:")))
    members = members_of(sample)
    for member in members:
        yield Paragraph(f"- {member.name}{f', {member.role}' if member.role else ''};")
    if not members:
        yield from (Paragraph("- …") for _ in range(EMPTY_SIGNATORIES))
    yield Paragraph(say(N_("Together they checked the register against the objects, with the findings that follow:")))


def _sections(sample: YearSample, ways: list[Way], locale: str, say: Say) -> tuple[Section, ...]:
    told = [Paragraph(text) for text in sample.conclusion.splitlines() if text.strip()]
    pending: tuple[Block, ...] = (Paragraph("…"),) * EMPTY_SIGNATORIES
    return (
        Section(
            key="draw",
            number="I.",
            title=say(N_("How the sample was drawn")).upper(),
            blocks=tuple(_draw(sample, ways, say)),
        ),
        Section(
            key="findings",
            number="II.",
            title=say(N_("Result of the check")).upper(),
            blocks=_findings(sample, ways, locale, say),
        ),
        Section(key="conclusion", number="III.", title=say(N_("Conclusion")).upper(), blocks=tuple(told) or pending),
    )


def _draw(sample: YearSample, ways: list[Way], say: Say) -> Iterator[Paragraph]:
    msgid = N_("- From the book to the object: %(lines)s lines out of %(count)s objects on the register on %(date)s.")
    yield Paragraph(say(msgid, lines=len(ways[0].items), count=sample.frame_count, date=sample.as_of))
    msgid = N_("- From the object to the book: %(lines)s objects out of %(count)s held on %(date)s.")
    yield Paragraph(say(msgid, lines=len(ways[1].items), count=sample.present_count, date=sample.as_of))
    msgid = N_(
        "- Drawn by the software with the seed %(seed)s; the same seed draws the same lines from the same lists again "
        "(SHA-256 of the lists: register %(frame)s, objects held %(present)s)."
    )
    seed = {"seed": str(sample.seed), "frame": sample.frame[:16], "present": sample.present_frame[:16]}
    yield Paragraph(say(msgid, **seed))


def _findings(sample: YearSample, ways: list[Way], locale: str, say: Say) -> tuple[Block, ...]:
    rows = tuple(_way_row(way, say) for way in ways)
    columns = (
        Column(key="way", label=say(N_("Way")), width=2.4),
        Column(key="lines", label=say(N_("Lines")), kind=Kind.COUNT, width=0.8),
        *(Column(key=one.value, label=say(OUTCOME_LABELS[one]), kind=Kind.COUNT) for one in _outcomes(sample)),
        Column(key="rate", label=say(N_("Rate that agrees")), kind=Kind.PERCENT, width=1.1),
        Column(key="interval", label=say(N_("95% confidence interval")), width=1.9),
    )
    shown = tuple(Row((*row[:2], *(row[2][one] for one in _outcomes(sample)), *row[3:])) for row in rows)
    table = Table(name="findings", caption=say(N_("Findings of the sample")), columns=columns, rows=shown)
    whole = rate_message(rate_among(sample.items)).text(locale)
    told = say(N_("Both ways together: %(sentence)s"), sentence=whole)
    return table, Paragraph(told), Paragraph(say(N_("Each line and what was found is listed in Appendices I and II.")))


def _outcomes(sample: YearSample) -> list[Outcome]:
    """Agreeing, differing and missing lines always have a column, unchecked ones while there are any."""
    pending = any(item.outcome is Outcome.PENDING for item in sample.items)
    return [one for one in Outcome if one is not Outcome.PENDING or pending]


def _way_row(way: Way, say: Say) -> tuple[str, int, dict[Outcome, int], float | None, str | None]:
    interval = None
    if way.rate.share is not None:
        low, high = (round(share * 100, 1) for share in (way.rate.low, way.rate.high))
        interval = say(N_("%(low)s%% to %(high)s%%"), low=low, high=high)
    label = say(DIRECTION_LABELS[way.direction])
    return label, len(way.items), dict(way.found) | {one: way.found[one] for one in Outcome}, way.rate.share, interval


def _ending(sample: YearSample, profile: MuseumProfile, say: Say) -> Ending:
    members = [Signatory(member.name, member.role) for member in members_of(sample)]
    return Ending(
        offices=(say(N_("Confirmed by the director")),),
        signer=profile.director_name,
        recipients_label=say(N_("Recipients:")),
        recipients=(
            say(N_("The director (to report);")),
            say(N_("Kept by: the office, the file of the close of %(year)s."), year=str(sample.year)),
        ),
        signatories_label=say(N_("Those who checked")),
        signatories=tuple(members) or (Signatory(""),) * EMPTY_SIGNATORIES,
    )


def _appendix(place: int, way: Way, profile: MuseumProfile, locale: str, say: Say) -> Appendix:
    title = say(TITLES[way.direction])
    number = document_number("", profile.document_code, MINUTES).replace(BLANK, "\u00a0" * 4)
    museum = profile.name(locale)
    return Appendix(
        key=way.direction.value,
        number=say(N_("Appendix %(number)s"), number=roman(place)),
        title=title,
        reference=say(N_("With Minutes No. %(number)s of %(museum)s"), number=number, museum=museum),
        table=_lines(way, title, locale, say),
    )


def _lines(way: Way, title: str, locale: str, say: Say) -> Table:
    return Table(
        name=way.direction.value,
        caption=title,
        columns=(
            Column(key="place", label=say(N_("No.")), kind=Kind.COUNT, width=0.6),
            Column(key="number", label=say(N_("Number")), width=1.6),
            Column(key="name", label=say(N_("Name")), width=2.4),
            Column(key="book", label=say(N_("Book, page, line")), width=1.3),
            Column(key="location", label=say(N_("Place")), width=2.2),
            Column(key="finding", label=say(N_("Finding")), width=1.4),
            Column(key="note", label=say(N_("Note")), width=2),
        ),
        rows=tuple(_line(item, locale, say) for item in way.items),
        notes=(rate_message(way.rate).text(locale),),
    )


def _line(item: SampleItem, locale: str, say: Say) -> Row:
    finding = "" if item.outcome is Outcome.PENDING else say(OUTCOME_LABELS[item.outcome])
    number = item.seen_number or item.number
    place = place_message(item).text(locale)
    return Row((item.position, number, item.name, item.book, place, finding, item.note))

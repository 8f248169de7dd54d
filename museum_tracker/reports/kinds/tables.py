"""The tables of a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from museum_tracker.core.i18n import N_, translate
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.reports.model import Column, Kind, Row, Rows, Table, Told, Value
from museum_tracker.reports.summary import (
    Balance,
    ExceptionLine,
    ExceptionList,
    LevelLine,
    ObjectLine,
    ObjectList,
    Summary,
    TargetLine,
)
from museum_tracker.targets.rules.bands import VERDICT_LABELS
from museum_tracker.years.balances import LineKind

EXCEPTIONS = N_("Files approved by their maker, by the director's exception")
LADDER = N_(
    "Level 1: record and identifying picture; level 2: pictures or scans to standard; level 3: 3D model to standard. "
    "The full level is 3 for three-dimensional objects and 2 for flat ones."
)


def targets(lines: Sequence[TargetLine], locale: str) -> Table:
    """Target, plan, achieved, ratio to the minimum, verdict; the notes say how each computed share is counted."""
    rows = tuple(
        Row(
            (
                place,
                line.name(locale),
                _plan(line, locale),
                _achieved(line, locale),
                line.ratio,
                translate(VERDICT_LABELS[line.verdict], locale),
            ),
            figures=(None, None, None, line.figure),
            key=line.code,
        )
        for place, line in enumerate(lines, 1)
    )
    return Table(
        name="targets",
        caption=translate(N_("Targets, plan and results"), locale),
        columns=(
            _column("place", N_("No."), locale, Kind.COUNT, 0.75),
            _column("target", N_("Target"), locale, width=3.2),
            _column("plan", N_("Plan"), locale, width=1.35),
            _column("result", N_("Result"), locale, width=1.3),
            _column("ratio", N_("Ratio to the minimum"), locale, Kind.PERCENT, 1.25),
            _column("assessment", N_("Assessment"), locale, width=1.75),
        ),
        rows=rows,
        notes=_target_notes(lines, locale),
    )


def _plan(line: TargetLine, locale: str) -> Value:
    """What a target asks for: a number where it is a single one, a band or a word as text."""
    text = line.plan.text(locale)
    if line.minimum is None or line.milestone:
        return text
    return Told(text, line.minimum, line.share, sign="≥" if text.startswith("≥") else "")


def _achieved(line: TargetLine, locale: str) -> Value:
    if line.achieved is None:
        return None
    text = line.achieved.text(locale)
    return text if line.number is None or line.milestone else Told(text, line.number, line.share)


def _target_notes(lines: Sequence[TargetLine], locale: str) -> tuple[str, ...]:
    carried = {line.note.text(locale) for line in lines if line.note}
    bases: dict[str, list[str]] = {}
    for place, line in enumerate(lines, 1):
        if line.basis is not None:
            bases.setdefault(line.basis.text(locale), []).append(str(place))
    told = [
        translate(N_("Target %(places)s: %(basis)s."), locale, places=", ".join(places), basis=basis)
        for basis, places in bases.items()
    ]
    return (*sorted(carried), *told)


def comparison(summary: Summary, locale: str) -> Table:
    """What the period brought beside the same period a year before, in numbers and per cent."""
    running = any(line.so_far is not None for line in summary.counted)
    columns = [
        _column("item", N_("Item"), locale, width=3),
        _column("objects", N_("This period"), locale, Kind.COUNT),
        _column("pieces", N_("Pieces"), locale, Kind.COUNT, 0.9),
        _column("before", N_("Same period a year before"), locale, Kind.COUNT, 1.1),
        _column("difference", N_("Change"), locale, Kind.DIFFERENCE, 0.9),
        _column("change", N_("Change in per cent"), locale, Kind.CHANGE, 1),
    ]
    if running:
        columns.insert(3, _column("so_far", N_("Since the year began"), locale, Kind.COUNT, 1.1))
    rows = []
    for line in summary.counted:
        so_far = (line.so_far,) if running else ()
        values = (
            line.label.text(locale),
            line.objects,
            line.pieces,
            *so_far,
            line.before,
            line.difference,
            line.change,
        )
        rows.append(Row(values, figures=(None, line.figure), key=line.key))
    return Table(
        name="comparison",
        caption=translate(N_("Results of the period and comparison"), locale),
        columns=tuple(columns),
        rows=tuple(rows),
        notes=(_sentence(summary.compared.text(locale)),) if summary.compared else (),
    )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def levels(lines: Sequence[LevelLine], locale: str) -> Table:
    """Levels 1, 2 and 3 side by side, each with its share of the register."""
    share = N_("Share")
    rows = tuple(
        Row(
            (
                line.population.text(locale),
                line.registered,
                *(value for level in (1, 2, 3) for value in (line.levels[level - 1], line.share(level))),
                line.full,
            ),
            figures=_level_figures(line),
            key=line.key,
        )
        for line in lines
    )
    return Table(
        name="levels",
        caption=translate(N_("Objects on the register by level of digitization"), locale),
        columns=(
            _column("population", N_("Population"), locale, width=2.1),
            _column("registered", N_("On the register"), locale, Kind.COUNT, 1.05),
            _column("level_1", N_("Level 1 or higher"), locale, Kind.COUNT),
            _column("level_1_share", share, locale, Kind.PERCENT, 0.9),
            _column("level_2", N_("Level 2 or higher"), locale, Kind.COUNT),
            _column("level_2_share", share, locale, Kind.PERCENT, 0.9),
            _column("level_3", N_("Level 3"), locale, Kind.COUNT),
            _column("level_3_share", share, locale, Kind.PERCENT, 0.9),
            _column("full_level", N_("Full level"), locale, Kind.COUNT),
        ),
        rows=rows,
        notes=(translate(LADDER, locale),),
    )


def _level_figures(line: LevelLine) -> tuple[Ask | None, ...]:
    registered, one, two, three, full = line.figures
    return (None, registered, one, None, two, None, three, None, full)


def balance(found: Balance, locale: str) -> Table:
    """A balance with its opening, its movements and its closing."""
    rows = tuple(
        Row((line.label.text(locale), line.figure.objects), strong=line.kind is LineKind.TOTAL) for line in found.lines
    )
    return Table(
        name=f"balance.{found.key}",
        caption=found.title.text(locale),
        columns=(
            _column("item", N_("Item"), locale, width=3.4),
            _column("objects", N_("Objects"), locale, Kind.COUNT),
        ),
        rows=rows,
    )


def exceptions(found: ExceptionList, locale: str) -> Table:
    """Approvals by the maker of the file, allowed by the director's exception: each with its reason."""
    return Table(
        name="exceptions",
        caption=translate(EXCEPTIONS, locale),
        columns=(
            _column("number", N_("Number"), locale, width=1.3),
            _column("name", N_("Name"), locale, width=2.4),
            _column("date", N_("Date"), locale, Kind.DATE, 1.1),
            _column("by", N_("Approved by"), locale, width=1.4),
            _column("reason", N_("Reason"), locale, width=2.4),
        ),
        rows=Rows(found.count, lambda: map(_exception, found.read())),
    )


def _exception(line: ExceptionLine) -> Row:
    return Row((line.number, line.name, line.on, line.by, line.reason))


def objects(found: ObjectList, caption: str, locale: str) -> Table:
    """A list of objects, each with its number, name and day; whom from and where only as the list allows."""
    columns = [
        _column("place", N_("No."), locale, Kind.COUNT, 0.6),
        _column("number", N_("Number"), locale, width=1.2),
        _column("name", N_("Name"), locale, width=2.8),
        _column("material", N_("Material"), locale, width=1.2),
        _column("dating", N_("Date of making"), locale, width=1.4),
        _column("pieces", N_("Pieces"), locale, Kind.COUNT, 0.7),
        _column("date", N_("Date counted"), locale, Kind.DATE, 1.05),
        _column("basis", N_("Basis"), locale, width=1.5),
    ]
    if found.donors:
        heading = N_("Source") if found.locations else N_("Source (named with consent)")
        columns.append(_column("donor", heading, locale, width=1.5))
    if found.locations:
        columns.append(_column("location", N_("Location"), locale, width=1.6))
    return Table(
        name=found.key,
        caption=caption,
        columns=tuple(columns),
        rows=Rows(found.count, lambda: _rows(found)),
    )


def _rows(found: ObjectList) -> Iterator[Row]:
    for place, line in enumerate(found.read(None), 1):
        yield Row(_values(place, line, donors=found.donors, locations=found.locations))


def _values(place: int, line: ObjectLine, *, donors: bool, locations: bool) -> tuple[Value, ...]:
    values = (
        place, line.number, line.name, line.material, line.dating, line.quantity, line.on or line.on_text, line.basis,
    )  # fmt: skip
    return (*values, *((line.donor,) if donors else ()), *((line.location,) if locations else ()))


def _column(key: str, msgid: str, locale: str, kind: Kind = Kind.TEXT, width: float = 1) -> Column:
    return Column(key=key, label=translate(msgid, locale), kind=kind, width=width)

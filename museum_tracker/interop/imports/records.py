"""From the texts of a row to the values of a record: what cannot be stored is kept as written, with its reason."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from museum_tracker.acquisitions.rules import arrival_of
from museum_tracker.catalogue.fields import Finding as FieldFinding
from museum_tracker.catalogue.fields import Lookup, Severity, parse_values, readings
from museum_tracker.catalogue.rules import Holding, NumberKind, NumberState
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.numbers import closed_up, number_key, without_label
from museum_tracker.core.text import clean, fold
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.interop.imports.findings import Found, Weight
from museum_tracker.interop.imports.plan import ImportPlan
from museum_tracker.interop.imports.reading.table import Mark, Notice
from museum_tracker.interop.imports.register_lines import enter_line
from museum_tracker.interop.imports.remarks import Places, remarks_on
from museum_tracker.interop.imports.rows import ReadRow
from museum_tracker.interop.imports.statuses import Attested, classification_status, inventory_status
from museum_tracker.interop.imports.targets import CLASSIFICATION_STATUS, INVENTORY_STATUS, LOCATION
from museum_tracker.vocabularies.meanings import Meanings

_ENTRY = re.compile(r"(?:^|[\s./_-])T\s?\d{4}\s?[./-]\s?\d+\s*$", re.IGNORECASE)
_FRACTION = re.compile(r"(?P<register>.*\d)\s*/\s*(?P<class>[A-ZĐ][a-zA-ZđĐ]{0,3}[\s.‐-―_-]*\d+)")
Identity = tuple[str, str]
KNOWN_BY = tuple(
    kind.value
    for kind in (
        NumberKind.REGISTRATION,
        NumberKind.ENTRY,
        NumberKind.OLD,
        NumberKind.FIELD,
        NumberKind.OTHER,
        NumberKind.CLASSIFICATION,
    )
)
REGISTRATION, CLASSIFICATION, ENTRY = (
    kind.value for kind in (NumberKind.REGISTRATION, NumberKind.CLASSIFICATION, NumberKind.ENTRY)
)
YEARS = frozenset({"date_earliest", "date_latest"})
UNDECIDED = Holding.UNDECIDED.value
NOTHING: frozenset[Attested] = frozenset()
BY_REGISTER, BY_CLASS = frozenset({Attested.REGISTERED}), frozenset({Attested.CLASSIFIED})

NO_NAME_NO_NUMBER = Message(N_("Neither a name nor a number: nothing to enter. Write one of them."))
CUT_SHORT = Message(N_("The file ends in the middle of this row: what follows is missing."))
MANY_LINES = N_(
    "This row takes %(lines)s lines of the file: a quotation mark may be missing. Said once, also for rows like it."
)
CELL_ERROR = Message(N_("The workbook shows an error here instead of a value: the cell was left empty."))
NO_RESULT = Message(
    N_("A formula without its result: the cell was left empty. Open the workbook in Excel, save it, import it again.")
)
READ_WITHOUT_LABEL = N_("Read as the number %(number)s.")
READ_AS_ENTRY = Message(N_("Read as an entry number, not as a registration."))
READ_AS_FRACTION = Message(N_("Read as registration number and classification number."))
STATUS_UNKNOWN = Message(N_("This word about the state is not known: the state follows from the numbers."))


@dataclass(slots=True)
class Record:
    """What a row says of an object, ready to be compared and entered.

    `identity` is the kind and key of the number by which the object is known; `entry` those of the entry number that
    stands beside a registration: a thing that was received here is registered by such a row. `unfit` says why the row
    cannot enter an object in the register now; an object that stands there already is not asked.
    """

    row: ReadRow
    values: dict[str, Any]
    findings: list[Found] = field(default_factory=list)
    attested: frozenset[Attested] = frozenset()
    identity: Identity | None = None
    entry: Identity | None = None
    name: str = ""
    rejected: bool = False
    unfit: list[Found] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The number and name by which people know the row."""
        numbers = self.values.get("numbers") or ()
        first = numbers[0]["text"] if numbers else ""
        return " · ".join(part for part in (first, self.name) if part)[:300]


class Words(Lookup, Places, Protocol):
    """What making records asks of vocabularies and places."""


class RecordMaker:
    """Makes records of the rows of one import."""

    def __init__(
        self, plan: ImportPlan, lookup: Words, meanings: Meanings, today: dt.date, *, series: str = ""
    ) -> None:
        self._plan = plan
        self._lookup = lookup
        self._meanings = meanings
        self._today = today
        self._series = series
        self.without_council = False
        self._holding = Holding(plan.holding).value
        self._readings = readings(lookup)
        self.many_lines = 0

    def make(self, row: ReadRow) -> Record:
        """The record of a row, its findings beside it."""
        values, found = parse_values(row.texts, self._lookup, readings=self._readings)
        record = Record(row, values, [_of_notice(notice, row) for notice in row.notices if not self._said(notice)])
        raw = dict(row.raw)
        if found:
            for finding in found:
                self._note(record, finding)
            self._keep_refused(record, found, raw)
        if LOCATION in row.special:
            raw.setdefault(row.columns[LOCATION], row.special[LOCATION])
        self._number(record)
        if raw:
            values["raw"] = raw
        record.attested = self._attested(record)
        self._settle(record)
        record.name = values.get("name_vi") or values.get("name_en") or ""
        record.identity, record.entry = _identities(values.get("numbers", ()))
        if not record.name and record.identity is None:
            record.rejected = True
            record.findings.append(Found("", "", NO_NAME_NO_NUMBER, Weight.REJECTED))
        record.findings += remarks_on(row, values, record.name, self._lookup)
        return record

    def _said(self, notice: Notice) -> bool:
        """Whether a warning was given already: one that may concern every row is given once a file."""
        if notice.mark is not Mark.MANY_LINES:
            return False
        self.many_lines += 1
        return self.many_lines > 1

    def _note(self, record: Record, finding: FieldFinding) -> None:
        heading = record.row.columns.get(finding.field, finding.field)
        record.findings.append(Found(heading, finding.value, finding.message))

    def _keep_refused(self, record: Record, found: list[FieldFinding], raw: dict[str, str]) -> None:
        """A value that its field cannot hold is not lost: it stays as written under its heading."""
        refused = {finding.field for finding in found if finding.severity is Severity.ERROR}
        if not refused:
            return
        if refused & YEARS:  # reversed years are refused together
            refused |= YEARS
        for name in refused & record.row.texts.keys():
            raw[record.row.columns[name]] = clean(record.row.texts[name])

    def _number(self, record: Record) -> None:
        if not record.values.get("numbers"):
            return
        numbers: list[dict[str, str]] = [dict(number) for number in record.values["numbers"]]
        self._say_label(record, numbers[0]["text"])
        has_class = any(number["kind"] == CLASSIFICATION for number in numbers)
        for number in list(numbers):
            if number["kind"] != REGISTRATION:
                continue
            if "t" in number["text"].lower() and _ENTRY.search(number["text"]):
                number["kind"] = ENTRY
                record.findings.append(self._about_number(record, number["text"], READ_AS_ENTRY))
            elif not has_class and "/" in number["text"] and (split := _FRACTION.fullmatch(number["text"])):
                record.findings.append(self._about_number(record, number["text"], READ_AS_FRACTION))
                number["text"] = split["register"].strip()
                numbers.append({"kind": CLASSIFICATION, "text": split["class"].strip()})
            if self._series and number["kind"] == REGISTRATION:
                number["series"] = self._series
        record.values["numbers"] = numbers

    def _say_label(self, record: Record, first: str) -> None:
        """A number that was read without the words before it is told as it was read."""
        written = record.row.texts.get("number", "")
        if written == first:  # as nearly all are
            return
        written = clean(written)
        if written != first and without_label(written) == first:
            message = Message(READ_WITHOUT_LABEL, {"number": first})
            record.findings.append(self._about_number(record, written, message))

    @staticmethod
    def _about_number(record: Record, text: str, message: Message) -> Found:
        return Found(record.row.columns.get("number", "number"), text, message, Weight.NOTE)

    def _attested(self, record: Record) -> frozenset[Attested]:
        """What the row says was done, by its status words; without them by its numbers."""
        kinds = {number["kind"] for number in record.values.get("numbers", ())}
        inventory, classified = self._status(record, INVENTORY_STATUS), self._status(record, CLASSIFICATION_STATUS)
        if inventory is None:
            inventory = BY_REGISTER if REGISTRATION in kinds else NOTHING
        if classified is None:
            classified = BY_CLASS if self._plan.opening and CLASSIFICATION in kinds else NOTHING
        return inventory | classified

    @staticmethod
    def _status(record: Record, target: str) -> frozenset[Attested] | None:
        text = record.row.special.get(target, "")
        if not text:
            return None
        status = inventory_status(text) if target == INVENTORY_STATUS else classification_status(text)
        if not status.understood:
            record.findings.append(Found(record.row.columns[target], text, STATUS_UNKNOWN))
            return None
        return status.attested

    def _settle(self, record: Record) -> None:
        """What follows from the rest: how it came, under which title it is kept, the state of its class number."""
        values = record.values
        origin = "" if "acquisition_method" in record.row.texts else values.get("source_text") or ""
        if origin and (way := self._lookup.find_term("acquisition_method", origin)):
            values["acquisition_method_id"] = way  # old books write it there: "Mua", "Hiến tặng"
        if "holding" not in record.row.texts:
            implied = self._meanings.holding(values.get("acquisition_method_id"))
            registered = Attested.REGISTERED in record.attested
            values["holding"] = self._holding if registered and implied == UNDECIDED else implied
        for number in values.get("numbers", ()):
            if number["kind"] == CLASSIFICATION and Attested.CLASSIFIED not in record.attested:
                number["state"] = NumberState.PROPOSED.value
        if Attested.REGISTERED in record.attested and not self._plan.opening:
            record.unfit = enter_line(self._plan, record, without_council=self.without_council)

    def arrival(self, record: Record) -> FactKind:
        """As what the object came: collected, by merger, or merely received where nobody can read how."""
        values, method = record.values, record.values.get("acquisition_method_id")
        if not method and ("acquisition_method" in record.row.texts or not values.get("collected_text")):
            return FactKind.RECEIVED
        holding, says_so = Holding(values.get("holding") or UNDECIDED), bool(values.get("decision_counts"))
        day = values.get("collected_earliest")
        on = dt.date.fromisoformat(day) if isinstance(day, str) else day
        return arrival_of(self._meanings, holding, method, on=on, decision_says_so=says_so)


def _of_notice(notice: Notice, row: ReadRow) -> Found:
    if notice.mark is Mark.CUT_SHORT:
        return Found("", notice.value, CUT_SHORT)
    if notice.mark is Mark.MANY_LINES:
        return Found("", "", Message(MANY_LINES, {"lines": int(notice.value)}))
    column = notice.column or 0
    heading = row.headings[column] if column < len(row.headings) else ""
    return Found(heading, notice.value, NO_RESULT if notice.mark is Mark.NO_RESULT else CELL_ERROR)


def name_key(name: str) -> str:
    """What is compared of names: 'TRỐNG ĐỒNG' and 'Trống  đồng' are one."""
    return " ".join(fold(name).split())


@lru_cache(maxsize=32_768)  # a chunk's numbers are asked for three times
def unspaced(identity: Identity) -> tuple[str, str, str]:
    """What two numbers share that differ only in their spacing: BTBG1234 and BTBG 1234, but not Đ 12 and D12."""
    kind, key = identity
    return kind, closed_up(key)[:400], key.replace("-", "")


def _identities(numbers: Sequence[Mapping[str, Any]]) -> tuple[Identity | None, Identity | None]:
    """The number by which the object is known: its registration before its entry number, and so on; and the latter."""
    found = {number["kind"]: number_key(number["text"]) for number in reversed(numbers)}
    known = next(((kind, found[kind]) for kind in KNOWN_BY if found.get(kind)), None)
    entry = found.get(ENTRY)
    beside = entry and known is not None and known[0] == REGISTRATION
    return known, (ENTRY, entry) if beside and entry else None

"""Sizes and numbers as curators write them: 'C: 26,5 cm; ĐK mặt: 34,2 cm', '30 x 20 cm', '1m25'."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from museum_tracker.core.dimension_groups import (
    LETTER,
    NUMBER,
    UNITS,
    WORDS,
    DimensionKind,
    Group,
    also,
    find_groups,
    metric_first,
    plain,
    read_kind,
    unread,
    with_decimals,
)
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.text import clean
from museum_tracker.core.weights import UNMEASURED, is_nought, without_weights

_K = DimensionKind
LONGEST_NUMBER = 40
MOST_CM = 1_000_000  # no object is ten kilometres long: such a number is something else
_VIETNAMESE_ORDER = (_K.LENGTH, _K.WIDTH, _K.HEIGHT)
_ENGLISH_ORDER = (_K.HEIGHT, _K.WIDTH, _K.DEPTH)
_ENGLISH = re.compile(
    r"\b(?:in|inch|overall|sheet|image|plate|frame|support|object|mount|each|unconfirmed|displayed)\b|\""
)
_PARTS = re.compile(r"[;\n]")
_EACH = re.compile(r"\((mỗi [^)]+|each[^)]*)\)")
_TIMES = re.compile(r"(?<=[\d\" a-z.])x(?=[\d a-zđø])")
_DIGIT = re.compile(r"\d")
_NAME = re.compile(rf"({LETTER}+)")
_NUMBERS = re.compile(NUMBER)
_PIECE_UNIT = re.compile(rf"\d ?({'|'.join(sorted(map(re.escape, UNITS), key=len, reverse=True))})\.?$")
_NUMBER_LEFT = re.compile(r"\d[\d.,/]*(?! ?[^\W\d_])(?![\d.,/])")  # "96 trang" is a count, "miệng 12" is not


@dataclass(frozen=True)
class Measure:
    """One measured size in centimetres; the two values differ where a lot is given as a range."""

    kind: DimensionKind
    qualifier: str
    min_cm: float
    max_cm: float
    text: str


@dataclass(frozen=True)
class ReadDimensions:
    """Sizes as written and as understood; `how` says what was assumed, `problem` what could not be read.

    A `problem` beside values says that only a part of the text was read.
    """

    text: str
    values: tuple[Measure, ...] = ()
    unknown: bool = False
    how: Message | None = None
    problem: Message | None = None


def read_dimensions(value: object) -> ReadDimensions:
    """Read all sizes in a text; the text itself is always kept."""
    text = clean("" if value is None else str(value))
    key = plain(text)
    if not key:
        return ReadDimensions(text)
    if is_nought(key, tuple(UNITS)):
        return ReadDimensions(text, unknown=True)
    english = bool(_ENGLISH.search(key))
    parts = _PARTS.split(with_decimals(without_weights(key)))
    groups = [group for part in parts for group in _groups(part)]
    default = next((group.unit for group in reversed(groups) if group.unit), "cm")
    measures = [measure for group in groups for measure in _measures(group, group.unit or default, english=english)]
    each = _EACH.search(key)
    if each:
        measures = [replace(measure, qualifier=also(measure.qualifier, each[1])) for measure in measures]
    dropped = any(_left_over(part) for part in parts) or any(measure.max_cm > MOST_CM for measure in measures)
    measures = [measure for measure in measures if 0 < measure.max_cm <= MOST_CM]  # nought: nobody measured it
    if not measures:
        unmeasured = bool(UNMEASURED.search(key))
        problem = None if unmeasured else Message(N_("No size could be read from “%(text)s”."), {"text": text[:80]})
        return ReadDimensions(text, unknown=unmeasured, problem=problem)
    assumed = not any(group.unit for group in groups)
    how = Message(N_("Read as centimetres.")) if assumed else None
    partly = Message(N_("Only a part of “%(text)s” was read: check the sizes."), {"text": text[:80]})
    return ReadDimensions(text, tuple(measures), how=how, problem=partly if dropped else None)


@lru_cache(maxsize=10_000)  # single sizes repeat where whole texts do not
def _groups(part: str) -> list[Group]:
    return metric_first(find_groups(part))


@lru_cache(maxsize=10_000)
def _left_over(part: str) -> bool:
    """Whether a number stands in a part that no group of sizes took, and that counts nothing."""
    return bool(_NUMBER_LEFT.search(unread(part)))


@lru_cache(maxsize=10_000)
def _measures(group: Group, unit: str, *, english: bool) -> list[Measure]:
    pieces = [piece.strip() for piece in _TIMES.split(group.values) if _DIGIT.search(piece)]
    kind, qualifier, listed = read_kind(group.lead)
    kinds = listed if len(listed) == len(pieces) else _order(kind, len(pieces), english=english)
    measures = []
    for place, piece in enumerate(pieces):
        named = _NAME.match(piece)
        own = WORDS.get(named[1], (kinds[place], ""))[0] if named else kinds[place]
        said = _PIECE_UNIT.search(piece)
        measured = said[1] if said else unit
        values = [_value(number, measured) for number in _NUMBERS.findall(piece)]
        note = "" if group.note.startswith(("mỗi ", "each")) else group.note
        measures.append(
            Measure(own, also(qualifier, note), min(values), max(values), piece if said else f"{piece} {unit}")
        )
    return measures


def _order(kind: DimensionKind, count: int, *, english: bool) -> tuple[DimensionKind, ...]:
    if count == 1:
        return (kind,)
    order = _ENGLISH_ORDER if english else _VIETNAMESE_ORDER
    return order[:count] + (_K.SIZE,) * (count - 3)


def _value(number: str, unit: str) -> float:
    whole, _, fraction = number.rpartition(" ") if "/" in number else (number, "", "")
    whole = whole or "0"
    if unit == "mm":  # nobody measures thousandths of a millimetre: the mark groups thousands
        whole = re.sub(r"(?<=\d)[.,](?=\d{3}(?:\D|$))", "", whole)
    value = float(whole.replace(",", ".") if whole.count(".") + whole.count(",") <= 1 else re.sub(r"[.,]", "", whole))
    if fraction:
        above, below = fraction.split("/")[:2]
        value += float(above.replace(",", ".")) / (float(below) or 1)
    return round(value * UNITS.get(unit, 1.0), 3)


@dataclass(frozen=True)
class ReadNumber:
    """A number as written and its value; `how` says how an ambiguous mark was read."""

    text: str
    value: Decimal | None = None
    how: Message | None = None
    problem: Message | None = None


def read_number(value: object) -> ReadNumber:
    """Read a number in Vietnamese or English writing: 12,5 and 12.5 are the same, 1.250 is 1250."""
    text = clean("" if value is None else str(value))
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return _finite(text, str(value), None)
    if not text:
        return ReadNumber(text)
    if len(text) > LONGEST_NUMBER:
        return _finite(text, "", None)
    digits = text.replace(" ", "").replace("\u2212", "-").replace("–", "-")
    how = None
    if re.fullmatch(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits):
        how = Message(N_("The dot groups thousands: read as %(value)s."), {"value": digits.replace(".", "")})
        digits = digits.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|-?\d{1,3}(?:,\d{3})+\.\d+", digits):
        digits = digits.replace(",", "")
        how = Message(N_("The comma groups thousands: read as %(value)s."), {"value": digits})
    elif re.fullmatch(r"-?\d+,\d+", digits):
        if re.fullmatch(r"-?[1-9]\d{0,2},\d{3}", digits):
            how = Message(N_("The comma marks decimals: read as %(value)s."), {"value": digits})
        digits = digits.replace(",", ".")
    return _finite(text, digits, how)


def _finite(text: str, digits: str, how: Message | None) -> ReadNumber:
    try:
        number = Decimal(digits) if re.fullmatch(r"-?\d+(?:\.\d+)?(?:e[+-]?\d{1,2})?", digits.lower()) else None
    except InvalidOperation:
        number = None
    if number is None:
        return ReadNumber(text, problem=Message(N_("“%(text)s” is not a number."), {"text": text[:80]}))
    return ReadNumber(text, number, how)

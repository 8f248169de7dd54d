"""Weights as curators write them: '8,6 kg', '1kg2', '1 kg 200', '2 lạng', '3 oz. (85 g)'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from museum_tracker.core.dimension_groups import LETTER, plain
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.text import clean

UNMEASURED = re.compile(
    r"không đo được|chưa đo|chưa cân|không rõ|không xác định|variable|unavailable|not measured|^-$|^\?$"
)
_KILO, _GRAM = ("kg", "kí", "ký", "kilôgam", "kilogam", "cân"), ("g", "gr", "gam", "gram", "grams")
_GRAMS = {
    **dict.fromkeys(_KILO, 1000.0),
    **dict.fromkeys(_GRAM, 1.0),
    **dict.fromkeys(("lạng",), 100.0),
    **dict.fromkeys(("lượng", "cây"), 37.5),
    **dict.fromkeys(("chỉ",), 3.75),
    **dict.fromkeys(("tấn", "t"), 1_000_000.0),
    **dict.fromkeys(("tạ",), 100_000.0),
    **dict.fromkeys(("yến",), 10_000.0),
    **dict.fromkeys(("oz",), 28.3495),
    **dict.fromkeys(("lb", "lbs"), 453.592),
}
_IMPERIAL = frozenset({"oz", "lb", "lbs"})


def _either(units: tuple[str, ...] | dict[str, float]) -> str:
    return "|".join(sorted(units, key=len, reverse=True))


_WEIGHT = re.compile(
    r"(?P<a>\d{1,9}(?:[.,]\d{1,9})*)(?: ?- ?(?P<b>\d{1,9}(?:[.,]\d{1,9})*))? ?"
    rf"(?P<unit>{_either(_GRAMS)})(?!{LETTER})"
)
# "1kg2" and "1 kg 200" say more than one kilogram: the rest stands behind the unit, with or without its own.
_KILO_AND_REST = re.compile(
    rf"(?<![\d.,])(?P<kilo>\d{{1,6}}) ?(?:{_either(_KILO)})"
    rf"(?:(?P<glued>\d{{1,3}})"
    rf"|(?: ?(?P<rest>\d{{1,3}}) ?(?P<unit>lạng|{_either(_GRAM)})(?!{LETTER})| (?P<grams>\d{{3}})))"
    rf"(?![\d.,]*\d)(?! ?(?:{_either(_GRAMS)})(?!{LETTER}))"
)
_AMONG_SIZES = re.compile(
    rf"(?:(?:trọng lượng|khối lượng|cân nặng|nặng|t\.?l|k\.?l|weight|wt|p)\b[:.= ]*)?"
    rf"(?P<weight>(?:{_KILO_AND_REST.pattern})|\d{{1,9}}(?:[.,]\d{{1,9}})*(?: ?- ?\d{{1,9}}(?:[.,]\d{{1,9}})*)?"
    rf" ?(?:kg|{_either(_GRAM)})(?!{LETTER}))"
)
_MAY_WEIGH = re.compile(r"\d ?(?:k|g|cân)")  # asked first: few texts of sizes hold a weight
_FIGURE = re.compile(r"[1-9]")
_NUMBER_LEFT = re.compile(r"\d[\d.,/]*(?! ?[^\W\d_])(?![\d.,/])")


@dataclass(frozen=True)
class ReadWeight:
    """A weight as written and in grams; a range gives its lower and upper end.

    A `problem` beside grams says that only a part of the text was read.
    """

    text: str
    grams: float | None = None
    grams_max: float | None = None
    unknown: bool = False
    problem: Message | None = None


def read_weight(value: object) -> ReadWeight:
    """Read a weight: '8,6 kg', '372 g (cả xâu)', '2 lạng', '3 oz. (85 g)'; nought means that nobody weighed it."""
    text = clean("" if value is None else str(value))
    key = plain(text)
    if not key:
        return ReadWeight(text)
    if is_nought(key, tuple(_GRAMS)):
        return ReadWeight(text, unknown=True)
    key = _KILO_AND_REST.sub(_as_grams, key)
    found = list(_WEIGHT.finditer(key))
    metric = [weight for weight in found if weight["unit"] not in _IMPERIAL]
    best = next(iter(metric or found), None)
    if best is None:
        if UNMEASURED.search(key):
            return ReadWeight(text, unknown=True)
        problem = Message(N_("No weight with its unit could be read from “%(text)s”."), {"text": text[:80]})
        return ReadWeight(text, problem=problem)
    ends = sorted(_grams(number, best["unit"]) for number in (best["a"], best["b"]) if number)
    whole = len(metric) < 2 and not _NUMBER_LEFT.search(_WEIGHT.sub(" ", key))
    partly = (
        None if whole else Message(N_("Only a part of “%(text)s” was read: check the weight."), {"text": text[:80]})
    )
    return ReadWeight(text, ends[0], ends[-1], problem=partly)


@lru_cache(maxsize=20_000)  # sizes repeat from row to row of a table
def weight_among_sizes(text: str) -> str:
    """The weight that stands among sizes, as 'C: 12 cm; TL: 100g' has one; nothing where there is none."""
    key = plain(text)
    found = _AMONG_SIZES.search(key) if _MAY_WEIGH.search(key) else None
    return found["weight"] if found else ""


def without_weights(key: str) -> str:
    """A normalised text of sizes without the weights that stand among them."""
    return _AMONG_SIZES.sub(" ", key) if "g" in key and _MAY_WEIGH.search(key) else key


def is_nought(key: str, units: tuple[str, ...]) -> bool:
    """Whether every number of a normalised text is nought, and nothing but names and units stand beside it."""
    if "0" not in key or _FIGURE.search(key):
        return False
    numbers = re.findall(r"\d+(?:[.,]\d+)?", key)
    return bool(numbers) and not any(number.strip("0.,") for number in numbers) and _bare_words(key, units)


def _bare_words(key: str, units: tuple[str, ...]) -> bool:
    words = re.findall(r"[^\W\d_]+", key)
    return all(
        len(word) <= 3 or word in units or word in {"cao", "rộng", "dài", "dày", "sâu", "nặng"} for word in words
    )


def _as_grams(found: re.Match[str]) -> str:
    kilo = float(found["kilo"]) * 1000
    if found["glued"]:
        kilo += float(f"0.{found['glued']}") * 1000
    else:
        kilo += float(found["rest"] or found["grams"]) * _GRAMS[found["unit"] or "g"]
    return f"{kilo:.0f} g"


def _grams(number: str, unit: str) -> float:
    thousands = unit in _GRAM and re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", number)
    digits = (
        re.sub(r"[.,]", "", number) if thousands or len(re.findall(r"[.,]", number)) > 1 else number.replace(",", ".")
    )
    return round(float(digits) * _GRAMS[unit], 3)

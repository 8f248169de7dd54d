"""The parts of a size as written: runs of numbers with their unit, the words before them, the remark behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from museum_tracker.core.i18n import N_
from museum_tracker.core.text import tone_key


class DimensionKind(StrEnum):
    """What was measured."""

    HEIGHT = "height"
    LENGTH = "length"
    WIDTH = "width"
    THICKNESS = "thickness"
    DEPTH = "depth"
    DIAMETER = "diameter"
    GIRTH = "girth"
    SIZE = "size"


DIMENSION_LABELS = {
    DimensionKind.HEIGHT: N_("Height"),
    DimensionKind.LENGTH: N_("Length"),
    DimensionKind.WIDTH: N_("Width"),
    DimensionKind.THICKNESS: N_("Thickness"),
    DimensionKind.DEPTH: N_("Depth"),
    DimensionKind.DIAMETER: N_("Diameter"),
    DimensionKind.GIRTH: N_("Girth"),
    DimensionKind.SIZE: N_("Size"),
}

_K = DimensionKind
WORDS: dict[str, tuple[DimensionKind, str]] = {
    **dict.fromkeys(("chiều cao", "cao", "c", "h", "ht", "height", "high"), (_K.HEIGHT, "")),
    **dict.fromkeys(("chiều dài", "dài", "d", "l", "length", "long"), (_K.LENGTH, "")),
    **dict.fromkeys(("chiều rộng", "rộng", "r", "w", "width", "wide"), (_K.WIDTH, "")),
    **dict.fromkeys(("bề dày", "độ dày", "dày", "dy", "thickness", "thick"), (_K.THICKNESS, "")),
    **dict.fromkeys(("chiều sâu", "sâu", "s", "depth", "deep"), (_K.DEPTH, "")),
    **dict.fromkeys(("đường kính", "đ.kính", "đk", "ø", "φ", "diam", "dia", "diameter"), (_K.DIAMETER, "")),
    **dict.fromkeys(("chu vi", "circ", "circumference"), (_K.GIRTH, "")),
    "đkm": (_K.DIAMETER, "miệng"),
    "đkđ": (_K.DIAMETER, "đáy"),
    "đkt": (_K.DIAMETER, "thân"),
    "đkc": (_K.DIAMETER, "chân"),
}
_METRIC = {"mm": 0.1, "cm": 1.0, "dm": 10.0, "m": 100.0}
_IMPERIAL = {"in": 2.54, '"': 2.54, "inch": 2.54, "inches": 2.54, "ft": 30.48, "feet": 30.48, "foot": 30.48}
UNITS = _METRIC | _IMPERIAL
LONGEST = 1200  # longer texts are descriptions; reading them whole would take seconds
NUMBER = r"\d{1,7}(?:[.,]\d{1,7}){0,3}(?: \d{1,3}/\d{1,3})?(?:/\d{1,3})?"
_RANGE = rf"{NUMBER}(?: ?- ?{NUMBER})?"
_UNIT = r"(?:mm|cm|dm|m|inches|inch|in|ft|feet|foot|\")"
LETTER = r"[a-zà-ỹđøφ]"
_ONE = rf"{_RANGE}(?: ?{_UNIT}\.?(?!{LETTER}))?"
_GROUP = re.compile(
    rf"(?P<values>{_ONE}(?: ?x ?(?:{LETTER}{{1,3}}[:. ]* ?)?{_ONE})*) ?(?P<unit>{_UNIT})?\.?(?![\d{LETTER[1:-1]}])"
    r"(?! ?(?:kg|g|gr|gram|oz|lb|lbs|dwt|tờ|trang|tấm|viên|quyển|cuốn|chiếc|cái)\b)"  # weights and counts
)
_METRES_AND_CENTIMETRES = re.compile(r"(?<![\d.,])(\d{1,3}) ?m ?(\d{1,2}(?:[.,]\d)?) ?cm(?![a-zà-ỹđ\d])")
_DECIMALS_BEHIND = re.compile(r"(?<![\d.,])(\d{1,4})(m|dm|cm)(\d{1,2})(?![\d.,]*\d)(?= ?x|[^a-zà-ỹđ]|$)")
_RUN_ON = re.compile(r"\d ?[dc]?m ?\d")  # asked first: few sizes are written so
_INNER_UNIT = re.compile(rf"(?<=\d) ?({_UNIT})(?!{LETTER})")
_REMARK = re.compile(r"\.? ?\(([^()\d]*)\)")
_BETWEEN_WORDS = re.compile(r"[():,=*]|(?<=\w)\.(?= |$)")
_DASHES = re.compile("[‐‑‒–—―−]")
_SPACES = re.compile(r" +")
_FRACTIONS = str.maketrans(
    {
        "½": " 1/2",
        "¼": " 1/4",
        "¾": " 3/4",
        "⅛": " 1/8",
        "⅜": " 3/8",
        "⅝": " 5/8",
        "⅞": " 7/8",
        "×": "x",
        "″": '"',
        "”": '"',
    }
)


@dataclass(frozen=True)
class Group:
    """A run of numbers with its unit, what is said before it, and the remark in brackets behind it."""

    lead: str
    values: str
    unit: str
    note: str


def plain(text: str) -> str:
    """A text in small letters, one spelling of dashes, fractions and inch marks."""
    text = text[:LONGEST]
    key = tone_key(text) if text.isascii() else _DASHES.sub("-", tone_key(text.translate(_FRACTIONS)))
    return _SPACES.sub(" ", key.replace("''", '"').replace("\n ", "\n")).strip()


def with_decimals(key: str) -> str:
    """Lengths whose decimals stand behind the unit, written as numbers: "1m25" is 1.25 m, "1m 25cm" is 125 cm."""
    if not _RUN_ON.search(key):
        return key
    key = _METRES_AND_CENTIMETRES.sub(
        lambda found: f"{int(found[1]) * 100 + float(found[2].replace(',', '.')):g} cm", key
    )
    return _DECIMALS_BEHIND.sub(r"\1.\3 \2", key)


def find_groups(part: str) -> list[Group]:
    """The runs of numbers of a part, each with the words before it and the remark in brackets behind it."""
    groups: list[Group] = []
    position = 0
    for found in _GROUP.finditer(part):
        lead = part[position : found.start()]
        is_size = _is_size(part, position, found)
        position = found.end()
        if is_size:
            remark = _REMARK.match(part, position)
            groups.append(Group(lead, found["values"], _unit_of(found), remark[1] if remark else ""))
    return groups


def _unit_of(found: re.Match[str]) -> str:
    inner = _INNER_UNIT.findall(found["values"])
    return found["unit"] or (inner[-1] if inner else "")


def _is_size(part: str, position: int, found: re.Match[str]) -> bool:
    """A run without a unit is a size only where its words name one, or where nothing else is written."""
    if _unit_of(found):
        return True
    lead = part[position : found.start()]
    named = read_kind(lead)[0] is not _K.SIZE or "x" in found["values"]
    return named or not (lead.strip() or part[found.end() :].strip())


def unread(part: str) -> str:
    """What the runs of numbers leave of a part: words, remarks, and numbers that nobody understood."""
    return "".join(part[start:end] for start, end in _between(part))


def _between(part: str) -> Iterator[tuple[int, int]]:
    position = 0
    for found in _GROUP.finditer(part):
        if _is_size(part, position, found):
            yield position, found.start()
            position = found.end()
    yield position, len(part)


def metric_first(groups: list[Group]) -> list[Group]:
    """Where a size is given twice, the metric one, with the words that stand before the other."""
    if not any(group.unit in _METRIC for group in groups):
        return groups
    kept: list[Group] = []
    lead = ""
    for group in groups:
        if group.unit in _METRIC:
            own = group.lead.strip(" ().,:")
            kept.append(group if own or not lead else replace(group, lead=lead))
            lead = ""
        elif group.unit in _IMPERIAL:
            lead = group.lead if group.lead.strip(" ().,:") else lead
        else:
            kept.append(group)
    return kept


def read_kind(lead: str) -> tuple[DimensionKind, str, tuple[DimensionKind, ...]]:
    """What the words before a number say: the kind, the qualifier, and the kinds of a list such as 'D x R x C'."""
    words = _BETWEEN_WORDS.sub(" ", lead).split()
    listed = tuple(WORDS[word][0] for word in words if word in WORDS)
    if len(listed) > 1 and all(word in WORDS or word == "x" for word in words):
        return listed[0], "", listed
    for length in (2, 1):
        for place in range(len(words) - length + 1):
            word = " ".join(words[place : place + length])
            if word in WORDS:
                kind, implied = WORDS[word]
                rest = " ".join(words[:place] + words[place + length :]).strip(" .-/")
                return kind, also(implied, rest), ()
    return _K.SIZE, " ".join(words).strip(" .-/x"), ()


def also(one: str, other: str) -> str:
    """Two remarks as one, either of which may be empty."""
    return ", ".join(part.strip() for part in (one, other) if part.strip())[:100]

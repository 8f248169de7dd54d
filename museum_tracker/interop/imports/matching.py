"""Which column is which: headings as museums write them, matched to the names of our fields with a confidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from museum_tracker.core.text import exact_key, fold

SURE = 0.85  # below this a person is asked to look
GUESS = 0.5  # below this nothing is proposed
GROUP = " – "  # stands between the two lines of a heading

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_WORD = re.compile(r"[\W_]+")
_IN_BRACKETS = re.compile(r"[\(\[\{][^\)\]\}]*[\)\]\}]")
_UNIT = re.compile(
    r"[(\[](?:[^()\[\]]*\s)?(mm|cm|m|dm|inch|in|kg|g|gr|gam|gram|lb|lbs|oz)\s*[)\]]|(?<=[\s_])(mm|cm|kg|gr)$",
    re.IGNORECASE,
)
_UNITS = {"in": "inch", "gr": "g", "gam": "g", "gram": "g", "lbs": "lb"}
# What heads of narrow columns are cut down to, once folded; a heading in full is tried first.
_SHORT = {
    "hv": "hien vat", "kt": "kich thuoc", "k thuoc": "kich thuoc", "cl": "chat lieu", "c lieu": "chat lieu",
    "n dai": "nien dai", "t trang": "tinh trang", "t luong": "trong luong", "g chu": "ghi chu", "d ky": "dang ky",
    "s l": "so luong", "s t t": "stt", "t t": "tt", "kkhv": "kiem ke hien vat",
    "ngay thang nam": "ngay", "ngay thang": "ngay", "thang nam": "nam",
}  # fmt: skip
_SHORTENED = re.compile(rf"\b({'|'.join(sorted(_SHORT, key=len, reverse=True))})\b")
# A price is no worth for history: "Giá trị (đồng)", "Giá tiền", "Đơn giá".
_PRICE = re.compile(
    r"\bgia\b.*\b(dong|vnd|d|usd|trieu|nghin|ngan|tien|thanh|mua|ban|bao hiem|dinh)\b|\b(don|tri|dinh) gia\b"
)
_FIRST_OF_SEVERAL = re.compile(r"\s*[,;&]\s*|\s+(?:-|–|và|and)\s+")
_NOISE = frozenset({"cua", "the", "of", "va", "and", "hien", "vat"})


@dataclass(frozen=True)
class Match:
    """What one column was taken for: a target's name ("" for none), how surely, and the heading it matched."""

    column: int
    heading: str
    target: str = ""
    confidence: float = 0.0
    unit: str = ""

    @property
    def sure(self) -> bool:
        """Whether nobody needs to look at it."""
        return self.confidence >= SURE


def heading_key(heading: str) -> str:
    """What is compared: 'AccessionNumber', 'accession_number' and 'Accession number:' are one heading."""
    return _NOT_WORD.sub(" ", fold(_CAMEL.sub(" ", heading))).strip()


def is_price(heading: str) -> bool:
    """Whether a heading names an amount of money."""
    key = heading_key(heading)
    return "gia" in key and bool(_PRICE.search(key))


def in_full(key: str) -> str:
    """A folded heading with its shortened words written out: "t trang hv" is "tinh trang hien vat"."""
    return _SHORTENED.sub(lambda found: _SHORT[found[1]], key)


def unit_of(heading: str) -> str:
    """The unit that a heading names: 'Cao (cm)' gives 'cm'."""
    found = _UNIT.search(heading)
    unit = (found.group(1) or found.group(2)).lower() if found else ""
    return _UNITS.get(unit, unit)


class Matcher:
    """Knows every name of every target, ready to compare; `shared` targets may take several columns."""

    def __init__(self, headers: Mapping[str, Iterable[str]], *, shared: Iterable[str] = ()) -> None:
        self._shared = frozenset(shared)
        self._exact: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        self._words: list[tuple[frozenset[str], str]] = []
        for target, names in headers.items():
            for name in (target, *names):
                self._exact.setdefault(exact_key(name), target)
                key = heading_key(name)
                if key and key not in self._folded:
                    self._folded[key] = target
                    self._words.append((_words(key), target))

    def guess(self, heading: str) -> tuple[str, float]:
        """The target of one heading and how sure that is: 1.0 as written, 0.95 but for accents, less for parts."""
        whole = heading.strip()
        if not whole or is_price(whole):
            return "", 0.0
        if exact_key(whole) in self._exact:
            return self._exact[exact_key(whole)], 1.0
        for text, confidence in _variants(whole):
            key = heading_key(text)
            target = self._folded.get(key) or self._folded.get(in_full(key))
            if target:
                return target, confidence
        return self._by_words(in_full(heading_key(_IN_BRACKETS.sub(" ", whole))))

    def known(self, heading: str) -> bool:
        """Whether a cell looks like one of our headings."""
        return self.guess(heading)[1] >= SURE

    def _by_words(self, key: str) -> tuple[str, float]:
        words = _words(key)
        best, best_share = "", 0.0
        for known, target in self._words:
            common = len(words & known)
            share = common / len(words | known) if common else 0.0
            if share > best_share:
                best, best_share = target, share
        confidence = 0.85 if best_share == 1 else round(0.8 * best_share, 2)
        return (best, confidence) if confidence >= GUESS else ("", 0.0)

    def match(self, headings: Sequence[str]) -> list[Match]:
        """The targets of a row of headings; where two columns want the same one, the surer or first has it."""
        guesses = [(column, heading, *self.guess(heading)) for column, heading in enumerate(headings)]
        taken: dict[str, int] = {}
        for column, _, target, _ in sorted(guesses, key=lambda guess: (-guess[3], guess[0])):
            if target:
                taken.setdefault(target, column)
        shared = self._shared
        return [
            Match(column, heading, target, confidence, unit_of(heading))
            if target and (taken[target] == column or target in shared)
            else Match(column, heading, unit=unit_of(heading))
            for column, heading, target, confidence in guesses
        ]


def _variants(heading: str) -> list[tuple[str, float]]:
    """Ways to read a heading, the most literal first."""
    bare = _IN_BRACKETS.sub(" ", heading)
    variants = [(heading, 0.95), (bare, 0.9), (_UNIT.sub(" ", heading), 0.9)]
    if GROUP in heading:
        group, last = heading.split(GROUP, 1)
        variants += [
            (f"{group} {last}", 0.95),
            (f"{last} {group}", 0.9),
            (last, 0.85),
            (_IN_BRACKETS.sub(" ", last), 0.85),
        ]
    else:
        variants += [(line, 0.85) for line in re.split(r"[\n/]", bare) if line.strip() and line.strip() != bare.strip()]
        variants.append((_FIRST_OF_SEVERAL.split(bare.strip(), maxsplit=1)[0], 0.85))
    return variants


def _words(key: str) -> frozenset[str]:
    words = frozenset(key.split())
    return words - _NOISE or words

"""The kinds of years that a date of making is made of, each found by its own reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from museum_tracker.core.dates import MONTHS
from museum_tracker.core.eras import BRANCHES, STEMS, Era, cycle_year, list_eras
from museum_tracker.core.text import tone_key

PRESENT = 2000  # 'cách ngày nay' counts back from here: archaeologists write round thousands
BP_PRESENT = 1950  # 'BP' is radiocarbon's own word


@dataclass(frozen=True)
class Span:
    """Years found at a place in a text; None is an open side."""

    start: int
    end: int
    first: int | None
    last: int | None
    kind: str

    def moved(self, first: int | None, last: int | None) -> Span:
        """The same place with other years."""
        return replace(self, first=first, last=last)


Reader = tuple[Callable[[], re.Pattern[str]], Callable[[re.Match[str]], tuple[int, int] | None], str]

_ROMAN = {"i": 1, "v": 5, "x": 10}
_N = r"(?:[ivx]{1,5}|\d{1,2})(?:st|nd|rd|th)?"
_PART = (
    r"(?P<part{0}>nửa đầu|nửa cuối|nửa sau|đầu|giữa|cuối|early|mid|late|first half of the|second half of the|"
    r"last half of the|first half|second half|beginning of the|middle of the|end of the|"
    r"(?:first|second|third|last) quarter of the|một phần tư đầu|phần tư đầu|phần tư cuối)"
)
_SHARES = {
    **dict.fromkeys(("nửa đầu", "first half of the", "first half"), (0, 50)),
    **dict.fromkeys(("nửa cuối", "nửa sau", "second half of the", "last half of the", "second half"), (50, 100)),
    **dict.fromkeys(("đầu", "early", "beginning of the"), (0, 33)),
    **dict.fromkeys(("giữa", "mid", "middle of the"), (33, 67)),
    **dict.fromkeys(("cuối", "late", "end of the"), (67, 100)),
    **dict.fromkeys(("first quarter of the", "một phần tư đầu", "phần tư đầu"), (0, 25)),
    "second quarter of the": (25, 50),
    "third quarter of the": (50, 75),
    **dict.fromkeys(("last quarter of the", "phần tư cuối"), (75, 100)),
}


def find_spans(key: str) -> list[Span]:
    """All spans of years in a normalised text, in the order in which they stand."""
    spans: list[Span] = []
    for pattern, years, kind in _READERS:
        for found in list(pattern().finditer(key)):
            read = years(found)
            if read is not None:
                spans.append(Span(found.start(), found.end(), read[0], read[1], kind))
                # What was read is blanked, so that a later reader does not read it again.
                key = key[: found.start()] + "\x00" * (found.end() - found.start()) + key[found.end() :]
    return sorted(spans, key=lambda span: span.start)


def _signed(year: int) -> int:
    """There is no year 0."""
    return year or 1


# 1. so many years ago


@cache
def _ago_pattern() -> re.Pattern[str]:
    number = r"(\d{1,3}(?:[.,]\d{3})+|\d+)"
    scale = r"(?: (nghìn|ngàn|vạn|triệu|thousand|million))?"
    return re.compile(
        rf"(?:cách (?:ngày|đây)(?: nay)?(?: khoảng)? )?{number}(?: ?(?:-|đến) ?{number})?{scale} "
        r"(?:năm (?:cách (?:ngày nay|đây|nay)|trước)|năm|years (?:ago|before present)|bp)\b"
    )


def _ago_years(found: re.Match[str]) -> tuple[int, int] | None:
    text = found.group()
    if "cách" not in text and not re.search(r"năm trước|years|bp$", text):
        return None
    scales = {"nghìn": 1000, "ngàn": 1000, "thousand": 1000, "vạn": 10_000, "triệu": 10**6, "million": 10**6}
    scale = scales.get(found[3] or "", 1)
    ages = [int(re.sub(r"[.,]", "", age)) * scale for age in (found[1], found[2]) if age]
    present = BP_PRESENT if text.endswith("bp") else PRESENT
    if max(ages) > 10**9:
        return None
    return _signed(present - max(ages)), _signed(present - min(ages))


# 2. centuries


@cache
def _century_pattern() -> re.Pattern[str]:
    part, second = _PART.format(""), _PART.format("2")
    vi = (
        rf"(?:{part} )?(?:thế kỷ|tk\.?)(?: thứ)? ?(?P<vi>{_N})(?P<vibce> tcn)?(?: scn)?"
        rf"(?: ?(?:-|đến|tới|và|hoặc|hay|sang|[/&+,]) ?(?:{second} )?(?:(?:thế kỷ|tk\.?) ?)?"
        rf"(?P<vi2>{_N})\b(?!\.?\d)(?P<vibce2> tcn)?(?: scn)?)?"
    )
    return re.compile(rf"\b{vi}(?![\w/])")


@cache
def _english_century_pattern() -> re.Pattern[str]:
    part, second = _PART.format(""), _PART.format("2")
    return re.compile(
        rf"(?:\b{part}[ -](?:to [a-z]+-)?)?\b(?P<vi>{_N})(?P<vibce> tcn)?"
        rf"(?: ?(?:century)? ?(?:-|to|or|and|/) ?(?:{second}[ -])?(?P<vi2>{_N}))?[ -](?:century|centuries|c\b\.?)"
        r"(?P<vibce2> tcn)?(?: scn)?"
    )


def _century_years(found: re.Match[str]) -> tuple[int, int] | None:
    group = found.groupdict()
    first, last = _number(group["vi"]), _number(group["vi2"] or group["vi"])
    if not (0 < first <= 30 and 0 < last <= 30):
        return None
    last_bce = bool(group["vibce2"]) or (not group["vi2"] and bool(group["vibce"]))
    first_bce = bool(group["vibce"]) or (last_bce and first >= last)
    start = _century(first, group["part"], bce=first_bce)
    # 'đầu thế kỷ XV - XVI' begins early; only a part written before the second century narrows the end.
    end = _century(last, group["part2"] if group["vi2"] else group["part"], bce=last_bce)
    return start[0], end[1]


def _number(text: str) -> int:
    digits = re.match(r"\d+", text)
    if digits:
        return int(digits.group())
    values = [_ROMAN[char] for char in re.sub(r"(?:st|nd|rd|th)$", "", text)]
    return sum(-v if later > v else v for v, later in zip(values, [*values[1:], 0], strict=True))


def _century(number: int, part: str | None, *, bce: bool) -> tuple[int, int]:
    low, high = _SHARES.get(part or "", (0, 100))
    start = -number * 100 if bce else (number - 1) * 100 + 1
    return start + low, start + high - 1


# 3. decades


@cache
def _decade_pattern() -> re.Pattern[str]:
    part = _PART.format("")
    return re.compile(
        rf"(?:\b{part} )?(?:(?:những năm|thập niên|thập kỷ) (?P<decade>\d0)"
        rf"(?:,? (?:của )?(?:thế kỷ|tk) (?P<century>{_N}))?\b|"
        rf"(?:những năm|thập niên|thập kỷ) (?P<full>\d{{3}}0)|(?P<english>\d{{3}}0)'?s)\b"
    )


def _decade_years(found: re.Match[str]) -> tuple[int, int] | None:
    group = found.groupdict()
    if group["decade"]:
        start = (_number(group["century"] or "xx") - 1) * 100 + int(group["decade"])
    else:
        start = int(group["full"] or group["english"])
    low, high = _SHARES.get(group["part"] or "", (0, 100))
    return start + low // 10, start + min(-(-high // 10), 10) - 1


# 4. reigns and eras


@cache
def _eras_by_name() -> dict[str, Era]:
    names: dict[str, Era] = {}
    for era in list_eras():
        for name in era.names:
            names.setdefault(_plain(name), era)
    return names


def _plain(name: str) -> str:
    return re.sub(r"[‐‑‒–—―−]", "-", tone_key(name))


def _either(names: list[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


@cache
def _reign_pattern() -> re.Pattern[str]:
    names = [name for name, era in _eras_by_name().items() if era.reign]
    return re.compile(
        rf"\b(?:niên hiệu |đời vua |đời |thời |năm |vua )*(?P<reign>{_either(names)})\b"
        r"(?:,? ?(?:\(?năm )?(?:thứ )?(?P<n>\d{1,2}|nguyên niên)(?: ?- ?(?P<n2>\d{1,2}))?(?![\d/.]))?"
        rf"(?:,? ?\(?(?:năm )?(?P<stem>{_either(list(STEMS))}) (?P<branch>{_either(list(BRANCHES))})\b)?"
    )


def _reign_years(found: re.Match[str]) -> tuple[int, int] | None:
    era = _eras_by_name()[found["reign"]]
    last = era.last or era.first
    named = cycle_year(found["stem"], found["branch"], era.first, last) if found["stem"] else None
    if named is not None:
        return named, named
    if not found["n"]:
        return era.first, last
    start = 1 if found["n"] == "nguyên niên" else int(found["n"])
    end = int(found["n2"] or start)
    if not 1 <= start <= end <= last - era.first + 2:
        return None
    return era.first + start - 1, era.first + end - 1


@cache
def _era_pattern() -> re.Pattern[str]:
    plain = [name for name, era in _eras_by_name().items() if not era.reign]
    # One-syllable names are family names too: alone they count only where nothing but other names stands beside them.
    long = [name for name in plain if " " in name]
    short = [name for name in plain if " " not in name]
    beside = r"[,;()\x00&/-]|đến\b|tới\b|sang\b|và\b"
    before = r"(?:^|(?<=[,;(&/\x00-])|(?<=[,;(&/\x00-] )|(?<=đến )|(?<=tới )|(?<=sang )|(?<=và ))"
    return re.compile(
        rf"(?:\b(?:thời kỳ|thời|triều|nhà|văn hóa) )?\b(?P<era>{_either(long)})\b"
        rf"|{before}(?P<alone>{_either(short)})(?= ?(?:$|{beside}))"
    )


def _era_years(found: re.Match[str]) -> tuple[int, int] | None:
    era = _eras_by_name()[found["era"] or found["alone"]]
    return era.first, era.last or PRESENT


# 5. days, ranges of years, single years


@cache
def _day_pattern() -> re.Pattern[str]:
    months = "|".join(f"{name}|{name[:3]}\\." for name in MONTHS)
    return re.compile(
        rf"(?:\b(?:{months})(?: \d\d?)?,? ?|\b\d\d? (?:{months}),? |(?:ngày \d\d? ?)?\btháng \d\d?,? (?:năm )?|"
        r"(?<![\d/])(?:\d\d?/)?\d\d?/)(?P<year>\d{4})\b|(?P<iso>(?<!\d)-?\d{4})-\d\d-\d\d\b|(?P<month>\b\d{4})-(?=0\d\b)\d\d"
    )


def _day_years(found: re.Match[str]) -> tuple[int, int] | None:
    year = int(found["year"] or found["iso"] or found["month"])
    return (year, year) if year else None


@cache
def _years_pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?<![\w.,/])(?P<minus>-)?(?P<a>\d{1,6})(?P<abce> tcn)?(?P<ace> scn)?"
        r"(?: ?(?P<link>-|đến|/) ?(?:năm )?(?:circa )?(?P<minus2>-(?=\d))?(?P<b>\d{1,6})"
        r"(?P<bbce> tcn)?(?P<bce> scn)?)?(?!\w)(?!\.\d)"
    )


def _range_years(found: re.Match[str]) -> tuple[int, int] | None:
    group = found.groupdict()
    marked = any(group[name] for name in ("minus", "abce", "ace", "minus2", "bbce", "bce"))
    if not group["b"]:
        if len(group["a"]) < 3 and not marked:
            return None
        year = -int(group["a"]) if group["minus"] or group["abce"] else int(group["a"])
        return _plausible(year, year)
    if len(group["a"]) < 3 and not marked:
        return None
    first, last = int(group["a"]), int(group["b"])
    if group["abce"] or group["minus"] or (group["bbce"] and first >= last):
        last_bce = bool(group["bbce"] or group["minus2"])
        return _plausible(-first, -last if last_bce else last)
    if len(group["b"]) < len(group["a"]) and not marked:
        last = int(group["a"][: -len(group["b"])] + group["b"])
        if last < first or (group["link"] == "/" and len(group["b"]) < 2):
            return _plausible(first, first)
    return _plausible(first, last)


def _plausible(first: int, last: int) -> tuple[int, int] | None:
    if not first or not last or max(first, last) > 2999 or min(first, last) < -999_999:
        return None
    return first, last


_READERS: tuple[Reader, ...] = (
    (_ago_pattern, _ago_years, "ago"),
    (_decade_pattern, _decade_years, "decade"),
    (_century_pattern, _century_years, "century"),
    (_english_century_pattern, _century_years, "century"),
    (_reign_pattern, _reign_years, "reign"),
    (_era_pattern, _era_years, "era"),
    (_day_pattern, _day_years, "year"),
    (_years_pattern, _range_years, "year"),
)

"""Dates of making as curators write them: 'thế kỷ XVI–XVII', 'niên hiệu Cảnh Hưng 44', 'c.1832', '-500'.

A text is taken apart into spans of years (centuries, reigns, eras, years). Spans joined by a dash or 'đến' make one
range; spans that stand beside each other narrow one another ('thời Mạc, thế kỷ XVI').
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from museum_tracker.core.dates import UNKNOWN
from museum_tracker.core.dating_spans import Span, find_spans
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.text import clean, tone_key

LONGEST = 400  # longer texts are descriptions; reading them whole would take seconds
CIRCA_YEARS = 5  # 'khoảng 1832' may mean five years either way

_DASHES = re.compile("[‐‑‒–—―−]")
_BCE = re.compile(
    r"\b(?:tcn|tr\.? ?cn|trước công nguyên|trước cn|bce?|b\.c\.(?:e\.)?)(?![a-zà-ỹ])|(?<=\d)(?:tcn|bce?)(?![a-zà-ỹ])"
)
_CE = re.compile(r"\b(?:scn|sau công nguyên|sau cn|công nguyên|a\.d\.|ad|c\.?e\.?)(?![a-zà-ỹ.])")
_AD_BEFORE = re.compile(r"\b(?:ad|a\.d\.) ?(?=\d)")
_PART = "(?:nửa )?(?:đầu|giữa|cuối|sau)"
_BARE_CENTURY = re.compile(rf"({_PART} )?([ivx]{{2,5}}|[ivx]{{1,5}} ?- ?[ivx]{{1,5}})")  # a lone X is only a cross
_NEXT_PART = re.compile(rf"(?<=[ivx\d]),? (?={_PART} (?:(?:thế kỷ|tk\.?) ?)?(?:[ivx]{{1,5}}|\d\d?)\b)")
_TO_THIS_DAY = re.compile(r"\b(\d{4}) ?(?:-|đến|tới) ?nay\b")
_NEW_MAKING = re.compile(
    r"\b(?:dập|in lại|in|chép lại|sao chép|sao lại|phục chế|phục dựng|đúc lại|làm lại|tái bản)"
    r" (?:vào )?(?=(?:khoảng )?(?:năm|thế kỷ|thế kỉ|\d{4}))"
)
_JOINED = re.compile(r"\)?,? ?(?:-|đến|tới|sang|to|until|and|và|or|hoặc|hay|&|/)? ?(?:khoảng |circa |năm |\()?")
_LINK = re.compile(r"-|đến|tới|sang|to|until|and|và|or|hoặc|hay|&|/")
_BEFORE = re.compile(r"(?:trước|before|no later than|not after|chậm nhất|muộn nhất)(?: năm)? ?(?:khoảng |circa )?$")
_AFTER = re.compile(r"(?:sau|after|no earlier than|not before|từ|since|from|sớm nhất)(?: năm)? ?(?:khoảng |circa )?$")
_CIRCA = re.compile(r"(?:khoảng|circa|about|chừng|độ)(?: năm| thời gian)? ?$")
_REPRINT = re.compile(r"reprint|print|cast|enlarged|reproduc|reconstruct|manufactur|publish|rework|example|design")


@dataclass(frozen=True)
class Dating:
    """A date of making as written, with its first and last year (negative = before our era).

    One side may stay open ('trước năm 1945'). `problem` says what was not understood; the text is always kept.
    """

    text: str
    earliest: int | None = None
    latest: int | None = None
    unknown: bool = False
    problem: Message | None = None

    @property
    def known(self) -> bool:
        """Whether at least one year was read."""
        return self.earliest is not None or self.latest is not None


def read_dating(value: object) -> Dating:
    """Read a date of making in Vietnamese or English; nothing is lost, whatever is written."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _read(clean("" if value is None else str(value)))


@lru_cache(maxsize=10_000)  # registers repeat the same few hundred dates
def _read(text: str) -> Dating:
    key = _normalise(text[:LONGEST])
    if not key:
        return Dating(text, unknown="?" in text)
    if (key.rstrip(".? ") or "?") in UNKNOWN:
        return Dating(text, unknown=True)
    again = _NEW_MAKING.search(key)
    if again and again.start():  # a rubbing or copy is as old as its making, not as its model
        key = key[again.end() :]
    return _combine(text, key, find_spans(key))


def _normalise(text: str) -> str:
    """One spelling of dashes, eras and 'about', in small letters and the old tone marks."""
    key = _DASHES.sub("-", tone_key(text)).replace("thế kỉ", "thế kỷ")
    key = _AD_BEFORE.sub("", key)
    key = _BCE.sub(" tcn", key)
    key = _CE.sub(" scn", key)
    key = re.sub(r"\b(?:circa|ca\.?|c\.)[ .]*(?=[\d?\w(])", "circa ", key)
    key = re.sub(r" +", " ", key.replace("?", "")).strip(" .;,[]")
    if bare := _BARE_CENTURY.fullmatch(key):
        key = f"{bare[1] or ''}thế kỷ {bare[2]}"
    return _TO_THIS_DAY.sub(r"từ \1", _NEXT_PART.sub(" - ", key))


def _combine(text: str, key: str, spans: list[Span]) -> Dating:
    if not spans:
        return Dating(text, problem=Message(N_("No year could be read from the date “%(text)s”."), {"text": text[:80]}))
    if any(span.first is not None and span.last is not None and span.first > span.last for span in spans):
        return Dating(text, problem=Message(N_("The years of “%(text)s” run backwards."), {"text": text[:80]}))
    groups = _join(key, [_about(key, span) for span in spans])
    result, agree = groups[0], True
    for group in groups[1:]:
        result, meets = _narrow(result, group)
        agree = agree and meets
    problem = None
    if not agree and not _REPRINT.search(key):
        problem = Message(N_("The parts of “%(text)s” do not agree on the years."), {"text": text[:80]})
    return Dating(text, result.first, result.last, problem=problem)


def _about(key: str, span: Span) -> Span:
    """A single year written with 'about' is widened; 'before' and 'after' open one side."""
    lead, rest = key[: span.start], key[span.end :]
    if _CIRCA.search(lead) and span.first == span.last and span.first is not None:
        span = span.moved(span.first - CIRCA_YEARS, span.first + CIRCA_YEARS)
    if _BEFORE.search(lead) or re.match(r" or earlier", rest):
        return span.moved(None, span.last)
    whole_range = re.search(r"(?:từ|from)(?: năm)? ?$", lead) and span.first != span.last
    after = _AFTER.search(lead) and not whole_range and not re.match(r" ?(?:-|đến|tới|to|until)", rest)
    return span.moved(span.first, None) if after or re.match(r" or later", rest) else span


def _join(key: str, spans: list[Span]) -> list[Span]:
    """Put spans together that are linked by a dash or a word such as 'đến'."""
    groups = [spans[0]]
    for span in spans[1:]:
        last = groups[-1]
        between = key[last.end : span.start]
        years = last.kind == span.kind == "year" and between.strip() in {",", ";"}
        if years or (_JOINED.fullmatch(between) and _LINK.search(between)):
            first = None if last.first is None else min(last.first, span.first or last.first)
            final = None if span.last is None else max(span.last, last.last or span.last)
            groups[-1] = Span(last.start, span.end, first, final, span.kind)
        else:
            groups.append(span)
    return groups


def _narrow(one: Span, other: Span) -> tuple[Span, bool]:
    """What both say; where they exclude each other, all that either says."""
    firsts = [span.first for span in (one, other) if span.first is not None]
    lasts = [span.last for span in (one, other) if span.last is not None]
    first, last = max(firsts, default=None), min(lasts, default=None)
    if first is None or last is None or first <= last:
        return one.moved(first, last), True
    return one.moved(min(firsts), max(lasts)), False

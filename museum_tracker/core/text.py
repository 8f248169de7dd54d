"""Vietnamese text: the form in which it is kept, the keys by which it is found, the order in which it is listed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền hỏi ngã sắc nặng: the order of Vietnamese dictionaries
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
SORT_KEY_LENGTH = 1500  # longest sort key: an index of PostgreSQL holds no more than 2,704 octets

_SORTED_CHARACTERS = 160
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_NEXT, _NUMBER, _OTHER = "0", "1", "z"
_WEIGHT = {letter: _DIGITS[place] for place, letter in enumerate(ALPHABET, 2)}

_LOOK_ALIKES = str.maketrans({"\u00d0": "\u0110", "\u0189": "\u0110", "\u00f0": "\u0111", "\u00a0": " "})
_UNSEEN = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Anything that `clean` would change in composed text: most texts have none of it, and imports clean millions.
_UNTIDY = re.compile(
    "[\u00d0\u0189\u00f0\u00a0\u00ad\u200b\u200c\u200d\u2060\ufeff\ud800-\udfff\x00-\x09\x0b-\x1f\x7f]"
    "|  | \n|\n |^\\s|\\s\\Z"
)
_WORD = re.compile(r"[^\W\d_]+")
_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")
# Latin letters, ASCII and dashes: texts in which a pattern cuts syllables as the rule for all scripts does, but faster.
_ORDINARY = re.compile("[\x00-\x7f\u00c0-\u024f\u1e00-\u1eff\u2010-\u2027]*")
_PART = re.compile(r"[0-9]+|[^\W\d_]+")
_OPEN_ENDINGS = frozenset({"oa", "oe", "uy"})


def clean(text: str) -> str:
    """A text as it is kept: composed letters, the right Đ, single spaces, nothing unseen; line breaks stay."""
    if text.isascii() and text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    if _is_tidy(text):
        return text
    if unicodedata.is_normalized("NFC", text) and not _UNTIDY.search(text):
        return text
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _UNSEEN.sub("", text.translate(_LOOK_ALIKES))
    # Again, because marks may have been parted from their letter by something unseen.
    text = unicodedata.normalize("NFC", re.sub(r"[ \t]+", " ", text))
    return re.sub(r" ?\n ?", "\n", text).strip()


def _is_tidy(text: str) -> bool:
    """Whether a line is clean at first sight: nothing in it is unseen, doubled or to be composed."""
    if not text.isprintable() or "  " in text or text[:1] == " " or text[-1:] == " ":
        return False
    alike = "\u00d0" in text or "\u0189" in text or "\u00f0" in text
    return not alike and unicodedata.is_normalized("NFC", text)


def fold(text: str) -> str:
    """The text without accents and capitals, for searching: 'Trống Đồng' gives 'trong dong'."""
    text = clean(text).casefold()
    if text.isascii():
        return text
    text = _MARKS.sub("", unicodedata.normalize("NFD", text)).replace("\u0111", "d")
    return text if text.isascii() else "".join([char for char in text if not unicodedata.combining(char)])


def old_tone(text: str) -> str:
    """One spelling of open syllables, with the tone where old schoolbooks put it: 'hoà' gives 'hòa'."""
    if text.isascii():
        return text
    return _WORD.sub(lambda found: _old_tone_word(found.group()), unicodedata.normalize("NFC", text))


@lru_cache(maxsize=20_000)
def _old_tone_word(word: str) -> str:
    apart = unicodedata.normalize("NFD", word)
    tone = next((char for char in apart if char in TONES), "")
    if not tone:
        return word
    bare = unicodedata.normalize("NFC", apart.replace(tone, "", 1))
    low = bare.lower()
    if low[-2:] not in _OPEN_ENDINGS or low.endswith("quy"):
        return word
    return unicodedata.normalize("NFC", bare[:-1] + tone + bare[-1])


def exact_key(text: str) -> str:
    """The text with its accents and without its capitals, for comparing what was typed exactly."""
    key = clean(text).casefold()
    return key if key.isascii() else unicodedata.normalize("NFC", key)


def tone_key(text: str) -> str:
    """The exact key in one tone spelling, for comparing words with accents: 'Hoà' and 'hòa' are the same."""
    return old_tone(exact_key(text))


@dataclass(frozen=True)
class SearchKeys:
    """The three keys of a text: as typed, in one tone spelling, without accents."""

    exact: str
    tone: str
    folded: str


def search_keys(text: str) -> SearchKeys:
    """The keys under which a text is found, from the strictest to the loosest."""
    exact = exact_key(text)
    return SearchKeys(exact, old_tone(exact), fold(exact))


def has_accents(text: str) -> bool:
    """Whether somebody typed with accents, and so wants exact matches first."""
    return exact_key(text) != fold(text)


def sort_key(text: str) -> str:
    """The place of a text in a Vietnamese list, as a string that both databases order alike.

    Letters decide first, then tones, then small letters before capitals; numbers go by their value and before
    letters. Only 0-9 and a-z occur, so no collation can disturb the order; at most SORT_KEY_LENGTH characters.
    """
    weighed = [_weigh_part(part) for part in _parts(clean(text)[:_SORTED_CHARACTERS])]
    if not weighed:
        return ""
    parts, tones, cases = zip(*weighed, strict=True)
    return _NEXT.join(parts) + _NEXT * 2 + "".join(tones) + _NEXT + "".join(cases).rstrip("0")


@lru_cache(maxsize=50_000)
def _weigh_part(part: str) -> tuple[str, str, str]:
    """The weights of a syllable (letters, tones, cases), or of a run of digits, which has only its value."""
    if part[0] in _DIGITS[:10]:
        digits = part.lstrip("0")
        return _NUMBER + _DIGITS[min(len(digits), 35)] + digits, "", ""
    weights, tones, cases = zip(*map(_weigh, part), strict=True)
    return "".join(weights), "".join(tones), "".join(cases)


def _parts(text: str) -> list[str]:
    """Syllables and runs of digits; everything else only parts them."""
    if text.isascii() or _ORDINARY.fullmatch(text):
        return _PART.findall(text)
    parts = [""]
    for char in text:
        digit = char in _DIGITS[:10]
        if not (digit or char.isalpha()):
            if not unicodedata.combining(char) and parts[-1]:
                parts.append("")
            continue
        if parts[-1] and (parts[-1][-1] in _DIGITS[:10]) != digit:
            parts.append("")
        parts[-1] += char
    return [part for part in parts if part]


@lru_cache(maxsize=10_000)
def _weigh(char: str) -> tuple[str, str, str]:
    """A letter's weights: its place in the alphabet, its tone, its case."""
    low = char.lower()
    apart = unicodedata.normalize("NFD", low)
    tone = next((str(TONES.index(mark) + 1) for mark in apart if mark in TONES), "0")
    base = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in TONES))
    case = "0" if char == low else "1"
    if base in _WEIGHT:
        return _WEIGHT[base], tone, case
    if apart[0] in _WEIGHT:  # a foreign accent: after the Vietnamese tones of the same letter
        return _WEIGHT[apart[0]], "6", case
    return _OTHER + _base36(ord(apart[0])), tone, case


def _base36(number: int) -> str:
    digits = ""
    for _ in range(4):
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits


def natural_key(number: str) -> str:
    """The place of an object number in a list: 'BTBG 98/Gm 7' comes before 'BTBG 1024/Gm 12'."""
    return sort_key(number)

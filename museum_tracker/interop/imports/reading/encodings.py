"""Which encoding a text file is in: certain for Unicode, weighed for the old Windows code pages."""

from __future__ import annotations

import codecs
from itertools import pairwise
from pathlib import Path

from charset_normalizer import from_bytes

from museum_tracker.core.i18n import N_
from museum_tracker.interop.imports.reading.errors import UnknownEncoding

SAMPLE = 256 * 1024
BLOCK = 1024 * 1024
FALLBACK = "museum.windows"  # name of the codec error handler below

# What a person may choose when the guess is wrong, in words, the usual ones first.
CHOICES = {
    "utf-8": N_("Unicode (UTF-8)"),
    "utf-16": N_("Unicode (UTF-16)"),
    "cp1258": N_("Vietnamese (Windows-1258)"),
    "cp1252": N_("Western European (Windows-1252)"),
    "cp1250": N_("Central European (Windows-1250)"),
    "cp1251": N_("Cyrillic (Windows-1251)"),
    "gb18030": N_("Simplified Chinese (GB 18030)"),
    "big5": N_("Traditional Chinese (Big5)"),
    "shift_jis": N_("Japanese (Shift JIS)"),
    "euc_kr": N_("Korean (EUC-KR)"),
    "mac_roman": N_("Macintosh (Mac Roman)"),
    "cp437": N_("DOS (code page 437)"),
}
_GUESSED = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "utf-16-be": "utf-16", "utf-32": "utf-32"}

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_VOWELS = frozenset("aăâeêioôơuưyAĂÂEÊIOÔƠUƯY")
_COMBINING = frozenset("\u0300\u0301\u0303\u0309\u0323")
_C1 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
C1_CONTROLS = {code: text for code, text in _C1.items() if text}


def guess_encoding(path: Path) -> str:
    """The encoding of a text file, by its mark, by its bytes, or by the letters that come out."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    wide = _utf16_without_mark(head)
    if wide:
        return wide
    if _mostly_utf8(path):
        return "utf-8"
    return _code_page(head)


def checked_encoding(name: str) -> str:
    """A chosen encoding, refused unless it is one of CHOICES or a guess of this module."""
    try:
        codecs.lookup(name)
    except (LookupError, ValueError):
        raise UnknownEncoding(encoding=name) from None
    if name not in CHOICES and name not in _GUESSED:
        raise UnknownEncoding(encoding=name)
    return "utf-8-sig" if name == "utf-8" else name


def encoding_choices(now: str) -> list[tuple[str, str]]:
    """What may be chosen for a file read as `now`, with its words; a guess that no choice says comes first."""
    own = [] if now in CHOICES or now == "utf-8-sig" else [(now, CHOICES.get(_GUESSED.get(now, ""), now.upper()))]
    return own + [("utf-8-sig" if now == "utf-8-sig" and code == "utf-8" else code, CHOICES[code]) for code in CHOICES]


def read_stray_bytes() -> str:
    """The name of the codec error handler that reads bytes foreign to an encoding as old Windows letters."""
    codecs.register_error(FALLBACK, _as_windows)
    return FALLBACK


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    text = "".join(C1_CONTROLS.get(code) or chr(code) for code in stray)
    return text, error.end


def _utf16_without_mark(head: bytes) -> str:
    """UTF-16 of a Latin alphabet shows a zero in every second byte."""
    if len(head) < 4:
        return ""
    pairs = len(head) // 2
    if head[1::2].count(0) > pairs * 0.6:
        return "utf-16-le"
    if head[0::2].count(0) > pairs * 0.6:
        return "utf-16-be"
    return ""


def _mostly_utf8(path: Path) -> bool:
    """Whether the file is UTF-8, a few damaged bytes (or a cut at its end) forgiven."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    wide, broken = 0, 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            text = decoder.decode(block)
            broken += text.count("\ufffd") - block.count(b"\xef\xbf\xbd")
            wide += len(text) - sum(map(text.count, ("\ufffd",))) - _ascii(text)
    return broken == 0 or broken * 20 < wide


def _ascii(text: str) -> int:
    return len(text.encode("ascii", "ignore"))


def _code_page(head: bytes) -> str:
    if _is_vietnamese_1258(head):
        return "cp1258"
    try:
        head.decode("cp1252")
    except UnicodeDecodeError:
        best = from_bytes(head[:65536], cp_isolation=list(CHOICES)).best()
        return best.encoding if best and best.encoding in CHOICES else "cp1252"
    return "cp1252"


def _is_vietnamese_1258(head: bytes) -> bool:
    """Windows-1258 writes tones as marks after their vowel; in other pages those bytes stand anywhere."""
    text = head.decode("cp1258", "ignore")
    high = sum(1 for char in text if ord(char) > 127)
    after_vowel, elsewhere = 0, 0
    for before, char in pairwise(text):
        if char in _COMBINING:
            if before in _VOWELS:
                after_vowel += 1
            else:
                elsewhere += 1
    return after_vowel > 0 and after_vowel * 8 > high and elsewhere * 10 < after_vowel

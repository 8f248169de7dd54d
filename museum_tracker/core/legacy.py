"""Old Vietnamese encodings: TCVN3 (ABC) and VNI text that spreadsheets carry as look-alike letters.

A font's name tells the encoding of what is written in it; where none is known, `guess` weighs the words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from museum_tracker.core.i18n import N_
from museum_tracker.core.text import TONES


class Encoding(StrEnum):
    """How the letters of an old file are to be read."""

    UNICODE = "unicode"
    TCVN3 = "tcvn3"
    VNI = "vni"
    CP1258 = "cp1258"


ENCODING_LABELS = {
    Encoding.UNICODE: N_("Unicode (as it is)"),
    Encoding.TCVN3: N_("TCVN3 (ABC, fonts named .Vn…)"),
    Encoding.VNI: N_("VNI (fonts named VNI-…)"),
    Encoding.CP1258: N_("Windows-1258"),
}

ENOUGH_WORDS = 3  # fewer marked words prove nothing
CONVINCING = 0.75  # share of Vietnamese syllables after conversion
BETTER_BY = 0.15  # and so much more than without it

# Letters that only Unicode writes in one sign: a text with one of them is in no old encoding.
_ONLY_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9\u0300\u0301\u0303\u0309\u0323]")

_TCVN3_FROM = (
    "\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae\xb5\xb6\xb7\xb8\xb9\xbb\xbc\xbd\xbe\xc6\xc7\xc8\xc9\xca\xcb"
    "\xcc\xce\xcf\xd0\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xdc\xdd\xde\xdf\xe1\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xeb\xec\xed"
    "\xee\xef\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe"
)
_TCVN3_TO = (
    "ĂÂÊÔƠƯĐăâêôơưđ"
    "àảãáạằẳẵắặầẩẫấậ"
    "èẻẽéẹềểễếệìỉĩíị"
    "òỏõóọồổỗốộờởỡớợ"
    "ùủũúụừửữứựỳỷỹýỵ"
)  # fmt: skip
_TCVN3 = str.maketrans(dict(zip(_TCVN3_FROM, _TCVN3_TO, strict=True)))


def _vni_table() -> dict[str, str]:
    """VNI writes a vowel and its mark as two letters; small letters only."""
    grave, hook, tilde, acute, dot = tuple(TONES)
    plain = {"ù": acute, "ø": grave, "û": hook, "õ": tilde, "ï": dot}
    circumflex = {"â": "", "á": acute, "à": grave, "å": hook, "ã": tilde, "ä": dot}
    breve = {"ê": "", "é": acute, "è": grave, "ú": hook, "ü": tilde, "ë": dot}
    table = {"ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ô": "ơ", "ö": "ư"}
    for vowel in "aeouy":
        table |= {vowel + mark: vowel + tone for mark, tone in plain.items()}
    for horned, letter in (("ô", "ơ"), ("ö", "ư")):
        table |= {horned + mark: letter + tone for mark, tone in plain.items()}
    for vowel in "aeo":
        table |= {vowel + mark: vowel + "\u0302" + tone for mark, tone in circumflex.items()}
    table |= {"a" + mark: "a\u0306" + tone for mark, tone in breve.items()}
    return {old: unicodedata.normalize("NFC", new) for old, new in table.items()}


_VNI = _vni_table()
_VNI_PATTERN = re.compile("|".join(sorted(_VNI, key=len, reverse=True)), re.IGNORECASE)


def is_surely_unicode(text: str) -> bool:
    """Whether a text has a letter that the old encodings do not know."""
    return not text.isascii() and bool(_ONLY_UNICODE.search(text))


def encoding_of_font(font: str) -> Encoding:
    """The encoding of what is written in a font: '.VnTime' is TCVN3, 'VNI-Times' is VNI, 'Arial' is Unicode."""
    name = font.strip().casefold()
    if name.startswith(".vn"):
        return Encoding.TCVN3
    return Encoding.VNI if name.startswith(("vni-", "vni ")) else Encoding.UNICODE


def is_capital_font(font: str) -> bool:
    """Whether a TCVN3 font shows small letters as capitals: its name ends in H ('.VnTimeH')."""
    return font.strip().casefold().startswith(".vn") and font.strip()[-1:] in {"H", "h"}


def from_tcvn3(text: str, *, font: str = "") -> str:
    """Unicode text of a TCVN3 one; a font of capitals makes capitals.

    Convert before any cleaning: ư is a soft hyphen.
    """
    converted = unicodedata.normalize("NFC", text).translate(_TCVN3)
    return converted.upper() if is_capital_font(font) else converted


def from_vni(text: str) -> str:
    """Unicode text of a VNI one."""
    return _VNI_PATTERN.sub(_vni_letter, unicodedata.normalize("NFC", text))


def _vni_letter(found: re.Match[str]) -> str:
    letter = _VNI[found.group().lower()]
    return letter.upper() if found.group()[0].isupper() else letter


def from_cp1258(text: str | bytes) -> str:
    """Unicode text of Windows-1258 octets, or of such octets that were read as Windows-1252."""
    if isinstance(text, bytes):
        return unicodedata.normalize("NFC", text.decode("cp1258", "replace"))
    try:
        return unicodedata.normalize("NFC", text.encode("cp1252").decode("cp1258"))
    except UnicodeError:  # a letter that Windows-1258 octets cannot show: the text is not such octets
        return unicodedata.normalize("NFC", text)


def convert(text: str, encoding: Encoding, *, font: str = "") -> str:
    """A text in Unicode, read as the encoding says."""
    if encoding is Encoding.TCVN3:
        return from_tcvn3(text, font=font)
    if encoding is Encoding.VNI:
        return from_vni(text)
    return from_cp1258(text) if encoding is Encoding.CP1258 else text


_SYLLABLE = re.compile(
    r"(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?"
    r"(?:[aăâeêioôơuưy]|i[aêe]|y[êe]|u[aâêôơy]|uy[aêe]?|ư[aơ]|o[aăeo])"
    r"(?:(?P<stop>ch?|p|t)|m|ng?|nh|[iouy])?"
)
_STOP_TONES = frozenset("\u0301\u0323")
_BREAKS = re.compile(r"[\s0-9!-/:-@\[-`{-~“”‘’–—…]+")


def is_syllable(word: str) -> bool:
    """Whether a word could be a Vietnamese syllable."""
    apart = unicodedata.normalize("NFD", word.lower())
    tones = [char for char in apart if char in TONES]
    base = unicodedata.normalize("NFC", "".join(char for char in apart if char not in TONES))
    found = _SYLLABLE.fullmatch(base)
    if found is None or len(tones) > 1:
        return False
    return not found["stop"] or (bool(tones) and tones[0] in _STOP_TONES)


def likelihoods(samples: Iterable[str]) -> dict[Encoding, float]:
    """For each encoding, the share of words with marks that are Vietnamese syllables when read so.

    Empty when there are too few such words to tell.
    """
    words = [word for sample in samples for word in _BREAKS.split(sample) if not word.isascii()][:5000]
    if len(words) < ENOUGH_WORDS:
        return {}
    return {encoding: sum(is_syllable(convert(word, encoding)) for word in words) / len(words) for encoding in Encoding}


def guess(samples: Iterable[str]) -> Encoding:
    """The encoding in which the samples read as Vietnamese; Unicode unless another is clearly better."""
    shares = likelihoods(samples)
    if not shares:
        return Encoding.UNICODE
    best = max(shares, key=lambda encoding: shares[encoding])
    clear = shares[best] >= CONVINCING and shares[best] - shares[Encoding.UNICODE] >= BETTER_BY
    return best if clear else Encoding.UNICODE

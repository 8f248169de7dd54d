"""Texts as the fonts of before Unicode held them, for tables made by tests."""

from __future__ import annotations

import unicodedata

from museum_tracker.core import legacy

_TCVN3 = {new: chr(old) for old, new in legacy._TCVN3.items()}
_VNI = {new: old for old, new in legacy._VNI.items()}


def to_tcvn3(text: str) -> str:
    """A text in TCVN3, which has no capitals with tones: its fonts of capitals draw small letters large."""
    return "".join(_tcvn3(letter) for letter in unicodedata.normalize("NFC", text))


def _tcvn3(letter: str) -> str:
    return _TCVN3.get(letter) or _TCVN3.get(letter.lower(), letter)


def to_vni(text: str) -> str:
    """A text in VNI: a vowel, then its mark."""
    return "".join(_vni(letter) for letter in unicodedata.normalize("NFC", text))


def _vni(letter: str) -> str:
    old = _VNI.get(letter.lower(), letter)
    return old.upper() if letter.isupper() else old

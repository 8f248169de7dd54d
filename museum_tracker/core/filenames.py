"""Names of files as people's computers tell them."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath


def clean_name(name: str) -> str:
    """A file's name without its folders, composed (Apple sends NFD), printable and of bearable length."""
    bare = PurePosixPath(name.replace("\\", "/")).name
    plain = "".join(letter for letter in unicodedata.normalize("NFC", bare) if letter.isprintable()).strip()
    stem, dot, extension = plain.rpartition(".")
    return (f"{stem[:200]}.{extension[:20]}" if dot and stem else plain[:200]) or "?"

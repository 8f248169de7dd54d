"""Read an object's number, a view and a page out of the name of a file or folder, without guessing.

`readings` gives every honest reading of a name; whoever asks looks each up and takes it only when all that are
found mean one object.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath

from museum_tracker.core.numbers import number_key, without_piece
from museum_tracker.core.text import fold
from museum_tracker.media.rules import View

# What stands behind the number in file names, folded: Vietnamese and English words for sides and parts.
VIEW_WORDS: dict[str, View] = {
    **dict.fromkeys(("mat truoc", "truoc", "front", "recto", "chinh dien"), View.FRONT),
    **dict.fromkeys(("mat sau", "sau", "back", "verso"), View.BACK),
    **dict.fromkeys(("ben trai", "trai", "left"), View.LEFT),
    **dict.fromkeys(("ben phai", "phai", "right"), View.RIGHT),
    **dict.fromkeys(("mat tren", "tren", "top"), View.TOP),
    **dict.fromkeys(("mat duoi", "duoi", "day", "bottom"), View.BOTTOM),
    **dict.fromkeys(("chi tiet", "detail", "ct"), View.DETAIL),
    **dict.fromkeys(("dau", "ky hieu", "mark", "minh van"), View.MARK),
}
_GAP = r"[\s_\-.,+]*"
_COPY = re.compile(rf"{_GAP}\(\s*\d{{1,3}}\s*\)$")
_PAGE = re.compile(r"[\s_\-.,+](?:trang|page|tr|p|to)[\s_\-.]*(\d{1,4})$")
_COUNTER = re.compile(r"[\s_\-]+\d{1,3}$")
_FIGURES = re.compile(r"\d{1,6}")  # more are the day on which a camera took the picture
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(10))}
LONGEST_ON_DISK = 60  # letters of up to four bytes, with counter and extension below 255
LONGEST_PART = 255  # no disk holds longer names; a browser may claim any
_WORDS = sorted(VIEW_WORDS, key=len, reverse=True)


@dataclass(frozen=True)
class Name:
    """What a path says: keys of possible numbers from the file's own name and from each folder, a view, a page.

    `figures` is the key of a name that is figures alone: it may be a number whose letters nobody typed.
    """

    keys: tuple[str, ...]
    folders: tuple[str, ...]
    view: str = ""
    page: int | None = None
    figures: str = ""


def read_name(path: str) -> Name:
    """Everything that a relative path (folders with `/`) honestly says about the object it shows."""
    pure = PurePosixPath(unicodedata.normalize("NFC", path.replace("\\", "/")))
    whole = pure.stem[:LONGEST_PART]
    stem, view, page = _strip(whole)
    keys = _keys(whole, _without_copy(whole), stem, _COUNTER.sub("", stem), without_piece(stem))
    folders = _keys(*(part[:LONGEST_PART] for part in reversed(pure.parts[:-1]) if part not in {"", ".", "..", "/"}))
    figures = number_key(without_piece(stem))
    return Name(keys, folders, view, page, figures if _FIGURES.fullmatch(figures) else "")


def _keys(*texts: str) -> tuple[str, ...]:
    """Keys of texts that can be numbers (they hold a digit), each once, in order."""
    found = [number_key(text) for text in texts if any(letter.isdigit() for letter in text)]
    return tuple(dict.fromkeys(key for key in found if key))


def _without_copy(stem: str) -> str:
    return _COPY.sub("", stem)


def _strip(stem: str) -> tuple[str, str, int | None]:
    """The stem without copy counter, page and view word, and what these said."""
    rest, view, page = _without_copy(stem), "", None
    if (found := _PAGE.search(fold(rest))) and len(fold(rest)) == len(rest):
        return rest[: found.start()], View.PAGE, int(found[1])
    bare = _COUNTER.sub("", rest)
    for text in (rest, bare):
        folded = re.sub(r"[_\-.,+]+", " ", fold(text))
        for word in _WORDS:
            if f" {folded}".endswith(f" {word}") and len(folded) == len(text):
                return text[: -len(word)].rstrip(" _-.,+"), VIEW_WORDS[word], page
    return rest, view, page


def disk_name(name: str, taken: Collection[str]) -> str:
    """A name that every disk allows and that is not among those taken (in small letters), as near as can be."""
    plain = _FORBIDDEN.sub("_", name).strip(" .") or "_"
    stem, dot, suffix = plain.rpartition(".") if "." in plain else (plain, "", "")
    stem, suffix = stem[:LONGEST_ON_DISK] or "_", suffix[:20]
    if stem.split(".")[0].upper() in _DEVICES:
        stem = f"_{stem}"
    counted = (f" ({count})" if count > 1 else "" for count in itertools.count(1))
    return next(whole for count in counted if (whole := f"{stem}{count}{dot}{suffix}").casefold() not in taken)


def read_list(text: str) -> dict[str, str]:
    """Numbers by file, from a list with a pair a line: "file | number", or parted by tab, semicolon or comma."""
    pairs: dict[str, str] = {}
    for line in unicodedata.normalize("NFC", text.lstrip("\ufeff")).splitlines():
        for separator in ("|", "\t", ";", ","):
            name, found, number = line.partition(separator)
            if found and name.strip() and number.strip():
                pairs[list_key(name)] = number.strip().strip('"')
                break
    return pairs


def list_key(name: str) -> str:
    """A file's name as it is compared with a list: composed, forward slashes, any case."""
    return unicodedata.normalize("NFC", name.replace("\\", "/")).strip().strip('"').casefold()
